"""On which side the people of an event stand, and at which accounts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from accounts.domain.free_mail import is_free_mail


class Stay(NamedTuple):
    """A person's time at an account."""

    stakeholder_id: int
    account_id: int
    joined_on: date | None
    left_on: date | None

    def covers(self, on: date) -> bool:
        return (self.joined_on is None or self.joined_on <= on) and (self.left_on is None or self.left_on > on)


class Place(NamedTuple):
    """An account that has a domain, and the one it belongs to."""

    account_id: int
    parent_id: int | None


@dataclass(frozen=True)
class Known:
    """What the records know of the addresses and domains of some events."""

    our_domains: Collection[str] = frozenset()
    users: Mapping[str, int] = field(default_factory=dict)
    stays: Mapping[str, Sequence[Stay]] = field(default_factory=dict)
    places: Mapping[str, Sequence[Place]] = field(default_factory=dict)

    def is_ours(self, email: str) -> bool:
        return email in self.users or any(domain in self.our_domains for domain in domains_of(email))


@dataclass(slots=True)
class Sides:
    """Who stands where: ours with their user (None: nobody known here), theirs by account with their stakeholder."""

    ours: dict[str, int | None] = field(default_factory=dict)
    theirs: dict[int, dict[str, int | None]] = field(default_factory=lambda: defaultdict(dict))
    unclear: Counter[str] = field(default_factory=Counter)


def domains_of(email: str) -> list[str]:
    """The domain of an address and those above it, none for free mail.

    >>> domains_of("ana@mail.eu.acme.example"), domains_of("ana@gmail.com")
    (['mail.eu.acme.example', 'eu.acme.example', 'acme.example'], [])
    """
    host = email.rpartition("@")[2]
    labels = host.split(".")
    found = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return [] if is_free_mail(host) else [domain for domain in found if not is_free_mail(domain)]


def part(emails: Iterable[str], on: date, known: Known) -> Sides:
    """Part the people of an event on a day.

    Ours are users and addresses at our domains. Theirs are known people, at the accounts where they are on that day
    (at that of their address if they are there, else nearest in time), and unknown addresses at an account's domain.
    """
    sides = Sides()
    strangers: list[str] = []
    for email in emails:
        if known.is_ours(email):
            sides.ours[email] = known.users.get(email)
        elif (stays := _stays(email, on, known)) is not None:
            for stay in stays:
                sides.theirs[stay.account_id][email] = stay.stakeholder_id
        else:
            strangers.append(email)
    met = set(sides.theirs)
    for email in strangers:
        _suggest(email, met, known, sides)
    return sides


def _stays(email: str, on: date, known: Known) -> list[Stay] | None:
    """Where a known person took part; None for a stranger, and where only another account's domain fits."""
    stays = known.stays.get(email, ())
    present = [stay for stay in stays if stay.covers(on)]
    at_domain = {place.account_id for place in _places(email, known)}
    here = [stay for stay in present if stay.account_id in at_domain]
    if here or present:
        return here or present
    past = [stay for stay in stays if not at_domain or stay.account_id in at_domain]
    return [min(past, key=lambda stay: _distance(stay, on))] if past else None


def _distance(stay: Stay, on: date) -> int:
    return min((abs((end - on).days) for end in (stay.joined_on, stay.left_on) if end is not None), default=0)


def _places(email: str, known: Known) -> Sequence[Place]:
    """The accounts of the longest domain of an address that is some account's."""
    return next((known.places[domain] for domain in domains_of(email) if domain in known.places), ())


def _suggest(email: str, met: set[int], known: Known, sides: Sides) -> None:
    places = _places(email, known)
    chosen = _chosen(places, met)
    if chosen is not None:
        sides.theirs[chosen][email] = None
    elif places:
        sides.unclear[email.rpartition("@")[2]] += 1


def _chosen(places: Sequence[Place], met: set[int]) -> int | None:
    """Of the accounts that share a domain the one met, else the one the others belong to."""
    ids = {place.account_id for place in places}
    if len(ids) == 1:
        return min(ids)
    if len(ids & met) == 1:
        return min(ids & met)
    heads = {place.account_id for place in places if place.parent_id not in ids}
    return min(heads) if len(heads) == 1 else None
