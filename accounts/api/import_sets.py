"""Several files at once through the API: send them, see as what they are recognised and what would happen, apply."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from drf_orjson_renderer.parsers import ORJSONParser
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.access import UserRole, configures
from accounts.models import ImportSet, RunState
from accounts.selectors.import_sets import COUNTS, FileLine, SetReading, Word, read_set, set_progress
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.services.importing import sets
from accounts.services.importing.kinds import kinds
from accounts.tasks import ask_to_work_on_set
from csm.foundation import api
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.fields import Input
from csm.foundation.filters import TextFilter
from csm.foundation.problems import FieldError, Problem


class SetShape(serializers.Serializer[Any]):
    """Several files on their way in together."""

    id = serializers.IntegerField()
    as_of = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=RunState.values)
    stop_code = serializers.CharField()
    is_whole = serializers.BooleanField(help_text="Whether who is missing from the files is listed, to be asked about.")
    made_by_id = serializers.IntegerField(allow_null=True)
    made_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class PartShape(serializers.Serializer[Any]):
    """One kind of row that a file holds: an import of its own under `/imports/`."""

    import_id = serializers.IntegerField()
    kind = serializers.CharField(help_text="Blank while nobody said what the file holds.")
    becomes = serializers.CharField()
    is_left_out = serializers.BooleanField()
    state = serializers.ChoiceField(choices=RunState.values)
    rows_total = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    failed = serializers.IntegerField()
    missing = serializers.IntegerField(help_text="People whom it lacks and earlier files named, to be asked about.")
    named_again = serializers.IntegerField(help_text="People it names who were missing from a file before.")
    remarks = serializers.IntegerField(help_text="Cells that could not be used; their rows are brought in without.")


class SetFileShape(serializers.Serializer[Any]):
    """One file and as what it was recognised."""

    name = serializers.CharField()
    rows = serializers.IntegerField()
    recognised_as = serializers.CharField()
    parts = PartShape(many=True)


class UnreadShape(serializers.Serializer[Any]):
    """A file that could not be read, and why."""

    name = serializers.CharField()
    text = serializers.CharField()


class WordShape(serializers.Serializer[Any]):
    """A word of the other system, how many rows say it, and what it means here."""

    import_id = serializers.IntegerField()
    field = serializers.CharField()
    word = serializers.CharField()
    rows = serializers.IntegerField()
    meaning = serializers.CharField(help_text="Blank: nothing; what it says is left out.")
    is_known = serializers.BooleanField()


class SetDetailShape(SetShape):
    """A set with its files, its words, and how far it is."""

    files = SetFileShape(many=True)
    unread = UnreadShape(many=True)
    words = WordShape(many=True)
    rows_total = serializers.SerializerMethodField()
    rows_done = serializers.SerializerMethodField()
    created = serializers.SerializerMethodField()
    updated = serializers.SerializerMethodField()
    unchanged = serializers.SerializerMethodField()
    failed = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()
    named_again = serializers.SerializerMethodField()
    stopped_because = serializers.SerializerMethodField()

    def get_rows_total(self, row: Any) -> int:
        """Rows that are to be brought in."""
        return 0

    def get_rows_done(self, row: Any) -> int:
        """Rows that the present stage has been through."""
        return 0

    def get_created(self, row: Any) -> int:
        """Rows that make something new, or did."""
        return 0

    def get_updated(self, row: Any) -> int:
        """Rows that change something, or did."""
        return 0

    def get_unchanged(self, row: Any) -> int:
        """Rows that say what is known."""
        return 0

    def get_failed(self, row: Any) -> int:
        """Rows with errors."""
        return 0

    def get_missing(self, row: Any) -> int:
        """People whom the files lack and earlier ones named, to be asked about."""
        return 0

    def get_named_again(self, row: Any) -> int:
        """People whom the files name who were missing from one before."""
        return 0

    def get_stopped_because(self, row: Any) -> str:
        """Why it stopped, in words."""
        return ""


THEN = serializers.ChoiceField(
    choices=["wait", "check", "apply"],
    default="check",
    help_text="wait: only read them; check: find what would happen; apply: check, then apply what has no error.",
)


class NewSet(Input):
    """Files to be brought in together: repeat the part `files` for each."""

    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), max_length=sets.MOST_FILES)
    source = serializers.SlugField(  # type: ignore[assignment]
        max_length=40, default="csv", help_text="Of files that are not recognised; the others say their own."
    )
    as_of = serializers.DateField(required=False, help_text="Changed values hold from this day on; today if left out.")
    is_whole = serializers.BooleanField(default=True)
    kinds = serializers.JSONField(required=False, help_text='Kind by file name, such as {"old.csv": "people"}.')
    then = THEN

    def validate_kinds(self, given: Any) -> dict[str, str]:
        known = [kind.key for kind in kinds()]
        if not isinstance(given, dict) or any(kind not in ("", *known) for kind in given.values()):
            words = _("This must be an object of kinds by file name; kinds are %(known)s.")
            raise serializers.ValidationError(words % {"known": ", ".join(known)})
        return given


class SetChoices(Input):
    """What is still open about a set, by import id."""

    kinds = serializers.DictField(child=serializers.CharField(allow_blank=True), required=False)
    left_out = serializers.DictField(child=serializers.BooleanField(), required=False)
    values = serializers.JSONField(required=False, help_text='Such as {"7": {"roles": {"Gatekeeper": "procurement"}}}.')
    is_whole = serializers.BooleanField(required=False)
    then = THEN

    def validate_kinds(self, given: dict[str, str]) -> dict[int, str]:
        return _by_id(given)

    def validate_left_out(self, given: dict[str, bool]) -> dict[int, bool]:
        return _by_id(given)

    def validate_values(self, given: Any) -> dict[int, Any]:
        return _by_id(given)


def _by_id(given: Any) -> dict[int, Any]:
    if not isinstance(given, dict) or not all(str(pk).isdigit() for pk in given):
        raise serializers.ValidationError(_("This must be an object by import id."))
    return {int(pk): said for pk, said in given.items()}


class SetFilters(django_filters.FilterSet):
    state = TextFilter("state")


class ImportSets(Lists, Shows, api.Resource):
    """Sets of files, newest first; administrators and operations only."""

    shape, create_input, filters, default_sort = SetShape, NewSet, SetFilters, "-id"
    detail_shape, choices_input = SetDetailShape, SetChoices
    parser_classes = [MultiPartParser, ORJSONParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not configures(UserRole(self.viewer.role)):
            raise PermissionDenied(_("Only administrators and operations import files."))

    def all_rows(self) -> "models.QuerySet[Any]":
        return ImportSet.objects.all()

    @operation(body="create_input", answer="detail_shape", status=201)
    def create(self, request: Request) -> Response:
        """Send files. By default they are checked: nothing is written before `apply`."""
        said = self.body()
        one = self._receive(said)
        sets.choose(one, kinds={run.pk: key for run in one.runs.all() for key in [_kind_of(run, said)] if key})
        try:
            self._begin(one, said["then"])
        except Exception:
            one.delete()
            raise
        response = self._detail(one.pk, 201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{one.pk}/")
        return response

    @operation(answer="detail_shape", errors=(404,))
    def retrieve(self, request: Request, pk: str) -> Response:
        """One set: its files, what they would do or did, words that are to be explained."""
        self.refuse_unknown_parameters(frozenset())
        return self._detail(self.visible(pk).pk)

    @action(detail=True, methods=["post"])
    @operation(body="choices_input", answer="detail_shape", errors=(409,))
    def choose(self, request: Request, pk: str) -> Response:
        """Say what files hold, which are left out and what words mean; then it is checked again."""
        one = self.visible(pk)
        said = self.body()
        then = said.pop("then")
        sets.choose(one, **said)
        self._begin(one, then)
        return self._detail(pk)

    @action(detail=True, methods=["post"])
    @operation(answer="detail_shape", errors=(409,))
    def apply(self, request: Request, pk: str) -> Response:
        """Apply a checked set; it goes on in the background."""
        one = self.visible(pk)
        sets.begin_applying_set(one)
        ask_to_work_on_set(one)
        return self._detail(pk)

    @action(detail=True, methods=["post"])
    @operation(answer="detail_shape", errors=(409,))
    def undo(self, request: Request, pk: str) -> Response:
        """Take back all that a set wrote, or nothing of it when something was built on it since."""
        one = self.visible(pk)
        sets.begin_undoing_set(one, self.viewer)
        ask_to_work_on_set(one)
        return self._detail(pk)

    def _receive(self, said: dict[str, Any]) -> ImportSet:
        files = [(one.name, one) for one in said["files"]]
        try:
            return sets.receive_set(
                self.viewer, files, source=said["source"], as_of=said.get("as_of"), is_whole=said["is_whole"]
            )
        except sets.NothingReadable as error:
            texts = [f"{name}: {file_problem(code, params)}" for name, code, params in error.unread]
            raise Problem(
                400, " ".join(texts), errors=[FieldError(text, pointer="#/files") for text in texts]
            ) from error

    def _begin(self, one: ImportSet, then: str) -> None:
        if then == "wait":
            return
        try:
            sets.begin_checking_set(one, then_apply=then == "apply")
        except ValidationError as error:
            raise Problem(400, " ".join(error.messages)) from error
        ask_to_work_on_set(one)

    def _detail(self, pk: Any, status: int = 200) -> Response:
        response = self.answer(pk, status)
        one = ImportSet.objects.get(pk=pk)
        reading = read_set(one)
        response.data |= _shown(reading)
        response.data["rows_done"] = set_progress(one, reading)[0]
        response.data["stopped_because"] = str(STOPS.get(one.stop_code, ""))
        return response


def _kind_of(run: Any, said: dict[str, Any]) -> str | None:
    kind: str | None = said.get("kinds", {}).get(run.file_name)
    return kind


def _shown(reading: SetReading) -> dict[str, Any]:
    return {
        "files": [_file(line) for line in reading.files],
        "unread": [{"name": name, "text": text} for name, text in reading.unread],
        "words": [_word(word) for word in reading.words],
        "rows_total": reading.rows_total,
        **reading.counts,
    }


def _file(line: FileLine) -> dict[str, Any]:
    names = ("kind", "is_left_out", "state", "rows_total", *COUNTS)
    parts = [
        {
            "import_id": part.run.pk,
            "becomes": part.label,
            **{name: getattr(part.run, name) for name in names},
            "remarks": part.remarks,
        }
        for part in line.parts
    ]
    return {"name": line.name, "rows": line.rows, "recognised_as": line.recognised, "parts": parts}


def _word(word: Word) -> dict[str, Any]:
    names = ("field", "word", "rows", "meaning", "is_known")
    return {"import_id": word.run_id, **{name: getattr(word, name) for name in names}}
