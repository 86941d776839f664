"""What happened at an account while its health was watched, for its history: five queries, whatever happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import F, Func, JSONField, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.lifecycle import ContractOutcome, Phase
from accounts.models import Act, Contract
from accounts.models.accounts import PHASE_LABELS
from accounts.models.acts import changed_among_others
from accounts.models.contracts import OUTCOME_LABELS
from health.domain.alerts.kinds import BY_KEY, AlertKind
from health.domain.happenings import Happened, Happening, Mark
from health.models import Alert, PulseReading
from health.models.pulse import PULSE_STEPS
from stakeholders.domain.sky import Sky, Star

ACCOUNT_LABEL: Final = "accounts.account"
PERSONAL: Final = {Happening.LEFT, Happening.CAME}  # each event of these leads elsewhere


@dataclass(frozen=True)
class Span:
    """An account and the days one looks at, both included."""

    account_id: int
    since: date
    until: date

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until

    def holds(self, on: date) -> bool:
        return self.since <= on <= self.until

    def url(self, name: str) -> str:
        return reverse(name, args=[self.account_id])


def happened(sky: Sky, versions: Iterable[Mapping[str, Any]], since: date) -> list[Happened]:
    """Everything worth knowing beside the scores since a day, oldest first."""
    span = Span(sky.account_id, since, sky.as_of)
    events = [
        *_versions(versions),
        *_people(sky, span),
        *_phases(span),
        *_renewals(span),
        *_alerts(sky, span),
        *_pulses(span),
    ]
    return sorted(events, key=lambda event: event.on)


def mark_words(mark: Mark) -> str:
    """What stands at a mark of the chart: the event itself, or how many of its sort."""
    count = len(mark.events)
    if count == 1:
        return mark.events[0].short
    return {
        Happening.LEFT: _("%(count)d left"),
        Happening.CAME: _("%(count)d came"),
        Happening.OPENED: _("%(count)d alerts opened"),
        Happening.CLOSED: _("%(count)d alerts closed"),
        Happening.RENEWAL: _("%(count)d contracts ended"),
    }.get(mark.what, mark.events[-1].short.replace("%", "%%")) % {"count": count}


def mark_line(mark: Mark) -> Happened:
    """A mark as one line below the chart: the event in a whole sentence, or how many there were."""
    if len(mark.events) == 1:
        return mark.events[0]
    return mark.events[0]._replace(words=mark_words(mark), url="" if mark.what in PERSONAL else mark.events[0].url)


def _versions(versions: Iterable[Mapping[str, Any]]) -> Iterator[Happened]:
    for row in versions:
        short = _("version %(number)d") % {"number": row["version__number"]}
        words = _("Version %(number)d of the scorecard “%(name)s” began to count: %(note)s") % {
            "number": row["version__number"],
            "name": row["version__scorecard__name"],
            "note": row["version__note"],
        }
        yield Happened(row["on"], Happening.VERSION, words, short)


def _people(sky: Sky, span: Span) -> Iterator[Happened]:
    """Who left, and who came who decides."""
    for star in sky.stars:
        url, name = reverse("stakeholders:person", args=[star.person_id]), {"name": star.name}
        if star.left_on is not None and span.holds(star.left_on):
            words = _("%(name)s, who decides, left") if _decides(star) else _("%(name)s left")
            yield Happened(star.left_on, Happening.LEFT, words % name, _("%(name)s left") % name, url)
        if star.joined_on is not None and span.holds(star.joined_on) and _decides(star):
            words = _("%(name)s, who decides, came") % name
            yield Happened(star.joined_on, Happening.CAME, words, _("%(name)s came") % name, url)


def _decides(star: Star) -> bool:
    return any(held.decides for held in star.roles)


def _phases(span: Span) -> Iterator[Happened]:
    """Changes of the phase by hand, of one account or many at once, and by files; those undone never were."""
    begins = timezone.make_aware(datetime.combine(span.since, datetime.min.time()))
    alone = Q(account_id=span.account_id, changes__contains=[[ACCOUNT_LABEL, span.account_id]])
    acts = Act.objects.filter(alone | changed_among_others(span.account_id))
    acts = acts.filter(undone_at__isnull=True, acted_at__gte=begins).annotate(own=_changes_of(span.account_id))
    for acted_at, changes in acts.order_by("pk").values_list("acted_at", "own"):
        for _label, _pk, before, after in changes:
            if before and "phase" in (after or {}):
                yield _phase(span, timezone.localdate(acted_at), before["phase"], after["phase"])


def _changes_of(account_id: int) -> Func:
    """What an act changed of one account: of a large file the rest is not read."""
    path = f'strict $[*] ? (@[0] == "{ACCOUNT_LABEL}" && @[1] == {int(account_id)})'
    return Func(
        F("changes"),
        Value(path),
        function="jsonb_path_query_array",
        output_field=JSONField(),
        template="%(function)s(%(expressions)s::jsonpath)",
    )


def _phase(span: Span, on: date, before: str, after: str) -> Happened:
    names = {"before": PHASE_LABELS[Phase(before)], "after": PHASE_LABELS[Phase(after)]}
    words = _("The phase changed from %(before)s to %(after)s") % names
    return Happened(on, Happening.PHASE, words, f"{names['before']} → {names['after']}", span.url("accounts:details"))


def _renewals(span: Span) -> Iterator[Happened]:
    """Contracts that came to their end, and what became of them; a cancelled one never counts."""
    rows = Contract.objects.standing().filter(account_id=span.account_id, ends_on__range=span.days)
    rows = rows.exclude(outcome=ContractOutcome.CANCELLED).order_by("ends_on", "pk")
    for product, ends_on, outcome in rows.values_list("product__name", "ends_on", "outcome"):
        is_open = outcome == ContractOutcome.OPEN
        became = _("nothing said yet") if is_open else str(OUTCOME_LABELS[ContractOutcome(outcome)])
        words = _("The contract over %(product)s ended: %(became)s") % {"product": product, "became": became}
        short = _("contract ended") if is_open else became
        yield Happened(ends_on, Happening.RENEWAL, words, short, span.url("accounts:contracts"))


def _alerts(sky: Sky, span: Span) -> Iterator[Happened]:
    """Alerts that opened or closed by themselves; the work of setting up is none."""
    rows = Alert.objects.filter(account_id=span.account_id, opened_on__isnull=False, closed_by_set_up=False)
    names = {f"stakeholder:{star.id}": star.name for star in sky.stars}
    names |= {f"user:{user.id}": user.name for user in sky.ours}
    url = span.url("health:account_alerts")
    for kind, subject, opened_on, closed_on in (
        rows.exclude(kind=AlertKind.FINISH_MAP).order_by("pk").values_list("kind", "subject", "opened_on", "closed_on")
    ):
        label = str(_(BY_KEY[AlertKind(kind)].label))
        about = {"alert": label, "whole": f"{label} ({names[subject]})" if subject in names else label}
        if opened_on is not None and span.holds(opened_on):
            words = _("Alert opened: %(whole)s") % about
            yield Happened(opened_on, Happening.OPENED, words, _("%(alert)s opened") % about, url)
        if closed_on is not None and span.holds(closed_on):
            words = _("Alert closed: %(whole)s") % about
            yield Happened(closed_on, Happening.CLOSED, words, _("%(alert)s closed") % about, url)


def _pulses(span: Span) -> Iterator[Happened]:
    words = dict(PULSE_STEPS)
    rows = PulseReading.objects.standing().filter(account_id=span.account_id, on__range=span.days).order_by("on", "pk")
    for step, on in rows.values_list("step", "on"):
        figures = {"step": step, "word": words[step]}
        yield Happened(
            on, Happening.PULSE, _("Pulse %(step)d of 6, %(word)s") % figures, _("pulse %(step)d") % figures, "#pulse"
        )
