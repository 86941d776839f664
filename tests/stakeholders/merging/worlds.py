"""Small random worlds with every kind of fact: drawn as plain data, then recorded through the services."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from accounts.models import Account, AccountTeamMember, ExternalId, Job, Product, Role, User
from accounts.services import accounts, contracts
from accounts.services.external_ids import name_row
from csm.foundation.facts import Basis
from stakeholders.models import (
    Assessment,
    CalendarEvent,
    Connection,
    Dismissal,
    Invitee,
    Person,
    Position,
    RoleHolding,
    RuledOut,
    Stakeholder,
)
from stakeholders.models.connections import UNDIRECTED
from stakeholders.services import people, places, touchpoints
from stakeholders.services.people import take_number

FIRST = date(2024, 1, 1)
ROLES = ("decision_maker", "champion", "user")
KINDS = ("reports_to", "works_with", "influences", "opposes")
TOUCHES = ("meeting", "call", "email", "joint_session")

Span = tuple[int | None, int | None]


def _in_order(ends: Span) -> Span:
    """An interval that ends after it begins, or not at all."""
    since, until = ends
    if since is None or until is None:
        return ends
    return (since, None) if since == until else (min(since, until), max(since, until))


marks = st.one_of(st.none(), st.integers(0, 12))
spans = st.tuples(marks, marks).map(_in_order)
bases = st.sampled_from([Basis.STATED, Basis.ASSUMED])


def day(mark: int | None) -> date | None:
    """The start of the month with this number."""
    return None if mark is None else FIRST + timedelta(days=30 * mark)


@dataclass
class World:
    """Two accounts with people, four persons of whom each may be at both, and what is known of them."""

    accounts: list[Account] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    stays: list[Stakeholder] = field(default_factory=list)


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """What a world holds; what the database refuses is left out when it is recorded."""
    stays = draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), spans), min_size=3, max_size=7))
    some = st.integers(0, 6)
    facts = st.lists(st.tuples(some, spans, bases, st.integers(0, 2)), max_size=6)
    return {
        "stays": stays,
        "positions": draw(facts),
        "roles": draw(facts),
        "assessments": draw(facts),
        "connections": draw(st.lists(st.tuples(some, some, st.sampled_from(KINDS), spans, bases), max_size=6)),
        "dismissals": draw(st.lists(st.tuples(some, some, spans), max_size=3)),
        "touches": draw(
            st.lists(
                st.tuples(st.integers(0, 12), st.sampled_from(TOUCHES), st.sets(some, min_size=1, max_size=3)),
                max_size=8,
            )
        ),
        "departures": draw(st.sets(some, max_size=2)),
        "successors": draw(st.lists(st.tuples(some, some), max_size=2)),
        "confirmations": draw(st.lists(st.tuples(some, st.integers(0, 12)), max_size=3)),
        "placed": draw(st.sets(some, max_size=4)),
        "team": draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), spans), max_size=4)),
        "contracts": draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), max_size=3)),
        "emails": draw(st.sets(st.integers(0, 3))),
        "named": draw(st.sets(some, max_size=3)),
        "events": draw(st.lists(st.tuples(st.integers(0, 1), some), max_size=5)),
        "ruled_out": draw(st.sets(some, max_size=2)),
    }


class Recording:
    """Records a plan; a fact that contradicts one recorded before is left out, as the database would refuse it."""

    def __init__(self, actor: User, others: list[User], plan: dict[str, Any]) -> None:
        self.actor, self.others, self.plan = actor, others, plan
        self.world = World()

    def record(self) -> World:
        self._accounts_and_people()
        for part in ("stays", "positions", "roles", "assessments", "connections", "dismissals", "touches"):
            for given in self.plan[part]:
                getattr(self, f"_{part}")(*given)
        self._rest()
        return self.world

    def _accounts_and_people(self) -> None:
        for name, domain in (("Beta", "beta.example"), ("Beta GmbH", "beta.test")):
            account = accounts.create_account(self.actor, name=name, domain=domain, owner=self.actor)
            name_row(self.actor, "account", account.pk, "crm", name, account.pk)
            self.world.accounts.append(account)
        accounts.create_account(self.actor, name="Below", parent=self.world.accounts[1])
        for number in range(4):
            email = f"p{number}@beta.example" if number in self.plan["emails"] else None
            more = {"extra": {"shoe": number % 2, f"own{number}": "x"}, "tags": [1, number + 2]}
            person = Person.objects.create(name=f"Person {number}", email=email, phone=str(number), **more)
            name_row(self.actor, "person", person.pk, "crm", f"p{number}")
            self.world.persons.append(person)

    def _try(self, row: Any) -> Any:
        """Record a row unless what is recorded contradicts it."""
        try:
            row.full_clean()
        except Exception:  # noqa: BLE001 (whatever the model refuses is no part of the world)
            return None
        row.save()
        return row

    def _stays(self, account: int, person: int, days: Any) -> None:
        home, who = self.world.accounts[account], self.world.persons[person]
        stay = Stakeholder(
            account=home, person=who, joined_on=day(days[0]), left_on=day(days[1]), number=take_number(home)
        )
        if self._try(stay) is None:
            return
        self.world.stays.append(stay)
        if stay.left_on is not None:
            stay.departures.create(left_on=stay.left_on)

    def _stay(self, place: int) -> Stakeholder:
        return self.world.stays[place % len(self.world.stays)]

    def _dated(self, days: Any, basis: str) -> dict[str, Any]:
        return {"valid_from": day(days[0]), "valid_to": day(days[1]), "basis": basis}

    def _positions(self, who: int, days: Any, basis: str, what: int) -> None:
        self._try(Position(stakeholder=self._stay(who), title=f"Title {what}", **self._dated(days, basis)))

    def _roles(self, who: int, days: Any, basis: str, what: int) -> None:
        role = Role.objects.get(key=ROLES[what])
        self._try(RoleHolding(stakeholder=self._stay(who), role=role, **self._dated(days, basis)))

    def _assessments(self, who: int, days: Any, basis: str, what: int) -> None:
        thought = {"influence": what * 4, "assumed": ["influence"] if basis == Basis.ASSUMED else []}
        self._try(Assessment(stakeholder=self._stay(who), **thought, **self._dated(days, basis)))

    def _connections(self, one: int, other: int, kind: str, days: Any, basis: str) -> None:
        ends = [self._stay(one), self._stay(other)]
        if ends[0].account_id != ends[1].account_id:
            return
        if kind in UNDIRECTED:
            ends.sort(key=lambda stay: stay.pk)
        tie = {"account_id": ends[0].account_id, "kind": kind}
        self._try(Connection(**tie, from_stakeholder=ends[0], to_stakeholder=ends[1], **self._dated(days, basis)))

    def _dismissals(self, one: int, other: int, days: Any) -> None:
        low, high = sorted((self._stay(one), self._stay(other)), key=lambda stay: stay.pk)
        if low.account_id == high.account_id:
            dated = self._dated(days, Basis.STATED)
            self._try(Dismissal(account_id=low.account_id, first=low, second=high, **dated))

    def _touches(self, mark: int, kind: str, who: set[int]) -> None:
        there = {stay.pk: stay for stay in map(self._stay, sorted(who))}
        first = next(iter(there.values()))
        on = day(mark) or FIRST
        touchpoints.record_touchpoint(
            self.actor,
            first.account,
            kind=kind,
            touched_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
            users=[self.actor],
            stakeholders=[stay for stay in there.values() if stay.account_id == first.account_id],
        )

    def _rest(self) -> None:
        self._departures_and_successors()
        for place, mark in self.plan["confirmations"]:
            people.confirm_stakeholder(self.actor, self._stay(place), day(mark))
        for place in self.plan["placed"]:
            places.place_star(self.actor, self._stay(place), place / 10, 0.5)
        for place in self.plan["ruled_out"]:
            RuledOut.objects.create(stakeholder=self._stay(place), title="x", field=RuledOut.Field.LEVEL)
        for uid, place in self.plan["events"]:
            self._event(f"uid{uid}", self._stay(place))
        self._names_team_and_contracts()

    def _departures_and_successors(self) -> None:
        for place in self.plan["departures"]:
            stay = self._stay(place)
            if stay.left_on is None and (stay.joined_on is None or stay.joined_on < date(2026, 1, 1)):
                people.depart_stakeholder(self.actor, stay, date(2026, 1, 1))
        for one, other in self.plan["successors"]:
            first, second = self._stay(one), self._stay(other)
            if first.pk != second.pk and first.account_id == second.account_id:
                people.name_successor(self.actor, first, second)

    def _event(self, uid: str, stay: Stakeholder) -> None:
        """A meeting from a calendar, with its touchpoint; the same one may be at both accounts."""
        at = datetime(2025, 6, 2, 9, tzinfo=UTC)
        given = {"account": stay.account, "uid": uid, "starts_at": at, "starts_on": at.date()}
        event, is_new = CalendarEvent.objects.get_or_create(account=stay.account, uid=uid, defaults=given)
        email = f"i{stay.pk}@beta.example"
        Invitee.objects.get_or_create(event=event, email=email, defaults={"account": stay.account, "stakeholder": stay})
        Invitee.objects.get_or_create(event=event, email="both@beta.example", defaults={"account": stay.account})
        if is_new:
            touch = touchpoints.record_touchpoint(
                self.actor, stay.account, kind="meeting", touched_at=at, users=[self.actor], stakeholders=[stay]
            )
            name_row(self.actor, "touchpoint", touch.pk, "calendar", event.name, stay.account_id)

    def _names_team_and_contracts(self) -> None:
        for place in self.plan["named"]:
            row = self._stay(place)
            ExternalId.objects.get_or_create(
                source="crm", kind="stakeholder", value=f"name:{row.account_id}:{row.pk}", row_id=row.pk
            )
        for account, user, days in self.plan["team"]:
            self._try(
                AccountTeamMember(
                    account=self.world.accounts[account],
                    user=self.others[user],
                    job=Job.objects.get(key="csm"),
                    **self._dated(days, Basis.STATED),
                )
            )
        product, _made = Product.objects.get_or_create(name="Suite")
        for account, value in self.plan["contracts"]:
            contracts.add_contract(
                self.actor,
                self.world.accounts[account],
                product=product,
                starts_on=FIRST,
                ends_on=date(2027, 1, 1),
                annual_value=1000 + value,
                currency="EUR",
            )
