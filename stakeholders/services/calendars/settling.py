"""What a word about events changes: events, invitees and touchpoints; found first, then written together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from accounts.models import ExternalId
from accounts.services.acts import Recorder
from accounts.services.importing.bulk import Edit, change_many, copy_in, insert_many, keep_changed, retract_many
from stakeholders.domain.calendars.attendance import Answer, Invited
from stakeholders.domain.sky import TouchKind
from stakeholders.models import CalendarEvent, Invitee, Touchpoint, TouchpointStakeholder, TouchpointUser
from stakeholders.services.calendars.book import SOURCE, EventBook

Change = tuple[str, Any, Any]


@dataclass(slots=True)
class Settled:
    """What became of one event: `is_new` to us, what changed (field, old, new), or removed here by hand before."""

    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    is_removed_here: bool = False


class People(NamedTuple):
    """Who is invited to an event once settled, and who of them is known: users and stakeholders by e-mail."""

    invited: Mapping[str, Invited]
    ours: Mapping[str, int | None]
    theirs: Mapping[str, int | None]


class _Participants(NamedTuple):
    users: set[int]
    theirs: set[int]
    has_ours: bool


class Settling:
    """Settles events one by one against a book and writes all of it at once."""

    def __init__(self, book: EventBook) -> None:
        self.book = book
        self.new_events: list[CalendarEvent] = []
        self.event_edits: dict[int, Edit] = {}
        self.new_invitees: list[Invitee] = []
        self.invitee_edits: list[Edit] = []
        self.made: list[tuple[CalendarEvent, Touchpoint, set[int], set[int]]] = []
        self.taken_back: list[Touchpoint] = []
        self.moved: dict[int, Touchpoint] = {}
        self.adopted: list[tuple[CalendarEvent, Touchpoint]] = []
        self.forgotten: list[ExternalId] = []
        self.account_ids: set[int] = set()

    def cancel(self, event: CalendarEvent, word: tuple[int, str]) -> Settled:
        """It does not take place, or no longer exists: its touchpoint is withdrawn."""
        if self._is_cancelled(event):
            return Settled()
        self._edit(event, {"is_cancelled": True, "sequence": word[0], "changed": word[1]})
        self._withdraw(event)
        self.account_ids.add(event.account_id)
        return Settled(changes=[("state", "", "cancelled")])

    def _is_cancelled(self, event: CalendarEvent) -> bool:
        return bool(self.event_edits.get(event.pk, (event, {}))[1].get("is_cancelled", event.is_cancelled))

    def settle(self, event: CalendarEvent, people: People, said: Mapping[str, Any]) -> Settled:
        """Bring an event in line with who is invited now and with what a word `said` of it (columns)."""
        done = Settled(is_new=event._state.adding)
        before = self._participants(self.book.invited_to(event), self._held_ours(event), self._held_theirs(event))
        after = self._participants(people.invited, people.ours, people.theirs)
        told = self._invite(event, people)
        edits = keep_changed(event, dict(said))
        shown = [name for name in edits if name in ("title", "starts_at", "is_cancelled")]
        done.changes += [(SHOWN[name], getattr(event, name), edits[name]) for name in shown]
        done.changes += told
        if done.is_new:
            self.book.add(event)
            self.new_events.append(event)
        elif done.changes or "sequence" in edits:
            self._edit(event, edits)
        if done.is_new or done.changes:
            self.account_ids.add(event.account_id)
            done.is_removed_here = self._touch(event, before, after)
        return done

    def _held_ours(self, event: CalendarEvent) -> dict[str, int | None]:
        return {email: row.user_id for email, row in self._rows(event).items() if row.is_ours}

    def _held_theirs(self, event: CalendarEvent) -> dict[str, int | None]:
        return {email: row.stakeholder_id for email, row in self._rows(event).items() if not row.is_ours}

    def _rows(self, event: CalendarEvent) -> dict[str, Invitee]:
        return self.book.invitees[event.pk] if event.pk else {}

    def _participants(
        self, invited: Mapping[str, Invited], ours: Mapping[str, int | None], theirs: Mapping[str, int | None]
    ) -> _Participants:
        there = [email for email, one in invited.items() if one.answer.takes_part]
        users = {user for email in there if (user := ours.get(email)) is not None}
        known = {one for email in there if (one := theirs.get(email)) is not None}
        return _Participants(users, known, any(email in ours for email in there))

    def _invite(self, event: CalendarEvent, people: People) -> list[Change]:
        """Bring the rows of who is invited up to date; returns what people would call a change."""
        rows = self._rows(event)
        changes: list[Change] = []
        for email, one in people.invited.items():
            columns = self._columns(one, people)
            if email not in rows:
                self.new_invitees.append(Invitee(event=event, account_id=event.account_id, email=email, **columns))
                changes.append(("people", "", one.name or email))
                continue
            edits = keep_changed(rows[email], columns)
            if edits:
                changes.append(("people", *_told(rows[email], one, edits)))
                self.invitee_edits.append((rows[email], edits))
        return changes

    def _columns(self, one: Invited, people: People) -> dict[str, Any]:
        return {
            "name": one.name,
            "answer": one.answer.value,
            "is_own_word": one.is_own_word,
            "is_ours": one.email in people.ours,
            "user_id": people.ours.get(one.email),
            "stakeholder_id": people.theirs.get(one.email),
        }

    def _edit(self, event: CalendarEvent, edits: dict[str, Any]) -> None:
        if event._state.adding:
            for name, new in edits.items():
                setattr(event, name, new)
        elif edits:
            self.event_edits[event.pk] = (event, {**self.event_edits.get(event.pk, (event, {}))[1], **edits})

    def _told_of(self, event: CalendarEvent) -> dict[str, Any]:
        """The event's columns once written."""
        edits = self.event_edits.get(event.pk, (event, {}))[1] if event.pk else {}
        return {name: edits.get(name, getattr(event, name)) for name in ("starts_at", "starts_on", "title")}

    def _touch(self, event: CalendarEvent, before: _Participants, after: _Participants) -> bool:
        """Make, correct or withdraw the touchpoint; true when it was removed here by hand, which stands."""
        name = self.book.names.get(event.name)
        held = self.book.touchpoints.get(name.row_id) if name else None
        if name is not None and held is None:
            return True
        if not after.has_ours or not after.theirs:
            self._withdraw(event)
            return False
        if held is None:
            held = self.book.double_of(event, after.theirs, set(self.moved))
            before = _Participants(set(), set(), has_ours=False)
            if held is None:
                self._make(event, None, after.users, after.theirs)
                return False
            self.adopted.append((event, held))
        self._correct(event, held, before, after, is_ours=name is not None)
        return False

    def _correct(
        self, event: CalendarEvent, held: Touchpoint, before: _Participants, after: _Participants, *, is_ours: bool
    ) -> None:
        """Carry over what changed; whoever was added or taken out by hand stays so. Of others' touchpoints only who
        took part is added."""
        users = (self.book.users[held.pk] | (after.users - before.users)) - (before.users - after.users)
        theirs = (self.book.theirs[held.pk] | (after.theirs - before.theirs)) - (before.theirs - after.theirs)
        said = self._told_of(event)
        moved = is_ours and (held.touched_at, held.subject) != (said["starts_at"], said["title"])
        if not theirs:
            self._withdraw(event)
        elif moved or users != self.book.users[held.pk] or theirs != self.book.theirs[held.pk]:
            self._make(event, held, users, theirs, takes_words=is_ours)

    def _make(
        self,
        event: CalendarEvent,
        held: Touchpoint | None,
        users: set[int],
        theirs: set[int],
        *,
        takes_words: bool = True,
    ) -> None:
        said = self._told_of(event)
        words: dict[str, Any] = {"kind": TouchKind.MEETING, "is_two_way": True, "notes": ""}
        if held is not None:
            words = {one: getattr(held, one) for one in ("kind", "is_two_way", "notes")}
        when = {"touched_at": said["starts_at"], "touched_on": said["starts_on"], "subject": said["title"]}
        if held is not None and not takes_words:
            when = {one: getattr(held, one) for one in when}
        fresh = Touchpoint(account_id=event.account_id, row_version=1, **words, **when)
        self.made.append((event, fresh, users, theirs))
        if held is not None:
            self.taken_back.append(held)
            self.moved[held.pk] = fresh

    def _withdraw(self, event: CalendarEvent) -> None:
        name = self.book.names.get(event.name)
        held = self.book.touchpoints.get(name.row_id) if name else None
        if name is not None and held is not None:
            self.taken_back.append(held)
            self.forgotten.append(name)

    def write(self, recorder: Recorder) -> None:
        """Events, invitees, touchpoints with who took part, and what the touchpoints are called."""
        insert_many(recorder, self.new_events)
        change_many(recorder, list(self.event_edits.values()))
        insert_many(recorder, self.new_invitees)
        change_many(recorder, self.invitee_edits)
        retract_many(recorder, self._only_ours())
        insert_many(recorder, [touchpoint for _event, touchpoint, _users, _theirs in self.made])
        self._link()
        self._name(recorder)
        recorder.touches(*self.account_ids)

    def _only_ours(self) -> list[Touchpoint]:
        """Those to be taken back: what is not replaced stays where another source tells of it too."""
        going = [one.pk for one in self.taken_back if one.pk not in self.moved]
        others = ExternalId.objects.filter(kind="touchpoint", row_id__in=going).exclude(source=SOURCE)
        kept = set(others.values_list("row_id", flat=True)) if going else set()
        return [one for one in self.taken_back if one.pk not in kept]

    def _link(self) -> None:
        for links in (
            [TouchpointUser(touchpoint=one, user_id=pk) for _event, one, users, _theirs in self.made for pk in users],
            [
                TouchpointStakeholder(touchpoint=one, stakeholder_id=pk)
                for _event, one, _users, theirs in self.made
                for pk in theirs
            ],
        ):
            if links:
                copy_in(links)

    def _name(self, recorder: Recorder) -> None:
        """What replaced touchpoints were called anywhere their successors are called now; new ones get their name."""
        held = ExternalId.objects.filter(kind="touchpoint", row_id__in=list(self.moved))
        change_many(recorder, [(name, {"row_id": self.moved[name.row_id].pk}) for name in held if self.moved])
        fresh = {event.name: one.pk for event, one, _users, _theirs in self.made if event.name not in self.book.names}
        for event, touchpoint in self.adopted:
            fresh[event.name] = self.moved.get(touchpoint.pk, touchpoint).pk
        insert_many(
            recorder,
            [ExternalId(source=SOURCE, kind="touchpoint", value=value, row_id=pk) for value, pk in fresh.items()],
        )
        for name in self.forgotten:
            recorder.remove(name)


SHOWN = {"title": "title", "starts_at": "starts", "is_cancelled": "state"}


def _told(row: Invitee, one: Invited, edits: Collection[str]) -> tuple[str, str]:
    """How an invitation changed: (before, after)."""
    who = one.name or one.email
    if "answer" in edits and one.answer.takes_part != Answer(row.answer).takes_part:
        return ("", who) if one.answer.takes_part else (who, "")
    return who, who
