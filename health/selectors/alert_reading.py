"""Alerts with their reasons in words: the names of everybody they mention in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from csm.foundation.clock import today
from csm.foundation.registry import Label
from health.domain.alerts.kinds import BY_KEY, AlertKind
from health.domain.alerts.words import Names, folded_reason, reason, subject_name
from health.models import Alert
from health.models.scores import BAND_LABELS
from health.models.words import measure_name
from stakeholders.models import Stakeholder

NOBODY = 0  # an id that nobody has: without any the question would be left out, and pages differ in their queries
SEVERE = {
    AlertKind.ROUTE_LOST,
    AlertKind.RENEWAL_AT_RISK,
    AlertKind.RED_ACCOUNT,
    AlertKind.DEPARTURE,
    AlertKind.HANDOFF_LATE,
}


@dataclass(frozen=True)
class Start:
    """How one begins to do something about a kind of alert: a page of the account, or a form over the page."""

    label: Label
    url_name: str
    in_dialog: bool = False
    with_people: bool = False
    of_account: bool = True
    of_person: bool = False


MEET = Start(gettext_lazy("Prepare a meeting"), "stakeholders:brief", with_people=True)
MAP = Start(gettext_lazy("Open the constellation"), "stakeholders:constellation")
ADD = Start(gettext_lazy("Add somebody"), "stakeholders:stakeholder_add", in_dialog=True)
REVIEW = Start(gettext_lazy("Review the account"), "health:red_review", in_dialog=True)
STARTS: dict[str, Start] = {
    AlertKind.ROUTE_LOST: MAP,
    AlertKind.RENEWAL_AT_RISK: MAP,
    AlertKind.DEPARTURE: MAP,
    AlertKind.DEPARTURE_ANNOUNCED: Start(
        gettext_lazy("Name a successor"), "stakeholders:successor", in_dialog=True, of_person=True
    ),
    AlertKind.BAND_CHANGED: REVIEW,
    AlertKind.UNUSUAL_SILENCE: MEET,
    AlertKind.RED_ACCOUNT: REVIEW,
    AlertKind.SCORE_DROPPED: REVIEW,
    AlertKind.PAYMENT: Start(gettext_lazy("Open the contracts"), "accounts:contracts"),
    AlertKind.SINGLE_BRIDGE: MAP,
    AlertKind.ONE_DECIDER: ADD,
    AlertKind.CHAMPION_MOVED: MEET,
    AlertKind.ROLE_UNCOVERED: ADD,
    AlertKind.STALE_CONTACT: MEET,
    AlertKind.LONE_USER: MEET,
    AlertKind.MAP_STALE: Start(gettext_lazy("Set what is known"), "stakeholders:grid"),
    AlertKind.HANDOFF_LATE: Start(gettext_lazy("Open the handoff"), "stakeholders:handoff"),
    AlertKind.FIRST_VALUE_LATE: Start(gettext_lazy("Open the goals"), "health:goals"),
    AlertKind.FINISH_MAP: Start(gettext_lazy("Finish this map"), "stakeholders:people"),
}


@dataclass(frozen=True)
class AlertReading:
    """An alert as readers see it."""

    alert: Alert
    label: str
    reason: str
    on: date
    about: str = ""

    @property
    def start(self) -> Start:
        return STARTS[self.alert.kind]

    @property
    def start_url(self) -> str:
        people = self.alert.figures.get("people", ())
        keys = [self.alert.account_id, people[0]] if self.start.of_person else [self.alert.account_id]
        url = reverse(self.start.url_name, args=keys)
        if self.start.with_people and people:
            return f"{url}?attendees={','.join(map(str, people))}"
        return url

    @property
    def url(self) -> str:
        """The alert on the page of its account."""
        return f"{reverse('health:account_alerts', args=[self.alert.account_id])}#alert-{self.alert.pk}"

    @property
    def tone(self) -> str:
        kind = self.alert.kind
        if kind == AlertKind.BAND_CHANGED:
            return "risk" if self.alert.figures.get("to") == "red" else "watch"
        if kind == AlertKind.FINISH_MAP:
            return "unknown"
        return "risk" if kind in SEVERE else "watch"

    @property
    def is_snoozed(self) -> bool:
        return self.alert.snoozed_until is not None and self.alert.snoozed_until > self.on

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        alert = self.alert
        if alert.closed_on is not None:
            return _("closed")
        if alert.resolved_at is not None:
            return _("resolved")
        if self.is_snoozed:
            return _("snoozed")
        return _("acknowledged") if alert.acknowledged_at is not None else _("new")

    @property
    def ending(self) -> str:
        """Why it closed."""
        if self.alert.closed_by_set_up:
            return _("The account is being set up again.")
        return _(BY_KEY[AlertKind(self.alert.kind)].cleared)


def read_alerts(alerts: Iterable[Alert], on: date | None = None) -> list[AlertReading]:
    """Alerts in words; three queries, whatever their number. Days are counted to when one closed, else to today."""
    rows, day = list(alerts), on or today()
    names = names_in([alert.figures for alert in rows])
    return [
        AlertReading(
            alert,
            str(alert.get_kind_display()),
            alert_reason(alert.kind, alert.figures, alert.closed_on or day, names),
            day,
            subject_name(alert.figures, names, _),
        )
        for alert in rows
    ]


@dataclass(frozen=True)
class FoldReading:
    """The alerts of one kind of one account as one row: the weightiest first, most often one alone."""

    readings: tuple[AlertReading, ...]

    @property
    def first(self) -> AlertReading:
        return self.readings[0]

    @property
    def is_several(self) -> bool:
        return len(self.readings) > 1

    @property
    def reason(self) -> str:
        if not self.is_several:
            return self.first.reason
        return folded_reason(self.first.alert.kind, [each.about for each in self.readings], _)

    @property
    def opened_on(self) -> date | None:
        """The day on which the first of them opened."""
        return min((each.alert.opened_on for each in self.readings if each.alert.opened_on), default=None)

    @property
    def state(self) -> str:
        """Where they stand: in one word, or how many where."""
        counts = Counter(each.state for each in self.readings)
        if len(counts) == 1:
            return self.first.state
        return ", ".join(f"{number} {state}" for state, number in counts.items())

    @property
    def to_do(self) -> list[AlertReading]:
        """Those with which something can still be done."""
        return [each for each in self.readings if not each.alert.closed_on and not each.alert.resolved_at]

    @property
    def unseen(self) -> list[AlertReading]:
        """Those that nobody has acknowledged."""
        return [each for each in self.to_do if not each.alert.acknowledged_at]

    @property
    def picked(self) -> str:
        """The ids of all with which something can be done, as the form of deeds takes them."""
        return ",".join(str(each.alert.pk) for each in self.to_do)


def folded(readings: Iterable[AlertReading]) -> list[FoldReading]:
    """Alerts of one kind and account together, in the order of the first of each."""
    found: dict[tuple[int, str], list[AlertReading]] = {}
    for each in readings:
        found.setdefault((each.alert.account_id, each.alert.kind), []).append(each)
    return [FoldReading(tuple(some)) for some in found.values()]


def alert_reason(kind: str, figures: dict[str, Any], on: date, names: Names) -> str:
    """Why an alert stands, in the language of the reader."""
    return reason(kind, figures, on, names, _, partial(date_format, format="DATE_FORMAT"))


def names_in(figures: Sequence[dict[str, Any]]) -> Names:
    """What the ids and keys in figures are called; three queries, also where nobody is mentioned."""
    people = {NOBODY, *(pk for one in figures for pk in one.get("people", ()))}
    users = {NOBODY, *(one["user"] for one in figures if "user" in one)}
    return Names(
        dict(Stakeholder.objects.filter(pk__in=people).values_list("pk", "person__name")),
        dict(User.objects.filter(pk__in=users).values_list("pk", "name")),
        {key: _inside(name) for key, name in Role.objects.values_list("key", "name")},
        {one["measure"]: measure_name(one["measure"]) for one in figures if "measure" in one},
        {band.value: str(label) for band, label in BAND_LABELS.items()},
    )


def _inside(name: str) -> str:
    """A name as it stands inside a sentence: "decision maker", but "IT"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
