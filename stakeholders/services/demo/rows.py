"""A chunk of drafted accounts as rows of every table, written in the order of their references."""

from datetime import date
from typing import Any

from accounts.models import Account, AccountNote, AccountTeamMember, Contract, ExternalId, FactsVersion
from accounts.services.acts import Recorder
from stakeholders.domain.demo.denials import decided_otherwise
from stakeholders.domain.demo.drafts import AccountDraft, LinkDraft, StarDraft, TouchDraft
from stakeholders.domain.demo.extras import tags_of_account, tags_of_person
from stakeholders.domain.demo.remarks import interests_of, notes_on, remark_on
from stakeholders.domain.demo.strangers import StrangerDraft, event_uid, strangers_at
from stakeholders.domain.sky import Basis, ConnectionKind
from stakeholders.models import (
    Assessment,
    CalendarEvent,
    Confirmation,
    Connection,
    Departure,
    Invitee,
    Person,
    Position,
    RoleHolding,
    RuledOut,
    Stakeholder,
    Successor,
    Touchpoint,
    TouchpointStakeholder,
    TouchpointUser,
)
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.demo.copying import CopiedTable, reserve_ids
from stakeholders.services.demo.marks import SOURCE
from stakeholders.services.demo.staffing import Shared

RECORDED = ("recorded_at", "recorded_by_id")
DATED = ("valid_from", "valid_to", "basis", *RECORDED)


def morning(on: date) -> str:
    """When something known on a day was recorded."""
    return f"{on} 08:00+00"


