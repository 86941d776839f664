"""Which connections and relationships came and went between two maps of an account."""

from collections.abc import Iterator

from stakeholders.domain.changes import Change, ChangeKind
from stakeholders.domain.met_together import met_pairs
from stakeholders.domain.sky import ConnectionKind, Sky
from stakeholders.domain.strength import Relationship, relationships

# These run from one star to the other; the rest have no direction.
DIRECTED = frozenset({ConnectionKind.REPORTS_TO, ConnectionKind.INFLUENCES})


def connection_changes(before: Sky, after: Sky) -> tuple[Change, ...]:
    """The connections, recorded or derived, that formed or ended between two maps.

    Parameters
    ----------
    before, after : Sky
        Two maps of one account, the earlier first.

    Returns
    -------
    tuple of Change
        In no particular order. A connection that was closed and recorded anew is no change; one whose end has left
        is not told as ended, since the departure is.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Basis, Link, Star
    >>> people = (Star(1, 0, 1, "Ana"), Star(2, 1, 2, "Bob"))
    >>> link = Link(9, ConnectionKind.REPORTS_TO, 2, 1, Basis.STATED, date(2026, 2, 1))
    >>> then = Sky(1, date(2026, 1, 1), people, ())
    >>> now = Sky(1, date(2026, 3, 1), people, (), links=(link,))
    >>> [(change.kind.value, change.params["name"], change.params["other"]) for change in connection_changes(then, now)]
    [('connection_formed', 'Bob', 'Ana')]
    """
    then, now = _connections(before), _connections(after)
    there = {star.id: star.name for star in after.stars if star.is_present(after.as_of)}
    formed = [_change(ChangeKind.CONNECTION_FORMED, key, there) for key in sorted(now - then)]
    ended = [
        _change(ChangeKind.CONNECTION_ENDED, key, there) for key in sorted(then - now) if there.keys() >= set(key[1:])
    ]
    return (*formed, *ended)


def relationship_changes(before: Sky, after: Sky) -> tuple[Change, ...]:
    """The relationships of ours that came alive, faded or ended with our user between two maps.

    Parameters
    ----------
    before, after : Sky
        Two maps of one account, the earlier first.

    Returns
    -------
    tuple of Change
        With the strengths before and after. A relationship with a star who left is not told, since the departure is.

    Examples
    --------
    >>> from datetime import date
    >>> from stakeholders.domain.sky import Ours, Star, Touch, TouchKind
    >>> ana, jo = Star(1, 0, 1, "Ana"), Ours(7, "Jo", True)
    >>> met = Touch(5, date(2026, 2, 1), TouchKind.MEETING, True, (7,), (1,))
    >>> then = Sky(1, date(2026, 1, 1), (ana,), (jo,))
    >>> now = Sky(1, date(2026, 2, 1), (ana,), (jo,), touches=(met,))
    >>> [(change.kind.value, change.params["user"]) for change in relationship_changes(then, now)]
    [('relationship_live', 'Jo')]
    """
    then = {(each.user_id, each.star_id): each for each in relationships(before)}
    names = {star.id: star.name for star in after.stars if star.is_present(after.as_of)}
    users = {user.id: user for user in (*before.ours, *after.ours)}
    active = {user.id for user in after.ours if user.is_active}
    found = []
    for each in relationships(after):
        kind = _kind(then.get((each.user_id, each.star_id)), each, each.user_id in active)
        if kind is not None and each.star_id in names:
            was = then.get((each.user_id, each.star_id))
            params = {
                "name": names[each.star_id],
                "user": users[each.user_id].name,
                "before": None if was is None else was.strength,
                "after": each.strength,
            }
            found.append(Change(kind, params, each.star_id, user_id=each.user_id))
    return tuple(found)


_Key = tuple[str, int, int]


def _connections(sky: Sky) -> set[_Key]:
    there = {star.id for star in sky.stars if star.is_present(sky.as_of)}
    keys = {*_recorded(sky), *((ConnectionKind.MET_TOGETHER.value, *pair) for pair in met_pairs(sky))}
    return {key for key in keys if there.issuperset(key[1:])}


def _recorded(sky: Sky) -> Iterator[_Key]:
    for link in sky.links:
        one, other = link.from_id, link.to_id
        yield (link.kind.value, *((one, other) if link.kind in DIRECTED else (min(one, other), max(one, other))))


def _change(kind: ChangeKind, key: _Key, names: dict[int, str]) -> Change:
    connection, one, other = key
    return Change(kind, {"name": names[one], "other": names[other], "connection": connection}, one, other)


def _kind(was: Relationship | None, now: Relationship, is_active: bool) -> ChangeKind | None:
    was_live = was is not None and was.is_live
    if was_live == now.is_live:
        return None
    if now.is_live:
        return ChangeKind.RELATIONSHIP_LIVE
    return ChangeKind.RELATIONSHIP_FADED if is_active else ChangeKind.RELATIONSHIP_ENDED
