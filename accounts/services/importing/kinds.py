"""What a kind of file is made of: its fields, what its rows claim, and how a batch of rows becomes changes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, cast

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Problem, Row
from accounts.models import ImportRun, User
from accounts.services.acts import Recorder
from accounts.visibility import Viewer
from csm.foundation.importers import importers
from csm.foundation.registry import Label

CREATED, UPDATED = "created", "updated"
SHOWN_CHANGES = 40

Write = Callable[[Recorder], None]
Export = Callable[[Viewer, str], Iterator[dict[str, Any]]]
LeftOut = dict[str, Counter[str]]


@dataclass(slots=True)
class Batch:
    """Some rows of a file to be judged against the records, and the verdicts.

    `coming` are the names by which rows earlier in the file will be known once applied; it grows while a file is
    checked and stays empty while it is applied, when they are in the records already. `only_new` are the fields that
    say something of what is new, and change nothing that is known; `lenient` those without which a row is brought in
    where they cannot be used. `left_out` counts rows that are passed over, and what
    was passed over of others, by reason and detail.
    """

    rows: list[Row]
    as_of: date
    source: str
    actor: User | None
    belongs_to: User | None = None
    coming: set[Any] = field(default_factory=set)
    is_trial: bool = False
    is_last_round: bool = True
    only_new: frozenset[str] = frozenset()
    lenient: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    notes: list[list[Any]] = field(default_factory=list)
    deferred: list[int] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    passed_over: int = 0
    left_out: LeftOut = field(default_factory=lambda: defaultdict(Counter))

    def pass_over(self, reason: str) -> None:
        """This row is none of what is imported."""
        self.passed_over += 1
        self.leave_out(reason)

    def leave_out(self, reason: str, detail: str = "") -> None:
        """Something of a row is left out; it is counted and shown."""
        self.left_out[reason][detail] += 1

    def fail(self, row: Row, column: str, code: str, **params: object) -> None:
        """This row cannot be imported."""
        texts = {name: str(given) for name, given in params.items()}
        self.problems.append(Problem(row.number, column, code, texts))

    def defer(self, row: Row, column: str, code: str, **params: object) -> None:
        """This row needs another one of the file that is not there yet; a problem when none is left to wait for."""
        if self.is_last_round:
            self.fail(row, column, code, **params)
        else:
            self.deferred.append(row.number)

    def create(self, row: Row, title: str) -> None:
        self.created += 1
        self.notes.append([row.number, CREATED, title, []])

    def settle(self, row: Row, title: str, changes: Sequence[tuple[str, Any, Any]]) -> None:
        """This row changes what is known (field, old, new), or nothing."""
        if not changes:
            self.unchanged += 1
            return
        self.updated += 1
        shown = [[name, _plain(old), _plain(new)] for name, old, new in changes[:SHOWN_CHANGES]]
        self.notes.append([row.number, UPDATED, title, shown])


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)[:200]


@dataclass(frozen=True)
class Received:
    """A file as it came in, and what was said with it."""

    actor: User | None
    file: BinaryIO
    name: str
    as_of: date
    belongs_to: User | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of row that files hold.

    Every group of `needs` lists fields of which at least one must be mapped. `claims` says what a row asserts about
    which subject, so that two rows of a file cannot contradict each other. `plan` judges a batch in a fixed number of
    queries and returns what writes it. `export` yields what a viewer sees of the records as values by field, named by
    ids that begin with the given key; the fields `not_exported` are other ways to say what is written already. A kind
    whose files are no tables says with `receive` how one becomes a run whose columns are known.
    """

    key: str
    label: Label
    help: Label
    fields: Callable[[], list[Field]]
    needs: tuple[tuple[str, ...], ...]
    claims: Callable[[Row], list[Claim]]
    plan: Callable[[Batch], Write]
    position: int = 100
    export: Export | None = None
    not_exported: tuple[str, ...] = ()
    receive: "Callable[[Received], ImportRun] | None" = None
    suffix: str = "csv"

    @property
    def example(self) -> str:
        """Name of the example file under `docs/examples/`."""
        return f"{self.key}.{self.suffix}"


def kind_of(key: str) -> Kind | None:
    """The registered kind of that key."""
    return cast("Kind | None", importers.get(key))


def kinds() -> list[Kind]:
    """Every registered kind, in the order in which one imports them."""
    return [cast("Kind", entry) for entry in importers]
