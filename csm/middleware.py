"""What wraps every request: the probes of an orchestrator, and the reader's language and time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone, translation

from csm import operations

Handler = Callable[[HttpRequest], HttpResponseBase]


def probes(get_response: Handler) -> Handler:
    """Answer `/healthz` and `/readyz` before hosts, sessions and redirects are looked at."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/readyz":
            problems = operations.readiness_problems()
            return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)
        return get_response(request)

    return handle


def reader_settings(get_response: Handler) -> Handler:
    """Show dates in the reader's time zone and words in their language, where they have chosen one."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        reader = request.user
        if not reader.is_authenticated:
            return get_response(request)
        zone = ZoneInfo(reader.time_zone) if reader.time_zone else timezone.get_default_timezone()
        with timezone.override(zone), translation.override(reader.language or translation.get_language()):
            return get_response(request)

    return handle
