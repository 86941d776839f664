"""Which people look like one person, and why: reasons with points, none of them a name alone across customers.

The points are ours: chosen so that the cases of the tests come out in the order in which a person would put them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from accounts.domain.doubles import POSSIBLE_FROM, Reason, score
from stakeholders.domain.person_names import Name, NameLikeness, address_forms, fits, likeness, read_name

NAME_POINTS: Final = {
    NameLikeness.SAME: 55,
    NameLikeness.TITLE: 53,
    NameLikeness.SWAPPED: 50,
    NameLikeness.SPELLED: 50,
    NameLikeness.FULLER: 42,
    NameLikeness.NICKNAME: 42,
    NameLikeness.ADDRESS: 40,
    NameLikeness.INITIAL: 35,
    NameLikeness.TYPO: 33,
}
LARGEST_BLOCK: Final = 50
COMMON_FROM: Final = 5
MOVED_WITHIN: Final = (timedelta(days=-60), timedelta(days=400))
LEAST_PHONE: Final = 7


@dataclass(frozen=True)
class Place:
    """Where somebody is or was, as what."""

    account_id: int
    account: str
    domain: str
    title: str = ""
    joined_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Candidate:
    """One person as doubles are judged."""

    row_id: int
    name: str
    email: str = ""
    phone: str = ""
    places: tuple[Place, ...] = ()

    @property
    def read(self) -> Name:
        return read_name(self.name)

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2].lower()

    @property
    def local(self) -> str:
        return self.email.partition("@")[0].lower()


def judge(one: Candidate, other: Candidate, of_the_name: int = 2) -> tuple[int, tuple[Reason, ...]]:
    """How alike two people are, 0 to 100, and why.

    Parameters
    ----------
    one, other : Candidate
        Two people, in any order.
    of_the_name : int
        How many people of this name are known at all; only regarded where the two are at different customers.

    Examples
    --------
    >>> acme = Place(1, "Acme", "acme.example")
    >>> points, why = judge(Candidate(1, "Marta Rossi", "m@acme.example", places=(acme,)),
    ...                     Candidate(2, "Rossi, Marta", places=(acme,)))
    >>> points, [reason.key for reason in why]
    (85, ['same_name', 'same_account', 'one_email'])
    """
    how = likeness(one.read, other.read)
    if how is None:
        return 0, ()
    found = [Reason(how.value, NAME_POINTS[how]), *_by_place(one, other, of_the_name), *_by_address(one, other, how)]
    found += _by_phone(one, other)
    reasons = tuple(found)
    return score(reasons), reasons


def _by_place(one: Candidate, other: Candidate, of_the_name: int) -> Iterator[Reason]:
    pairs = [(mine, theirs) for mine in one.places for theirs in other.places]
    here = [pair for pair in pairs if pair[0].account_id == pair[1].account_id]
    if here:
        yield Reason("same_account", 20, (here[0][0].account,))
        titles = {place.title.casefold() for place in here[0] if place.title}
        if len(titles) == 1 and all(place.title for place in here[0]):
            yield Reason("same_title", 8, (here[0][0].title,))
        return
    moves = [found for pair in pairs for found in (_move(*pair), _move(*reversed(pair))) if found]
    yield moves[0] if moves else Reason("different_customers", -20)
    if of_the_name >= COMMON_FROM:
        yield Reason("common_name", -15, (str(of_the_name),))


def _move(before: Place, after: Place) -> Reason | None:
    """They left the one customer about when they came to the other."""
    if before.left_on is None or after.joined_on is None:
        return None
    soonest, latest = MOVED_WITHIN
    if soonest <= after.joined_on - before.left_on <= latest:
        return Reason("moved", 18, (before.account, after.account))
    return None


def _by_address(one: Candidate, other: Candidate, how: NameLikeness) -> Iterator[Reason]:
    if one.email and other.email:
        yield from _two_addresses(one, other)
    elif one.email or other.email:
        yield Reason("one_email", 10)
        known, unknown = (one, other) if one.email else (other, one)
        if how not in (NameLikeness.SAME, NameLikeness.ADDRESS) and fits(known.email, unknown.read):
            yield Reason("email_fits", 10, (known.email, unknown.name))
    else:
        yield Reason("no_email", 5)
    for mine, theirs in ((one, other), (other, one)):
        if mine.domain and mine.domain in {place.domain for place in theirs.places} - {p.domain for p in mine.places}:
            yield Reason("email_of_the_other", 25, (mine.email, theirs.places[0].account))


def _two_addresses(one: Candidate, other: Candidate) -> Iterator[Reason]:
    if one.domain != other.domain:
        # An address made of the name says no more than the name.
        if one.local == other.local and not fits(one.email, one.read):
            yield Reason("same_local_part", 20, (one.local,))
        return
    if one.local.rstrip("0123456789") == other.local.rstrip("0123456789"):
        yield Reason("numbered_emails", -20, (one.email, other.email))
    elif all(_is_mailbox_of(each.email, one, other) for each in (one, other)):
        yield Reason("both_emails_fit", 5, (one.email, other.email))
    else:
        yield Reason("different_emails", -10, (one.email, other.email))


def _is_mailbox_of(address: str, *people: Candidate) -> bool:
    """Whether an address is made of one of the names, or of a word of it."""
    local = address.partition("@")[0].lower()
    return any(local in person.read.words or fits(address, person.read) for person in people)


def _by_phone(one: Candidate, other: Candidate) -> Iterator[Reason]:
    mine, theirs = (("".join(filter(str.isdigit, each.phone)).lstrip("0")) for each in (one, other))
    if mine == theirs and len(mine) >= LEAST_PHONE:
        yield Reason("same_phone", 30, (one.phone,))


def doubles_here(people: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate, int, tuple[Reason, ...]]]:
    """The people of one account who look like one, the smaller id first; only who shares a word is compared."""
    for one, other in _comparable(people):
        points, reasons = judge(one, other)
        if points >= POSSIBLE_FROM:
            yield one, other, points, reasons


def _comparable(people: Iterable[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for person in people:
        for key in _keys(person):
            blocks[key].append(person)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > LARGEST_BLOCK:
            continue
        for pair in combinations(sorted(block, key=lambda person: person.row_id), 2):
            ids = pair[0].row_id, pair[1].row_id
            if ids[0] != ids[1] and ids not in seen:
                seen.add(ids)
                yield pair


def _keys(person: Candidate) -> set[str]:
    """What two spellings of a name have in common: a word, or the address made of it."""
    name = person.read
    words = {word for word in name.skeletons if len(word) > 1}
    return words | (set(address_forms(name)) if len(name.words) > 1 else set(name.words))
