"""The schema of the API and a page to try it on, served from here alone under the strict content policy."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularJSONAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularAPIView):
    """The OpenAPI schema: as YAML, or as JSON where that is asked for."""

    metadata_class: Any = None


class JsonSchemaView(SpectacularJSONAPIView):
    """The OpenAPI schema as JSON."""

    metadata_class: Any = None


class DocsView(SpectacularSwaggerSplitView):
    """Every operation with its errors, to be tried with one's own session or a token."""

    metadata_class: Any = None
    url_name = "schema"


urlpatterns = [path("schema/", SchemaView.as_view(), name="schema")]
if settings.API_DOCS:
    urlpatterns += [
        path("schema.json", JsonSchemaView.as_view(), name="schema_json"),
        path("docs/", login_required(DocsView.as_view()), name="api_docs"),
    ]
