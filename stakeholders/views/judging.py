"""Settings: how far the judging of all accounts is, and what was set aside because it could not be judged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.views.access import may_configure
from accounts.views.settings_frame import SettingsPage
from csm.foundation.views import DeedView, PageView
from stakeholders.selectors.judging import judging_now, set_aside
from stakeholders.services.conclusions import try_again
from stakeholders.tasks import ask_to_conclude_while_due

PAGE = "stakeholders:judging"


class JudgingPage(SettingsPage):
    """How far it is, and which accounts cannot be judged."""

    template_name = "stakeholders/judging.html"
    item = "judging"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(title=_("Judging"), now=judging_now(), aside=set_aside())


class JudgingProgress(PageView):
    """The part of the page that is asked for again while accounts are due."""

    actions = {"GET": may_configure}
    template_name = "stakeholders/judging.html#progress"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(now=judging_now())


class TryAgainView(DeedView):
    """Give all accounts that were set aside another chance."""

    actions = {"POST": may_configure}

    def do(self) -> Any:
        count = try_again()
        ask_to_conclude_while_due()
        self.tell(
            ngettext("%(count)d account is tried again.", "%(count)d accounts are tried again.", count)
            % {"count": count}
        )

    def success_url(self) -> str:
        return reverse(PAGE)
