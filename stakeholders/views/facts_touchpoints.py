"""Record, correct and take back touchpoints; find the people who took part."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.frame import AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.views import PageView, anyone
from stakeholders.forms.touchpoints import TouchpointForm, held_by
from stakeholders.models import Touchpoint
from stakeholders.selectors.corrections import corrected_touchpoint_id
from stakeholders.selectors.people_finding import options_here, our_options
from stakeholders.services.touchpoints import correct_touchpoint, record_touchpoint, retract_touchpoint
from stakeholders.views.facts_frame import AboutPeople, FactDeed, FactPage, own_account, people_url


def urls_of(account_id: int) -> dict[str, str]:
    """Where the form finds people of both sides."""
    return {"theirs": people_url(account_id), "ours": reverse("stakeholders:our_options")}


class _TouchpointPage(FactPage):
    tab = "timeline"
    dialog_template = "stakeholders/touchpoint_dialog.html"
    template_name = "stakeholders/touchpoint_form.html"

    def bound(self, data: Any, initial: dict[str, Any]) -> TouchpointForm:
        return TouchpointForm(data, account=own_account(self.account), urls=urls_of(self.account.pk), initial=initial)


class TouchpointAddPage(_TouchpointPage):
    """Record one interaction, however many took part."""

    title = gettext_lazy("Record a touchpoint")
    submit = gettext_lazy("Record")

    def form(self, data: Any = None) -> TouchpointForm:
        here = timezone.localtime()
        ours = self._keys("ours") or [self.viewer.pk]
        about = self.request.GET.get("about", "")[:200]
        initial = {"kind": "meeting", "on": here.date(), "users": ours, "subject": about}
        return self.bound(data, {**initial, "stakeholders": self._keys("with")})

    def _keys(self, name: str) -> list[str]:
        return [key for key in self.request.GET.getlist(name) if key.isdecimal() and len(key) < 19]

    def save(self, form: TouchpointForm) -> Touchpoint:
        return record_touchpoint(self.viewer, own_account(self.account), **form.facts)


class _OneTouchpoint(AboutPeople):
    """Reaches the touchpoint of the address through the account of the address, also once it was corrected."""

    tab = "timeline"

    @cached_property
    def touchpoint(self) -> Touchpoint:
        pk = corrected_touchpoint_id(self.account.pk, self.kwargs["touchpoint_id"])
        found: Touchpoint = visible_or_404(Touchpoint.objects.filter(account_id=self.account.pk), self.viewer, pk=pk)
        return found


class TouchpointEditPage(_OneTouchpoint, _TouchpointPage):
    """A correction: what was recorded is retracted and recorded right."""

    title = gettext_lazy("Correct this touchpoint")
    submit = gettext_lazy("Save the correction")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._is_removed():
            return self._offer_anew()
        return super().post(request, *args, **kwargs)

    def form(self, data: Any = None) -> TouchpointForm:
        return self.bound(data, held_by(self.touchpoint))

    def save(self, form: TouchpointForm) -> Touchpoint:
        version = form.cleaned_data["row_version"] or self.touchpoint.row_version
        return correct_touchpoint(self.viewer, self.touchpoint, version, **form.facts)

    def _is_removed(self) -> bool:
        pk = corrected_touchpoint_id(self.account.pk, self.kwargs["touchpoint_id"])
        return Touchpoint.objects.filter(account_id=self.account.pk, pk=pk, retracted_at__isnull=False).exists()

    def _offer_anew(self) -> HttpResponse:
        """Somebody removed it meanwhile: what was typed stays, and may be recorded as a touchpoint of its own."""
        self.require_editable()
        form = self.bound(self.request.POST, {})
        form.add_error(None, _("Somebody removed this touchpoint meanwhile. If it did happen, record it again."))
        anew = {"title": TouchpointAddPage.title, "submit": TouchpointAddPage.submit}
        action = reverse("stakeholders:touchpoint_add", args=[self.account.pk])
        return self.page(self._template(), form=form, **{**self._form_context(), **anew, "action": action})


class TouchpointRemoveView(_OneTouchpoint, FactDeed):
    """A correction: it did not happen."""

    def do(self) -> None:
        retract_touchpoint(self.viewer, self.touchpoint)


class PeopleOptions(AccountPage):
    """The people of an account as options, by the beginnings of words."""

    template_name = "stakeholders/_people_options.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page(people=options_here(self.account, request.GET.get("q", "")[:200]))

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, **extra)


class OurOptions(PageView):
    """Our people as options."""

    actions = {"GET": anyone}
    template_name = "stakeholders/_our_options.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(users=our_options(request.GET.get("q", "")[:200]))
