"""The health tab of an account: how healthy it is, exactly why, what changed, and what is not known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.facts import RecordedQuerySet
from health.domain.judgement import Judgement
from health.domain.measures import pulse_is_over
from health.forms.entries import PulseForm, ReadingForm
from health.forms.supposing import is_tidy, supposition_of, tidy
from health.models import PulseReading, Reading
from health.models.pulse import PULSE_STEPS
from health.selectors.explaining import Explained, change_since, explained
from health.selectors.family import family_score
from health.selectors.imagining import knobs, picks, telling
from health.selectors.readings import latest_pulses, metric_lines
from health.selectors.wording import score_in_words
from health.services.pulse import feel_pulse, remove_pulse
from health.services.readings import NewReading, record_readings, remove_reading

WHAT_IF = "what-if-result"


class HealthPage(AccountPage):
    """Why this score, what changed, what do we not know?"""

    template_name = "health/account_health.html"
    tab = "health"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        if not is_tidy(request.GET) and not self.request.htmx:
            return redirect(f"{request.path}?{tidy(request.GET)}")
        on, is_leading_only = today(), request.GET.get("only") == "leading"
        health = explained(self.account.pk, on, is_leading_only)
        if self.request.htmx.target == WHAT_IF:
            return self.what_if(health)
        return self.page(
            health=health,
            judgement=health.judgement,
            in_words=_in_words(health.judgement),
            is_leading_only=is_leading_only,
            change=change_since(health, on, is_leading_only),
            metrics=metric_lines(self.account.pk, on),
            pulses=latest_pulses(self.account.pk),
            steps=PULSE_STEPS,
            felt=_felt(health),
            family=None if is_leading_only else family_score(self.viewer, account_id, health.judgement.score, on),
            interval=_interval(health.judgement),
            history_url=reverse("health:history", args=[account_id]) + ("?only=leading" if is_leading_only else ""),
            today=on,
            **self.supposed(health),
        )

    def what_if(self, health: Explained) -> HttpResponse:
        """Only what follows from the supposition; the address becomes the one to share."""
        response = self.page(partial=WHAT_IF, **self.supposed(health))
        query = tidy(self.request.GET)
        response["HX-Push-Url"] = f"{self.request.path}?{query}" if query else self.request.path
        return response

    def supposed(self, health: Explained) -> dict[str, Any]:
        supposition = supposition_of(self.request.GET, health)
        theirs, ours = picks(health, supposition)
        return {
            "what": telling(health, supposition) if supposition else None,
            "knobs": knobs(health, supposition),
            "theirs": theirs,
            "ours": ours,
        }


def _felt(health: Explained) -> int | None:
    """The step of the pulse that still counts."""
    pulse = health.given.evidence.pulse
    return None if pulse is None or pulse_is_over(pulse.on, health.given.on) else pulse.step


def _in_words(judgement: Judgement) -> str:
    return score_in_words(judgement.score, judgement.low, judgement.high)


def _interval(judgement: Judgement) -> dict[str, str] | None:
    """Where the interval and the score lie in a box 200 wide."""
    if judgement.score is None:
        return None
    width = max(2.0, 2 * (judgement.high - judgement.low))
    return {"x": f"{2 * judgement.low:.1f}", "width": f"{width:.1f}", "at": f"{2 * judgement.score - 1:.1f}"}


class PulseAddPage(AccountFormPage):
    """Say how an account is doing, and why."""

    tab = "health"
    title = gettext_lazy("Pulse")
    submit = gettext_lazy("Keep the pulse")

    def form(self, data: Any = None) -> PulseForm:
        initial = {"step": self.request.GET.get("step") or 4}
        return PulseForm(data, instance=PulseReading(account_id=self.account.pk), initial=initial)

    def save(self, form: PulseForm) -> PulseReading:
        return feel_pulse(self.viewer, self.account, **form.cleaned_data)


class PulseSetView(AccountDeedView):
    """Say how an account is doing by one key."""

    tab = "health"

    def do(self) -> None:
        feel_pulse(self.viewer, self.account, step=self.kwargs["felt"])


class PulseRemoveView(AccountDeedView):
    """Take a pulse back."""

    tab = "health"

    def do(self) -> None:
        rows: RecordedQuerySet = PulseReading.objects.filter(account_id=self.account.pk)
        remove_pulse(self.viewer, visible_or_404(rows, self.viewer, pk=self.kwargs["pulse_id"]))


class ReadingAddPage(AccountFormPage):
    """Enter what a metric was on a day."""

    tab = "health"
    title = gettext_lazy("Enter a reading")
    submit = gettext_lazy("Keep the reading")

    def form(self, data: Any = None) -> ReadingForm:
        return ReadingForm(data, initial={"metric": self.request.GET.get("metric", "")})

    def save(self, form: ReadingForm) -> Any:
        metric, value = form.cleaned_data["metric"], form.cleaned_data["value"]
        return record_readings(self.viewer, [NewReading(self.account.pk, metric, value, form.read_at)])


class ReadingRemoveView(AccountDeedView):
    """Take a reading back."""

    tab = "health"

    def do(self) -> None:
        rows: RecordedQuerySet = Reading.objects.filter(account_id=self.account.pk)
        remove_reading(self.viewer, visible_or_404(rows, self.viewer, pk=self.kwargs["reading_id"]))
