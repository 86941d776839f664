"""Roles people hold, and what we think of them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csm.foundation.clock import today
from stakeholders.domain.succession import propose_heir
from stakeholders.forms.facts import AssessForm, EndForm, RoleAddForm, RoleFillForm, roles_held
from stakeholders.models import Assessment, RoleHolding, Stakeholder
from stakeholders.selectors.skies import sky_at
from stakeholders.services.assessments import assess
from stakeholders.services.roles import assign_role, confirm_role, end_role, fill_role, retract_role
from stakeholders.views.facts_frame import AboutPeople, FactDeed, FactPage, OneStakeholder, succession


class RoleAddPage(OneStakeholder, FactPage):
    """A role they hold; those they hold already can be ended, confirmed and taken back here too."""

    submit = gettext_lazy("Add the role")
    dialog_template = "stakeholders/role_dialog.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Roles of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> RoleAddForm:
        return RoleAddForm(data, stakeholder=self.stakeholder)

    def save(self, form: RoleAddForm) -> RoleHolding:
        return assign_role(self.viewer, self.stakeholder, form.cleaned_data["role"], form.cleaned_data["on"])

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(held=list(roles_held(self.stakeholder)), **extra)


class _OneHolding(AboutPeople):
    """Reaches the role holding of the address through the account of the address."""

    @cached_property
    def holding(self) -> RoleHolding:
        rows = RoleHolding.objects.filter(stakeholder__account_id=self.account.pk, stakeholder__retracted_at=None)
        found: RoleHolding = self.row_of(rows.select_related("stakeholder__person", "role"), "holding_id")
        return found

    def about(self) -> Sequence[str]:
        return (self.holding.stakeholder.person.name, self.holding.role.name)

    @property
    def words(self) -> dict[str, str]:
        return {"name": self.holding.stakeholder.person.name, "role": self.holding.role.name}


class RoleEndPage(_OneHolding, FactPage):
    """A change: from a day on they no longer hold it."""

    submit = gettext_lazy("End the role")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("%(name)s is no longer %(role)s") % self.words

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def save(self, form: EndForm) -> RoleHolding:
        return end_role(self.viewer, self.holding, form.cleaned_data["on"])


class RoleRemoveView(_OneHolding, FactDeed):
    """A correction: they never held it."""

    def do(self) -> None:
        retract_role(self.viewer, self.holding)


class RoleConfirmView(_OneHolding, FactDeed):
    """What was assumed is right."""

    def do(self) -> None:
        confirm_role(self.viewer, self.holding)


class RoleFillPage(_OneHolding, FactPage):
    """Somebody takes over a role that was left behind."""

    submit = gettext_lazy("Fill the role")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Who is %(role)s after %(name)s?") % self.words

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)

    def form(self, data: Any = None) -> RoleFillForm:
        heir = propose_heir(sky_at(self.account.pk, today()), self.holding.stakeholder_id)
        return RoleFillForm(data, holding=self.holding, **succession(heir))

    def save(self, form: RoleFillForm) -> RoleHolding:
        taker: Stakeholder = form.cleaned_data["stakeholder"]
        return fill_role(self.viewer, self.holding, taker, form.cleaned_data["on"])


class AssessPage(OneStakeholder, FactPage):
    """What we think of them as of a day."""

    submit = gettext_lazy("Save the assessment")
    dialog_template = "stakeholders/assess_dialog.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Assess %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> AssessForm:
        held = Assessment.objects.valid_at(today()).filter(stakeholder=self.stakeholder).first()
        return AssessForm(data, now=held)

    def save(self, form: AssessForm) -> Assessment:
        axes: Any = form.axes
        return assess(self.viewer, self.stakeholder, form.cleaned_data["on"], **axes)
