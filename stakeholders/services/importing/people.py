"""Importing people: who they are, where, since when, in which roles, and what we think of them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.rows import Row
from accounts.models import Account, ExternalId
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import NEEDS, find_accounts
from accounts.services.importing.bulk import Edit, change_many, insert_many, keep_changed, retract_many
from accounts.services.importing.extra_fields import ExtraValues
from accounts.services.importing.fresh import fresh
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.models import Departure, Person, Stakeholder
from stakeholders.selectors.exports import exported_people
from stakeholders.services.calendars.taking_part import take_part
from stakeholders.services.importing.dated import Change, DatedFacts
from stakeholders.services.importing.matching import Matching
from stakeholders.services.importing.numbers import number
from stakeholders.services.importing.people_fields import PERSON, claims, fields, full_name

Identity = tuple[str, str]


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.rows = [row for row in batch.rows if row.number in self.accounts]
        self.matching = Matching(batch.source, self.rows, self.accounts)
        stays = [stay.pk for stays in self.matching.stays.values() for stay in stays]
        self.facts = DatedFacts(stays, self.matching.took_up)
        self.departures = {
            one.stakeholder_id: one
            for one in Departure.objects.filter(stakeholder_id__in=stays, retracted_at__isnull=True)
        }
        self.extras = ExtraValues(self.rows, batch.actor, is_trial=batch.is_trial)
        self.new_persons: dict[Identity, Person] = {}
        self.new_stays: dict[tuple[int, Identity], tuple[Stakeholder, Row]] = {}
        self.person_edits: dict[int, Edit] = {}
        self.stay_edits: dict[int, Edit] = {}
        self.leaving: list[Departure] = []
        self.corrected: list[Departure] = []
        self.names: list[tuple[str, str, Person | Stakeholder]] = []

    def judge(self, row: Row) -> None:
        account = self.accounts[row.number]
        other = self.matching.disagreement(row)
        if other is not None:
            self.batch.fail(row, "email", "belongs_to_another", found=row["email"], name=other.name)
        elif self.matching.is_linked(row) and self.matching.person_of(row) is None:
            self.batch.fail(row, "external_id", "removed_here")
        elif row.get("left_on") and row.get("joined_on") and row["left_on"] <= row["joined_on"]:
            self.batch.fail(row, "left_on", "end_before_start")
        else:
            self._place(row, account, self.matching.person_of(row))

    def _place(self, row: Row, account: Account, person: Person | None) -> None:
        key = (account.pk, _identity(row))
        if not key[1][1]:
            self.batch.fail(row, "email", "nobody")
        elif key in self.new_stays:
            self._repeat(row, self.new_stays[key][0])
        elif ("stay", *key) in self.batch.coming and self._is_foretold(row, key):
            self.batch.unchanged += 1
        else:
            stays = self.matching.stays.get((account.pk, person.pk), []) if person else []
            self._settle_or_join(row, account, person, stays)

    def _repeat(self, row: Row, stay: Stakeholder) -> None:
        """A row about somebody whom the same batch makes says the same again, or is about another stay: that waits."""
        if row.get("joined_on", stay.joined_on) == stay.joined_on:
            self.batch.unchanged += 1
        else:
            self.batch.defer(row, "joined_on", "overlap")

    def _is_foretold(self, row: Row, key: tuple[int, Identity]) -> bool:
        return "joined_on" not in row or ("stay", *key, row["joined_on"]) in self.batch.coming

    def _settle_or_join(self, row: Row, account: Account, person: Person | None, stays: list[Stakeholder]) -> None:
        meant = _meant_stay(row, stays)
        if meant is not None:
            self._settle(row, meant)
        elif person is None and not full_name(row):
            self.batch.fail(row, "name", "needed_to_create")
        else:
            self._join(row, account, person)

    def _join(self, row: Row, account: Account, person: Person | None) -> None:
        identity = _identity(row)
        if person is not None:
            self._edit_person(row, person)
        self.batch.create(row, f"{full_name(row) or (person and person.name)}, {account.name}")
        if self.batch.is_trial:
            self.batch.coming.update(
                {("stay", account.pk, identity), ("stay", account.pk, identity, row.get("joined_on"))}
            )
            return
        if person is None:
            whose = identity if identity[0] != "name" else (f"name at {account.pk}", identity[1])
            person = self.new_persons.setdefault(whose, fresh(Person, **self._wanted(row, None)))
        stay = fresh(
            Stakeholder, account=account, person=person, joined_on=row.get("joined_on"), left_on=row.get("left_on")
        )
        self.new_stays[account.pk, identity] = (stay, row)
        self.facts.begin(row, stay, self.batch.as_of)
        if stay.left_on is not None:
            self.leaving.append(Departure(stakeholder=stay, left_on=stay.left_on))

    def _wanted(self, row: Row, person: Person | None) -> dict[str, Any]:
        return {**_said_of_person(row), **self.extras.wanted(row, person)}

    def _edit_person(self, row: Row, person: Person) -> list[Change]:
        edits = keep_changed(person, self._wanted(row, person))
        if self.matching.is_former(row):
            edits = {name: new for name, new in edits.items() if not getattr(person, name)}
        if edits:
            held = self.person_edits.get(person.pk, (person, {}))[1]
            self.person_edits[person.pk] = (person, {**held, **edits})
        own = {name: new for name, new in edits.items() if name not in ("extra", "tags")}
        changes: list[Change] = [(name, getattr(person, name), new) for name, new in own.items()]
        changes += self.extras.changes(row, person) if {"extra", "tags"} & set(edits) else []
        if "external_id" in row and not self.matching.is_linked(row):
            if ("person", row["external_id"], person) not in self.names:
                self.names.append(("person", row["external_id"], person))
            changes.append(("external_id", None, row["external_id"]))
        return changes

    def _settle(self, row: Row, stay: Stakeholder) -> None:
        if self.matching.is_former(row):
            words = f"{stay.person.name}, {self.accounts[row.number].name}"
            self.batch.settle(row, words, self._edit_person(row, stay.person))
            return
        edits = keep_changed(stay, {name: row[name] for name in ("joined_on", "left_on") if name in row})
        joined, left = edits.get("joined_on", stay.joined_on), edits.get("left_on", stay.left_on)
        if joined is not None and left is not None and left <= joined:
            self.batch.fail(row, "left_on" if "left_on" in row else "joined_on", "end_before_start")
            return
        changes: list[Change] = self._edit_person(row, stay.person)
        changes += [(name, getattr(stay, name), new) for name, new in edits.items()]
        if stay.left_on is None or stay.left_on > self.batch.as_of:
            changes += self.facts.settle(row, stay, self.batch.as_of)
        if edits:
            self.stay_edits[stay.pk] = (stay, edits)
        if "left_on" in edits:
            self._depart(stay, edits["left_on"])
        self.batch.settle(row, f"{stay.person.name}, {self.accounts[row.number].name}", changes)

    def _depart(self, stay: Stakeholder, left_on: date) -> None:
        former = self.departures.get(stay.pk)
        if former is not None:
            self.corrected.append(former)
        reason = former.reason if former is not None else ""
        self.leaving.append(Departure(stakeholder=stay, left_on=left_on, reason=reason))

    def write(self, recorder: Recorder) -> None:
        """Write persons, then their stays, then what is dated."""
        stays = [stay for stay, _row in self.new_stays.values()]
        change_many(recorder, list(self.person_edits.values()))
        insert_many(recorder, list(self.new_persons.values()))
        number(stays)
        insert_many(recorder, stays)
        change_many(recorder, list(self.stay_edits.values()))
        self.facts.write(recorder)
        retract_many(recorder, self.corrected)
        insert_many(recorder, self.leaving)
        insert_many(recorder, self._new_names())
        take_part(recorder, stays)
        self._touch(recorder)

    def _new_names(self) -> list[ExternalId]:
        found = list(self.names)
        for stay, row in self.new_stays.values():
            key = self.matching.name_key(row)
            if key is not None:
                found.append(("stakeholder", key[1], stay))
            elif "external_id" in row and not self.matching.is_linked(row):
                found.append(("person", row["external_id"], stay.person))
        unique = {(kind, value): row for kind, value, row in found}
        return [
            fresh(ExternalId, source=self.batch.source, kind=kind, value=value, row_id=row.pk)
            for (kind, value), row in unique.items()
        ]

    def _touch(self, recorder: Recorder) -> None:
        edited = Stakeholder.objects.standing().filter(person_id__in=list(self.person_edits))
        if self.person_edits:
            recorder.touches(*edited.values_list("account_id", flat=True))
        changed = {note[0] for note in self.batch.notes}
        recorder.touches(*(self.accounts[row.number].pk for row in self.rows if row.number in changed))


def _meant_stay(row: Row, stays: list[Stakeholder]) -> Stakeholder | None:
    """The stay a row speaks of: the one of its first day, of its last, else the latest, unless it lies outside."""
    joined, left = row.get("joined_on"), row.get("left_on")
    for stay in stays:
        if (joined and stay.joined_on == joined) or (left and not joined and stay.left_on == left):
            return stay
    last = stays[-1] if stays else None
    joins_again = last is not None and last.left_on is not None and (joined or date.min) >= last.left_on
    was_before = last is not None and last.joined_on is not None and (left or date.max) <= last.joined_on
    return None if joins_again or was_before else last


def _identity(row: Row) -> Identity:
    for name in ("external_id", "email"):
        if name in row:
            return name, row[name]
    return "name", full_name(row).casefold()


def _said_of_person(row: Row) -> dict[str, Any]:
    said = {name: row[name] for name in PERSON if name in row}
    return {**said, "name": full_name(row)} if full_name(row) else said


def plan(batch: Batch) -> Write:
    """Judge rows of people."""
    work = _Work(batch)
    for row in work.rows:
        work.judge(row)
    return work.write


PEOPLE = Kind(
    key="people",
    label=_("People"),
    help=_("The people at customers: position, roles, assessment, when they joined and left."),
    fields=fields,
    needs=(NEEDS, ("email", "external_id", "name", "last_name")),
    claims=claims,
    plan=plan,
    position=30,
    export=exported_people,
    not_exported=("first_name", "last_name", "account_domain", "account_via"),
)
