"""What the pages, the API and the command show of an import."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.access import UserRole, configures
from accounts.domain.importing.reports import lines
from accounts.models import Account, Act, ImportRun, RunState
from accounts.models.imports import WORKING
from accounts.selectors.import_texts import LEFT_OUT, row_problem
from csm.foundation.importers import importers
from csm.foundation.progress import Progress

MOST_SHOWN = 200
SAMPLE_ROWS = 3


@dataclass(frozen=True)
class ShownProblem:
    """What is wrong with a row; `column` is the header of the file over the cell, "" for the whole row."""

    row: int
    field: str
    column: str
    text: str


@dataclass(frozen=True)
class ShownChange:
    """A row that makes or changes something: each change is (field, old, new)."""

    row: int
    verdict: str
    title: str
    changes: list[tuple[str, str, str]]


def progress_of(run: ImportRun) -> Progress:
    """How far the present stage of a run is."""
    share = run.rows_done / run.rows_total if run.rows_total else 0.0
    ends_at = run.finished_at if run.state == RunState.APPLIED and run.finished_at else timezone.now()
    seconds = (ends_at - run.stage_began_at).total_seconds() if run.stage_began_at else 0.0
    rate = run.rows_done / seconds if run.rows_done and seconds > 0 else None
    left = (run.rows_total - run.rows_done) / rate if rate else None
    return Progress(min(share, 1.0), rate, left, run.state in WORKING and run.beat_at is None)


def labels_of(run: ImportRun) -> dict[str, str]:
    """The fields of the run's kind by key, as people read them."""
    importer = importers.get(run.kind)
    return {field.key: str(field.label) for field in importer.fields()} if importer else {}


def problems_of(run: ImportRun, most: int = MOST_SHOWN, after_row: int = 0) -> list[ShownProblem]:
    """The first problems of a run, in the order of its rows."""
    labels = labels_of(run)
    found: list[list[Any]] = []
    for problems in run.chunks.exclude(problems=[]).values_list("problems", flat=True).iterator():
        found += [problem for problem in problems if problem[0] > after_row]
        if len(found) > 4 * most:
            break
    return [_shown(run, problem, labels) for problem in sorted(found, key=lambda one: (one[0], one[1]))[:most]]


def remarks_of(run: ImportRun, most: int = MOST_SHOWN) -> list[ShownProblem]:
    """Without what the first rows of a run are brought in."""
    labels = labels_of(run)
    found: list[list[Any]] = []
    for remarks in run.chunks.exclude(remarks=[]).values_list("remarks", flat=True).iterator():
        found += remarks
        if len(found) > 4 * most:
            break
    return [_shown(run, remark, labels) for remark in sorted(found, key=lambda one: (one[0], one[1]))[:most]]


def _shown(run: ImportRun, problem: list[Any], labels: dict[str, str]) -> ShownProblem:
    row, field, code, params = problem
    index = run.mapping.get(field)
    column = run.header[index] if index is not None and index < len(run.header) else ""
    return ShownProblem(row, labels.get(field, field), column, row_problem(code, params))


def changes_of(run: ImportRun, verdict: str, most: int = MOST_SHOWN) -> list[ShownChange]:
    """The first rows of a checked run that would make (`created`) or change (`updated`) something."""
    labels = labels_of(run)
    found: list[ShownChange] = []
    for notes in run.chunks.exclude(notes=[]).values_list("notes", flat=True).iterator():
        for row, said, title, changes in notes:
            if said == verdict:
                shown = [(labels.get(name, name), old, new) for name, old, new in changes]
                found.append(ShownChange(row, said, title, shown))
        if len(found) >= most:
            break
    return found[:most]


@dataclass(frozen=True)
class ShownLeftOut:
    """What was passed over for one reason; `details` names what, such as addresses, the most frequent first."""

    reason: str
    text: str
    count: int
    details: list[tuple[str, int]]


def left_out_of(run: ImportRun) -> list[ShownLeftOut]:
    """What of a run's file was passed over, the most frequent reason first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for part in [run.left_out, *run.chunks.exclude(left_out={}).values_list("left_out", flat=True)]:
        for reason, details in part.items():
            found[reason].update(details)
    shown = [
        ShownLeftOut(reason, str(LEFT_OUT[reason]), details.total(), [one for one in details.most_common() if one[0]])
        for reason, details in found.items()
    ]
    return sorted(shown, key=lambda one: (-one.count, one.reason))


def may_edit_all(run: ImportRun, viewer: Any) -> bool:
    """Whether somebody may still change all accounts that a run wrote to."""
    if configures(UserRole(viewer.role)):
        return True
    acts = Act.objects.filter(group=run.group).values_list("touched", flat=True)
    touched = {account for some in acts for account in some}
    return Account.objects.editable_by(viewer).filter(pk__in=touched).count() == len(touched)


def sample_of(run: ImportRun) -> list[list[str]]:
    """For each column of the file its first values that are not blank."""
    chunk = run.chunks.first()
    rows = [cells for _number, cells in chunk.rows()[:100]] if chunk is not None else []
    columns = []
    for index in range(len(run.header)):
        cells = [cells[index].strip().replace("\0", "")[:60] for cells in rows if index < len(cells)]
        columns.append(list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLE_ROWS])
    return columns


def failed_rows(run: ImportRun) -> Iterator[str]:
    """The rows with problems as CSV: the columns of the file and one that says what is wrong, ready to be repaired."""
    labels = labels_of(run)
    wrong: dict[int, list[str]] = defaultdict(list)
    for problems in run.chunks.exclude(problems=[]).values_list("problems", flat=True).iterator():
        for row, field, code, params in problems:
            place = f"{labels.get(field, field)}: " if field else ""
            wrong[row].append(f"{place}{row_problem(code, params)}")
    yield from lines(_failed(run, wrong))


def _failed(run: ImportRun, wrong: dict[int, list[str]]) -> Iterator[list[str]]:
    yield [*run.header, _("Row in the file"), _("What is wrong")]
    for chunk in run.chunks.filter(is_last_round=False).iterator(chunk_size=5):
        for number, cells in chunk.rows():
            said = wrong.pop(number, None)
            if said is not None:
                width = len(run.header)
                padded = [cell.replace("\0", "") for cell in [*cells, *[""] * width][:width]]
                yield [*padded, str(number), " ".join(said)]
