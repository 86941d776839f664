"""Importing files through the API: send a file, see what would happen, apply it, take it back."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_orjson_renderer.parsers import ORJSONParser
from drf_orjson_renderer.renderers import ORJSONRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.access import UserRole, configures
from accounts.domain.importing.files import Unreadable
from accounts.domain.importing.judging import ASPECTS
from accounts.models import FileShape, ImportRun, RunState
from accounts.selectors.import_readings import ShownReading
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.selectors.imports import ShownLeftOut, failed_rows, left_out_of, may_edit_all, problems_of, progress_of
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of, kinds
from accounts.services.importing.reading import shown_readings
from accounts.tasks import ask_to_work_on
from csm.foundation import api
from csm.foundation.api import AlsoCsv, Lists, Shows, operation
from csm.foundation.fields import Input
from csm.foundation.filters import TextFilter
from csm.foundation.problems import FieldError, Problem, answer_with

SHOWN_PROBLEMS = 100
MAPPING_HELP = (
    'Field by header, such as {"Mail": "email"}. "keep" makes an extra field of a column, typed by what its cells '
    'hold; "keep:number" (text, number, money, date, flag, choice) says what it holds.'
)

answer_with(runs.WrongStage, lambda error: Problem(409, str(error)))


def _ask(error: runs.Unanswered) -> Problem:
    """What has to be said of columns that can be read in two ways, and how."""
    asked = [
        FieldError(one.text, pointer=f"#/readings/{one.header}", expected=f"{one.aspect}: {_values(one)}")
        for one in error.readings
    ]
    questions = [
        {"column": one.header, "aspect": one.aspect, "example": one.example, "choices": [key for key, _ in one.choices]}
        for one in error.readings
    ]
    return Problem(400, _("Say how these columns are to be read."), errors=asked, extra={"questions": questions})


def _values(one: ShownReading) -> str:
    return ", ".join(key for key, _words in one.choices)


answer_with(runs.Unanswered, _ask)


class RowProblemShape(serializers.Serializer[Any]):
    """What is wrong with one row of the file."""

    row = serializers.IntegerField(help_text="As a spreadsheet counts: the header is row 1.")
    field = serializers.CharField()
    column = serializers.CharField()
    text = serializers.CharField()


class ImportShape(serializers.Serializer[Any]):
    """One file on its way in."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    file_name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    as_of = serializers.DateField()
    shape = serializers.ChoiceField(choices=FileShape.values)
    encoding = serializers.CharField()
    delimiter = serializers.CharField()
    sheet = serializers.CharField(help_text="The sheet that is read of a workbook.")
    sheets = serializers.ListField(child=serializers.CharField(), help_text="The sheets that hold rows.")
    has_header = serializers.BooleanField()
    header = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField(child=serializers.IntegerField(), help_text="Column (from 0) by field.")
    state = serializers.ChoiceField(choices=RunState.values)
    stop_code = serializers.CharField()
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    made_by_id = serializers.IntegerField(allow_null=True)
    made_at = serializers.DateTimeField()
    belongs_to_id = serializers.IntegerField(allow_null=True, help_text="Whose calendar it is.")
    finished_at = serializers.DateTimeField(allow_null=True)


class LeftOutDetail(serializers.Serializer[Any]):
    """What was passed over, such as an address, and how often."""

    what = serializers.CharField()
    count = serializers.IntegerField()


class LeftOutShape(serializers.Serializer[Any]):
    """Why something of a file is not imported, and how many times."""

    reason = serializers.CharField()
    text = serializers.CharField()
    count = serializers.IntegerField()
    details = LeftOutDetail(many=True)


class ReadingShape(serializers.Serializer[Any]):
    """How a column of dates or numbers is read: what its cells tell, or what was said."""

    column = serializers.CharField()
    field = serializers.CharField()
    aspect = serializers.ChoiceField(choices=list(ASPECTS))
    answer = serializers.CharField(help_text="dmy or mdy, the decimal mark, the currency; empty where nothing tells.")
    choices = serializers.ListField(child=serializers.CharField(), help_text="Empty where the cells tell.")
    text = serializers.CharField()


class ImportDetailShape(ImportShape):
    """One file with its first problems, how its columns are read, and how fast it goes."""

    readings = ReadingShape(many=True)
    problems = RowProblemShape(many=True)
    left_out = LeftOutShape(many=True)
    rows_a_second = serializers.SerializerMethodField()
    stopped_because = serializers.SerializerMethodField()

    def get_rows_a_second(self, row: Any) -> float | None:
        """Rows a second in the present stage."""
        return None

    def get_stopped_because(self, row: Any) -> str:
        """Why it stopped, in words."""
        return ""


class NewImport(Input):
    """A file to be imported."""

    kind = serializers.ChoiceField(choices=[kind.key for kind in kinds()])
    file = serializers.FileField(allow_empty_file=True)
    source = serializers.SlugField(max_length=40, default="csv")  # type: ignore[assignment]
    as_of = serializers.DateField(required=False, help_text="Changed values hold from this day on; today if left out.")
    sheet = serializers.CharField(required=False, default="", help_text="Of a workbook; else the first with rows.")
    has_header = serializers.BooleanField(
        default=True, help_text="false: the first row holds data, and the columns are called Column 1, Column 2 ..."
    )
    mapping = serializers.JSONField(required=False, help_text=MAPPING_HELP)
    readings = serializers.JSONField(
        required=False,
        help_text='What the cells do not tell, by header: {"Start": {"date_order": "dmy"}, '
        '"Value": {"decimal_mark": ",", "currency": "USD"}}.',
    )
    then = serializers.ChoiceField(
        choices=["wait", "check", "apply"],
        default="check",
        help_text="wait: only read it; check: find what would happen; apply: check, then apply what has no error.",
    )

    def validate_mapping(self, given: Any) -> dict[str, str]:
        if not isinstance(given, dict) or not all(isinstance(name, str) for name in given.values()):
            raise serializers.ValidationError(_("This must be an object of fields by header."))
        return given

    def validate_readings(self, given: Any) -> dict[str, dict[str, str]]:
        good = isinstance(given, dict) and all(isinstance(said, dict) and _is_answer(said) for said in given.values())
        if not good:
            known = "; ".join(f"{aspect}: {' | '.join(words) or 'EUR ...'}" for aspect, words in ASPECTS.items())
            raise serializers.ValidationError(_("This must be an object by header of: %(known)s.") % {"known": known})
        return dict(given)


