"""What we do not know of the people we meet, as questions one may ask them aloud.

What is worth asking ourselves about the map is another matter; here every question is worded for the customer's ears:
it says nothing of what we think, and asks for nothing that only a file would want to know.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import Final, NamedTuple

from stakeholders.domain.extraction import gettext_noop
from stakeholders.domain.findings import Findings
from stakeholders.domain.freshness import Confirmed
from stakeholders.domain.sky import Star

MOST_SPOKEN: Final = 8
# From this probability that something changed on, one asks whether it did: about a year at the prior hazard.
CHANGED_FROM: Final = 0.15


class SpokenKind(StrEnum):
    """What is asked, in the order in which somebody is asked it."""

    WHO_DECIDES = "who_decides"
    WHO_FOLLOWS = "who_follows"
    WHAT_ROLE = "what_role"
    STILL_TRUE = "still_true"
    AUTHORITY = "authority"
    IMPORTANCE = "importance"
    INFLUENCE = "influence"
    SENTIMENT = "sentiment"
    WHO_CARES = "who_cares"


class Spoken(NamedTuple):
    """One question: whom to ask (None: anybody there), about whom who left, and the role (a key) it is about."""

    kind: SpokenKind
    star_id: int | None = None
    gone_id: int | None = None
    role: str = ""


TEMPLATES: Final[dict[SpokenKind, str]] = {
    SpokenKind.WHO_DECIDES: gettext_noop("How are decisions like this one taken here, and by whom?"),
    SpokenKind.WHO_FOLLOWS: gettext_noop("Who has taken over from %(gone)s as %(role)s?"),
    SpokenKind.WHAT_ROLE: gettext_noop("What is your part in this, and what should we know about your work?"),
    SpokenKind.STILL_TRUE: gettext_noop("What has changed in your work since we last spoke? Are you still %(title)s?"),
    SpokenKind.AUTHORITY: gettext_noop("What can you decide yourself here, and who else has to agree?"),
    SpokenKind.IMPORTANCE: gettext_noop("What would be harder in your own work without our product?"),
    SpokenKind.INFLUENCE: gettext_noop("Whose advice do the others ask for before something like this is decided?"),
    SpokenKind.SENTIMENT: gettext_noop("What should we do better?"),
    SpokenKind.WHO_CARES: gettext_noop("Who looks after this on your side: %(role)s?"),
}
AXES: Final = {
    "authority": SpokenKind.AUTHORITY,
    "importance": SpokenKind.IMPORTANCE,
    "influence": SpokenKind.INFLUENCE,
    "sentiment": SpokenKind.SENTIMENT,
}
ORDER: Final = {kind: place for place, kind in enumerate(SpokenKind)}


def spoken_questions(found: Findings, star_ids: Sequence[int], most: int = MOST_SPOKEN) -> tuple[Spoken, ...]:
    """What to ask the people one meets.

    Parameters
    ----------
    found : Findings
        From `find`.
    star_ids : sequence of int
        Stakeholder ids of those who come; who has left is asked nothing.
    most : int, optional
        At most so many.

    Returns
    -------
    tuple of Spoken
        First who decides, where nobody is known to, and who follows whoever left a role; then by turns one question for
        each of those present, so that everybody is asked something; last the required roles that nobody holds.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.findings import find
    >>> from stakeholders.domain.sky import Sky
    >>> ana = Star(3, 0, 3, "Ana", title="CFO", confirmed_on=date(2026, 3, 1))
    >>> asked = spoken_questions(find(Sky(1, date(2026, 3, 1), (ana,), ())), [3])
    >>> [(each.kind.value, each.star_id) for each in asked][:3]
    [('who_decides', None), ('authority', 3), ('importance', 3)]
    """
    stars = {star.id: star for star in found.sky.stars if star.is_present(found.sky.as_of)}
    confirmed = {each.star_id: each for each in found.freshness.stars}
    asked = [list(_of(stars[one], confirmed.get(one))) for one in dict.fromkeys(star_ids) if one in stars]
    turns = (each for turn in zip_longest(*asked) for each in turn if each is not None)
    return tuple([*_first(found), *turns, *_roles_nobody_holds(found)][:most])


def _first(found: Findings) -> Iterator[Spoken]:
    if not found.network.deciders:
        yield Spoken(SpokenKind.WHO_DECIDES)
    for orphan in found.coverage.orphaned:
        if not orphan.other_holder_ids:
            yield Spoken(SpokenKind.WHO_FOLLOWS, gone_id=orphan.star_id, role=orphan.role)


def _of(star: Star, seen: Confirmed | None) -> Iterator[Spoken]:
    """What to ask one of them, what matters most first."""
    if not star.title:
        yield Spoken(SpokenKind.WHAT_ROLE, star.id)
    elif seen is None or seen.p_wrong is None or seen.p_wrong >= CHANGED_FROM:
        yield Spoken(SpokenKind.STILL_TRUE, star.id)
    for axis, kind in AXES.items():
        if star.assessed is None or getattr(star.assessed, axis) is None:
            yield Spoken(kind, star.id)


def _roles_nobody_holds(found: Findings) -> Iterator[Spoken]:
    orphaned = {orphan.role for orphan in found.coverage.orphaned}
    for role in found.coverage.roles:
        if not role.is_mapped and role.role not in orphaned:
            yield Spoken(SpokenKind.WHO_CARES, role=role.role)


def question_in_words(
    asked: Spoken,
    stars: Iterable[Star],
    translate: Callable[[str], str] = str,
    role_name: Callable[[str], str] = lambda key: key.replace("_", " "),
) -> str:
    """One question, as it is asked aloud.

    >>> marta = Star(3, 0, 3, "Marta Rossi", title="CFO")
    >>> question_in_words(Spoken(SpokenKind.WHO_FOLLOWS, gone_id=3, role="budget_holder"), [marta])
    'Who has taken over from Marta Rossi as budget holder?'
    >>> question_in_words(Spoken(SpokenKind.STILL_TRUE, 3), [marta])
    'What has changed in your work since we last spoke? Are you still CFO?'
    """
    known = {star.id: star for star in stars}
    params = {
        "gone": known[asked.gone_id].name if asked.gone_id is not None else "",
        "title": known[asked.star_id].title if asked.star_id is not None else "",
        "role": role_name(asked.role) if asked.role else "",
    }
    return translate(TEMPLATES[asked.kind]) % params