class ChunkWriter:
    """Writes chunks of accounts; remembers across chunks only accounts, and people who moved."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.account_ids: list[int] = []
        self.movers: dict[str, int] = {}

    def write(self, drafts: list[AccountDraft]) -> list[int]:
        """Write some accounts with all that belongs to them; returns their ids."""
        ids = reserve_ids(Account, len(drafts))
        self.account_ids += ids
        tables = _Tables()
        new_people = self._people(drafts, tables)
        reserved = reserve_ids(Stakeholder, sum(len(draft.stars) for draft in drafts))
        stakeholder_ids = iter(reserved)
        touch_ids = iter(reserve_ids(Touchpoint, sum(len(draft.touches) for draft in drafts)))
        for pk, draft in zip(ids, drafts, strict=True):
            stars = [next(stakeholder_ids) for _star in draft.stars]
            _AccountRows(tables, self.shared, pk, draft, stars).add(self.account_ids, new_people)
            touches = [next(touch_ids) for _touch in draft.touches]
            for touch_id, touch in zip(touches, draft.touches, strict=True):
                tables.add_touch(touch_id, pk, touch, self.shared.users, stars)
            _CalendarRows(tables, self.shared, pk, draft, stars, touches).add()
        tables.write()
        settle_assumptions(Recorder(None), reserved, self.shared.book)
        return ids

    def _people(self, drafts: list[AccountDraft], tables: "_Tables") -> dict[str, int]:
        """Ids of everybody in the chunk by key; who was met before is not made again."""
        by_key = {star.person.key: (star, draft) for draft in drafts for star in draft.stars}
        known = {key: self.movers[key] for key in by_key if key in self.movers}
        new = [key for key in by_key if key not in known]
        ids = dict(zip(new, reserve_ids(Person, len(new)), strict=True))
        for key, pk in ids.items():
            star, draft = by_key[key]
            tags = self.shared.extras.ids(tags_of_person(star.person))
            tables.add_person(pk, star, tags, self.shared.users[draft.owner])
        self.movers.update({key: pk for key, pk in ids.items() if key.startswith("mover-")})
        return {**known, **ids}


class _Tables:
    """Every table that is written, in the order in which they refer to each other."""

    def __init__(self) -> None:
        fact = ("stakeholder_id", *DATED)
        self.accounts = CopiedTable(
            Account, "id", "name", "parent_id", "segment_id", "owner_id", "industry", "region", "employees", "domain",
            "phase", "next_number", "extra", "tags", *RECORDED,
        )  # fmt: skip
        self.versions = CopiedTable(FactsVersion, "account_id", "facts_version")
        self.team = CopiedTable(AccountTeamMember, "account_id", "user_id", "job_id", *DATED)
        self.notes = CopiedTable(AccountNote, "account_id", "noted_on", "text", "is_pinned", *RECORDED)
        self.contracts = CopiedTable(
            Contract,
            "account_id",
            "product_id",
            "starts_on",
            "ends_on",
            "annual_value",
            "currency",
            "outcome",
            *RECORDED,
        )
        self.people = CopiedTable(
            Person, "id", "name", "email", "language", "time_zone", "preferred_channel", "interests", "notes", "tags",
            *RECORDED,
        )  # fmt: skip
        self.stakeholders = CopiedTable(
            Stakeholder, "id", "account_id", "person_id", "number", "joined_on", "left_on", *RECORDED
        )
        self.positions = CopiedTable(Position, *fact, "title", "department", "level", "level_basis", "department_basis")
        self.ruled_out = CopiedTable(RuledOut, "stakeholder_id", "title", "field", "role_id", *RECORDED)
        self.departures = CopiedTable(Departure, "stakeholder_id", "left_on", "reason", *RECORDED)
        self.successors = CopiedTable(Successor, "stakeholder_id", "successor_id", "named_on", *RECORDED)
        self.confirmations = CopiedTable(Confirmation, "stakeholder_id", "confirmed_on", *RECORDED)
        self.roles = CopiedTable(RoleHolding, *fact, "role_id")
        self.assessments = CopiedTable(
            Assessment, *fact, "influence", "authority", "importance", "sentiment", "assumed"
        )
        self.connections = CopiedTable(
            Connection, "account_id", *DATED, "kind", "from_stakeholder_id", "to_stakeholder_id"
        )
        self.touches = CopiedTable(
            Touchpoint, "id", "account_id", "kind", "touched_at", "touched_on", "is_two_way", "subject", *RECORDED
        )
        self.touch_users = CopiedTable(TouchpointUser, "touchpoint_id", "user_id")
        self.touch_stars = CopiedTable(TouchpointStakeholder, "touchpoint_id", "stakeholder_id")
        self.events = CopiedTable(CalendarEvent, "id", "account_id", "uid", "starts_at", "starts_on", "title")
        self.invitees = CopiedTable(
            Invitee, "event_id", "account_id", "email", "name", "is_ours", "user_id", "stakeholder_id"
        )
        self.marks = CopiedTable(ExternalId, "source", "kind", "value", "row_id")

    def write(self) -> None:
        for table in vars(self).values():
            table.write()

    def add_person(self, pk: int, star: StarDraft, tags: str, by: int) -> None:
        person = star.person
        named = (person.name, person.email or None, person.language, person.time_zone, person.channel)
        said = (interests_of(person), remark_on(person))
        self.people.add(pk, *named, *said, tags, morning(star.recorded_on), by)
        self.marks.add(SOURCE, "person", person.key, pk)

    def add_touch(self, pk: int, account_id: int, touch: TouchDraft, users: list[int], stars: list[int]) -> None:
        by = users[touch.users[0]]
        what = (touch.kind.value, touch.at, touch.on, touch.is_two_way, touch.subject)
        self.touches.add(pk, account_id, *what, touch.at, by)
        self.touch_users.add_all((pk, users[number]) for number in touch.users)
        self.touch_stars.add_all((pk, stars[number]) for number in touch.stars)


class _CalendarRows:
    """Adds what calendars told of the meetings in which somebody was met who is on no map."""

    def __init__(
        self, tables: _Tables, shared: Shared, pk: int, draft: AccountDraft, stars: list[int], touches: list[int]
    ) -> None:
        self.tables, self.shared, self.pk, self.draft = tables, shared, pk, draft
        self.stars, self.touches = stars, touches

    def add(self) -> None:
        strangers = strangers_at(self.draft)
        told = sorted({number for stranger in strangers for number in stranger.touches})
        for event_id, number in zip(reserve_ids(CalendarEvent, len(told)), told, strict=True):
            self._event(event_id, number, [one for one in strangers if number in one.touches])

    def _event(self, event_id: int, number: int, strangers: list[StrangerDraft]) -> None:
        touch, uid, tables = self.draft.touches[number], event_uid(self.draft, number), self.tables
        tables.events.add(event_id, self.pk, uid, touch.at, touch.on, touch.subject)
        tables.marks.add("calendar", "touchpoint", f"{uid}::{self.pk}", self.touches[number])
        for user in touch.users:
            self._invite(event_id, self.shared.emails[user], "", self.shared.users[user], None)
        for star in touch.stars:
            person = self.draft.stars[star].person
            self._invite(event_id, person.email, person.name, None, self.stars[star])
        for stranger in strangers:
            self._invite(event_id, stranger.email, stranger.name, None, None)

    def _invite(self, event_id: int, email: str, name: str, user: int | None, star: int | None) -> None:
        self.tables.invitees.add(event_id, self.pk, email, name, user is not None, user, star)


class _AccountRows:
    """Adds the rows of one account but for its touchpoints."""

    def __init__(self, tables: _Tables, shared: Shared, pk: int, draft: AccountDraft, stars: list[int]) -> None:
        self.tables, self.shared, self.pk, self.draft, self.stars = tables, shared, pk, draft, stars
        self.by = shared.users[draft.owner]

    def add(self, account_ids: list[int], people: dict[str, int]) -> None:
        self._account(account_ids)
        self._team_and_contracts()
        self._notes()
        for number, star in enumerate(self.draft.stars):
            self._star(number, star, people[star.person.key])
            self._roles_and_thoughts(self.stars[number], star)
        for link in self.draft.links:
            self._link(link)

    def _account(self, account_ids: list[int]) -> None:
        draft, tables = self.draft, self.tables
        parent = None if draft.parent is None else account_ids[draft.parent]
        segment = self.shared.segments[draft.touch_level]
        about = (draft.industry, draft.region, draft.employees, draft.domain, draft.phase, len(draft.stars))
        extras = self.shared.extras
        kept = (extras.values(draft), extras.ids(tags_of_account(draft)))
        tables.accounts.add(self.pk, draft.name, parent, segment, self.by, *about, *kept, morning(draft.since), self.by)
        tables.versions.add(self.pk, 1)
        tables.marks.add(SOURCE, "account", f"{draft.index:05d}", self.pk)

    def _team_and_contracts(self) -> None:
        draft, shared = self.draft, self.shared
        for job in draft.jobs:
            who = (shared.users[job.user], shared.jobs[job.job])
            self.tables.team.add(self.pk, *who, *self._dated(job.since, job.until, "stated", draft.since))
        for each in draft.contracts:
            what = (each.starts_on, each.ends_on, each.annual_value, each.currency, each.outcome)
            recorded = (morning(max(each.starts_on, draft.since)), self.by)
            self.tables.contracts.add(self.pk, shared.products[each.product], *what, *recorded)

    def _notes(self) -> None:
        for each in notes_on(self.draft):
            by = self.shared.users[each.user]
            self.tables.notes.add(self.pk, each.on, each.text, each.is_pinned, morning(each.on), by)

    def _star(self, number: int, star: StarDraft, person_id: int) -> None:
        tables, pk = self.tables, self.stars[number]
        recorded = (morning(star.recorded_on), self.by)
        tables.stakeholders.add(pk, self.pk, person_id, number, star.joined_on, star.left_on, *recorded)
        for each in star.positions:
            level = "" if each.level_basis is Basis.ASSUMED else each.level.value
            what = (each.title, each.department, level, "stated", "stated")
            tables.positions.add(pk, *self._dated(each.since, each.until, "stated", star.recorded_on), *what)
        if star.left_on is not None:
            tables.departures.add(pk, star.left_on, star.reason, morning(star.left_on), self.by)
        if star.successor is not None and star.left_on is not None:
            tables.successors.add(pk, self.stars[star.successor], star.left_on, morning(star.left_on), self.by)
        for on in star.confirmed:
            tables.confirmations.add(pk, on, morning(on), self.by)

    def _roles_and_thoughts(self, pk: int, star: StarDraft) -> None:
        for role in star.roles:
            dated = self._dated(role.since, role.until, role.basis.value, star.recorded_on)
            self.tables.roles.add(pk, *dated, self.shared.roles[role.role])
        for title, key in decided_otherwise(self.shared.book, self.draft.situation, star):
            self.tables.ruled_out.add(pk, title, "role", self.shared.roles[key], morning(star.recorded_on), self.by)
        for each in star.assessments:
            thoughts = (each.influence, each.authority, each.importance, each.sentiment)
            dated = self._dated(each.since, each.until, "stated", each.since)
            self.tables.assessments.add(pk, *dated, *thoughts, f"{{{','.join(each.assumed)}}}")

    def _link(self, link: LinkDraft) -> None:
        ends = (self.stars[link.from_], self.stars[link.to])
        if link.kind in (ConnectionKind.WORKS_WITH, ConnectionKind.OPPOSES):
            ends = (min(ends), max(ends))
        dated = self._dated(link.since, link.until, link.basis.value, self.draft.since)
        self.tables.connections.add(self.pk, *dated, link.kind.value, *ends)

    def _dated(self, since: date | None, until: date | None, basis: str, known_on: date) -> tuple[Any, ...]:
        """The columns of a dated fact; it was recorded when it began, or when we came to know the account."""
        return since, until, basis, morning(max(since, known_on) if since else known_on), self.by
