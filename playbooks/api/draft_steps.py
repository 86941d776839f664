"""One step of the draft of a playbook: read and changed without touching the others."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from csm.foundation.api import operation
from playbooks.api import playbook_shapes as shapes
from playbooks.api.step_tags import STEP, StepTags, expected_tag
from playbooks.domain.definition import Step, tag_of
from playbooks.models import Playbook
from playbooks.services import editing


class DraftSteps(StepTags):
    """Mixed into the resource of playbooks."""

    @action(detail=True, methods=["get"], url_path=STEP)
    @operation(answer=shapes.DraftStepShape, errors=(404,))
    def step(self: Any, request: Request, pk: str, step_key: str) -> Response:
        """One step of the draft, with its tag as `ETag`."""
        self.refuse_unknown_parameters(frozenset())
        self.visible(pk)
        return self.step_answer(pk, step_key)  # type: ignore[no-any-return]

    @step.mapping.patch
    @operation(body=shapes.DraftStepChange, answer=shapes.DraftStepShape, is_partial=True, errors=(404, 412))
    def change_step(self: Any, request: Request, pk: str, step_key: str) -> Response:
        """Change one step of the draft; `If-Match` names the tag of that step, so that others may change others."""
        row, tag, said = self.editable(pk), expected_tag(request), self.body()
        place, _step = _found(row, step_key)
        steps = list(row.draft["steps"])
        steps[place] = {**steps[place], **said}
        definition = self.defined({**row.draft, "steps": steps}, below=f"#/steps/{place}")
        editing.edit_step(self.viewer, row, step_key, definition, tag)
        return self.step_answer(pk, step_key)  # type: ignore[no-any-return]

    def step_answer(self: Any, pk: str, key: str, status: int = 200) -> Response:
        """One step as it is now. *Raises* Http404."""
        _place, step = _found(Playbook.objects.get(pk=int(pk)), key)
        tag = tag_of(step)
        return Response({"tag": tag, **asdict(step)}, status, headers={"ETag": f'"{tag}"'})


def _found(playbook: Playbook, key: str) -> tuple[int, Step]:
    """The place of a step in the draft, and the step. *Raises* Http404."""
    for place, step in enumerate(playbook.drafted.steps):
        if step.key == key:
            return place, step
    raise Http404
