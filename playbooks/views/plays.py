"""The plays of one account: what is under way, what is next, what ended; starting and adapting them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.facts import StaleEdit
from playbooks.domain.definition import Step
from playbooks.forms.plays import (
    CancelPlayForm,
    CompletePlayForm,
    DropStepForm,
    FinishStepForm,
    HandOverForm,
    PausePlayForm,
    StartPlayForm,
    StepForm,
)
from playbooks.models import Play, Task
from playbooks.selectors.plays import (
    account_plays,
    begun_task,
    begun_tasks,
    begun_words,
    offers,
    play_reading,
    task_of_step,
)
from playbooks.services import plays
from playbooks.services.starting import start_play
from playbooks.services.tasks import finish_tasks


class AccountPlaysPage(AccountPage):
    """Plays under way, tasks of no play, plays that ended."""

    template_name = "playbooks/account_plays.html"
    tab = "plays"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page(plays=account_plays(self.account), today=today())


class StartPlayPage(AccountFormPage):
    """Start a play by hand: each playbook with what can be told of it beforehand."""

    tab = "plays"
    title = _("Start a play")
    submit = _("Start")

    def form(self, data: Any = None) -> StartPlayForm:
        return StartPlayForm(data, initial={"playbook": self.request.GET.get("playbook")})

    def save(self, form: StartPlayForm) -> Any:
        return start_play(self.viewer, self.account, form.cleaned_data["playbook"])[0]

    def context(self, **extra: Any) -> dict[str, Any]:
        form = extra["form"]
        chosen = str(form["playbook"].value() or "")
        return super().context(
            fields="playbooks/_start_fields.html", offers=offers(self.account), chosen=chosen, **extra
        )

    def success_url(self, saved: Any) -> str:
        return f"{self.tab_url()}#play-{saved.pk}"


class _OnePlay(AccountPage):
    """Reaches the play of the address through the account of the address."""

    tab = "plays"

    @cached_property
    def play(self) -> Play:
        rows = Play.objects.filter(account_id=self.account.pk).select_related("account", "playbook", "version", "owner")
        found: Play = visible_or_404(rows, self.viewer, pk=self.kwargs["play_id"])
        return found

    def about(self) -> Sequence[str]:
        return (str(self.play),)

    def play_url(self) -> str:
        return reverse("playbooks:play", args=[self.account.pk, self.play.pk])


class PlayPage(_OnePlay):
    """One play with all its steps and their texts."""

    template_name = "playbooks/play.html"

    def get(self, request: HttpRequest, account_id: int, play_id: int) -> HttpResponse:
        return self.page(reading=play_reading(self.play), today=today())


class _PlayForm(_OnePlay, AccountFormPage):
    """A form about one play; then back to where one was."""

    def success_url(self, saved: Any) -> str:
        return self.request.htmx.current_url_abs_path or self.play_url()

    def cancel_url(self) -> str:
        return self.play_url()


class PausePlayPage(_PlayForm):
    """Leave a play alone for a while."""

    title = _("Pause the play")
    submit = _("Pause")

    def form(self, data: Any = None) -> PausePlayForm:
        return PausePlayForm(data)

    def save(self, form: PausePlayForm) -> Play:
        return plays.pause_play(self.viewer, self.play, form.cleaned_data["reason"])


class ResumePlayView(_OnePlay, AccountDeedView):
    """Go on with a paused play."""

    def do(self) -> None:
        plays.resume_play(self.viewer, self.play)

    def success_url(self) -> str:
        return self.play_url()


class CancelPlayPage(_PlayForm):
    """End a play that is not worth going on with."""

    title = _("Cancel the play")
    submit = _("Cancel the play")
    dismiss = _("Keep the play")

    def form(self, data: Any = None) -> CancelPlayForm:
        return CancelPlayForm(data, begun_tasks(self.play))

    def save(self, form: CancelPlayForm) -> Play:
        return plays.cancel_play(self.viewer, self.play, **form.said)


class CompletePlayPage(_PlayForm):
    """End a play whose work is done."""

    title = _("Complete the play")
    submit = _("Complete")

    def form(self, data: Any = None) -> CompletePlayForm:
        return CompletePlayForm(data, begun_tasks(self.play))

    def save(self, form: CompletePlayForm) -> Play:
        return plays.complete_play(self.viewer, self.play, **form.said)


class HandOverPlayPage(_PlayForm):
    """Let somebody else answer for a play."""

    title = _("Hand over the play")
    submit = _("Hand over")

    def form(self, data: Any = None) -> HandOverForm:
        return HandOverForm(data, initial={"owner": self.play.owner_id})

    def save(self, form: HandOverForm) -> Play:
        return plays.hand_over_play(self.viewer, self.play, form.cleaned_data["owner"])


class FinishStepPage(_PlayForm):
    """A step is done: what came of it."""

    title = _("Step done")
    submit = _("Done")

    @cached_property
    def task(self) -> Task:
        rows = Task.objects.filter(play_id=self.play.pk)
        found: Task = visible_or_404(rows, self.viewer, step=self.kwargs["step_key"])
        return found

    def form(self, data: Any = None) -> FinishStepForm:
        return FinishStepForm(data)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(note=self.task.title, **extra)

    def save(self, form: FinishStepForm) -> int:
        return finish_tasks(self.viewer, [self.task], form.cleaned_data["outcome"])


class AdaptStepPage(_PlayForm):
    """Change a step on this account alone."""

    title = _("Adapt the step")
    submit = _("Save")

    @cached_property
    def step(self) -> Step | None:
        return next((step for step in self.play.own_steps if step.key == self.kwargs["step_key"]), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.step is None:
            raise Http404
        return super().get(request, *args, **kwargs)

    def form(self, data: Any = None) -> StepForm:
        if self.step is None:
            return StepForm(data)
        task = task_of_step(self.play, self.step.key)
        said = {"title": task.title, "text": task.text} if task is not None else {}
        held = {**plays.described(self.step), **said, "row_version": plays.tag_of_step(self.play, self.step.key)}
        return StepForm(data, initial=held)

    def save(self, form: StepForm) -> Play:
        if self.step is None:
            raise ValidationError(
                _("Somebody left this step out meanwhile. Bring it back on the page of the play first.")
            )
        return plays.adapt_step(self.viewer, self.play, self.step.key, form.expected_tag, **form.said)


class AddStepPage(_PlayForm):
    """Add a step on this account alone."""

    title = _("Add a step")
    submit = _("Add")

    def form(self, data: Any = None) -> StepForm:
        return StepForm(data, initial={"due": 5})

    def save(self, form: StepForm) -> Play:
        after = self.request.GET.get("after", "")
        return plays.add_step(self.viewer, self.play, after, **form.said)


class DropStepPage(_PlayForm):
    """Leave out a step on this account; where somebody has begun it, only once that was said and is meant."""

    title = _("Leave out the step")
    submit = _("Leave it out")
    dismiss = _("Keep the step")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not plays.tag_of_step(self.play, self.kwargs["step_key"]):
            raise Http404
        return super().get(request, *args, **kwargs)

    def form(self, data: Any = None) -> DropStepForm:
        tag = plays.tag_of_step(self.play, self.kwargs["step_key"])
        return DropStepForm(data, initial={"tag": tag, "drops_begun": True})

    def save(self, form: DropStepForm) -> Play:
        return plays.drop_step(
            self.viewer,
            self.play,
            self.kwargs["step_key"],
            form.cleaned_data["tag"],
            drops_begun=form.cleaned_data["drops_begun"],
        )

    def show(self, form: DropStepForm, **context: Any) -> HttpResponse:
        """Ask, with what stands in the way: who says yes to that means it."""
        refused = [str(error) for name, errors in form.errors.items() if name != "drops_begun" for error in errors]
        begun = begun_task(self.play, self.kwargs["step_key"])
        goes = [begun_words(begun), gettext("Its task goes with the step.")] if begun is not None else []
        note = " ".join([*refused, *goes]) or gettext("It is left out on this account alone.")
        return super().show(self.form(), note=note, **context)

    def show_both(self, form: DropStepForm) -> HttpResponse:
        """Somebody changed it meanwhile: that is read first."""
        messages.error(self.request, str(StaleEdit(self.play)))
        return self.go(self.play_url())

    def success_url(self, saved: Any) -> str:
        left_out = f"{self.play_url()}#left-out-{self.kwargs['step_key']}"
        return self.request.htmx.current_url_abs_path or left_out


class BringStepBackView(_OnePlay, AccountDeedView):
    """Take up again a step that was left out on this account."""

    def do(self) -> None:
        plays.bring_step_back(self.viewer, self.play, self.kwargs["step_key"])

    def success_url(self) -> str:
        return f"{self.play_url()}#step-{self.kwargs['step_key']}"
