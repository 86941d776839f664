"""Problem details (RFC 9457): the one shape of every error the API answers with.

An exception becomes a problem here and nowhere else; upper apps add their own exceptions with `answer_with`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from django.core import exceptions as django_exceptions
from django.core.signals import got_request_exception
from django.db import DatabaseError, DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults
from psycopg2.extensions import TransactionRollbackError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from csm.foundation.paging import BadParameter

CONTENT_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:constellation:problem:"
API_PREFIX = "/api/"

# key of the type, title
KINDS: dict[int, tuple[str, Any]] = {
    308: ("merged", gettext_lazy("This was merged into another record")),
    400: ("invalid", gettext_lazy("The request is not valid")),
    401: ("not-signed-in", gettext_lazy("Authentication is needed")),
    403: ("not-allowed", gettext_lazy("This is not allowed")),
    404: ("not-found", gettext_lazy("There is nothing here")),
    405: ("method-not-allowed", gettext_lazy("This address does not answer that method")),
    406: ("not-acceptable", gettext_lazy("Only JSON is spoken here")),
    409: ("conflict", gettext_lazy("This conflicts with what is recorded")),
    412: ("changed-meanwhile", gettext_lazy("This was changed by somebody else meanwhile")),
    413: ("too-large", gettext_lazy("The request is too large")),
    415: ("unsupported-media-type", gettext_lazy("Send JSON")),
    422: ("key-reused", gettext_lazy("This idempotency key was used for another request")),
    429: ("too-many-requests", gettext_lazy("Too many requests")),
    500: ("server-error", gettext_lazy("Something went wrong on our side")),
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FieldError:
    """What is wrong in one place: a `pointer` into the body (RFC 6901) or a query `parameter`; what was expected. Of a
    text that is read itself, such as YAML, the `line` (from 1) and the `field` in it, of several the `file`."""

    detail: str
    pointer: str = ""
    parameter: str = ""
    expected: str = ""
    line: int = 0
    field: str = ""
    file: str = ""

    def as_data(self) -> dict[str, str | int]:
        return {name: text for name, text in vars(self).items() if text}


@dataclass
class Problem(Exception):
    """An error as the caller shall read it; may be raised from any API class."""

    status: int
    detail: str = ""
    errors: list[FieldError] = field(default_factory=list)
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        key, title = KINDS.get(self.status, ("error", HTTPStatus(self.status).phrase))
        data = {"type": TYPE_PREFIX + key, "title": str(title), "status": self.status}
        if self.detail:
            data["detail"] = self.detail
        if self.errors:
            data["errors"] = [error.as_data() for error in self.errors]
        return {**data, **self.extra}


_answers: dict[type[Exception], Callable[[Any], Problem]] = {}


def answer_with(kind: type[Exception], describe: Callable[[Any], Problem]) -> None:
    """Register how an exception of an upper app is answered."""
    _answers[kind] = describe


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response:
    """The API's exception handler: every exception becomes a problem, an unexpected one is logged."""
    set_rollback()
    problem = _problem_of(error, context)
    if problem is None:
        logger.error("The API failed", exc_info=error)
        got_request_exception.send(
            sender=type(context.get("view")), request=getattr(context["request"], "_request", None)
        )
        problem = Problem(500)
    return Response(problem.as_data(), problem.status, headers=dict(problem.headers), content_type=CONTENT_TYPE)


def handle_moved(location: str) -> Response:
    """The answer where a row was merged into another: the same request goes to `location`."""
    text = _("This was merged into another record, which stands at `location`.")
    moved = Problem(308, text, extra={"location": location}, headers={"Location": location})
    return Response(moved.as_data(), moved.status, headers=dict(moved.headers), content_type=CONTENT_TYPE)


def _problem_of(error: Exception, context: Mapping[str, Any]) -> Problem | None:
    for kind, describe in _answers.items():
        if isinstance(error, kind):
            return describe(error)
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    if isinstance(error, django_exceptions.ValidationError):
        return Problem(400, errors=errors_of_service(error, getattr(context.get("view"), "names_by_source", {})))
    return _of_django(error)


def _of_django(error: Exception) -> Problem | None:
    match error:
        case BadParameter():
            detail = error.detail or _("This cannot be used.")
            return Problem(400, errors=[FieldError(detail, parameter=error.name, expected=error.expected)])
        case Http404():
            return Problem(404)
        case django_exceptions.PermissionDenied():
            return Problem(403, force_str(error) or _("You may read this but not change it."))
        case DatabaseError():
            return _of_database(error)
        case django_exceptions.RequestDataTooBig():
            return Problem(413)
        case django_exceptions.SuspiciousOperation():
            return Problem(400)
    return None


def _of_database(error: DatabaseError) -> Problem | None:
    if isinstance(error, IntegrityError):
        return Problem(409, _("Another record holds this already, or others depend on it."))
    if isinstance(error, DataError):
        return Problem(400, _("A value is out of the range that can be stored."))
    if isinstance(error.__cause__, TransactionRollbackError):
        return Problem(409, _("Another request changed the same at this moment: send this one again."))
    return None


def _of_framework(error: exceptions.APIException) -> Problem:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    if isinstance(error, exceptions.ValidationError):
        return Problem(400, errors=errors_of_detail(error.detail))
    return Problem(error.status_code, force_str(error.detail), headers=headers)


def errors_of_detail(detail: Any, pointer: str = "", expected: Callable[[str], str] = lambda _: "") -> list[FieldError]:
    """Flatten the nested errors of a serializer into one list with pointers."""
    if isinstance(detail, Mapping):
        nested = [errors_of_detail(part, _step(pointer, key), expected) for key, part in detail.items()]
        return [error for part in nested for error in part]
    if isinstance(detail, list) and any(isinstance(part, Mapping | list) for part in detail):
        nested = [errors_of_detail(part, f"{pointer}/{place}", expected) for place, part in enumerate(detail) if part]
        return [error for part in nested for error in part]
    messages = detail if isinstance(detail, list) else [detail]
    return [FieldError(force_str(text), pointer="#" + pointer, expected=expected(pointer)) for text in messages]


def _step(pointer: str, key: Any) -> str:
    if key == "non_field_errors":
        return pointer
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def errors_of_service(error: django_exceptions.ValidationError, names: Mapping[str, str]) -> list[FieldError]:
    """The errors a service raised, under the names the API has for its fields."""
    if not hasattr(error, "error_dict"):
        return [FieldError(text, pointer="#") for text in error.messages]
    return [
        FieldError(text, pointer="#" + ("" if key == "__all__" else _step("", names.get(key, key))))
        for key, messages in error.message_dict.items()
        for text in messages
    ]


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def problem_response(problem: Problem) -> HttpResponse:
    """A problem outside the framework of the API, e.g. from a handler of the whole site."""
    return HttpResponse(
        orjson.dumps(problem.as_data(), default=_text), content_type=CONTENT_TYPE, status=problem.status
    )


def _text(value: object) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(type(value))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400 of the site: a problem under the API, else the page."""
    return problem_response(Problem(400)) if is_api(request) else defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """403 of the site."""
    return problem_response(Problem(403)) if is_api(request) else defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404 of the site."""
    return problem_response(Problem(404)) if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500 of the site."""
    return problem_response(Problem(500)) if is_api(request) else defaults.server_error(request)
