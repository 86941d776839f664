"""What changed between two dates on the map of an account, as plain data; `change_words` says it in words."""

from collections.abc import Iterator
from typing import Final

from stakeholders.domain.changes import Change, ChangeKind
from stakeholders.domain.conclusions import Conclusions
from stakeholders.domain.connection_changes import connection_changes, relationship_changes
from stakeholders.domain.role_changes import role_changes
from stakeholders.domain.sky import Level, Sky, Star

AXES: Final = ("influence", "authority", "importance", "sentiment")
# Highest first.
RANK: Final = {level: rank for rank, level in enumerate(Level)}
# A change of the chance below one point in a hundred is not told.
TELLING_SURVIVAL: Final = 0.01

ORDER: Final = {kind: rank for rank, kind in enumerate(ChangeKind)}


def compare(
    before: Sky,
    after: Sky,
    before_conclusions: Conclusions | None = None,
    after_conclusions: Conclusions | None = None,
) -> tuple[Change, ...]:
    """What changed on the map of an account between two dates.

    Parameters
    ----------
    before, after : Sky
        Two maps of one account, the earlier first.
    before_conclusions, after_conclusions : Conclusions, optional
        From `conclude`; with both, the changes of threads, survival and coverage are told as well.

    Returns
    -------
    tuple of Change
        People first, then roles, assessments, connections, relationships and figures; within a kind by name. What
        follows from a departure alone (its connections and relationships ending) is not told again.

    Raises
    ------
    ValueError
        When the maps are of two accounts or in the wrong order.

    Examples
    --------
    >>> from datetime import date
    >>> ana = Star(3, 0, 3, "Ana", title="CFO", level=Level.VP)
    >>> promoted = Star(3, 0, 3, "Ana", title="CFO", level=Level.EXECUTIVE)
    >>> then, now = Sky(1, date(2026, 1, 1), (ana,), ()), Sky(1, date(2026, 3, 1), (promoted,), ())
    >>> [(change.kind.value, change.params["after"]) for change in compare(then, now)]
    [('promoted', 'executive')]
    """
    _check(before, after)
    changes = [
        *_people(before, after),
        *role_changes(before, after),
        *connection_changes(before, after),
        *relationship_changes(before, after),
    ]
    if before_conclusions is not None and after_conclusions is not None:
        changes.extend(_figures(before_conclusions, after_conclusions))
    return tuple(sorted(changes, key=_order))


def _check(before: Sky, after: Sky) -> None:
    if before.account_id != after.account_id:
        message = f"Two maps of one account are compared, not of accounts {before.account_id} and {after.account_id}."
        raise ValueError(message)
    if before.as_of > after.as_of:
        message = f"The earlier map comes first: {before.as_of} is after {after.as_of}."
        raise ValueError(message)


def _order(change: Change) -> tuple[int, str, str, int]:
    name, other = str(change.params.get("name", "")), str(change.params.get("other", ""))
    return ORDER[change.kind], name, other, change.star_id or 0


def _people(before: Sky, after: Sky) -> Iterator[Change]:
    then = {star.id: star for star in before.stars}
    names = {star.id: star.name for star in after.stars}
    for star in after.stars:
        known = then.get(star.id)
        was_there = known is not None and known.is_present(before.as_of)
        if not star.is_present(after.as_of):
            if was_there or known is None:
                yield _left(star, names)
        elif known is not None and was_there:
            yield from (*_position(known, star), *_assessment(known, star))
        else:
            yield Change(ChangeKind.JOINED, {"name": star.name, "title": star.title}, star.id)


def _left(star: Star, names: dict[int, str]) -> Change:
    successor = None if star.successor_id is None else names.get(star.successor_id)
    params = {"name": star.name, "left_on": star.left_on, "other": successor}
    return Change(ChangeKind.LEFT, params, star.id, star.successor_id)


def _position(known: Star, star: Star) -> Iterator[Change]:
    if known.title != star.title:
        yield _moved(ChangeKind.TITLE_CHANGED, star, known.title, star.title)
    if known.department != star.department:
        yield _moved(ChangeKind.DEPARTMENT_CHANGED, star, known.department, star.department)
    if known.level != star.level:
        is_up = known.level is not None and star.level is not None and RANK[star.level] < RANK[known.level]
        yield _moved(ChangeKind.PROMOTED if is_up else ChangeKind.LEVEL_CHANGED, star, known.level, star.level)


def _moved(kind: ChangeKind, star: Star, before: str | None, after: str | None) -> Change:
    params = {"name": star.name, "before": _plain(before), "after": _plain(after)}
    return Change(kind, params, star.id)


def _plain(value: str | None) -> str | None:
    return str(value) if value else None


def _assessment(known: Star, star: Star) -> Iterator[Change]:
    for axis in AXES:
        before = getattr(known.assessed, axis, None)
        after = getattr(star.assessed, axis, None)
        if before != after:
            params = {"name": star.name, "axis": axis, "before": before, "after": after}
            yield Change(ChangeKind.ASSESSMENT_CHANGED, params, star.id)


def _figures(before: Conclusions, after: Conclusions) -> Iterator[Change]:
    if before.threads_count != after.threads_count:
        params = {"before": before.threads_count, "after": after.threads_count}
        yield Change(ChangeKind.THREADS_CHANGED, params)
    if _is_telling(before.survival, after.survival):
        yield Change(ChangeKind.SURVIVAL_CHANGED, {"before": before.survival, "after": after.survival})
    if (before.engaged_count, before.required_count) != (after.engaged_count, after.required_count):
        counts = {"before": before.engaged_count, "after": after.engaged_count, "required": after.required_count}
        yield Change(ChangeKind.COVERAGE_CHANGED, counts)


def _is_telling(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) >= TELLING_SURVIVAL
