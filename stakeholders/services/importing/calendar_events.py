"""Importing the events of calendars: meetings with known people become touchpoints, others are kept or passed over."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.access import UserRole, configures
from accounts.domain.importing.claims import Claim
from accounts.domain.importing.rows import Row
from accounts.models import Account, User
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.domain.calendars.attendance import Answer, Invited
from stakeholders.domain.calendars.copies import Order, merged, order_of
from stakeholders.domain.calendars.sides import Sides, part
from stakeholders.models import CalendarEvent
from stakeholders.services.calendars.book import EventBook
from stakeholders.services.calendars.cells import fields, word_of
from stakeholders.services.calendars.knowledge import known_of
from stakeholders.services.calendars.receiving import receive_calendar
from stakeholders.services.calendars.settling import People, Settled, Settling


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.book = EventBook.of_uids(row["uid"] for row in batch.rows)
        self.settling = Settling(self.book)
        self.known = known_of(self._emails())
        self.editable = _editable(batch.actor)
        self.sides = {row.number: self._parted(row) for row in batch.rows}
        met = {account for sides in self.sides.values() for account in sides.theirs}
        self.accounts = Account.objects.standing().in_bulk([*met, *(key[2] for key in self.book.events)])
        self.book.look_for_doubles(
            [
                CalendarEvent(account_id=account, starts_at=row["starts"])
                for row in batch.rows
                for account in self.sides[row.number].theirs
            ]
        )

    def _emails(self) -> set[str]:
        said = {one.email for row in self.batch.rows for one in row.get("people", ())}
        held = {email for rows in self.book.invitees.values() for email in rows}
        own = {self.batch.belongs_to.email} if self.batch.belongs_to else set()
        return said | held | own

    def judge(self, row: Row) -> None:
        done: list[tuple[int, Settled]] = []
        if row.get("state") == "cancelled":
            done = self._cancelled(row)
        elif "starts" in row:
            done = self._told(row)
        done += self._gone(row)
        self._report(row, done)

    def _cancelled(self, row: Row) -> list[tuple[int, Settled]]:
        instance = row.get("instance", "")
        held = self.book.at(row["uid"], instance) if instance else self.book.by_uid[row["uid"]]
        if not held:
            self.batch.leave_out("cancelled")
        return self._cancel(row, held)

    def _cancel(self, row: Row, events: Collection[CalendarEvent]) -> list[tuple[int, Settled]]:
        return [
            (event.account_id, self.settling.cancel(event, word_of(row)))
            for event in events
            if self._may_edit(event.account_id) and order_of(word_of(row), event.word) is not Order.OLDER
        ]

    def _gone(self, row: Row) -> list[tuple[int, Settled]]:
        """Occurrences that were imported before and that the calendar holds no longer."""
        if "instances" not in row:
            return []
        since, listed = row["instances"]
        held = [
            event
            for event in self.book.by_uid[row["uid"]]
            if event.pk and event.instance not in listed and f"{event.starts_at:%Y%m%dT%H%M%SZ}" >= since
        ]
        return [(account, done) for account, done in self._cancel(row, held) if done.changes]

    def _told(self, row: Row) -> list[tuple[int, Settled]]:
        sides = self.sides[row.number]
        for email in [email for email, user in sides.ours.items() if user is None]:
            self.batch.leave_out("unknown_ours", email)
        for domain, count in sides.unclear.items():
            self.batch.left_out["unclear_domain"][domain] += count
        reason = self._reason(row, sides)
        if reason:
            self.batch.leave_out(reason)
            return []
        accounts = sorted({*sides.theirs, *self._held_at(row)})
        mine = [account for account in accounts if self._may_edit(account)]
        if len(mine) < len(accounts):
            self.batch.leave_out("not_yours")
        return [(account, self._settle(row, account, sides)) for account in mine]

    def _reason(self, row: Row, sides: Sides) -> str:
        """Why an event is none of ours to record, where nothing is held of it."""
        accounts = {*sides.theirs, *self._held_at(row)}
        if any(self._may_edit(account) for account in self._held_at(row)):
            return ""
        if not accounts:
            return "internal" if len(sides.ours) == len(self._people(row)) else "strangers"
        if not any(self._may_edit(account) for account in accounts):
            return "not_yours"
        answers = [one.answer.takes_part for one in self._people(row) if one.email in sides.ours]
        return "" if any(answers) else "declined" if answers else "without_us"

    def _people(self, row: Row) -> list[Invited]:
        """Who is invited; to whom the calendar belongs too, where it names nobody else of ours."""
        people: list[Invited] = row.get("people", [])
        owner = self.batch.belongs_to
        if owner is None or any(self.known.is_ours(one.email) for one in people):
            return people
        return [*people, Invited(owner.email, owner.name, Answer.ACCEPTED, is_own_word=True)]

    def _parted(self, row: Row) -> Sides:
        if "starts" not in row:
            return Sides()
        held = {email for event in self._events_at(row) for email in self.book.invited_to(event)}
        return part([*held, *(one.email for one in self._people(row))], row["starts"].date(), self.known)

    def _events_at(self, row: Row) -> list[CalendarEvent]:
        return self.book.at(row["uid"], row.get("instance", ""))

    def _held_at(self, row: Row) -> set[int]:
        return {event.account_id for event in self._events_at(row)}

    def _may_edit(self, account_id: int) -> bool:
        return account_id in self.accounts and (self.editable is None or account_id in self.editable)

    def _settle(self, row: Row, account_id: int, sides: Sides) -> Settled:
        told = _columns(row)
        key = (row["uid"], row.get("instance", ""), account_id)
        event = self.book.events.get(key)
        if event is None:
            event = CalendarEvent(account_id=account_id, uid=key[0], instance=key[1], **told)
        theirs = sides.theirs.get(account_id, {})
        said = [one for one in self._people(row) if one.email in theirs or one.email in sides.ours]
        order = self._order(row, event, names_theirs=any(one.email in theirs for one in said))
        if order is Order.OLDER or (event.is_cancelled and order is Order.SAME):
            return Settled()
        invited = merged(self.book.invited_to(event), said, order, sides.ours)
        return self.settling.settle(event, People(invited, sides.ours, theirs), told if order is not Order.SAME else {})

    def _order(self, row: Row, event: CalendarEvent, *, names_theirs: bool) -> Order:
        """A calendar that shows its owner none of the guests does not say that they are gone."""
        if event._state.adding:
            return Order.NEWER
        order = order_of(word_of(row), event.word)
        return Order.SAME if order is Order.RESTATED and not names_theirs else order

    def _report(self, row: Row, done: list[tuple[int, Settled]]) -> None:
        if any(one.is_removed_here for _account, one in done):
            self.batch.leave_out("removed_here")
        changes = [change for _account, one in done for change in one.changes]
        title = self._title(row, list(dict.fromkeys(account for account, _one in done)))
        if any(one.is_new for _account, one in done):
            self.batch.create(row, title)
        elif done:
            self.batch.settle(row, title, changes)
        else:
            self.batch.passed_over += 1

    def _title(self, row: Row, accounts: list[int]) -> str:
        where = ", ".join(self.accounts[account].name for account in accounts)
        on = f"{row['starts'].date()} " if "starts" in row else ""
        said = {one.email: one.name or one.email for one in row.get("people", ())}
        theirs = [self.sides[row.number].theirs.get(account, {}) for account in accounts]
        new = [said[email] for some in theirs for email, known in some.items() if known is None and email in said]
        met = _(" (not on the map: %(names)s)") % {"names": ", ".join(new)} if new else ""
        return f"{on}{row.get('title', '')}, {where}{met}"


def _columns(row: Row) -> dict[str, Any]:
    """What a row says of its event."""
    sequence, changed = word_of(row)
    return {
        "sequence": sequence,
        "changed": changed,
        "starts_at": row["starts"],
        "starts_on": row["starts"].date(),
        "title": row.get("title", ""),
        "is_cancelled": False,
    }


def _editable(actor: User | None) -> set[int] | None:
    """The accounts whose events somebody may bring in; None for all, as for those who import."""
    if actor is None or configures(UserRole(actor.role)):
        return None
    return set(Account.objects.editable_by(actor).values_list("pk", flat=True))


def plan(batch: Batch) -> Write:
    """Judge rows of events."""
    work = _Work(batch)
    for row in batch.rows:
        work.judge(row)
    return work.settling.write


def claims(row: Row) -> list[Claim]:
    """A file says each occurrence once: it was read so."""
    return []


CALENDAR = Kind(
    key="calendar",
    label=gettext_lazy("Calendar"),
    help=gettext_lazy("An .ics file: meetings with customers become touchpoints, unknown people are suggested."),
    fields=fields,
    needs=(("uid",),),
    claims=claims,
    plan=plan,
    position=60,
    receive=receive_calendar,
    suffix="ics",
)
