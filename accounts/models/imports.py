"""Files that were imported: the run, its rows in chunks, and which column meant what last time."""

import json
import zlib
from collections.abc import Sequence
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, configures
from accounts.visibility import Viewer


class RunState(models.TextChoices):
    """Where an import stands; the ones that a worker moves on are `checking`, `applying` and `undoing`."""

    MAPPING = "mapping", _("columns to be mapped")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("stopped")


class FileShape(models.TextChoices):
    """The formats of files."""

    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel workbook")
    JSON = "json", _("JSON")
    ICS = "ics", _("calendar")


WORKING = [RunState.CHECKING, RunState.APPLYING, RunState.UNDOING]


class ImportSetQuerySet(models.QuerySet["ImportSet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.all() if configures(UserRole(viewer.role)) else self.none()

    def editable_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer)


class ImportSet(models.Model):
    """Several files brought in together, each as one or more runs, in the order in which they need each other.

    It goes through the same states as a run. While it is checked, all its runs are tried one after the other and taken
    back, so that later files find what earlier ones bring; `rows_done` counts what was tried so far.
    """

    source = models.SlugField(_("source"), max_length=40, default="csv")
    as_of = models.DateField(_("true as of"))
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.MAPPING)
    stop_code = models.CharField(max_length=40, blank=True)
    applies_when_checked = models.BooleanField(default=False)
    is_whole = models.BooleanField(
        _("these files name everybody"), default=True, help_text=_("Who is missing is listed, to be asked about.")
    )
    unread = models.JSONField(default=list, help_text="[file name, code, params] of files that could not be read.")
    rows_done = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="import_sets")
    made_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stage_began_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text="When a worker last got something done.")
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportSetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import set")
        verbose_name_plural = _("import sets")
        indexes = [models.Index(fields=["state"], name="import_set_at_work", condition=models.Q(state__in=WORKING))]

    def __str__(self) -> str:
        return f"{self.pk}"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """All to those who import; to others what they brought of their own calendar."""
        if configures(UserRole(viewer.role)):
            return self.all()
        return self.filter(made_by_id=viewer.pk, belongs_to_id=viewer.pk)

    def editable_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer)


class ImportRun(models.Model):
    """One file on its way into the records.

    `rows_done` counts what the present stage (checking or applying) has been through; the four counts below it are
    its outcome. All of them change in the transaction that does the chunk.
    """

    set = models.ForeignKey(ImportSet, models.CASCADE, null=True, blank=True, related_name="runs")
    file_number = models.PositiveSmallIntegerField(default=0, help_text="Place of its file in the set.")
    preset = models.CharField(max_length=40, blank=True, help_text="Key of the preset that recognised the file.")
    use = models.CharField(max_length=40, blank=True, help_text="Key of the preset's use that this run is.")
    values = models.JSONField(default=dict, help_text="What words mean by field, where it was chosen.")
    words_found = models.JSONField(default=dict, help_text="By field with such words, how many rows say each.")
    kind = models.CharField(_("kind"), max_length=40, blank=True, help_text="Blank while nobody said what it holds.")
    is_left_out = models.BooleanField(default=False)
    file_name = models.CharField(_("file"), max_length=200)
    rows_in_file = models.PositiveIntegerField(default=0)
    source = models.SlugField(
        _("source"), max_length=40, default="csv", help_text=_("The system the external ids come from.")
    )
    as_of = models.DateField(_("true as of"), help_text=_("Changed values hold from this day on."))
    shape = models.CharField(_("format"), max_length=4, choices=FileShape, default=FileShape.CSV)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    delimiter = models.CharField(_("delimiter"), max_length=1, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sheets = models.JSONField(default=list, help_text="Those of a workbook that hold rows.")
    date_order = models.CharField(max_length=3, default="dmy")
    has_header = models.BooleanField(default=True, help_text="Whether the first row holds the names of the columns.")
    first_row = models.BinaryField(default=bytes, help_text="As it stands in the file, packed.")
    header = models.JSONField(default=list)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    tallies = models.JSONField(default=dict, help_text="What the cells of columns tell of how they are written.")
    answers = models.JSONField(default=dict, help_text="What was said of it where they do not tell.")
    judged = models.JSONField(default=dict, help_text="What columns that hold nothing known seem to hold, by column.")
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.MAPPING)
    stop_code = models.CharField(max_length=40, blank=True)
    applies_when_checked = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(_("created"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    missing = models.PositiveIntegerField(default=0, help_text="People it lacks, to be asked about.")
    named_again = models.PositiveIntegerField(default=0, help_text="People it names who were missing from one before.")
    left_out = models.JSONField(default=dict, help_text="What of the file is no row: how many, by reason and detail.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports")
    belongs_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="calendar_imports",
        verbose_name=_("calendar of"),
        help_text=_("Whose calendar it is; empty for files of nobody in particular."),
    )
    made_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stage_began_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True, help_text=_("When a worker last got something done."))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["state"], name="import_at_work", condition=models.Q(state__in=WORKING))]

    def __str__(self) -> str:
        return self.file_name

    @property
    def group(self) -> str:
        """The group of the acts of this run."""
        return f"import:{self.pk}"


class ImportedWorkbook(models.Model):
    """A workbook of several sheets as it came, kept until one of them is applied."""

    run = models.OneToOneField(ImportRun, models.CASCADE, related_name="workbook")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.run_id}"


class ImportChunk(models.Model):
    """Some rows of a run's file, packed, and what came of them.

    `problems` holds `[row, field, code, params]`, `remarks` the same for what rows come in without, `notes` what the
    preview shows of rows that would change something, `deferred` the rows that wait for others of the same file.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()
    row_count = models.PositiveIntegerField()
    is_last_round = models.BooleanField(default=False, help_text="Its rows may wait no longer.")
    first_problems = models.JSONField(default=list, help_text="Found before the records were asked.")
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    deferred = models.JSONField(default=list)
    left_out = models.JSONField(default=dict, help_text="Rows that are passed over: how many, by reason and detail.")
    is_applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_chunk_is_numbered_once")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"

    @staticmethod
    def pack(rows: Sequence[Any]) -> bytes:
        return zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)

    @staticmethod
    def unpack(packed: bytes | memoryview) -> list[Any]:
        """What was packed."""
        return list(json.loads(zlib.decompress(bytes(packed)).decode("utf-8", "surrogatepass")))

    def rows(self) -> list[Any]:
        """`[row number, cells]` for each row."""
        return self.unpack(self.packed)


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.all() if configures(UserRole(viewer.role)) else self.none()

    def editable_by(self, viewer: Viewer) -> Self:
        return self.visible_to(viewer)


class ImportMapping(models.Model):
    """Which column meant what, the last time a file of a kind had these columns."""

    kind = models.CharField(_("kind"), max_length=40)
    signature = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200, blank=True)
    preset = models.CharField(max_length=40, blank=True)
    use = models.CharField(max_length=40, blank=True)
    header = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict, blank=True)
    is_left_out = models.BooleanField(default=False)
    used_at = models.DateTimeField(_("last used"), default=timezone.now)

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="one_mapping_per_kind_and_header")]

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.signature[:8]}"
