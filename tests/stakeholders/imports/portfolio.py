"""What a portfolio says, whoever numbers its rows: to compare two installations."""

from collections import defaultdict
from datetime import date
from typing import Any

from accounts.domain.importing.intervals import holds
from accounts.models import Account, AccountTeamMember, Contract, ExternalId, User
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.models import Assessment, Connection, Person, Position, RoleHolding, Stakeholder, Touchpoint
from stakeholders.models.connections import UNDIRECTED

AXES = ("influence", "authority", "importance", "sentiment")
PERSON = ("name", "phone", "language", "time_zone", "preferred_channel", "interests", "notes")
Names = dict[tuple[str, int], str]


def own_names(key: str) -> Names:
    """Rows by the ids under which their own installation exports them."""
    found = {}
    for kind, model in (("account", Account), ("person", Person), ("contract", Contract), ("touchpoint", Touchpoint)):
        found.update({(kind, pk): f"{key}-{pk}" for pk in model._default_manager.values_list("pk", flat=True)})
    return found


def imported_names() -> Names:
    """Rows by the ids under which they came in."""
    return {(one.kind, one.row_id): one.value for one in ExternalId.objects.all()}


def portfolio(names: Names) -> dict[str, set[Any]]:
    """What the files of each kind carry: today's facts about people and teams, all contracts, ties and touchpoints."""
    stays = {one.pk: (names["account", one.account_id], names["person", one.person_id]) for one in _stays()}
    return {
        "users": set(User.objects.values_list("email", "name", "role", "team__name", "archetype", "is_active")),
        "accounts": {_account(one, names) for one in Account.objects.standing().select_related("segment", "owner")},
        "team": _team(names),
        "contracts": {_contract(one, names) for one in Contract.objects.standing().select_related("product")},
        "people": {(names["person", one.pk], (one.email or "").lower(), *_of(one, PERSON)) for one in _persons()},
        "stays": {(*stays[one.pk], one.joined_on, one.left_on) for one in _stays()},
        "positions": _positions(stays),
        "roles": _roles(stays),
        "assessments": _assessments(stays),
        "connections": {_connection(one, stays) for one in Connection.objects.standing()},
        "touchpoints": _touchpoints(names, stays),
    }


def _stays() -> list[Stakeholder]:
    return list(Stakeholder.objects.standing())


def _persons() -> list[Person]:
    return list(Person.objects.standing().filter(pk__in=Stakeholder.objects.standing().values("person_id")))


def _of(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(" ".join(given.split()) if isinstance(given := getattr(row, name), str) else given for name in names)


def _account(one: Account, names: Names) -> tuple[Any, ...]:
    parent = names["account", one.parent_id] if one.parent_id else None
    plain = _of(one, ("name", "industry", "region", "employees", "domain", "phase"))
    return names["account", one.pk], parent, str(one.segment), one.owner and one.owner.email, *plain


def _team(names: Names) -> set[Any]:
    held = AccountTeamMember.objects.valid_at(today()).values_list("account_id", "user__email", "job__key")
    return {(names["account", account], email, job) for account, email, job in held}


def _contract(one: Contract, names: Names) -> tuple[Any, ...]:
    plain = _of(one, ("starts_on", "ends_on", "annual_value", "currency", "outcome"))
    return names["account", one.account_id], names["contract", one.pk], one.product.name, *plain


def _on(joined: date | None) -> date:
    return max(today(), joined or today())


def _valid(model: Any) -> list[Any]:
    related = ("stakeholder", "role") if model is RoleHolding else ("stakeholder",)
    return [
        one
        for one in model.objects.standing().filter(stakeholder__retracted_at__isnull=True).select_related(*related)
        if holds(one, _on(one.stakeholder.joined_on))
    ]


def _positions(stays: dict[int, Any]) -> set[Any]:
    found = set()
    for one in _valid(Position):
        names = ("title", "department", "level")
        said = tuple(getattr(one, name) for name in names if getattr(one, f"{name}_basis", "") != Basis.ASSUMED)
        if any(said):
            found.add((*stays[one.stakeholder_id], said))
    return found


def _roles(stays: dict[int, Any]) -> set[Any]:
    held = [one for one in _valid(RoleHolding) if one.basis != Basis.ASSUMED]
    return {(*stays[one.stakeholder_id], one.role.key) for one in held}


def _assessments(stays: dict[int, Any]) -> set[Any]:
    found = set()
    for one in _valid(Assessment):
        said = tuple(None if name in one.assumed else getattr(one, name) for name in AXES)
        if set(said) != {None}:
            found.add((*stays[one.stakeholder_id], one.valid_from, said))
    return found


def _connection(one: Connection, stays: dict[int, Any]) -> tuple[Any, ...]:
    ends = (stays[one.from_stakeholder_id], stays[one.to_stakeholder_id])
    ordered = tuple(sorted(ends)) if one.kind in UNDIRECTED else ends
    return one.kind, ordered, one.valid_from, one.valid_to


def _touchpoints(names: Names, stays: dict[int, Any]) -> set[Any]:
    ours, theirs = defaultdict(set), defaultdict(set)
    for one in Touchpoint.objects.standing().prefetch_related("users", "stakeholder_links"):
        ours[one.pk] = {user.email for user in one.users.all()}
        theirs[one.pk] = {stays[link.stakeholder_id] for link in one.stakeholder_links.all()}
    return {
        (
            names["touchpoint", one.pk],
            names["account", one.account_id],
            one.touched_at,
            one.touched_on,
            *_of(one, ("kind", "subject", "notes", "is_two_way")),
            frozenset(ours[one.pk]),
            frozenset(theirs[one.pk]),
        )
        for one in Touchpoint.objects.standing()
    }
