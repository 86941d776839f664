"""The sentences of the headline: their kinds, and the words for them, which the edge may translate."""

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from stakeholders.domain.extraction import gettext_noop

# Above this "1 in N" is too coarse to tell apart, and tenths are said instead.
ONE_IN_UP_TO: Final = 0.4


class PartKind(StrEnum):
    """The sentences, in the order in which they may follow each other."""

    UNKNOWN = "unknown"
    NOT_CONNECTED_YET = "not_connected_yet"
    NO_ROUTE = "no_route"
    ORPHANED = "orphaned"
    ALL_ROUTES = "all_routes"
    ONLY_DECIDER = "only_decider"
    ODDS_OF_LEVEL = "odds_of_level"
    ODDS_OF_ONE = "odds_of_one"
    ODDS_OF_SEVERAL = "odds_of_several"
    MULTI = "multi"
    SURVIVAL = "survival"
    LEAVES = "leaves"
    LEAVES_FEWER = "leaves_fewer"
    LEAVES_NO_ROUTE = "leaves_no_route"
    OUR_SIDE = "our_side"
    ASSUMED = "assumed"
    ASSUMED_ONE = "assumed_one"
    MAP_WHO_DECIDES = "map_who_decides"
    MAP_ANOTHER = "map_another"
    FILL_ROLE = "fill_role"
    MEET_DECIDER = "meet_decider"
    GO_AROUND = "go_around"
    SECOND_USER = "second_user"
    INTRODUCE_THROUGH = "introduce_through"
    INTRODUCE = "introduce"
    BRING_TOGETHER = "bring_together"
    INTRODUCE_THROUGH_THREADS = "introduce_through_threads"
    INTRODUCE_THREADS = "introduce_threads"
    BRING_TOGETHER_THREADS = "bring_together_threads"
    INTRODUCE_THROUGH_PLAIN = "introduce_through_plain"
    INTRODUCE_PLAIN = "introduce_plain"
    BRING_TOGETHER_PLAIN = "bring_together_plain"


class Part(NamedTuple):
    """One sentence: its kind, the plain values in it, and the stakeholders it speaks of."""

    kind: PartKind
    params: Mapping[str, str | int | float]
    star_ids: tuple[int, ...] = ()


