"""Our records as the rows of files that can be imported again: people, connections and touchpoints.

What was only assumed, from a title, is left out: the rules assume it again where the file comes in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

from django.utils.timezone import get_default_timezone

from accounts.domain.importing.intervals import fact_at, holds
from accounts.domain.importing.own_ids import own_id
from accounts.selectors.exports import Values, exported_extras, in_order
from accounts.selectors.tags import TagBook
from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.facts import Basis, DatedFact
from stakeholders.models import (
    Assessment,
    Connection,
    Position,
    RoleHolding,
    Stakeholder,
    Touchpoint,
    TouchpointStakeholder,
    TouchpointUser,
)

OF_PERSON = ("name", "email", "phone", "language", "time_zone", "preferred_channel", "interests", "notes")
OF_POSITION = ("title", "department", "level")
AXES = ("influence", "authority", "importance", "sentiment")
F = TypeVar("F", bound=DatedFact)


def exported_people(viewer: Viewer, key: str) -> Iterator[Values]:
    """A row for each stay of a person at an account, with what holds of it today."""
    stays, book = Stakeholder.objects.visible_to(viewer).select_related("account", "person"), TagBook()
    for batch in in_order(stays):
        ids = [stay.pk for stay in batch]
        positions, assessments = _facts(Position, ids), _facts(Assessment, ids)
        holdings = _facts(RoleHolding, ids, "role")
        for stay in batch:
            on = max(today(), stay.joined_on or today())
            yield {
                **_account(key, stay.account_id, stay.account.name),
                "external_id": own_id(key, stay.person_id),
                **{name: getattr(stay.person, name) for name in OF_PERSON},
                **exported_extras(stay.person, book),
                "joined_on": stay.joined_on,
                "left_on": stay.left_on,
                **_position(fact_at(positions[stay.pk], on)),
                "roles": _roles(holdings[stay.pk], on),
                **_assessment(fact_at(assessments[stay.pk], on)),
            }


def exported_connections(viewer: Viewer, key: str) -> Iterator[Values]:
    """A row for each connection, ended ones too."""
    ends = ("account", "from_stakeholder", "to_stakeholder")
    for batch in in_order(Connection.objects.visible_to(viewer).select_related(*ends)):
        for one in batch:
            yield {
                **_account(key, one.account_id, one.account.name),
                "from": own_id(key, one.from_stakeholder.person_id),
                "kind": one.kind,
                "to": own_id(key, one.to_stakeholder.person_id),
                "since": one.valid_from,
                "until": one.valid_to,
            }


def exported_touchpoints(viewer: Viewer, key: str) -> Iterator[Values]:
    """A row for each touchpoint with who took part; the instant is written in a zone in which it was that day."""
    for batch in in_order(Touchpoint.objects.visible_to(viewer).select_related("account")):
        ids = [one.pk for one in batch]
        ours, theirs = _ours(ids), _theirs(ids)
        for one in batch:
            yield {
                "external_id": own_id(key, one.pk),
                **_account(key, one.account_id, one.account.name),
                "touched_at": written_at(one.touched_at, one.touched_on),
                "kind": one.kind,
                "subject": one.subject,
                "notes": one.notes,
                "ours": ours[one.pk],
                "theirs": [own_id(key, person_id) for person_id in theirs[one.pk]],
                "is_two_way": one.is_two_way,
            }


def written_at(moment: datetime, on: date) -> datetime:
    """An instant in a zone where its local date is `on`: the installation's if it can be, else the nearest to UTC."""
    local = moment.astimezone(get_default_timezone())
    offsets = sorted(range(-14, 15), key=abs)
    tried = [local, *(moment.astimezone(timezone(timedelta(hours=hours))) for hours in offsets)]
    return next((one for one in tried if one.date() == on), moment.astimezone(UTC))


def _account(key: str, account_id: int, name: str) -> Values:
    return {"account_external_id": own_id(key, account_id), "account": name}


def _facts(model: type[F], ids: Iterable[int], *related: str) -> dict[int, list[F]]:
    found: dict[int, list[F]] = defaultdict(list)
    held = model._default_manager.filter(retracted_at__isnull=True, stakeholder_id__in=list(ids))
    for fact in held.select_related(*related) if related else held:
        found[fact.stakeholder_id].append(fact)  # type: ignore[attr-defined]
    return found


def _position(held: Position | None) -> Values:
    stated = [name for name in OF_POSITION if getattr(held, f"{name}_basis", "") != Basis.ASSUMED]
    return {name: getattr(held, name, "") for name in stated}


def _roles(held: Iterable[RoleHolding], on: date) -> list[str]:
    return sorted(one.role.key for one in held if holds(one, on) and one.basis != Basis.ASSUMED)


def _assessment(held: Assessment | None) -> Values:
    said = {name: getattr(held, name) for name in AXES if held is not None and name not in held.assumed}
    known = {name: value for name, value in said.items() if value is not None}
    return {**known, "assessed_on": held.valid_from} if held is not None and known else {}


def _ours(ids: Iterable[int]) -> dict[int, list[str]]:
    links = TouchpointUser.objects.filter(touchpoint_id__in=list(ids)).order_by("user__email")
    return _grouped(links.values_list("touchpoint_id", "user__email"))


def _theirs(ids: Iterable[int]) -> dict[int, list[int]]:
    links = TouchpointStakeholder.objects.filter(touchpoint_id__in=list(ids)).order_by("stakeholder__person_id")
    return _grouped(links.values_list("touchpoint_id", "stakeholder__person_id"))


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for touchpoint_id, other in pairs:
        found[touchpoint_id].append(other)
    return found
