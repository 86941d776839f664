"""Plays started on many accounts: how far that is, and taking it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.filters import KeyFilter, TextFilter
from csm.foundation.problems import Problem
from playbooks.api.playbook_shapes import RolloutShape
from playbooks.models import Rollout
from playbooks.selectors.rollouts import may_take_back
from playbooks.services.rollouts import begin_undoing
from playbooks.tasks import ask_to_roll_out


class RolloutFilters(FilterSet):
    """Rollouts by playbook and state."""

    playbook_id = KeyFilter("playbook_id")
    state = TextFilter("state")


class Rollouts(Lists, Shows, Resource):
    """Your rollouts, newest first; administrators and operations see everybody's."""

    shape, filters, default_sort = RolloutShape, RolloutFilters, "-id"

    def all_rows(self) -> "models.QuerySet[Any]":
        return Rollout.objects.all()

    def attach(self, rows: list[dict[str, Any]]) -> None:
        sizes = Rollout.objects.filter(pk__in=[row["id"] for row in rows]).values_list(
            "pk", models.F("account_ids__len")
        )
        totals = dict(sizes)
        for row in rows:
            row["total"] = totals[row["id"]]

    @action(detail=True, methods=["post"])
    @operation(answer=RolloutShape, status=202, errors=(404, 409))
    def undo(self, request: Request, pk: str) -> Response:
        """Take back all of its plays that nobody has worked on; `kept` says which those are. It goes on in the
        background."""
        rollout: Rollout = self.editable(pk)
        if not may_take_back(rollout, self.viewer):
            raise PermissionDenied(_("You may no longer start plays on all of these accounts."))
        if not begin_undoing(rollout):
            raise Problem(409, _("This is no longer at that stage."))
        ask_to_roll_out(rollout)
        return self.answer(pk, 202)


def rollout_data(rollout: Rollout) -> dict[str, Any]:
    """A rollout as the API shows it."""
    return dict(RolloutShape(rollout).data) | {"total": rollout.total}