TEMPLATES: Final[dict[PartKind, str]] = {
    PartKind.UNKNOWN: gettext_noop("It is not known who decides here."),
    PartKind.NOT_CONNECTED_YET: gettext_noop("We are not connected to the decision yet."),
    PartKind.NO_ROUTE: gettext_noop("No live route leads to the decision any more."),
    PartKind.ORPHANED: gettext_noop("Since %(names)s left, nobody here is known to decide."),
    PartKind.ALL_ROUTES: gettext_noop("All routes to the decision pass through %(names)s."),
    PartKind.ONLY_DECIDER: gettext_noop("Only %(names)s is known to decide."),
    PartKind.ODDS_OF_LEVEL: gettext_noop(
        "About %(odds)s people at this level leave within a year; then we are cut off."
    ),
    PartKind.ODDS_OF_ONE: gettext_noop("About %(odds)s people leave within a year; then we are cut off."),
    PartKind.ODDS_OF_SEVERAL: gettext_noop(
        "The chance that at least one of them leaves within a year is about %(odds)s; then we are cut off."
    ),
    PartKind.MULTI: gettext_noop("%(count)s people would have to leave before we lose the decision."),
    PartKind.SURVIVAL: gettext_noop("The chance we stay connected for a year is %(percent)s."),
    PartKind.LEAVES: gettext_noop("%(names)s leaves on %(day)s."),
    PartKind.LEAVES_FEWER: gettext_noop(
        "When %(names)s leaves on %(day)s, threads fall from %(threads)s to %(threads_then)s."
    ),
    PartKind.LEAVES_NO_ROUTE: gettext_noop("When %(names)s leaves on %(day)s, no route to the decision is left."),
    PartKind.OUR_SIDE: gettext_noop("On our side only %(user)s has a live route."),
    PartKind.ASSUMED: gettext_noop("This rests on %(count)s assumptions."),
    PartKind.ASSUMED_ONE: gettext_noop("This rests on one assumption."),
    PartKind.MAP_WHO_DECIDES: gettext_noop("Best next step: find out who decides."),
    PartKind.MAP_ANOTHER: gettext_noop("Best next step: find out who else decides besides %(names)s."),
    PartKind.FILL_ROLE: gettext_noop("Best next step: find out who decides now that %(names)s has left."),
    PartKind.MEET_DECIDER: gettext_noop("Best next step: get to know %(names)s, who decides."),
    PartKind.GO_AROUND: gettext_noop("Best next step: find a way to the decision that does not need %(names)s."),
    PartKind.SECOND_USER: gettext_noop("Best next step: bring a second person of ours in beside %(user)s."),
    PartKind.INTRODUCE_THROUGH: gettext_noop(
        "Best next step: ask %(through)s to introduce %(user)s to %(name)s; "
        "the chance we stay connected for a year goes from %(before)s to %(after)s."
    ),
    PartKind.INTRODUCE: gettext_noop(
        "Best next step: let %(user)s get to know %(name)s; "
        "the chance we stay connected for a year goes from %(before)s to %(after)s."
    ),
    PartKind.BRING_TOGETHER: gettext_noop(
        "Best next step: bring %(other)s and %(name)s together; "
        "the chance we stay connected for a year goes from %(before)s to %(after)s."
    ),
    PartKind.INTRODUCE_THROUGH_THREADS: gettext_noop(
        "Best next step: ask %(through)s to introduce %(user)s to %(name)s; "
        "threads go from %(threads)s to %(threads_then)s."
    ),
    PartKind.INTRODUCE_THREADS: gettext_noop(
        "Best next step: let %(user)s get to know %(name)s; threads go from %(threads)s to %(threads_then)s."
    ),
    PartKind.BRING_TOGETHER_THREADS: gettext_noop(
        "Best next step: bring %(other)s and %(name)s together; threads go from %(threads)s to %(threads_then)s."
    ),
    PartKind.INTRODUCE_THROUGH_PLAIN: gettext_noop(
        "Best next step: ask %(through)s to introduce %(user)s to %(name)s."
    ),
    PartKind.INTRODUCE_PLAIN: gettext_noop("Best next step: let %(user)s get to know %(name)s."),
    PartKind.BRING_TOGETHER_PLAIN: gettext_noop("Best next step: bring %(other)s and %(name)s together."),
}
SHARES: Final = frozenset({"percent", "before", "after"})
AND: Final = gettext_noop("%(first)s and %(last)s")


def part_in_words(
    part: Part, translate: Callable[[str], str] = str, show: Callable[[Part, str], str] | None = None
) -> str:
    """One sentence in words, neutral as to gender.

    Parameters
    ----------
    part : Part
        From `headline`.
    translate : callable, optional
        Turns a template of this module into the reader's language; by default it stays English.
    show : callable, optional
        Writes one parameter, given the part and its name; by default `show_value`.

    Returns
    -------
    str

    Examples
    --------
    >>> part_in_words(Part(PartKind.SURVIVAL, {"percent": 0.837}))
    'The chance we stay connected for a year is 84 %.'
    """
    shown = {name: (show or show_value)(part, name) for name in part.params}
    return translate(TEMPLATES[part.kind]) % shown


def show_value(part: Part, name: str) -> str:
    """One parameter of a sentence in plain English; `odds`, `percent`, `before`, `after` are shares in [0, 1].

    >>> show_value(Part(PartKind.ODDS_OF_ONE, {"odds": 0.1628}), "odds")
    '1 in 6'
    """
    value = part.params[name]
    if name == "odds":
        return odds_in_words(float(value))
    return f"{100 * float(value):.0f} %" if name in SHARES else str(value)


def odds_in_words(share: float) -> str:
    """A probability above 0 as people say it: 1 in so many, or so many in 10 where that is too coarse.

    >>> [odds_in_words(share) for share in (0.02, 0.1628, 0.4, 0.55, 0.99)]
    ['1 in 50', '1 in 6', '1 in 2', '6 in 10', '10 in 10']
    """
    return f"1 in {round(1 / share)}" if share <= ONE_IN_UP_TO else f"{math.floor(10 * share + 0.5)} in 10"


def names_in_words(names: tuple[str, ...], translate: Callable[[str], str] = str) -> str:
    """Some names, joined as in a sentence.

    >>> names_in_words(("Ana",)), names_in_words(("Ana", "Bob", "Cy"))
    ('Ana', 'Ana, Bob and Cy')
    """
    if len(names) < 2:
        return "".join(names)
    return translate(AND) % {"first": ", ".join(names[:-1]), "last": names[-1]}
