"""What happened at an account, newest first: touchpoints, changes of consequence on its map, and notes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from accounts.models import AccountNote
from csm.foundation.facts import Basis
from csm.foundation.paging import BadParameter
from stakeholders.models import Position, RoleHolding, Stakeholder, Touchpoint

TOUCH, JOINED, LEFT, ROLE_BEGAN, ROLE_ENDED, POSITION, NOTE, ANNOUNCED = range(8)
LAST = ANNOUNCED
CHANGES, NOTES = "changes", "notes"
PAGE = 40
Key = tuple[date, int, int]


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty is everything."""

    kind: str = ""
    stakeholder_id: int | None = None
    user_id: int | None = None
    two_way: str = ""

    @property
    def is_anything(self) -> bool:
        return bool(self.kind or self.stakeholder_id or self.user_id or self.two_way)


class Event(NamedTuple):
    """One thing that happened; `what` says which of the constants above, `row` is its record."""

    on: date
    what: int
    row: Any
    before: Position | None = None

    @property
    def template(self) -> str:
        return {TOUCH: "touch", NOTE: "note"}.get(self.what, "change")


class TimelinePart(NamedTuple):
    """Some events, and where the neighbours begin."""

    events: list[Event]
    older: str
    newer: str


def timeline(account_id: int, wanted: Wanted, until: date, cursor: str = "", limit: int = PAGE) -> TimelinePart:
    """A page of the timeline by keyset, in a fixed number of queries. *Raises* BadParameter."""
    goes_newer, place = _read(cursor)
    keys = list(_keys(account_id, wanted, until, place, goes_newer=goes_newer)[: limit + 1])
    has_more, keys = len(keys) > limit, keys[:limit]
    if goes_newer:
        keys.reverse()
    events = _events(keys)
    older = _written("o", keys[-1]) if keys and (has_more or goes_newer) else ""
    newer = _written("n", keys[0]) if keys and (place is not None and (has_more or not goes_newer)) else ""
    return TimelinePart(events, older, newer)


def _keys(account_id: int, wanted: Wanted, until: date, place: Key | None, *, goes_newer: bool) -> Any:
    """The keys (day, what, row) of all sources, ordered."""
    sources = [_cut(source, place, until, goes_newer=goes_newer) for source in _sources(account_id, wanted)]
    first, *others = sources
    sign = "" if goes_newer else "-"
    ordered = [f"{sign}happened_on", f"{sign}what", f"{sign}row_id"]
    return first.union(*others, all=True).order_by(*ordered) if others else first.order_by(*ordered)


def _sources(account_id: int, wanted: Wanted) -> "list[QuerySet[Any, Any]]":
    if wanted.kind == NOTES:
        return [_notes(account_id)]
    touches = _touches(account_id, wanted)
    only_touches = (wanted.kind and wanted.kind != CHANGES) or wanted.user_id or wanted.two_way
    if only_touches:
        return [_keyed(touches, TOUCH, "touched_on")]
    changes = _changes(account_id, wanted.stakeholder_id)
    if wanted.kind == CHANGES:
        return changes
    notes = [] if wanted.stakeholder_id else [_notes(account_id)]
    return [_keyed(touches, TOUCH, "touched_on"), *changes, *notes]


def _notes(account_id: int) -> "QuerySet[Any, Any]":
    return _keyed(AccountNote.objects.standing().filter(account_id=account_id), NOTE, "noted_on")


def _touches(account_id: int, wanted: Wanted) -> "QuerySet[Touchpoint]":
    rows: QuerySet[Touchpoint] = Touchpoint.objects.standing().filter(account_id=account_id).order_by()
    if wanted.kind and wanted.kind != CHANGES:
        rows = rows.filter(kind=wanted.kind)
    if wanted.stakeholder_id:
        rows = rows.filter(stakeholder_links__stakeholder_id=wanted.stakeholder_id)
    if wanted.user_id:
        rows = rows.filter(user_links__user_id=wanted.user_id)
    if wanted.two_way:
        rows = rows.filter(is_two_way=wanted.two_way == "yes")
    return rows


def _changes(account_id: int, stakeholder_id: int | None) -> "list[QuerySet[Any, Any]]":
    here = Q(account_id=account_id, retracted_at__isnull=True)
    of_one = Q(stakeholder__account_id=account_id, stakeholder__retracted_at__isnull=True)
    if stakeholder_id:
        here, of_one = here & Q(pk=stakeholder_id), of_one & Q(stakeholder_id=stakeholder_id)
    people = Stakeholder.objects.filter(here)
    # What was only assumed is nothing that happened.
    roles = RoleHolding.objects.standing().filter(of_one).exclude(basis=Basis.ASSUMED)
    # The first position begins with the person: only later ones are changes.
    positions = Position.objects.standing().filter(of_one).exclude(valid_from=F("stakeholder__joined_on"))
    return [
        _keyed(people.filter(joined_on__isnull=False), JOINED, "joined_on"),
        _keyed(people.filter(left_on__isnull=False), LEFT, "left_on"),
        _keyed(_announced(people), ANNOUNCED, "announced_on"),
        _keyed(roles.filter(valid_from__isnull=False), ROLE_BEGAN, "valid_from"),
        _keyed(roles.filter(valid_to__isnull=False), ROLE_ENDED, "valid_to"),
        _keyed(positions.filter(valid_from__isnull=False), POSITION, "valid_from"),
    ]


