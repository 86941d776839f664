"""The recompute as one would first write it: account by account, row by row through the ORM, with the same domain.

Nothing is prefetched, each fact is asked for where it is needed. Alerts are not settled, so it does less than what it
is measured against; what it keeps must be equal to what the recompute keeps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.domain.lifecycle import ContractOutcome
from accounts.domain.onboarding import expected_days
from accounts.models import Account, ExchangeRate
from csm.foundation.clock import today
from health.domain.evidence import Evidence, Measured, Pulse
from health.domain.first_value import FirstValueFacts, first_value
from health.domain.goals import VALUE_DAYS, At, GoalFacts, Share
from health.domain.judgement import Judgement
from health.domain.measures import Given
from health.domain.scoring import judge
from health.domain.value_level import value_level
from health.models import DailyScore, Goal, GoalNeed, Metric, Reading, Score, ValueConfirmation
from health.models.goals import GoalState, NeedState
from health.selectors.evidence import EARLIER_DAYS
from health.selectors.scorecards import regime_on
from stakeholders.domain.conclusions import summarise
from stakeholders.domain.findings import find
from stakeholders.models import Conclusion
from stakeholders.services.conclusions import KEPT, conclude_accounts, kept
from tests.benchmarks.measuring import Measurement, against, seconds
from tests.benchmarks.naive_skies import naive_sky

SAMPLE, COMPARED = 100, 1_000
OF_THE_MOMENT = {"judged_at"}


def measure_recompute_naive() -> Measurement:
    """The whole portfolio as it would take naively, from a sample, against the recompute of a larger one."""
    ids = list(Account.objects.standing().order_by("pk").values_list("pk", flat=True))
    sample, larger = _spread(ids, SAMPLE), _spread(ids, COMPARED)
    Conclusion.objects.filter(pk__in=larger).update(judged_on=None)
    ours = seconds(lambda: conclude_accounts(larger)) / len(larger)
    Conclusion.objects.filter(pk__in=sample).update(judged_on=None)
    conclude_accounts(sample)
    wanted = [_kept_of(account_id) for account_id in sample]
    naive = seconds(lambda: _judge_each(sample)) / len(sample)
    if [_kept_of(account_id) for account_id in sample] != wanted:
        raise RuntimeError("The naive recompute keeps something else than the recompute.")
    return against("recompute_naive", naive * len(ids), "s", ours * len(ids))


def _judge_each(account_ids: Sequence[int]) -> None:
    for account_id in account_ids:
        judge_naively(account_id, today())


def judge_naively(account_id: int, on: date) -> None:
    """Conclude and score one account and save what was found."""
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        sky = naive_sky(account, on)
        found = find(sky)
        kept(sky, summarise(found), on).save()
        regime = regime_on(on)
        card, without = regime.card(account.segment_id), regime.without(account.segment_id)
        known = naive_evidence(account, on)
        judged = judge(Given(found, known, on), card, without)
        level, first = value_level(known.usage, known.goals), first_value(known.first, on)
        Score.objects.update_or_create(
            account=account,
            defaults={
                **_figures(judged),
                "ask_first": judged.ask_first,
                "value_level": int(level.level),
                "value_lack": level.next_step.lack.value if level.next_step and level.next_step.lack else "",
                "first_value_state": first.state.value,
                "began_on": first.began_on,
                "first_value_on": first.on,
                "first_value_days": first.days,
                "first_value_due_on": first.due_on,
                "first_estimate_on": first.estimated_on,
                "judged_version": sky.facts_version,
                "judged_on": on,
                "judged_at": timezone.now(),
            },
        )
        DailyScore.objects.update_or_create(account=account, on=on, defaults=_figures(judged))


def naive_evidence(account: Account, on: date) -> Evidence:
    """What else is known of an account, contract by contract and metric by metric."""
    running, ends = [], []
    for contract in account.contracts.filter(retracted_at__isnull=True).exclude(outcome=ContractOutcome.CANCELLED):
        if contract.starts_on <= on < contract.ends_on:
            rate = _rate(contract.currency, on)
            running += [contract.annual_value * rate] if rate is not None else []
        if contract.outcome == ContractOutcome.OPEN and contract.ends_on >= on:
            ends.append(contract.ends_on)
    felt = account.pulses.standing().filter(on__lte=on).order_by("-on", "-pk").first()
    return Evidence(
        account_id=account.pk,
        renewal_on=min(ends, default=None),
        annual_value=sum(running, Decimal(0)) if running else None,
        segment_id=account.segment_id,
        owner_id=account.owner_id,
        phase=account.phase,
        readings=dict(_readings(account, on)),
        pulse=Pulse(felt.step, felt.on) if felt else None,
        goals=tuple(_goals(account, on)),
        first=_first(account, on),
    )


def _first(account: Account, on: date) -> FirstValueFacts:
    contracts = account.contracts.filter(retracted_at__isnull=True).exclude(outcome=ContractOutcome.CANCELLED)
    lasts = any(each.ends_on > on or each.outcome == ContractOutcome.OPEN for each in contracts)
    deals = account.deals.filter(retracted_at__isnull=True, stage="won", needs_handoff=True)
    zone = timezone.get_default_timezone()
    won = [day for deal in deals if (day := timezone.localdate(deal.closed_at, zone)) <= on]
    goals = Goal.objects.standing().filter(account=account)
    said = [each for goal in goals for each in goal.confirmations.standing() if each.percent > 0 and each.on <= on]
    reached = [goal.closed_on for goal in goals if goal.state == GoalState.REACHED and goal.closed_on <= on]
    segment = account.segment
    return FirstValueFacts(
        won_on=min(won, default=None),
        contract_on=min((each.starts_on for each in contracts if each.starts_on <= on), default=None),
        left_on=None if lasts else max((each.ends_on for each in contracts), default=None),
        theirs_on=min((each.on for each in said if each.stakeholder_id), default=None),
        ours_on=min([each.on for each in said if not each.stakeholder_id] + reached, default=None),
        expected_days=expected_days(segment.first_value_days, segment.touch_level) if segment else None,
    )


def _rate(currency: str, on: date) -> Decimal | None:
    if currency == settings.BASE_CURRENCY:
        return Decimal(1)
    found = ExchangeRate.objects.filter(currency=currency, valid_from__lte=on).order_by("-valid_from").first()
    return found.rate if found else None


def _readings(account: Account, on: date) -> Iterator[tuple[str, Measured]]:
    newest_first = ("-on", "-read_at", "-pk")
    for metric in Metric.objects.all():
        readings = Reading.objects.standing().filter(account=account, metric=metric).order_by(*newest_first)
        last = readings.filter(on__lte=on, on__gt=on - timedelta(days=metric.keeps_days)).first()
        if last is None:
            continue
        latest, earliest = (last.on - timedelta(days=times * EARLIER_DAYS) for times in (1, 2))
        earlier = readings.filter(on__lte=latest, on__gt=earliest).first()
        yield (
            metric.key,
            Measured(float(last.value), last.on, float(earlier.value) if earlier else None, metric.is_usage),
        )


def _goals(account: Account, on: date) -> Iterator[GoalFacts]:
    for goal in Goal.objects.standing().filter(account=account, set_on__lte=on).order_by("due_on", "pk"):
        has_closed = goal.closed_on is not None and goal.closed_on <= on
        is_reached = goal.state == GoalState.REACHED and has_closed
        if has_closed and not (is_reached and goal.closed_on > on - timedelta(days=VALUE_DAYS)):
            continue
        said = goal.confirmations.standing().filter(on__lte=on, on__gt=on - timedelta(days=VALUE_DAYS))
        said = said.order_by("-on", "-pk")
        needs = list(goal.needs.standing())
        yield GoalFacts(
            id=goal.pk,
            words=goal.words,
            baseline=float(goal.baseline),
            baseline_on=goal.baseline_on,
            target=float(goal.target),
            due_on=goal.due_on,
            reached_on=goal.closed_on if is_reached else None,
            latest=_latest(goal, on),
            said=_share(said.first()),
            theirs=_share(said.filter(stakeholder__isnull=False).first()),
            needs=len(needs),
            answered=sum(_is_answered(need, on) for need in needs),
            stands_alone=goal.stands_alone,
        )


def _is_answered(need: GoalNeed, on: date) -> bool:
    return need.state != NeedState.UNKNOWN and need.settled_on is not None and need.settled_on <= on


def _latest(goal: Goal, on: date) -> At | None:
    young = on - timedelta(days=goal.metric.keeps_days)
    rows = Reading.objects.standing().filter(account=goal.account, metric=goal.metric, on__gt=goal.baseline_on)
    last = rows.filter(on__lte=on, on__gt=young).order_by("-on", "-read_at", "-pk").first()
    return At(float(last.value), last.on) if last else None


def _share(said: ValueConfirmation | None) -> Share | None:
    return Share(float(said.percent), said.on, said.stakeholder_id is not None) if said else None


def _figures(judged: Judgement) -> dict[str, object]:
    return {
        "score": judged.score,
        "low": judged.low,
        "high": judged.high,
        "band": judged.band.value if judged.band else "",
        "is_settled": judged.is_settled,
        "leading": judged.leading,
        "parts": [asdict(part) for part in judged.parts],
        "version_id": judged.version_id,
    }


def _kept_of(account_id: int) -> list[object]:
    """All that is kept of the judgement on an account but when it was made."""
    conclusion, score = Conclusion.objects.get(pk=account_id), Score.objects.get(pk=account_id)
    day = DailyScore.objects.get(account_id=account_id, on=today())
    named = [name for name in KEPT if name not in OF_THE_MOMENT]
    scored = [field.attname for field in Score._meta.concrete_fields if field.name not in OF_THE_MOMENT]
    daily = [field.attname for field in DailyScore._meta.concrete_fields]
    return [
        [getattr(row, name) for name in names] for row, names in ((conclusion, named), (score, scored), (day, daily))
    ]


def _spread(ids: Sequence[int], count: int) -> list[int]:
    """So many of these, evenly spread."""
    return list(ids[:: max(len(ids) // count, 1)])[:count]
