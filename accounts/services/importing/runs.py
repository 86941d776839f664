"""Taking a file in, choosing its columns, and moving a run from one stage to the next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.importing.columns import called, signature, suggest, without
from accounts.domain.importing.files import Format, Record, Unreadable, detect, in_batches, records
from accounts.domain.importing.judging import Question
from accounts.models import ImportChunk, ImportedWorkbook, ImportMapping, ImportRun, RunState, User
from accounts.models.imports import WORKING
from accounts.selectors.import_readings import readings_of
from accounts.services.importing.keeping import KEEP, keep_columns
from accounts.services.importing.kinds import Kind, Received, kind_of
from accounts.services.importing.reading import judge_columns, meaning_of, questions_of
from csm.foundation.clock import today

CHUNK_ROWS = 1000
MOST_ROWS = 500_000


Answers = Mapping[int, Mapping[str, str]]


class Unanswered(ValidationError):
    """Some columns can be read in two ways and nobody said which; `readings` are those questions in words."""

    def __init__(self, unanswered: Sequence[Question], run: ImportRun, kind: Kind) -> None:
        self.readings = readings_of(unanswered, run.header, kind.fields())
        super().__init__([f"{one.header}: {one.text}" for one in self.readings])


class WrongStage(Exception):
    """The run is not at a stage from which this can be done."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words or _("This import is no longer at that stage."))


def receive_file(
    actor: User | None,
    kind: Kind,
    file: BinaryIO,
    file_name: str,
    *,
    source: str = "csv",
    as_of: date | None = None,
    sheet: str = "",
    has_header: bool = True,
    belongs_to: User | None = None,
) -> ImportRun:
    """Read a file into a run with the mapping remembered or suggested. *Raises* Unreadable."""
    if kind.receive is not None:
        return kind.receive(Received(actor, file, file_name, as_of or today(), belongs_to))
    form = detect(file, sheet)
    run = ImportRun(
        kind=kind.key,
        file_name=file_name.replace("\0", "")[-200:],
        source=source,
        as_of=as_of or today(),
        has_header=has_header,
        made_by=actor,
    )
    with transaction.atomic():
        fill(run, kind, file, form)
        if len(run.sheets) > 1 and not sheet:
            file.seek(0)
            ImportedWorkbook.objects.create(run=run, content=file.read())
    return run


def fill(run: ImportRun, kind: Kind, file: BinaryIO, form: Format) -> None:
    """Put the rows of a file into a run that has none. *Raises* Unreadable."""
    rows = records(file, form, least=2 if run.has_header else 1)
    first = next(rows)
    run.shape, run.encoding, run.delimiter = form.shape, form.encoding, form.delimiter
    run.sheet, run.sheets = form.sheet, list(form.sheets)
    run.rows_total = 0
    name_columns(run, kind, first)
    keep_rows(run, rows if run.has_header else chain([first], rows))


def name_columns(run: ImportRun, kind: Kind, first: Record) -> None:
    """Name the columns by the first row, or by numbers where that holds data; then propose what they hold."""
    run.first_row = ImportChunk.pack([first])
    names = [name.replace("\0", "").lstrip("\ufeff").strip()[:200] for name in first.cells]
    run.header = (
        names if run.has_header else [_("Column %(number)s") % {"number": place + 1} for place in range(len(names))]
    )
    run.signature = signature(run.header)
    run.mapping = propose_mapping(run, kind)
    run.tallies, run.answers, run.judged = {}, remembered_answers(run), {}


@transaction.atomic
def keep_rows(run: ImportRun, rows: Iterator[Record]) -> None:
    """Save a run and its rows in chunks. *Raises* Unreadable."""
    run.save()
    for number, batch in enumerate(in_batches(rows, CHUNK_ROWS)):
        _keep(run, number, batch)
    run.save(update_fields=["rows_total"])


def _keep(run: ImportRun, number: int, batch: Sequence[Record]) -> None:
    run.rows_total += len(batch)
    if run.rows_total > MOST_ROWS:
        raise Unreadable("rows", most=MOST_ROWS)
    packed = ImportChunk.pack(batch)
    ImportChunk.objects.create(run=run, number=number, packed=packed, row_count=len(batch))


def propose_mapping(run: ImportRun, kind: Kind) -> dict[str, int]:
    """The mapping used last time for such a header, else one by the names of the columns."""
    fields = kind.fields()
    kept = ImportMapping.objects.filter(kind=kind.key, signature=run.signature).first()
    if kept is not None:
        return without(kept.mapping, len(run.header), fields)
    return suggest(run.header, fields)


def remembered_answers(run: ImportRun) -> dict[str, dict[str, str]]:
    """What was said last time of how the columns of such a file are written."""
    kept = ImportMapping.objects.filter(kind=run.kind, signature=run.signature).first()
    return dict(kept.answers) if kept is not None else {}


def choose_mapping(run: ImportRun, mapping: Mapping[str, int], answers: Answers | None = None) -> None:
    """Say which column holds what and how it is written, and remember it.

    `answers` say by column and aspect what the cells do not tell. *Raises* ValidationError, Unanswered, WrongStage.
    """
    kind = kind_of(run.kind)
    if kind is None or run.state not in (RunState.MAPPING, RunState.CHECKED):
        raise WrongStage
    chosen = without(mapping, len(run.header), kind.fields())
    refuse_incomplete(run, kind, chosen)
    run.answers = {**run.answers, **{str(column): dict(said) for column, said in (answers or {}).items()}}
    judge_columns(run, kind, chosen)
    refuse_unanswered(run, kind, chosen)
    ImportRun.objects.filter(pk=run.pk).update(mapping=chosen, answers=run.answers)
    run.refresh_from_db()
    remember(run)


