"""Playbooks as files over the API: one or all out, one or many in."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_orjson_renderer.renderers import ORJSONRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from csm.foundation.api import operation
from csm.foundation.paging import BadParameter
from playbooks.api import playbook_shapes as shapes
from playbooks.api.playbook_yaml import AlsoYaml
from playbooks.domain.bundles import File, write_all
from playbooks.domain.definition import Definition
from playbooks.domain.reading import write
from playbooks.models import Playbook
from playbooks.selectors.playbooks import said_by
from playbooks.services import editing
from playbooks.services.bringing_in import keep_files, read_files

WHICH = OpenApiParameter("version", str, description="A number, or `draft`; by default what is published.")
KEEP = OpenApiParameter("keep", str, enum=["yes", "no"], default="yes", description="`no` only says what it says.")


class PlaybookFiles:
    """Mixed into the resource of playbooks."""

    @action(detail=True, methods=["get"], url_path="yaml", renderer_classes=[ORJSONRenderer, AlsoYaml])
    @operation(
        answer=OpenApiResponse(OpenApiTypes.STR, description="YAML"),
        media_type="text/plain",
        errors=(404,),
        parameters=(WHICH,),
    )
    def as_yaml(self: Any, request: Request, pk: str) -> HttpResponse:
        """One playbook as a file: as published, as drafted, or a version."""
        self.refuse_unknown_parameters(frozenset({"version"}))
        definition = self.asked(self.visible(pk), request.query_params.get("version", ""))
        return HttpResponse(write(definition), content_type="text/plain; charset=utf-8")

    def asked(self: Any, row: Playbook, version: str) -> Definition:
        """What the draft, a version, or by default the version in force says. *Raises* BadParameter."""
        if version == "draft" or (not version and row.current is None):
            return row.drafted
        number = int(version) if version.isdecimal() and len(version) < 9 else 0
        found = row.versions.filter(number=number).first() if version else row.current
        if found is None:
            raise BadParameter("version", _("draft, or the number of a version"))
        return found.defined

    @action(detail=False, methods=["post"], url_path="yaml")
    @operation(body=shapes.YamlInput, answer="detail_shape", also={204: None}, parameters=(KEEP,))
    def from_yaml(self: Any, request: Request) -> Response:
        """Bring in a playbook as `application/yaml`, or as JSON with a `text`: as a draft, of the playbook with its key
        or of a new one. With `keep=no` it is only checked, and 204 says that it can be kept."""
        self.refuse_unknown_parameters(frozenset({"keep"}))
        self.require_creator()
        keep, text = request.query_params.get("keep", "yes"), self.body()["text"]
        if keep not in ("yes", "no"):
            raise BadParameter("keep", _("yes or no"))
        if keep == "no":
            editing.read_text(text)
            return Response(status=204)
        return self.answer(editing.import_text(self.viewer, text).pk)  # type: ignore[no-any-return]

    @action(detail=False, methods=["get"], url_path="export", renderer_classes=[ORJSONRenderer, AlsoYaml])
    @operation(answer=OpenApiResponse(OpenApiTypes.STR, description="YAML"), media_type="text/plain")
    def export(self: Any, request: Request) -> HttpResponse:
        """Every playbook as published, else as drafted, in one YAML file with a document for each."""
        self.refuse_unknown_parameters(frozenset())
        rows = Playbook.objects.visible_to(self.viewer).select_related("current")
        return HttpResponse(write_all(said_by(one) for one in rows), content_type="text/plain; charset=utf-8")

    @action(detail=False, methods=["post"], url_path="import")
    @operation(body=shapes.FilesInput, answer=shapes.BroughtInShape, parameters=(KEEP,))
    def bring_in(self: Any, request: Request) -> Response:
        """Bring in many playbooks as drafts, all of them or none: `files` with a name and a text each, or one body as
        `application/yaml`; a text may hold several, parted by `---`. What is wrong is said by file, line and field.
        With `keep=no` it only says what keeping them would do."""
        self.refuse_unknown_parameters(frozenset({"keep"}))
        self.require_creator()
        keep, said = request.query_params.get("keep", "yes"), self.body()
        if keep not in ("yes", "no"):
            raise BadParameter("keep", _("yes or no"))
        files = [File(one["name"], one["text"]) for one in said["files"]]
        found = [(one, one.held) for one in read_files(files)] if keep == "no" else keep_files(self.viewer, files)
        return Response(
            {
                "results": [
                    {
                        "id": held.pk if held is not None else None,
                        "key": one.definition.key,
                        "name": one.definition.name,
                        "file": one.file,
                        "line": one.line,
                        "outcome": one.outcome,
                        "changes": one.count,
                    }
                    for one, held in found
                ]
            }
        )
