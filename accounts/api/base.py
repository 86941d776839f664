"""What API classes share once there are users and acts: retries that do not repeat, and stale changes."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.access import UserRole
from accounts.models import KeptAnswer
from accounts.services.undo import UndoConflict
from csm.foundation import api
from csm.foundation.facts import StaleEdit
from csm.foundation.problems import Problem, answer_with

KEPT_FOR = timedelta(hours=24)
KEPT_HEADERS = ("ETag", "Location")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"},
    OpenApiParameter.HEADER,
    description="Send the same key with a retry: what was done once is answered again, not done again. Kept 24 hours.",
)

answer_with(StaleEdit, lambda error: Problem(412, str(error)))
answer_with(UndoConflict, lambda error: Problem(409, str(error)))


class Resource(api.Resource):
    """The base of all resources: POST heeds `Idempotency-Key`; a change without `If-Match` that collides is a 409."""

    post_parameters = (IDEMPOTENCY_KEY,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        if request.method == "POST" and key is not None:
            vars(self)["post"] = once(vars(self)["post"], key)

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if response.status_code == 412 and "If-Match" not in self.request.headers:
            response.status_code = 409
            response.data.update(Problem(409).as_data())
        return response


class Catalogue(Resource):
    """What there is to choose from: everybody signed in reads it, `writers` change it."""

    writers: Callable[[UserRole], bool] = staticmethod(lambda role: False)

    def rows(self) -> "models.QuerySet[Any]":
        return self.all_rows()

    def editable_rows(self) -> "models.QuerySet[Any]":
        return self.all_rows() if self.is_writer() else self.all_rows().none()

    def is_writer(self) -> bool:
        return type(self).writers(UserRole(self.viewer.role))

    def require_creator(self) -> None:
        if not self.is_writer():
            raise PermissionDenied(_("Your role may read this but not change it."))


Handler = Callable[..., Response]


def once(handler: Handler, key: str) -> Handler:
    """Let a handler act once for a key of a user; the same request again gets the same answer."""

    def answer(request: Request, *args: Any, **kwargs: Any) -> Response:
        if not 0 < len(key) <= 200:
            raise Problem(400, _("Idempotency-Key must have 1 to 200 characters."))
        with transaction.atomic():
            kept = _claim(request, key)
            if kept.status:
                return _replay(kept, _digest(request))
            response = handler(request, *args, **kwargs)
            _keep(kept, response)
            return response

    return answer


def _claim(request: Request, key: str) -> KeptAnswer:
    """The kept answer of a key; a fresh one has no status. Waits while the same request is being answered."""
    caller: int = request.user.pk or 0
    mine = KeptAnswer.objects.filter(user_id=caller)
    mine.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    fresh = KeptAnswer(user_id=caller, key=key, request_digest=_digest(request))
    KeptAnswer.objects.bulk_create([fresh], ignore_conflicts=True)
    return mine.get(key=key)


def _digest(request: Request) -> str:
    said = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return hashlib.sha256(said).hexdigest()


def _keep(kept: KeptAnswer, response: Response) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    kept.status = response.status_code
    kept.body = orjson.dumps({"data": response.data, "headers": headers}, default=str)
    kept.save(update_fields=["status", "body"])


def _replay(kept: KeptAnswer, digest: str) -> Response:
    if kept.request_digest != digest:
        raise Problem(422, _("This idempotency key was used for another request."))
    said = orjson.loads(bytes(kept.body))
    return Response(said["data"], kept.status, headers={**said["headers"], "Idempotency-Replayed": "true"})
