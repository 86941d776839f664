"""Importing connections between people of one account."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.intervals import fact_at, holds, next_start
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import choice, day, flag, text
from accounts.models import Account
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.bulk import Edit, change_many, close_many, insert_many
from accounts.services.importing.kinds import Batch, Kind, Write
from stakeholders.domain.sky import ConnectionKind
from stakeholders.models import Connection, Stakeholder
from stakeholders.models.connections import UNDIRECTED
from stakeholders.selectors.exports import exported_connections
from stakeholders.services.importing.participants import Participants

Key = tuple[str, int, int]
Change = tuple[str, Any, Any]

KIND_WORDS: dict[str, str | int] = {
    **{kind.value: kind.value for kind in ConnectionKind if kind is not ConnectionKind.MET_TOGETHER},
    "reports": "reports_to",
    "manager": "reports_to",
    "reporting line": "reports_to",
    "colleague": "works_with",
    "peer": "works_with",
    "influencer": "influences",
    "rival": "opposes",
}


def fields() -> list[Field]:
    """What a file can say about a connection."""
    return [
        *ACCOUNT_FIELDS,
        Field("from", _("From (e-mail or external id)"), text(254), ("from email", "contact", "person", "report")),
        Field("kind", _("Kind of connection"), choice(KIND_WORDS), ("type", "relation", "relationship", "connection")),
        Field("to", _("To (e-mail or external id)"), text(254), ("to email", "related contact", "related person")),
        Field("since", _("Since"), day, ("from date", "start date", "valid from"), is_date=True),
        Field("until", _("Until"), day, ("to date", "end date", "valid to"), is_date=True),
        Field("is_only", _("The only one of its kind (others of the person end)"), flag, ("is only",)),
    ]


def claims(row: Row) -> list[Claim]:
    """Each tie between two people is said once for each day on which it begins."""
    names = ("from", "kind", "to", "since")
    return [claim(row, *(str(row.get(name, "")).lower() for name in names))]


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.rows = [row for row in batch.rows if row.number in self.accounts]
        wanted = [(self.accounts[row.number], row[name]) for row in self.rows for name in ("from", "to") if name in row]
        self.participants = Participants(batch.source, wanted)
        self.held = self._held()
        self.made: list[Connection] = []
        self.ended: list[tuple[Connection, date]] = []
        self.edits: dict[int, Edit] = {}
        self.others = self._others_of_their_only()

    def _others_of_their_only(self) -> dict[tuple[str, int], list[Connection]]:
        """What is known of those whose rows say that they have one connection of the kind, by kind and person."""
        kinds = {row["kind"] for row in self.rows if row.get("is_only") and "kind" in row}
        found: dict[tuple[str, int], list[Connection]] = defaultdict(list)
        if kinds:
            ids = self.participants.stakeholder_ids
            for one in Connection.objects.standing().filter(kind__in=kinds, from_stakeholder_id__in=ids):
                found[one.kind, one.from_stakeholder_id].append(one)
        return found

    def _held(self) -> dict[Key, list[Connection]]:
        found: dict[Key, list[Connection]] = defaultdict(list)
        ids = self.participants.stakeholder_ids
        for one in Connection.objects.standing().filter(from_stakeholder_id__in=ids, to_stakeholder_id__in=ids):
            found[one.kind, one.from_stakeholder_id, one.to_stakeholder_id].append(one)
        return found

    def judge(self, row: Row) -> None:
        account = self.accounts[row.number]
        first, second = self._end(row, account, "from"), self._end(row, account, "to")
        if "kind" not in row:
            self.batch.fail(row, "kind", "needed")
        elif first is None or second is None:
            return
        elif first.pk == second.pk:
            self.batch.fail(row, "to", "same_person")
        elif row["kind"] in UNDIRECTED and first.pk > second.pk:
            self._settle(row, account, second, first)
        else:
            self._settle(row, account, first, second)

    def _end(self, row: Row, account: Account, name: str) -> Stakeholder | None:
        if name not in row:
            self.batch.fail(row, name, "needed")
            return None
        found = self.participants.find(account, row[name], row.get("since") or self.batch.as_of)
        if found is None:
            self.batch.fail(row, name, "no_person", found=row[name], account=account.name)
        return found

    def _settle(self, row: Row, account: Account, first: Stakeholder, second: Stakeholder) -> None:
        facts = self.held[row["kind"], first.pk, second.pk]
        held = self._meant(row, facts)
        if held is not None:
            self._end_held(row, held)
            return
        since = row.get("since") or self._default_since(first, second, facts)
        until = row.get("until") or next_start(facts, since or date.min)
        fresh = Connection(
            account=account,
            kind=row["kind"],
            from_stakeholder=first,
            to_stakeholder=second,
            valid_from=since,
            valid_to=until,
        )
        if since is not None and until is not None and until <= since:
            self.batch.fail(row, "until", "end_before_start")
        elif any(_overlap(fresh, fact) for fact in facts):
            self.batch.fail(row, "since", "overlap")
        else:
            facts.append(fresh)
            self.made.append(fresh)
            if row.get("is_only"):
                self._end_others(row, fresh)
            self.batch.create(row, self._title(row))

    def _end_others(self, row: Row, fresh: Connection) -> None:
        """They report to somebody else now: the former one ends where this begins."""
        on = fresh.valid_from or self.batch.as_of
        for former in self.others[fresh.kind, fresh.from_stakeholder_id]:
            if former.pk not in self.edits and holds(former, on) and former.valid_to is None:
                self.ended.append((former, on))

    def _meant(self, row: Row, facts: list[Connection]) -> Connection | None:
        """The fact a row speaks of: the one of its first day, of its last, or of the file's day."""
        ended = [fact for fact in facts if "until" in row and fact.valid_to == row["until"]]
        if "since" in row:
            return fact_at(facts, row["since"])
        return next(iter(ended), None) or fact_at(facts, self.batch.as_of)

    def _end_held(self, row: Row, held: Connection) -> None:
        until = row.get("until")
        if until is None or until == held.valid_to or held.pk is None:
            self.batch.unchanged += 1
        elif held.valid_from is not None and until <= held.valid_from:
            self.batch.fail(row, "until", "end_before_start")
        elif any(_overlap(Connection(valid_from=held.valid_from, valid_to=until), fact) for fact in self._others(held)):
            self.batch.fail(row, "until", "overlap")
        else:
            self.edits[held.pk] = (held, {"valid_to": until})
            self.batch.settle(row, self._title(row), [("until", held.valid_to, until)])

    def _others(self, held: Connection) -> list[Connection]:
        facts = self.held[held.kind, held.from_stakeholder_id, held.to_stakeholder_id]
        return [fact for fact in facts if fact is not held]

    def _default_since(self, first: Stakeholder, second: Stakeholder, facts: list[Connection]) -> date | None:
        """Between people of whom one is new to our records it is as old as these; else it is new on the file's day."""
        recorded = max(timezone.localdate(first.recorded_at), timezone.localdate(second.recorded_at))
        return None if recorded >= self.batch.as_of and not facts else self.batch.as_of

    def _title(self, row: Row) -> str:
        return f"{row['from']} – {row['to']}"

    def write(self, recorder: Recorder) -> None:
        """End what ended, then add."""
        change_many(recorder, list(self.edits.values()))
        by_day: dict[date, dict[int, Connection]] = defaultdict(dict)
        for former, on in self.ended:
            by_day[on][former.pk] = former
        for on, some in by_day.items():
            close_many(recorder, some.values(), on)
        insert_many(recorder, self.made)
        changed = {note[0] for note in self.batch.notes}
        recorder.touches(*(self.accounts[row.number].pk for row in self.rows if row.number in changed))


def _overlap(first: Connection, second: Connection) -> bool:
    starts = first.valid_from is None or second.valid_to is None or first.valid_from < second.valid_to
    return starts and (second.valid_from is None or first.valid_to is None or second.valid_from < first.valid_to)


def plan(batch: Batch) -> Write:
    """Judge rows of connections."""
    work = _Work(batch)
    for row in work.rows:
        work.judge(row)
    return work.write


CONNECTIONS = Kind(
    key="connections",
    label=_("Connections"),
    help=_("Who reports to, works with, influences or opposes whom, within one account."),
    fields=fields,
    needs=(NEEDS, ("from",), ("kind",), ("to",)),
    claims=claims,
    plan=plan,
    position=40,
    export=exported_connections,
    not_exported=("account_domain", "account_via", "is_only"),
)
