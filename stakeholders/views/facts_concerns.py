"""Record and change concerns, take their steps and take them back."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from csm.foundation.facts import StaleEdit
from stakeholders.domain.concerns import FOLLOWING, Stage
from stakeholders.forms.promises import ConcernForm, NewConcernForm, StepForm
from stakeholders.models import Concern, ConcernStep, Stakeholder, Touchpoint
from stakeholders.models.concerns import STEP_DEEDS
from stakeholders.selectors.promises import where_it_stands
from stakeholders.services import concerns
from stakeholders.views.facts_frame import AboutPeople, FactDeed, own_account
from stakeholders.views.facts_promises import PromisePage


class ConcernAddPage(PromisePage):
    """Record what somebody of theirs is concerned about."""

    title = _("Record a concern of theirs")
    submit = _("Record concern")

    def form(self, data: Any = None) -> NewConcernForm:
        row = Concern(
            account_id=self.account.pk,
            user_id=self.viewer.pk,
            stakeholder_id=self.named(Stakeholder, "with"),
            touchpoint_id=self.named(Touchpoint, "touchpoint"),
            raised_on=self.touch_day(),
        )
        heard = {"heard_on": row.raised_on}
        return NewConcernForm(data, instance=row, initial=heard, account=own_account(self.account))

    def save(self, form: NewConcernForm) -> Concern:
        return concerns.raise_concern(self.viewer, own_account(self.account), **form.facts)


class OneConcern(AboutPeople):
    """Reaches the concern of the address through the account of the address."""

    tab = "promises"

    @cached_property
    def concern(self) -> Concern:
        rows = Concern.objects.filter(account_id=self.account.pk).select_related("account", "stakeholder__person")
        found: Concern = self.row_of(rows, "concern_id")
        return found

    def about(self) -> Sequence[str]:
        return (self.concern.stakeholder.person.name, self.concern.text)


class ConcernEditPage(OneConcern, PromisePage):
    """Change a concern; its steps stay."""

    title = _("Edit concern")

    def form(self, data: Any = None) -> ConcernForm:
        return ConcernForm(data, row=self.concern, account=own_account(self.account))

    def save(self, form: ConcernForm) -> Concern:
        return concerns.edit_concern(self.viewer, self.concern, form.expected_version, **form.facts)


class ConcernStepPage(OneConcern, PromisePage):
    """Take a step of a concern: the next one, or the one that `stage` of the address names."""

    @cached_property
    def stage(self) -> Stage:
        """The step that is meant; once sent it is that, whatever happened since.

        *Raises* Http404 where the step that the address names cannot follow.
        """
        possible = FOLLOWING[Stage(self.concern.stage)]
        meant = self.request.POST.get("stage", "")
        if meant in {stage.value for stage in STEP_DEEDS}:
            return Stage(meant)
        wanted = self.request.GET.get("stage")
        found = next((stage for stage in possible if wanted in (None, stage.value)), None)
        if found is None:
            raise Http404
        return found

    @property
    def title(self) -> Any:  # type: ignore[override]
        return STEP_DEEDS[self.stage]

    def form(self, data: Any = None) -> StepForm:
        row = self.concern
        initial = {"user": row.user_id or self.viewer.pk, "stakeholder": row.stakeholder_id}
        return StepForm(data, concern=row, stage=self.stage, initial=initial)

    def save(self, form: StepForm) -> ConcernStep:
        said = {name: value for name, value in form.cleaned_data.items() if name not in ("stage", "row_version")}
        shown = form.cleaned_data["row_version"]
        if shown is not None and shown != self.concern.row_version:
            raise StaleEdit(self.concern)
        try:
            return concerns.take_step(self.viewer, self.concern, self.stage.value, expected_version=shown, **said)
        except ValidationError as error:
            # The field of the stage is hidden: what is said of it stands above the form.
            raise ValidationError(error.error_dict["stage"]) if "stage" in error.message_dict else error from error

    def show_both(self, form: StepForm) -> HttpResponse:
        """Say what somebody else did meanwhile, above what was typed; sent again it follows on that."""
        current = Concern.objects.get(pk=self.concern.pk)
        form.data = {**{name: form.data.get(name) for name in form.data}, "row_version": current.row_version}
        form.add_error(
            None,
            gettext("Somebody else changed this meanwhile: %(now)s Nothing of yours was saved or lost.")
            % {"now": where_it_stands(current)},
        )
        return self.show(form)


class ConcernStepBackView(OneConcern, FactDeed):
    """The last step was recorded by mistake."""

    def do(self) -> None:
        last = self.concern.steps.filter(retracted_at__isnull=True).order_by("-taken_on", "-pk").first()
        if last is None:
            raise Http404
        concerns.remove_step(self.viewer, last)


class ConcernRemoveView(OneConcern, FactDeed):
    """Nobody raised that."""

    def do(self) -> None:
        concerns.remove_concern(self.viewer, self.concern)
