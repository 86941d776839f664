"""The inbox of alerts, what is done with them, and the alerts and risks of one account."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from csm.foundation.known import known_of
from csm.foundation.paging import BadParameter, Order, Sort, read_page
from csm.foundation.views import PageView, anyone
from health.domain.alerts.kinds import AlertKind
from health.filtersets.alerts import InboxFilters
from health.forms.alerts import AlertDeedForm, ResolveForm, SnoozeForm
from health.models import Alert
from health.selectors.alert_reading import FoldReading, folded, read_alerts
from health.selectors.alerts import account_alerts, count_new, first_of_each, with_alike
from health.selectors.red_accounts import open_risks
from health.selectors.silences import silences_by_chance
from health.services.alert_actions import acknowledge, call_ready, resolve, snooze

ROWS = 50
KEPT = ("q", "kind", "state", "owner")
SORTS = {"weight": Sort("weight", is_nullable=False)}


def listed_alerts(filters: InboxFilters, cursor: str) -> Any:
    """A page of the alerts asked for, what weighs most first. *Raises* BadParameter.

    Where alerts are folded, a row is the first of its kind and account.
    """
    rows = first_of_each(filters.found) if filters.is_folded else filters.found
    return read_page(rows.select_related("account__owner"), Order.parse("-weight", SORTS, "-weight"), cursor, ROWS)


def folds_of(filters: InboxFilters, rows: Sequence[Alert]) -> list[FoldReading]:
    """The rows of a page in words, with all that each stands for."""
    if filters.is_folded:
        return folded(read_alerts(with_alike(filters.found, rows)))
    return [FoldReading((one,)) for one in read_alerts(rows)]


class InboxPage(PageView):
    """Alerts of the accounts one sees, what weighs most first; the filters stand in the address."""

    actions = {"GET": anyone}
    template_name = "health/alert_list.html"
    nav = "alerts"

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = InboxFilters(request.GET, Alert.objects.visible_to(self.viewer), request=request)
        try:
            page = listed_alerts(filters, request.GET.get("cursor", ""))
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        ids = {alert.account_id for alert in page.rows}
        mine = Account.objects.editable_by(self.viewer).filter(pk__in=ids)
        folds = folds_of(filters, page.rows)
        return self.page(
            partial="alert-rows",
            filters=filters,
            folds=folds,
            known=known_of("alert", self.viewer, [each.alert.pk for fold in folds for each in fold.readings]),
            editable=set(mine.values_list("pk", flat=True)),
            kept=[(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
            is_filtered=any(request.GET.get(name) for name in KEPT),
            chance=silences_by_chance(filters.accounts_of(self.viewer)),
            has_silence=any(alert.kind == AlertKind.UNUSUAL_SILENCE for alert in page.rows),
            previous_url=self._url(page.previous_cursor),
            next_url=self._url(page.next_cursor),
            today=today(),
        )

    def _url(self, cursor: str | None) -> str:
        asked: Any = self.request.GET.copy()
        asked["cursor"] = cursor or ""
        return f"?{asked.urlencode()}" if cursor else ""


class AlertDeedView(PageView):
    """Acknowledge, snooze or resolve what was chosen, or what a button stands beside; then back to where one was."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AlertDeedForm(request.POST)
        if not form.is_valid():
            words = (
                [_("Choose alerts first.")] if "row" in form.errors else [e for es in form.errors.values() for e in es]
            )
            messages.error(request, " ".join(map(str, words)))
            return self.go(self._back())
        try:
            with deeds() as done:
                self._do(**form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        return self.go(self._back())

    def _do(self, row: list[int], deed: str, until: Any, reason: str) -> None:
        """Call the one service. *Raises* ValidationError."""
        alerts = list(Alert.objects.editable_by(self.viewer).open_at(today()).filter(pk__in=row))
        if not alerts:
            raise ValidationError(_("None of them is open any more, or they are not yours to change."))
        if deed == "snooze":
            if until is None:
                raise ValidationError(_("Say until when."))
            snooze(self.viewer, alerts, until=until, reason=reason)
        elif deed == "resolve":
            resolve(self.viewer, alerts, reason=reason)
        else:
            acknowledge(self.viewer, alerts)

    def _back(self) -> str:
        """The page it was asked from: an account's, or the inbox with its filters."""
        account = self.request.POST.get("account", "")
        if account.isascii() and account.isdecimal() and len(account) < 19:
            return reverse("health:account_alerts", args=[int(account)])
        asked = {name: self.request.POST.get(name, "") for name in KEPT}
        kept = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('health:alerts')}?{kept}" if kept else reverse("health:alerts")


class AlertCountView(PageView):
    """How many alerts of one's book are new, for the menu; asked once a minute at most."""

    actions = {"GET": anyone}
    template_name = "health/_alert_count.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        response = self.page(count=count_new(self.viewer))
        response["Cache-Control"] = "private, max-age=60"
        return response


class AccountAlertsPage(AccountPage):
    """The alerts of an account with what became of them, and its risks."""

    template_name = "health/account_alerts.html"
    tab = "alerts"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        standing, closed = account_alerts(self.account)
        risks, past_risks = open_risks(self.account)
        return self.page(
            standing=standing,
            closed=closed,
            known=known_of("alert", self.viewer, [one.alert.pk for one in standing]),
            risks=risks,
            past_risks=past_risks,
            chance=silences_by_chance(Account.objects.filter(pk=self.account.pk)),
            has_silence=any(one.alert.kind == AlertKind.UNUSUAL_SILENCE for one in standing),
            is_set_up=any(one.alert.kind == "finish_map" for one in standing),
            today=today(),
        )


class MapReadyView(AccountDeedView):
    """Say that the map of an account is ready for alerts."""

    tab = "alerts"

    def do(self) -> None:
        call_ready(self.viewer, self.account)


class _OneAlert(AccountFormPage):
    """A form about one alert of an account."""

    tab = "alerts"

    @cached_property
    def alert(self) -> Alert:
        rows = Alert.objects.filter(account_id=self.account.pk, opened_on__isnull=False)
        found: Alert = visible_or_404(rows, self.viewer, pk=self.kwargs["alert_id"])
        return found

    def about(self) -> Sequence[str]:
        return (str((reading := read_alerts([self.alert])[0]).label), reading.reason)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _found = self.alert
        return super().get(request, *args, **kwargs)

    def success_url(self, saved: Any) -> str:
        return self.request.htmx.current_url_abs_path or self.tab_url()


class AlertSnoozePage(_OneAlert):
    """Send an alert away until a day."""

    title = gettext_lazy("Snooze the alert")
    submit = gettext_lazy("Snooze")

    def form(self, data: Any = None) -> SnoozeForm:
        return SnoozeForm(data)

    def save(self, form: SnoozeForm) -> int:
        return snooze(self.viewer, [self.alert], **form.cleaned_data)


class AlertResolvePage(_OneAlert):
    """Send an alert away until it comes again."""

    title = gettext_lazy("Resolve the alert")
    submit = gettext_lazy("Resolve")

    def form(self, data: Any = None) -> ResolveForm:
        return ResolveForm(data)

    def save(self, form: ResolveForm) -> int:
        return resolve(self.viewer, [self.alert], **form.cleaned_data)
