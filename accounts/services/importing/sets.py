"""Several files brought in together: taken in, recognised, and moved from one stage to the next."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.importing.files import Unreadable
from accounts.models import ImportRun, ImportSet, RunState, User
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.reading import judge_columns
from accounts.services.importing.receiving import receive_table
from accounts.services.importing.runs import WrongStage, propose_mapping, refuse_incomplete, refuse_unanswered, remember
from accounts.services.importing.tables import source_tables
from csm.foundation.clock import today

MOST_FILES = 50
Files = Sequence[tuple[str, BinaryIO]]


class NothingReadable(Exception):
    """None of the files can be read; `unread` lists (file name, code, params)."""

    def __init__(self, unread: list[list[Any]]) -> None:
        super().__init__()
        self.unread = unread


def receive_set(
    actor: User | None, files: Files, *, source: str = "csv", as_of: date | None = None, is_whole: bool = True
) -> ImportSet:
    """Read files into a set of runs, each recognised where it can be. *Raises* NothingReadable."""
    with transaction.atomic():
        made = ImportSet.objects.create(source=source, as_of=as_of or today(), made_by=actor, is_whole=is_whole)
        number = 0
        for name, file in files:
            try:
                with transaction.atomic():
                    number = _receive(made, name, file, number)
            except Unreadable as error:
                made.unread.append([name[-200:], error.code, error.params])
        if not number:
            raise NothingReadable(made.unread)
        made.save(update_fields=["unread"])
    return made


def _receive(made: ImportSet, name: str, file: BinaryIO, number: int) -> int:
    for table in source_tables(file, name):
        number += 1
        receive_table(made, number, table)
    return number


def runs_of(one: ImportSet) -> list[ImportRun]:
    """The runs of a set in the order in which they need each other; what is left out is not among them."""
    runs = [run for run in one.runs.all() if run.kind and not run.is_left_out]
    places = {run.kind: kind.position for run in runs if (kind := kind_of(run.kind)) is not None}
    return sorted(
        (run for run in runs if run.kind in places), key=lambda run: (places[run.kind], run.file_number, run.pk)
    )


def choose(
    one: ImportSet,
    *,
    kinds: Mapping[int, str] | None = None,
    left_out: Mapping[int, bool] | None = None,
    values: Mapping[int, Mapping[str, Mapping[str, str]]] | None = None,
    is_whole: bool | None = None,
) -> None:
    """Say what the runs of a set hold (by run id), which are left out, and what words mean. *Raises* WrongStage.

    What was found before no longer holds then: the set is to be checked again.
    """
    if one.state not in (RunState.MAPPING, RunState.CHECKED):
        raise WrongStage
    one.state = RunState.MAPPING
    one.is_whole = one.is_whole if is_whole is None else is_whole
    one.save(update_fields=["is_whole", "state"])
    for run in one.runs.all():
        _choose_kind(run, (kinds or {}).get(run.pk))
        run.is_left_out = (left_out or {}).get(run.pk, run.is_left_out)
        for field, words in (values or {}).get(run.pk, {}).items():
            run.values = {**run.values, field: {**run.values.get(field, {}), **words}}
        run.save(update_fields=["kind", "mapping", "is_left_out", "values"])


def _choose_kind(run: ImportRun, key: str | None) -> None:
    """Give a kind to a file that no preset recognised, or take it away."""
    if key is None or run.preset or key == run.kind:
        return
    kind = kind_of(key)
    run.kind = kind.key if kind else ""
    run.mapping = propose_mapping(run, kind) if kind else {}


def begin_checking_set(one: ImportSet, *, then_apply: bool = False) -> None:
    """Ask for a set to be tried. *Raises* WrongStage, ValidationError when it holds nothing that can be."""
    runs = runs_of(one)
    if not runs:
        raise ValidationError(_("Nothing here can be brought in yet. Say what at least one of the files holds."))
    for run in runs:
        _refuse_unclear(run)
    _move(one, [RunState.MAPPING, RunState.CHECKED], RunState.CHECKING, applies_when_checked=then_apply, rows_done=0)
    for run in one.runs.exclude(kind=""):
        remember(run)


def _refuse_unclear(run: ImportRun) -> None:
    kind = kind_of(run.kind)
    try:
        if kind is not None:
            refuse_incomplete(run, kind, run.mapping)
            judge_columns(run, kind)
            refuse_unanswered(run, kind, run.mapping)
    except ValidationError as error:
        raise ValidationError([f"{run.file_name}: {message}" for message in error.messages]) from error


def begin_applying_set(one: ImportSet) -> None:
    """Ask for a checked set to be applied. *Raises* WrongStage."""
    _move(one, [RunState.CHECKED], RunState.APPLYING)


def resume_applying_set(one: ImportSet) -> None:
    """Ask for a stopped set to go on where it stopped. *Raises* WrongStage."""
    with transaction.atomic():
        _move(one, [RunState.FAILED], RunState.APPLYING)
        one.runs.filter(state=RunState.FAILED).update(state=RunState.APPLYING, stop_code="")


def begin_undoing_set(one: ImportSet, actor: User) -> None:
    """Ask for all a set wrote to be taken back; of one that stopped half-way too. *Raises* WrongStage."""
    _move(one, [RunState.APPLIED, RunState.FAILED], RunState.UNDOING, undone_by=actor)


def discard_set(one: ImportSet) -> None:
    """Forget files of which nothing was applied. *Raises* WrongStage."""
    gone, _rows = ImportSet.objects.filter(pk=one.pk, state__in=[RunState.MAPPING, RunState.CHECKED]).delete()
    if not gone:
        raise WrongStage


def _move(one: ImportSet, stages: Sequence[RunState], to: RunState, **also: object) -> None:
    fresh = {"state": to, "stop_code": "", "stage_began_at": timezone.now(), "beat_at": None, **also}
    if not ImportSet.objects.filter(pk=one.pk, state__in=stages).update(**fresh):
        raise WrongStage
    one.refresh_from_db()
