"""Importing touchpoints: what happened when, and who of both sides took part."""

import hashlib
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import choice, flag, instant, is_same, long_text, several, text, user_word
from accounts.models import ExternalId, User
from accounts.selectors.references import rows_named
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.bulk import change_many, copy_values, insert_many, retract_many
from accounts.services.importing.fresh import fresh
from accounts.services.importing.kinds import Batch, Kind, Write
from accounts.services.importing.user_references import OurPeople, refuse_stranger, stranger_code
from stakeholders.domain.sky import TouchKind
from stakeholders.models import Stakeholder, Touchpoint, TouchpointStakeholder, TouchpointUser
from stakeholders.models.words import TOUCH_CHOICES
from stakeholders.selectors.exports import exported_touchpoints
from stakeholders.services.importing.participants import Participants, accounts_of_people
from stakeholders.services.touchpoints import ONE_WAY_UNLESS_ANSWERED

WHEN_WORDS = ("date", "datetime", "start", "start time", "activity date", "due date")
OUR_WORDS = ("our participants", "users", "owner email", "assigned to", "hosts", "our emails")
THEIR_WORDS = ("their participants", "contacts", "contact email", "attendees", "participants", "their emails")
PLAIN = ("kind", "touched_at", "is_two_way", "subject", "notes")

KIND_WORDS: dict[str, str | int] = {
    **{kind.value: kind.value for kind in TouchKind},
    "phone": "call",
    "phone call": "call",
    "video call": "meeting",
    "e-mail": "email",
    "mail": "email",
    "qbr": "joint_session",
    "business review": "joint_session",
    "workshop": "joint_session",
    "webinar": "event",
    "conference": "event",
}

KIND_OPTIONS: tuple[tuple[str, object], ...] = tuple(TOUCH_CHOICES)


def fields() -> list[Field]:
    """What a file can say about a touchpoint."""
    at = instant(timezone.get_default_timezone())
    people = several(text(254), ";|,")
    return [
        Field("external_id", _("External id"), text(180), ("activity id", "event id", "task id", "id", "record id")),
        *ACCOUNT_FIELDS,
        Field(
            "touched_at",
            _("When"),
            at,
            ("date", "datetime", "start", "start time", "activity date", "due date"),
            is_date=True,
        ),
        Field(
            "kind",
            _("Kind"),
            choice(KIND_WORDS),
            ("type", "activity type", "event type", "channel"),
            options=KIND_OPTIONS,
        ),
        Field("subject", _("Subject"), text(200), ("title", "topic", "name", "activity subject")),
        Field("notes", _("Notes"), long_text(20_000), ("description", "comments", "body", "details")),
        Field(
            "ours",
            _("Our participants (e-mails)"),
            several(user_word, ";|,"),
            OUR_WORDS,
        ),
        Field(
            "theirs",
            _("Their participants (e-mails or external ids)"),
            people,
            (
                "their participants",
                "contacts",
                "contact email",
                "attendees",
                "participants",
                "stakeholders",
                "their emails",
            ),
        ),
        Field("is_two_way", _("Two-way"), flag, ("two way", "answered", "replied", "is two way")),
    ]