def _is_answer(said: dict[str, Any]) -> bool:
    return all(
        aspect in ASPECTS and isinstance(word, str) and word in (ASPECTS[aspect] or (word,))
        for aspect, word in said.items()
    )


class ImportFilters(django_filters.FilterSet):
    kind = TextFilter("kind")
    state = TextFilter("state")


def _reading(one: ShownReading) -> dict[str, Any]:
    choices = [key for key, _words in one.choices]
    said = {"column": one.header, "field": one.field, "aspect": one.aspect}
    return {**said, "answer": one.answer, "choices": choices, "text": one.text}


class Imports(Lists, Shows, api.Resource):
    """Imports of files, newest first; administrators and operations only."""

    shape, filters, default_sort = ImportShape, ImportFilters, "-id"
    create_input: ClassVar[type[Input]] = NewImport
    detail_shape = ImportDetailShape
    parser_classes = [MultiPartParser, ORJSONParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not configures(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Only administrators and operations import files."))

    def all_rows(self) -> "models.QuerySet[Any]":
        return ImportRun.objects.all()

    @operation(body="create_input", answer="detail_shape", status=201)
    def create(self, request: Request) -> Response:
        """Send a file. By default it is checked: nothing is written before `apply`."""
        said = self.body()
        run = self._receive(said)
        self._begin(run, said)
        response = self._detail(run.pk, 201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{run.pk}/")
        return response

    @operation(answer="detail_shape", errors=(404,))
    def retrieve(self, request: Request, pk: str) -> Response:
        """One import: its counts, its first problems, how fast it goes."""
        self.refuse_unknown_parameters(frozenset())
        return self._detail(self.visible(pk).pk)

    @action(detail=True, methods=["post"])
    @operation(answer="detail_shape", errors=(409,))
    def apply(self, request: Request, pk: str) -> Response:
        """Apply a checked import; it goes on in the background."""
        run = self.visible(pk)
        runs.begin_applying(run)
        ask_to_work_on(run)
        return self._detail(pk)

    @action(detail=True, methods=["post"])
    @operation(answer="detail_shape", errors=(409,))
    def undo(self, request: Request, pk: str) -> Response:
        """Take back all that an import wrote, or nothing of it when something was built on it since."""
        run = self.visible(pk)
        if not may_edit_all(run, self.viewer):
            raise PermissionDenied(_("You may no longer change all accounts that this import touched."))
        runs.begin_undoing(run, self.viewer)
        ask_to_work_on(run)
        return self._detail(pk)

    @action(detail=True, methods=["get"], url_path="failed-rows", renderer_classes=[ORJSONRenderer, AlsoCsv])
    @operation(answer=OpenApiResponse(OpenApiTypes.STR, description="CSV"), media_type="text/csv")
    def failed_rows(self, request: Request, pk: str) -> StreamingHttpResponse:
        """The rows with problems as CSV, with a column that says what is wrong."""
        self.refuse_unknown_parameters(frozenset())
        text = (line.encode() for line in failed_rows(self.visible(pk)))
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")

    def _receive(self, said: dict[str, Any]) -> ImportRun:
        given = {name: said[name] for name in ("source", "as_of", "sheet", "has_header", "belongs_to") if name in said}
        kind = kind_of(said["kind"])
        if kind is None:
            raise Problem(400)
        try:
            return runs.receive_file(self.viewer, kind, said["file"], said["file"].name, **given)
        except Unreadable as error:
            text = file_problem(error.code, error.params)
            raise Problem(400, text, errors=[FieldError(text, pointer="#/file")]) from error

    def _begin(self, run: ImportRun, said: dict[str, Any]) -> None:
        kind = kind_of(run.kind)
        if kind is None or (said["then"] == "wait" and "mapping" not in said):
            return
        try:
            with transaction.atomic():
                answers = runs.named_answers(run, said.get("readings", {}))
                runs.choose_mapping(run, runs.named_mapping(run, kind, said.get("mapping", {})), answers)
        except Exception:
            run.delete()
            raise
        if said["then"] != "wait":
            runs.begin_checking(run, then_apply=said["then"] == "apply")
            ask_to_work_on(run)

    def _detail(self, pk: Any, status: int = 200) -> Response:
        response = self.answer(pk, status)
        run = ImportRun.objects.get(pk=pk)
        response.data["problems"] = [vars(problem) for problem in problems_of(run, SHOWN_PROBLEMS)]
        response.data["readings"] = [_reading(one) for one in shown_readings(run)]
        response.data["left_out"] = [_left_out(one) for one in left_out_of(run)]
        response.data["rows_a_second"] = progress_of(run).rate
        response.data["stopped_because"] = str(STOPS.get(run.stop_code, ""))
        return response


def _left_out(one: ShownLeftOut) -> dict[str, Any]:
    details = [{"what": what, "count": count} for what, count in one.details]
    return {"reason": one.reason, "text": one.text, "count": one.count, "details": details}
