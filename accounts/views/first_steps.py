"""The first steps after the administrator is made: company, segments, colleagues, files; and what is still missing."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.first_steps import Stand, Step, is_complete, stands
from accounts.domain.free_mail import company_domain
from accounts.forms.first_steps import CompanyForm
from accounts.models import Installation
from accounts.selectors.first_steps import begun, lacking
from accounts.selectors.installation import installation
from accounts.selectors.settings import proposed_segments
from accounts.services.installation import describe_company, settle_step
from accounts.views.access import may_administer, may_configure
from accounts.views.settings_frame import SettingsFormPage, SettingsPage
from csm.foundation.registry import menu_items
from csm.foundation.views import DeedView, PageView, anyone

HOME = "home"
TITLES = {
    Step.COMPANY: _("Your company"),
    Step.SEGMENTS: _("How closely you work with customers"),
    Step.COLLEAGUES: _("Your colleagues"),
    Step.FILES: _("Your customers"),
}


class HomePage(PageView):
    """Lead to the page registered for the reader's role, else to the accounts.

    Whoever sets an empty installation up is led to the next of the first steps.
    """

    actions = {"GET": anyone}

    def get(self, request: HttpRequest) -> HttpResponse:
        if may_administer(self.viewer):
            facts = begun(installation())
            if not facts.account_count and not is_complete(facts):
                return redirect("accounts:first_steps")
        own = next((one for one in menu_items if one.menu == HOME and one.is_for(self.viewer)), None)
        return redirect(own.url_name if own else "accounts:list")


class FirstStepsPage(SettingsPage):
    """Where the installation stands, the next step open, and what the records still lack."""

    template_name = "accounts/first_steps.html"
    item = "first_steps"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(**self.shown())

    def shown(self) -> dict[str, Any]:
        ours = installation()
        facts = begun(ours)
        found = stands(facts)
        return {
            "title": _("First steps"),
            "steps": [(stand, TITLES[stand.step]) for stand in found if self._is_for_viewer(stand)],
            "done": sum(stand.is_done for stand in found),
            "begun": facts,
            "ours": ours,
            "company_form": CompanyForm(row=ours, proposed=company_domain(self.viewer.email)),
            "segments": proposed_segments(),
            "lacking": lacking(self.viewer),
        }

    def _is_for_viewer(self, stand: Stand) -> bool:
        return may_administer(self.viewer) or stand.step not in (Step.COMPANY, Step.COLLEAGUES)


class CompanyPage(SettingsFormPage):
    """Whose installation this is."""

    actions = {"GET": may_administer, "POST": may_administer}
    item = "company"
    title = _("Your company")
    list_url_name = "accounts:first_steps"

    @cached_property
    def ours(self) -> Installation:
        return installation()

    def form(self, data: Any = None) -> CompanyForm:
        return CompanyForm(data, row=self.ours, proposed=company_domain(self.viewer.email))

    def save(self, form: CompanyForm) -> Installation:
        saved = describe_company(self.viewer, installation(), form.expected_version, **form.facts)
        return settle_step(self.viewer, saved, Step.COMPANY)


class StepSettledView(DeedView):
    """Call a step done or not needed."""

    actions = {"POST": may_configure}

    def do(self) -> None:
        if self.kwargs["step"] not in set(Step):
            raise Http404
        settle_step(self.viewer, installation(), Step(self.kwargs["step"]))

    def success_url(self) -> str:
        return reverse("accounts:first_steps")