def remember(run: ImportRun) -> None:
    """The next file of the kind with these columns is understood as this one."""
    said = {
        "mapping": run.mapping,
        "answers": run.answers,
        "values": run.values,
        "header": run.header,
        "preset": run.preset,
        "use": run.use,
        "is_left_out": run.is_left_out,
        "used_at": timezone.now(),
    }
    ImportMapping.objects.update_or_create(
        kind=run.kind, signature=run.signature, defaults=said, create_defaults={**said, "name": run.file_name}
    )


def named_mapping(run: ImportRun, kind: Kind, chosen: Mapping[str, str]) -> dict[str, int]:
    """The run's mapping with some columns (by header) given to fields (by key), or kept as extra fields.

    *Raises* ValidationError.
    """
    columns = columns_of(run)
    known = {field.key for field in kind.fields()}
    kept = keep_columns(
        run.made_by,
        run,
        kind,
        {column_named(columns, name): said for name, said in chosen.items() if said.partition(":")[0] == KEEP},
    )
    known |= set(kept.values())
    mapping = dict(run.mapping)
    for column, said in chosen.items():
        index = column_named(columns, column)
        field = kept.get(index, said)
        if field not in known:
            shown = {"field": field, "known": ", ".join(sorted(known))}
            raise ValidationError(_("There is no field “%(field)s”; there are: %(known)s.") % shown)
        mapping = {key: place for key, place in mapping.items() if place != index}
        mapping[field] = index
    return mapping


def columns_of(run: ImportRun) -> dict[str, int]:
    """The columns of a file by name, the first where a name is repeated."""
    return {called(name): index for index, name in reversed(list(enumerate(run.header)))}


def column_named(columns: Mapping[str, int], name: str) -> int:
    """The column of a name, however it is spelled. *Raises* ValidationError."""
    if called(name) not in columns:
        raise ValidationError(_("The file has no column “%(column)s”.") % {"column": name})
    return columns[called(name)]


def named_answers(run: ImportRun, said: Mapping[str, Mapping[str, str]]) -> dict[int, Mapping[str, str]]:
    """Answers by header as answers by column. *Raises* ValidationError."""
    columns = columns_of(run)
    return {column_named(columns, name): answers for name, answers in said.items()}


def refuse_unanswered(run: ImportRun, kind: Kind, mapping: Mapping[str, int]) -> None:
    """Refuse columns that can be read in two ways while nobody said which. *Raises* Unanswered."""
    unanswered = [one for one in questions_of(run, kind, mapping) if one.is_open]
    if unanswered:
        raise Unanswered(unanswered, run, kind)


def refuse_incomplete(run: ImportRun, kind: Kind, mapping: Mapping[str, int]) -> None:
    """Refuse a mapping without what the kind needs. *Raises* ValidationError."""
    labels = {field.key: str(field.label) for field in kind.fields()}
    said = {*mapping, *meaning_of(run).constants}
    missing = [group for group in kind.needs if not set(group) & said]
    if missing:
        wanted = [_(" or ").join(f"“{labels[name]}”" for name in group) for group in missing]
        raise ValidationError([_("Choose a column for %(fields)s.") % {"fields": words} for words in wanted])
    if len(set(mapping.values())) < len(mapping) and not run.preset:
        raise ValidationError(_("Each column can be used once only."))


def begin_checking(run: ImportRun, *, then_apply: bool = False) -> None:
    """Ask for a run to be checked. *Raises* WrongStage."""
    _refuse_alone(run)
    _move(run, [RunState.MAPPING, RunState.CHECKED], RunState.CHECKING, applies_when_checked=then_apply)


def begin_applying(run: ImportRun) -> None:
    """Ask for a checked run to be applied. *Raises* WrongStage."""
    _refuse_alone(run)
    _move(run, [RunState.CHECKED], RunState.APPLYING)
    ImportedWorkbook.objects.filter(run=run).delete()


def resume_applying(run: ImportRun) -> None:
    """Ask for a stopped run to go on where it stopped. *Raises* WrongStage."""
    _refuse_alone(run)
    changed = ImportRun.objects.filter(pk=run.pk, state=RunState.FAILED).update(state=RunState.APPLYING, stop_code="")
    if not changed:
        raise WrongStage
    run.refresh_from_db()


def begin_undoing(run: ImportRun, actor: User) -> None:
    """Ask for an applied run to be taken back; one that stopped half-way too. *Raises* WrongStage."""
    if run.set is not None and run.set.state in WORKING:
        raise WrongStage
    _move(run, [RunState.APPLIED, RunState.FAILED], RunState.UNDOING, keeps_counts=True, undone_by=actor)


def discard(run: ImportRun) -> None:
    """Forget a file of which nothing was applied. *Raises* WrongStage."""
    _refuse_alone(run)
    gone, _rows = ImportRun.objects.filter(pk=run.pk, state__in=[RunState.MAPPING, RunState.CHECKED]).delete()
    if not gone:
        raise WrongStage


def _refuse_alone(run: ImportRun) -> None:
    """A run of a set is checked and applied with its set, since it may need the others."""
    if run.set_id is not None:
        raise WrongStage(_("This file is part of a set; do this with the whole set."))


def _move(
    run: ImportRun,
    stages: Sequence[RunState],
    to: RunState,
    *,
    keeps_counts: bool = False,
    **also: object,
) -> None:
    fresh: dict[str, object] = {"state": to, "stop_code": "", "stage_began_at": timezone.now(), "beat_at": None, **also}
    if not keeps_counts:
        fresh.update(dict.fromkeys(("rows_done", "created", "updated", "unchanged", "failed"), 0))
    if not ImportRun.objects.filter(pk=run.pk, state__in=stages).update(**fresh):
        raise WrongStage
    run.refresh_from_db()
