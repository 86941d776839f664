"""Which assumed facts follow from somebody's dated positions, beside what is stated, and what must change to hold them.

What is stated always wins: on its days nothing of the kind is assumed. Assumed facts follow the title over the days of
the position. Asked twice, the second time nothing is left to change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from stakeholders.domain.titles.assuming import Assumed, RuleBook
from stakeholders.domain.titles.spans import Span, joined, without
from stakeholders.domain.titles.words import words_of

UNKNOWN: Final = "-"  # stated to be not what a rule would say: meets no condition
Authority = tuple[Span, int]


class Place(NamedTuple):
    """A position as it stands: "" where level or department are not known."""

    id: int | None
    span: Span
    title: str
    department: str = ""
    is_department_assumed: bool = False
    level: str = ""
    is_level_assumed: bool = False


class Holding(NamedTuple):
    """A role held, by key."""

    id: int | None
    span: Span
    role: str
    is_assumed: bool


class Thought(NamedTuple):
    """An assessment, as far as authority goes. `is_only_assumed`: a rule made the whole row."""

    id: int | None
    span: Span
    authority: int | None
    is_assumed: bool
    is_only_assumed: bool


class Known(NamedTuple):
    """All that stands of one stakeholder; `ruled_out` holds (words of a title, what of it is not so)."""

    places: Sequence[Place]
    holdings: Sequence[Holding] = ()
    thoughts: Sequence[Thought] = ()
    ruled_out: frozenset[tuple[str, str]] = frozenset()


class Changes(NamedTuple):
    """What must change so that exactly the assumed facts that follow are held.

    `places` (id, level, department): what a position is to hold assumed, None where that is stated. `pieces`: an
    assessment is to be replaced by these (days, authority or None), keeping its other axes. `authorities`: a row that
    a rule made is to hold this instead.
    """

    places: tuple[tuple[int | None, str | None, str | None], ...] = ()
    ended_holdings: tuple[int, ...] = ()
    new_holdings: tuple[tuple[str, Span], ...] = ()
    pieces: tuple[tuple[int, tuple[tuple[Span, int | None], ...]], ...] = ()
    authorities: tuple[tuple[int, int], ...] = ()
    ended_thoughts: tuple[int, ...] = ()
    new_thoughts: tuple[Authority, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self)


def title_key(title: str) -> str:
    """The words of a title in one line: what is ruled out holds for this."""
    return " ".join(words_of(title))[:200]


def assumed_of(book: RuleBook, place: Place, ruled_out: frozenset[tuple[str, str]] = frozenset()) -> Assumed:
    """What is assumed of whoever is in a position, without what somebody ruled out for its title."""
    level = "" if place.is_level_assumed else place.level
    department = "" if place.is_department_assumed else place.department
    if not ruled_out:
        return book.assume(place.title, department, level)
    key = title_key(place.title)
    level = level or (UNKNOWN if (key, "level") in ruled_out else "")
    found = book.assume(place.title, department, level)
    roles = tuple(said for said in found.roles if (key, f"role:{said.value}") not in ruled_out)
    return found._replace(
        department=None if (key, "department") in ruled_out else found.department,
        authority=None if (key, "authority") in ruled_out else found.authority,
        roles=roles,
    )


def settle(book: RuleBook, known: Known) -> Changes:
    """What must change of one stakeholder.

    Parameters
    ----------
    book : RuleBook
        The rules in force.
    known : Known
        Everything that stands of the stakeholder, past and present; positions do not overlap.

    Returns
    -------
    Changes
        Empty when all is as the rules say.

    Examples
    --------
    >>> from stakeholders.domain.titles.rules import Rule
    >>> book = RuleBook([Rule("cfo", "CFO", ("cfo",), level="executive", authority=9, roles=("budget_holder",))])
    >>> todo = settle(book, Known([Place(7, Span(), "CFO")]))
    >>> todo.places, [role for role, _days in todo.new_holdings], [given for _days, given in todo.new_thoughts]
    (((7, 'executive', None),), ['budget_holder'], [9])
    """
    said = [(place, assumed_of(book, place, known.ruled_out)) for place in known.places]
    if len(said) == 1 and not (known.holdings or known.thoughts):
        return _of_somebody_new(*said[0])
    ended, new = _roles(said, known)
    return Changes(_places(said), ended, new, *_authority(_wanted_authority(said, known), known.thoughts))


def _of_somebody_new(place: Place, found: Assumed) -> Changes:
    """What follows where nothing but one position is known: a file brings such people by the hundred thousand."""
    roles = tuple((role, place.span) for role in sorted({str(said.value) for said in found.roles}))
    thoughts = () if found.authority is None else ((place.span, int(found.authority.value)),)
    return Changes(_places([(place, found)]), (), roles, (), (), (), thoughts)


def _places(said: Iterable[tuple[Place, Assumed]]) -> tuple[tuple[int | None, str | None, str | None], ...]:
    changes = []
    for place, found in said:
        level = _wanted(found.level, place.level, is_assumed=place.is_level_assumed)
        department = _wanted(found.department, place.department, is_assumed=place.is_department_assumed)
        if level is not None or department is not None:
            changes.append((place.id, level, department))
    return tuple(changes)


def _wanted(found: object, held: str, *, is_assumed: bool) -> str | None:
    """What is to be held instead; None when what is held is right, or stated."""
    value = str(found.value) if found else ""  # type: ignore[attr-defined]
    is_right = value == held and (is_assumed or not value)
    return None if is_right or (held and not is_assumed) else value


def _roles(said: Iterable[tuple[Place, Assumed]], known: Known) -> tuple[tuple[int, ...], tuple[tuple[str, Span], ...]]:
    stated: Mapping[str, list[Span]] = defaultdict(list)
    for held in known.holdings:
        if not held.is_assumed:
            stated[held.role].append(held.span)
    days: Mapping[str, list[Span]] = defaultdict(list)
    for place, found in said:
        for role in found.roles:
            days[str(role.value)].append(place.span)
    wanted = {
        (role, part) for role, spans in days.items() for one in joined(spans) for part in without(one, stated[role])
    }
    held_now = {(held.role, held.span): held.id for held in known.holdings if held.is_assumed}
    kept_out = {what for _title, what in known.ruled_out}
    ended = [
        held_id
        for (role, span), held_id in held_now.items()
        if (role, span) not in wanted and held_id is not None and f"role:{role}" not in kept_out
    ]
    new = sorted(wanted - set(held_now), key=lambda each: (each[0], str(each[1].since or "")))
    return tuple(ended), tuple(new)


def _wanted_authority(said: Iterable[tuple[Place, Assumed]], known: Known) -> list[Authority]:
    """What the titles say, and where somebody ruled that out, whatever was assumed until they did."""
    wanted = [(place.span, int(found.authority.value)) for place, found in said if found.authority is not None]
    kept = [place.span for place, _found in said if (title_key(place.title), "authority") in known.ruled_out]
    for thought in known.thoughts:
        if thought.is_assumed and thought.authority is not None:
            wanted += [(part, thought.authority) for span in kept if not (part := span.cut(thought.span)).is_empty]
    return _run_together(wanted)


def _run_together(parts: Iterable[tuple[Span, int]]) -> list[Authority]:
    """Spans of the same authority that follow each other as one."""
    found: list[Authority] = []
    for span, value in sorted(parts, key=lambda part: str(part[0].since or "")):
        if found and found[-1][1] == value and found[-1][0].until == span.since and span.since is not None:
            found[-1] = (Span(found[-1][0].since, span.until), value)
        else:
            found.append((span, value))
    return found


def _authority(
    wanted: Sequence[Authority], thoughts: Iterable[Thought]
) -> tuple[
    tuple[tuple[int, tuple[tuple[Span, int | None], ...]], ...],
    tuple[tuple[int, int], ...],
    tuple[int, ...],
    tuple[Authority, ...],
]:
    firm = [thought for thought in thoughts if not thought.is_only_assumed]
    made = {thought.span: thought for thought in thoughts if thought.is_only_assumed}
    pieces = tuple((one.id, parts) for one in firm if one.id is not None and (parts := _pieces(one, wanted)))
    spans = [one.span for one in firm]
    free = dict(_run_together((part, value) for span, value in wanted for part in without(span, spans)))
    changed = tuple(
        (held.id, free[span])
        for span, held in made.items()
        if span in free and held.authority != free[span] and held.id is not None
    )
    ended = tuple(held.id for span, held in made.items() if span not in free and held.id is not None)
    new = tuple((span, value) for span, value in free.items() if span not in made)
    return pieces, changed, ended, new


def _pieces(thought: Thought, wanted: Sequence[Authority]) -> tuple[tuple[Span, int | None], ...]:
    """An assessment with the authority that is assumed over its days; () when it is right or states its own."""
    if thought.authority is not None and not thought.is_assumed:
        return ()
    inside = [(part, value) for span, value in wanted if not (part := thought.span.cut(span)).is_empty]
    rest = without(thought.span, [span for span, _value in inside])
    parts: list[tuple[Span, int | None]] = [*inside, *((span, None) for span in rest)]
    parts.sort(key=lambda part: str(part[0].since or ""))
    is_right = parts == [(thought.span, thought.authority)]
    return () if is_right else tuple(parts)
