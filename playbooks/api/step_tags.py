"""The tag of a step as `ETag` and `If-Match`: two people who change different steps do not collide."""

import re
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from csm.foundation.problems import Problem
from playbooks.domain.definition import TAG_LENGTH

STEP: Final = "steps/(?P<step_key>[a-z0-9-]{1,60})"
HEADER: Final = re.compile(rf'(?:W/)?"([0-9a-f]{{{TAG_LENGTH}}})"')


def expected_tag(request: Request) -> str:
    """The tag that `If-Match` names; empty where the header is absent or `*`. *Raises* Problem 400."""
    header = request.headers.get("If-Match", "*").strip()
    if header == "*":
        return ""
    found = HEADER.fullmatch(header)
    if found is None:
        raise Problem(400, _('If-Match must be the ETag of the step that was given out, such as "0123456789abcdef".'))
    return found[1]


class StepTags:
    """Mixed into resources whose rows have steps; they say what `step_answer` is."""

    def handle_exception(self: Any, exc: Exception) -> Response:
        """A stale change of a step is answered with what the step says now; one that is gone answers 404."""
        response: Response = super().handle_exception(exc)  # type: ignore[misc]
        if response.status_code in (409, 412) and "current" in response.data and "step_key" in self.kwargs:
            try:
                now = self.step_answer(self.kwargs["pk"], self.kwargs["step_key"])
            except Http404 as error:
                gone: Response = super().handle_exception(error)  # type: ignore[misc]
                return gone
            response.data["current"] = now.data
            response["ETag"] = now["ETag"]
        return response