def _announced(people: "QuerySet[Stakeholder]") -> "QuerySet[Any]":
    """Those whose departure was recorded before its day, with the day on which it was."""
    recorded_on = TruncDate("departures__recorded_at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    rows = people.filter(departures__retracted_at__isnull=True, departures__isnull=False)
    return rows.annotate(announced_on=recorded_on).filter(left_on__gt=F("announced_on"))


def _keyed(rows: "QuerySet[Any]", what: int, day: str) -> "QuerySet[Any, Any]":
    number = Value(what, output_field=IntegerField())
    keyed: QuerySet[Any, Any] = rows.order_by().annotate(happened_on=F(day), what=number, row_id=F("pk"))
    return keyed.values_list("happened_on", "what", "row_id")


def _cut(rows: "QuerySet[Any, Any]", place: Key | None, until: date, *, goes_newer: bool) -> "QuerySet[Any, Any]":
    rows = rows.filter(happened_on__lte=until)
    if place is None:
        return rows
    on, what, row_id = place
    way = "gt" if goes_newer else "lt"
    same_day = Q(**{f"what__{way}": what}) | Q(what=what, **{f"row_id__{way}": row_id})
    return rows.filter(Q(**{f"happened_on__{way}": on}) | Q(happened_on=on) & same_day)


def _events(keys: Sequence[Key]) -> list[Event]:
    """The records of keys, in their order: one query for each kind of record, whether it is among them or not."""
    ids: dict[int, list[int]] = {what: [] for what in range(LAST + 1)}
    for _on, what, row_id in keys:
        ids[what].append(row_id)
    touches = _by_id(Touchpoint.objects.prefetch_related("users", "stakeholders__person"), ids[TOUCH])
    people = _by_id(Stakeholder.objects.select_related("person"), [*ids[JOINED], *ids[LEFT], *ids[ANNOUNCED]])
    roles = _by_id(
        RoleHolding.objects.select_related("role", "stakeholder__person"), [*ids[ROLE_BEGAN], *ids[ROLE_ENDED]]
    )
    positions = _by_id(Position.objects.select_related("stakeholder__person"), ids[POSITION])
    notes = _by_id(AccountNote.objects.select_related("recorded_by", "edited_by"), ids[NOTE])
    before = _before(positions.values())
    tables = {
        NOTE: notes,
        TOUCH: touches,
        JOINED: people,
        LEFT: people,
        ANNOUNCED: people,
        ROLE_BEGAN: roles,
        ROLE_ENDED: roles,
        POSITION: positions,
    }
    found = ((on, what, tables[what].get(row_id)) for on, what, row_id in keys)
    return [Event(on, what, row, before.get(row.pk) if what == POSITION else None) for on, what, row in found if row]


def _by_id(rows: "QuerySet[Any]", ids: Iterable[int]) -> Mapping[int, Any]:
    return {row.pk: row for row in rows.filter(pk__in=set(ids))}


def _before(positions: Iterable[Position]) -> dict[int, Position]:
    """The position that each of these took the place of."""
    wanted = {(row.stakeholder_id, row.valid_from): row.pk for row in positions}
    rows = Position.objects.standing().filter(stakeholder_id__in={key[0] for key in wanted}, valid_to__isnull=False)
    return {wanted[key]: row for row in rows if (key := (row.stakeholder_id, row.valid_to)) in wanted}


def _written(way: str, key: Key) -> str:
    on, what, row_id = key
    return f"{way}{on.isoformat()}_{what}_{row_id}"


def cursor_at(touch: Touchpoint) -> str:
    """The cursor of the page that begins with a touchpoint."""
    return _written("o", (touch.touched_on, TOUCH, touch.pk + 1))


def _read(cursor: str) -> tuple[bool, Key | None]:
    if not cursor:
        return False, None
    try:
        day, what, row_id = cursor[1:].split("_")
        key = (date.fromisoformat(day), int(what), int(row_id))
    except ValueError as error:
        raise BadParameter("cursor", "a cursor that this list gave out") from error
    if cursor[0] not in "on" or not 0 <= key[1] <= LAST or not 0 <= key[2] < 2**63:
        raise BadParameter("cursor", "a cursor that this list gave out")
    return cursor[0] == "n", key