def claims(row: Row) -> list[Claim]:
    """Each external id is said once; a row without one may be repeated."""
    return [claim(row, row["external_id"])] if "external_id" in row else []


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch, lambda rows: accounts_of_people(batch, rows, "theirs"))
        self.rows = [row for row in batch.rows if row.number in self.accounts]
        self.users = OurPeople(batch.source, [word for row in self.rows for word in row.get("ours", ())])
        wanted = [(self.accounts[row.number], word) for row in self.rows for word in row.get("theirs", ())]
        self.participants = Participants(batch.source, wanted)
        self.keys = {row.number: self._key(row) for row in self.rows if "touched_at" in row}
        self.known = rows_named("touchpoint", [(batch.source, key) for key in self.keys.values()])
        ids = list(self.known.values())
        self.held = Touchpoint.objects.standing().in_bulk(ids)
        self.held_users = _links(TouchpointUser, "user_id", ids)
        self.held_theirs = _links(TouchpointStakeholder, "stakeholder_id", ids)
        self.made: dict[str, tuple[Touchpoint, list[User], list[Stakeholder]]] = {}
        self.replaced: dict[str, Touchpoint] = {}

    def _key(self, row: Row) -> str:
        """Its external id; else one made of what is written: account, kind, instant, subject and their people."""
        if "external_id" in row:
            return str(row["external_id"])
        theirs = sorted(word.lower() for word in row.get("theirs", ()))
        said = [self.accounts[row.number].pk, row.get("kind"), row["touched_at"].astimezone(UTC).isoformat()]
        written = "\x1f".join(str(part) for part in [*said, row.get("subject", "").casefold(), *theirs])
        return f"row:{hashlib.sha256(written.encode()).hexdigest()[:40]}"

    def judge(self, row: Row) -> None:
        missing = [column for column in ("touched_at", "kind") if column not in row]
        for column in missing:
            self.batch.fail(row, column, "needed")
        users, theirs = self._ours(row), self._theirs(row)
        if missing or users is None or theirs is None:
            return
        key = self.keys[row.number]
        row_id = self.known.get((self.batch.source, key))
        held = self.held.get(row_id or 0)
        if key in self.made or ("touchpoint", key) in self.batch.coming:
            self.batch.unchanged += 1
        elif held is not None:
            self._settle(row, key, held, users, theirs)
        elif row_id is not None:
            self.batch.fail(row, "external_id", "removed_here")
        elif not theirs:
            self.batch.fail(row, "theirs", "needed")
        else:
            self._create(row, key, users, theirs)

    def _ours(self, row: Row) -> list[User] | None:
        found = {word: self.users.find(word) for word in row.get("ours", ())}
        unknown = [word for word, user in found.items() if user is None]
        if unknown and "ours" not in self.batch.lenient:
            for word in unknown:
                refuse_stranger(self.batch, row, "ours", word)
            return None
        for word in unknown:
            row.remark("ours", stranger_code(word), found=word)
        return list({user.pk: user for user in found.values() if user is not None}.values())

    def _theirs(self, row: Row) -> list[Stakeholder] | None:
        account, on = self.accounts[row.number], _local_day(row.get("touched_at"))
        found = {word: self.participants.find(account, word, on) for word in row.get("theirs", ())}
        unknown = [word for word, stakeholder in found.items() if stakeholder is None]
        unique = {one.pk: one for one in found.values() if one is not None}
        if unknown and not (unique and "theirs" in self.batch.lenient):
            for word in unknown:
                self.batch.fail(row, "theirs", "no_person", found=word, account=account.name)
            return None
        for word in unknown:
            row.remark("theirs", "no_person", found=word, account=account.name)
        return list(unique.values())

    def _create(self, row: Row, key: str, users: list[User], theirs: list[Stakeholder]) -> None:
        said = {name: row[name] for name in PLAIN if name in row}
        said.setdefault("is_two_way", row["kind"] not in ONE_WAY_UNLESS_ANSWERED)
        account = self.accounts[row.number]
        touchpoint = fresh(Touchpoint, account=account, touched_on=_local_day(row["touched_at"]), **said)
        self.made[key] = (touchpoint, users, theirs)
        self.batch.create(row, f"{touchpoint.touched_on} {touchpoint}, {account.name}")
        if self.batch.is_trial:
            self.batch.coming.add(("touchpoint", key))

    def _settle(self, row: Row, key: str, held: Touchpoint, users: list[User], theirs: list[Stakeholder]) -> None:
        account = self.accounts[row.number]
        changes = [
            (one, getattr(held, one), row[one])
            for one in PLAIN
            if one in row and not is_same(getattr(held, one), row[one])
        ]
        if held.account_id != account.pk:
            self.batch.fail(row, "account", "elsewhere")
            return
        if users and {user.pk for user in users} != self.held_users[held.pk]:
            changes.append(("ours", len(self.held_users[held.pk]), row["ours"]))
        if theirs and {one.pk for one in theirs} != self.held_theirs[held.pk]:
            changes.append(("theirs", len(self.held_theirs[held.pk]), row["theirs"]))
        if changes:
            self._replace(row, key, held, users, theirs)
        self.batch.settle(row, f"{held.touched_on} {held}, {account.name}", changes)

    def _replace(self, row: Row, key: str, held: Touchpoint, users: list[User], theirs: list[Stakeholder]) -> None:
        """What was recorded was wrong: it is taken back and recorded right, and keeps its name elsewhere."""
        said = {one: row[one] if one in row else getattr(held, one) for one in PLAIN}
        on = _local_day(row["touched_at"]) if row["touched_at"] != held.touched_at else held.touched_on
        right = Touchpoint(account_id=held.account_id, touched_on=on, row_version=1, **said)
        ours = users or list(User.objects.filter(pk__in=self.held_users[held.pk]))
        people = theirs or list(Stakeholder.objects.filter(pk__in=self.held_theirs[held.pk]))
        self.made[key] = (right, ours, people)
        self.replaced[key] = held

    def write(self, recorder: Recorder) -> None:
        """Take back what is replaced, then write touchpoints with who took part."""
        retract_many(recorder, self.replaced.values())
        insert_many(recorder, [touchpoint for touchpoint, _users, _theirs in self.made.values()])
        self._link()
        named = ExternalId.objects.filter(source=self.batch.source, kind="touchpoint", value__in=list(self.replaced))
        moved = {name.value: name for name in named}
        change_many(recorder, [(name, {"row_id": self.made[key][0].pk}) for key, name in moved.items()])
        insert_many(
            recorder,
            [
                fresh(ExternalId, source=self.batch.source, kind="touchpoint", value=key, row_id=touchpoint.pk)
                for key, (touchpoint, _users, _theirs) in self.made.items()
                if key not in moved
            ],
        )
        recorder.touches(*(touchpoint.account_id for touchpoint, _users, _theirs in self.made.values()))

    def _link(self) -> None:
        """Who took part goes with the touchpoint, also when it is taken back."""
        made = self.made.values()
        ours = ((one.pk, user.pk) for one, users, _theirs in made for user in users)
        theirs = ((one.pk, who.pk) for one, _users, people in made for who in people)
        copy_values(TouchpointUser, ("touchpoint_id", "user_id"), ours)
        copy_values(TouchpointStakeholder, ("touchpoint_id", "stakeholder_id"), theirs)


def _local_day(moment: datetime | None) -> Any:
    """The date of an instant where it was written down, which is the zone it carries."""
    return (moment or timezone.now()).date()


def _links(
    model: type[TouchpointUser] | type[TouchpointStakeholder], column: str, ids: list[int]
) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for touchpoint_id, other_id in model._default_manager.filter(touchpoint_id__in=ids).values_list(
        "touchpoint_id", column
    ):
        found[touchpoint_id].add(other_id)
    return found


def plan(batch: Batch) -> Write:
    """Judge rows of touchpoints."""
    work = _Work(batch)
    for row in work.rows:
        work.judge(row)
    return work.write


TOUCHPOINTS = Kind(
    key="touchpoints",
    label=_("Touchpoints"),
    help=_("Meetings, calls, mails and sessions, with who took part on both sides."),
    fields=fields,
    needs=((*NEEDS, "theirs"), ("touched_at",), ("kind",), ("theirs",)),
    claims=claims,
    plan=plan,
    position=50,
    export=exported_touchpoints,
    not_exported=("account_domain", "account_via"),
)
