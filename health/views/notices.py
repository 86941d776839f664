"""What one is told by mail, how one stops it, and the webhooks of teams."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Team
from accounts.views.access import may_administer
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import row_or_404
from csm.foundation.views import anyone
from health.forms.notices import NoticeForm, WebhookForm
from health.models import NoticeChoice, TeamWebhook
from health.services.notices import choose_notices, set_webhook, unsubscribe, user_of


class NoticesPage(SettingsFormPage):
    """What everybody chooses for themselves."""

    actions = {"GET": anyone, "POST": anyone}
    item = "notices"
    title = gettext_lazy("Notifications")
    list_url_name = "health:notices"

    def form(self, data: Any = None) -> NoticeForm:
        choice = NoticeChoice.objects.filter(pk=self.viewer.pk).first()
        return NoticeForm(data, choice or NoticeChoice(user=self.viewer))

    def save(self, form: NoticeForm) -> NoticeChoice:
        return choose_notices(self.viewer, **form.facts)

    def cancel_url(self) -> str:
        return ""


@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribePage(View):
    """Stop the summaries of whoever a signed address names: one click, no sign-in, as mail programs ask for it."""

    def get(self, request: HttpRequest, signed: str) -> HttpResponse:
        return render(request, "health/unsubscribe.html", {"reader": self._reader(signed), "is_done": False})

    def post(self, request: HttpRequest, signed: str) -> HttpResponse:
        reader = self._reader(signed)
        unsubscribe(reader)
        return render(request, "health/unsubscribe.html", {"reader": reader, "is_done": True})

    def _reader(self, signed: str) -> Any:
        reader = user_of(signed)
        if reader is None:
            raise Http404
        return reader


class WebhookListPage(SettingsListPage):
    """The teams, and where their alerts are posted."""

    actions = {"GET": may_administer}
    item = "webhooks"
    title = gettext_lazy("Webhooks")
    note = gettext_lazy(
        "Where alerts of a team's accounts are posted as they open, in the form that Slack understands."
    )
    heads: ClassVar[Any] = [(gettext_lazy("Team"), False), (gettext_lazy("Posts to"), False)]
    teaches = gettext_lazy("There is no team yet: alerts are posted by the team of an account's owner.")

    def lines(self) -> list[Line]:
        return [self._line(team) for team in Team.objects.select_related("webhook")]

    def _line(self, team: Team) -> Line:
        webhook = getattr(team, "webhook", None)
        where = webhook.url.split("/")[2] if webhook and webhook.is_on else _("nowhere")
        return Line([Cell(team.name), Cell(where, is_quiet=not webhook)], reverse("health:webhook", args=[team.pk]))


class WebhookPage(SettingsFormPage):
    """Where the alerts of one team are posted."""

    actions = {"GET": may_administer, "POST": may_administer}
    item = "webhooks"
    title = gettext_lazy("Webhook of the team")
    list_url_name = "health:webhooks"

    @property
    def team(self) -> Team:
        return row_or_404(Team, self.kwargs["team_id"])

    def form(self, data: Any = None) -> WebhookForm:
        team = self.team
        return WebhookForm(data, TeamWebhook.objects.filter(pk=team.pk).first() or TeamWebhook(team=team))

    def save(self, form: WebhookForm) -> TeamWebhook:
        return set_webhook(self.viewer, self.team, **form.cleaned_data)
