"""Our records as CSV through the API, in the form in which they can be imported again."""

from django.http import Http404, StreamingHttpResponse
from drf_orjson_renderer.renderers import ORJSONRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from accounts.services.exporting import export_lines
from accounts.services.importing.kinds import kind_of
from csm.foundation.api import AlsoCsv, ApiView, operation


class Exports(ApiView):
    """What the caller sees of one kind: users, accounts, people, connections or touchpoints; everybody may."""

    renderer_classes = [ORJSONRenderer, AlsoCsv]

    @operation(answer=OpenApiResponse(OpenApiTypes.STR, description="CSV"), media_type="text/csv", errors=(404,))
    def get(self, request: Request, kind: str) -> StreamingHttpResponse:
        """All records of a kind as CSV, streamed; importing them again changes nothing."""
        self.refuse_unknown_parameters(frozenset())
        found = kind_of(kind)
        if found is None or found.export is None:
            raise Http404
        text = (line.encode() for line in export_lines(found, self.viewer))
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
