"""Plays started on many accounts: how far that is, what came of it, and taking it back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import editable_or_404, visible_or_404
from csm.foundation.views import anyone
from playbooks.models import Rollout
from playbooks.selectors.rollouts import kept_in_words, left_out_in_words, may_take_back
from playbooks.services.rollouts import begin_undoing
from playbooks.tasks import ask_to_roll_out
from playbooks.views.playbook_frame import OnePlaybook


class _OneRollout(OnePlaybook):
    @cached_property
    def rollout(self) -> Rollout:
        rows = Rollout.objects.filter(playbook_id=self.playbook.pk).select_related("version", "made_by")
        found: Rollout = visible_or_404(rows, self.viewer, pk=self.kwargs["rollout_id"])
        return found

    def own_url(self) -> str:
        return reverse("playbooks:rollout", args=[self.playbook.pk, self.rollout.pk])

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(rollout=self.rollout, **extra)


class RolloutPage(_OneRollout):
    """How far a rollout is, and what came of it."""

    template_name = "playbooks/rollout_detail.html"

    def get(self, request: HttpRequest, playbook_id: int, rollout_id: int) -> HttpResponse:
        rollout = self.rollout
        return self.page(
            left_out=left_out_in_words(rollout),
            kept=kept_in_words(rollout),
            is_mine=rollout.made_by_id == self.viewer.pk,
        )


class RolloutProgressView(_OneRollout):
    """How far a rollout is, for the bar; leads on when it is done."""

    template_name = "playbooks/_rollout_progress.html"

    def get(self, request: HttpRequest, playbook_id: int, rollout_id: int) -> HttpResponse:
        if not self.rollout.is_at_work:
            return HttpResponse(headers={"HX-Redirect": self.own_url()})
        return self.page()


class RolloutUndoView(_OneRollout):
    """Take back all plays of a rollout that nobody has worked on."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, playbook_id: int, rollout_id: int) -> HttpResponse:
        rows = Rollout.objects.filter(playbook_id=self.playbook.pk)
        rollout: Rollout = editable_or_404(rows, self.viewer, pk=self.rollout.pk)
        if not may_take_back(rollout, self.viewer):
            raise PermissionDenied
        if begin_undoing(rollout):
            ask_to_roll_out(rollout)
        else:
            messages.error(request, _("This is no longer at that stage."))
        return self.go(self.own_url())
