"""What the pages, the API and the command show of a set of files brought in together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.domain.importing.presets import Preset
from accounts.domain.importing.values import fold
from accounts.models import ImportChunk, ImportRun, ImportSet, RunState
from accounts.models.imports import WORKING
from accounts.selectors.import_texts import USES, file_problem
from csm.foundation.importers import importers, presets
from csm.foundation.progress import Progress

COUNTS = ("created", "updated", "unchanged", "failed", "missing", "named_again")


@dataclass(frozen=True)
class Word:
    """A word of the other system in some rows, and what it means here ("" for nothing)."""

    run_id: int
    field: str
    word: str
    rows: int
    meaning: str
    is_known: bool


@dataclass
class Part:
    """One run of a file: what kind of row the file holds here, and what comes of it."""

    run: ImportRun
    label: str
    remarks: int = 0


@dataclass
class FileLine:
    """One file of a set, as what it was recognised, and what it becomes."""

    name: str
    rows: int
    recognised: str
    parts: list[Part] = field(default_factory=list)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has said yet what the file holds."""
        return all(not part.run.kind for part in self.parts)

    @property
    def is_plain(self) -> bool:
        """Whether no preset knows it, so that a person says what it holds."""
        return all(not part.run.preset for part in self.parts)


@dataclass(frozen=True)
class SetReading:
    """A set as it stands: its files, what they would do or did, and what words are to be explained."""

    files: list[FileLine]
    unread: list[tuple[str, str]]
    words: list[Word]
    counts: dict[str, int]
    rows_total: int
    remarks: int

    @property
    def does_something(self) -> bool:
        """Whether applying it changes anything, were it only what is asked of people."""
        return any(self.counts[name] for name in ("created", "updated", "missing", "named_again"))

    @property
    def has_unknown_words(self) -> bool:
        return any(not word.is_known for word in self.words)


def latest_sets(viewer: Any, most: int) -> "models.QuerySet[Any]":
    """The latest sets with the names of their files and what they did."""
    counts = {name: Coalesce(Sum(f"runs__{name}", filter=~Q(runs__kind="")), 0) for name in COUNTS}
    names = ArrayAgg("runs__file_name", distinct=True, default=Value([]))
    sets = ImportSet.objects.visible_to(viewer).select_related("made_by")
    return sets.annotate(file_names=names, rows_total=Coalesce(Sum("runs__rows_total"), 0), **counts)[:most]


def read_set(one: ImportSet) -> SetReading:
    """Everything about a set, in a fixed number of queries."""
    runs = list(one.runs.select_related(None).order_by("file_number", "pk"))
    remarks = _remarks(one)
    taken = [run for run in runs if run.kind and not run.is_left_out]
    return SetReading(
        files=_files(runs, remarks),
        unread=[(name, file_problem(code, params)) for name, code, params in one.unread],
        words=[word for run in taken for word in _words(run)],
        counts={name: sum(getattr(run, name) for run in taken) for name in COUNTS},
        rows_total=sum(run.rows_total for run in taken),
        remarks=sum(remarks.get(run.pk, 0) for run in taken),
    )


def _remarks(one: ImportSet) -> dict[int, int]:
    """How many cells could not be used, by run."""
    found: dict[int, int] = {}
    for run_id, remarks in (
        ImportChunk.objects.filter(run__set=one).exclude(remarks=[]).values_list("run_id", "remarks")
    ):
        found[run_id] = found.get(run_id, 0) + len(remarks)
    return found


def _files(runs: Sequence[ImportRun], remarks: dict[int, int]) -> list[FileLine]:
    lines: dict[int, FileLine] = {}
    for run in runs:
        line = lines.setdefault(run.file_number, FileLine(run.file_name, run.rows_in_file, recognised_as(run)))
        line.parts.append(Part(run, part_label(run), remarks.get(run.pk, 0)))
    return list(lines.values())


def recognised_as(run: ImportRun) -> str:
    """As what a preset recognised the file of a run."""
    preset = cast("Preset | None", presets.get(run.preset)) if run.preset else None
    return f"{preset.system} {preset.object}" if preset else ""


def part_label(run: ImportRun) -> str:
    """What the rows of a run become, in words."""
    importer = importers.get(run.kind) if run.kind else None
    return str(USES.get(run.use) or (importer.label if importer else ""))


def _words(run: ImportRun) -> list[Word]:
    preset = cast("Preset | None", presets.get(run.preset)) if run.preset else None
    use = preset.use(run.use) if preset else None
    found = []
    for key, counts in run.words_found.items():
        known = use.values.get(key, {}) if use else {}
        folded = {fold(word): meant for word, meant in {**known, **run.values.get(key, {})}.items()}
        for word, rows in counts.items():
            found.append(Word(run.pk, key, word, rows, folded.get(fold(word), ""), fold(word) in folded))
    return sorted(found, key=lambda one: (one.is_known, bool(one.meaning), -one.rows, one.word))


def options_of(run: ImportRun, key: str) -> list[tuple[str, Any]]:
    """What a word of a field can mean here."""
    importer = importers.get(run.kind)
    fields = importer.fields() if importer else ()
    return next((list(field.options) for field in fields if field.key == key), [])


def set_progress(one: ImportSet, reading: SetReading) -> tuple[int, Progress]:
    """How many rows of the present stage are done, and how far that is."""
    done = one.rows_done
    if one.state != RunState.CHECKING:
        done = sum(part.run.rows_done for line in reading.files for part in line.parts if part.run.state != "checked")
    share = done / reading.rows_total if reading.rows_total else 0.0
    seconds = (timezone.now() - one.stage_began_at).total_seconds() if one.stage_began_at else 0.0
    rate = done / seconds if done and seconds > 0 else None
    left = (reading.rows_total - done) / rate if rate else None
    return done, Progress(min(share, 1.0), rate, left, one.state in WORKING and one.beat_at is None)
