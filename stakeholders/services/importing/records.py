"""What files of promises, concerns, recognitions and champion steps share: one row for one record of an account, known
by its external id, else by what is written of it."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.db import models

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.rows import Row
from accounts.models import Account, ExternalId, User
from accounts.selectors.references import rows_named
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import claim, find_accounts
from accounts.services.importing.bulk import change_many, insert_many, keep_changed
from accounts.services.importing.fresh import fresh
from accounts.services.importing.kinds import Batch
from accounts.services.importing.user_references import OurPeople, refuse_stranger, stranger_code
from stakeholders.models import Stakeholder
from stakeholders.services.importing.participants import Participants, accounts_of_people

Columns = dict[str, Any]
Change = tuple[str, Any, Any]


def claims(row: Row) -> list[Claim]:
    """Each external id is said once; a row without one may be repeated."""
    return [claim(row, row["external_id"])] if "external_id" in row else []


class RecordWork:
    """The records of one kind to be added and changed by one batch.

    A kind says its `model`, under which kind of external id its rows are known, which column names people of theirs and
    which ours, what makes two rows without an id the same (`same`), and what a row asks for (`wanted`).
    """

    model: ClassVar[type[models.Model]]
    named_as: ClassVar[str]
    theirs: ClassVar[str] = "person"
    ours: ClassVar[str] = "user"

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch, lambda rows: accounts_of_people(batch, rows, self.theirs))
        self.rows = [row for row in batch.rows if row.number in self.accounts]
        wanted = [(self.accounts[row.number], word) for row in self.rows for word in _words(row, self.theirs)]
        self.participants = Participants(batch.source, wanted)
        self.users = OurPeople(batch.source, (word for row in self.rows for word in _words(row, self.ours)))
        self.keys = {row.number: self._key(row) for row in self.rows}
        self.known = rows_named(self.named_as, [(batch.source, key) for key in self.keys.values()])
        self.held = {row.pk: row for row in self.standing() if row.pk in set(self.known.values())}
        self.made: dict[str, Any] = {}
        self.edits: dict[int, tuple[Any, Columns]] = {}
        self.names: list[tuple[str, Any]] = []
        self.touched: set[int] = set()

    # What a kind says

    def standing(self) -> Any:
        """The records among which those of the batch are; one query."""
        rows: Any = self.model._default_manager
        return rows.standing().filter(pk__in=set(self.known.values()))

    def same(self, row: Row) -> tuple[Any, ...]:
        """What makes two rows of an account without an id the same."""
        raise NotImplementedError

    def alike(self, row: Row, account: Account) -> Any:
        """A record that is the same as a row though this source never named it."""
        return None

    def wanted(self, row: Row, account: Account, held: Any) -> Columns | None:
        """The columns (by attname) that a row asks for; None where it has failed."""
        raise NotImplementedError

    def made_of(self, row: Row, account: Account, columns: Columns) -> Any:
        """A new record."""
        return fresh(self.model, account=account, **columns)

    def more_changes(self, row: Row, held: Any, columns: Columns) -> list[Change]:
        """What else changes about a record that is there; noted to be written."""
        return []

    def write_more(self, recorder: Recorder) -> None:
        """Write what hangs on the records."""

    def title(self, record: Any, account: Account) -> str:
        return f"{record}, {account.name}"

    # How rows are judged

    def judge(self, row: Row) -> None:
        """Compare a row with the record there is, or make it."""
        account, key = self.accounts[row.number], self.keys[row.number]
        row_id = self.known.get((self.batch.source, key))
        held = self.held.get(row_id or 0) or self.alike(row, account)
        if key in self.made or (self.named_as, key) in self.batch.coming:
            self.batch.unchanged += 1
        elif held is None and row_id is not None:
            self.batch.fail(row, "external_id", "removed_here")
        elif held is not None and self.account_of(held) != account.pk:
            self.batch.fail(row, "account", "recorded_elsewhere")
        else:
            columns = self.wanted(row, account, held)
            if columns is not None:
                self._take(row, account, held, columns)

    def account_of(self, record: Any) -> int:
        return int(record.account_id)

    def _take(self, row: Row, account: Account, held: Any, columns: Columns) -> None:
        key = self.keys[row.number]
        if held is None:
            self.made[key] = self.made_of(row, account, columns)
            self.touched.add(account.pk)
            self.batch.create(row, self.title(self.made[key], account))
            if self.batch.is_trial:
                self.batch.coming.add((self.named_as, key))
            return
        edits = keep_changed(held, columns)
        changes: list[Change] = [(_shown(name), getattr(held, _shown(name)), new) for name, new in edits.items()]
        changes += self.more_changes(row, held, columns)
        if (self.batch.source, key) not in self.known:
            self.names.append((key, held))
        if edits:
            self.edits[held.pk] = (held, edits)
        if changes:
            self.touched.add(account.pk)
        self.batch.settle(row, self.title(held, account), changes)

    def needs(self, row: Row, held: Any, *names: str) -> bool:
        """Whether a row says all that something new needs; what it lacks is a problem each."""
        missing = [name for name in names if held is None and name not in row]
        for name in missing:
            self.batch.fail(row, name, "needed")
        return not missing

    def somebody(self, row: Row, word: str, on: date) -> Stakeholder | None:
        """Who of theirs is meant, where that is known."""
        account = self.accounts[row.number]
        found = self.participants.find(account, word, on)
        if found is None:
            self.batch.fail(row, self.theirs, "no_person", found=word, account=account.name)
        return found

    def user_of(self, row: Row, word: str) -> User | None:
        """Who of ours is meant; where nobody is, the row fails or is brought in without."""
        found = self.users.find(word)
        if found is None and self.ours in self.batch.lenient:
            row.remark(self.ours, stranger_code(word), found=word)
        elif found is None:
            refuse_stranger(self.batch, row, self.ours, word)
        return found

    def _key(self, row: Row) -> str:
        if "external_id" in row:
            return str(row["external_id"])
        said = [self.accounts[row.number].pk, *self.same(row)]
        written = "\x1f".join(str(part).casefold() for part in said)
        return f"row:{hashlib.sha256(written.encode()).hexdigest()[:40]}"

    def write(self, recorder: Recorder) -> None:
        """Write what was judged."""
        insert_many(recorder, list(self.made.values()))
        change_many(recorder, list(self.edits.values()))
        self.write_more(recorder)
        names = [*self.names, *self.made.items()]
        insert_many(
            recorder,
            [
                fresh(ExternalId, source=self.batch.source, kind=self.named_as, value=key, row_id=record.pk)
                for key, record in dict(names).items()
            ],
        )
        recorder.touches(*self.touched)


def judged(work: RecordWork) -> RecordWork:
    """All rows of a batch judged."""
    for row in work.rows:
        work.judge(row)
    return work


def _words(row: Row, column: str) -> list[str]:
    given = row.get(column, ())
    return [given] if isinstance(given, str) else list(given)


def _shown(column: str) -> str:
    return column.removesuffix("_id")


def spelt(choices: Iterable[tuple[str, Any]], **more: str) -> dict[str, str | int]:
    """The words of a choice: keys, what they are called, and others by which they are known."""
    labels = dict(choices)
    named = {str(label): key for key, label in labels.items()}
    return {**{key: key for key in labels}, **named, **{word.replace("_", " "): key for word, key in more.items()}}
