"""The recompute as one would first write it: account by account, row by row through the ORM, with the same domain.

Nothing is prefetched, each fact is asked for where it is needed. Alerts are not settled, so it does less than what it
is measured against; what it keeps must be equal to what the recompute keeps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.domain.lifecycle import ContractOutcome
from accounts.models import Account, ExchangeRate, FactsVersion, User
from csm.foundation.clock import today
from health.domain.evidence import Evidence, Measured, Pulse
from health.domain.judgement import Judgement
from health.domain.measures import Given
from health.domain.scoring import judge
from health.models import DailyScore, Metric, Reading, Score
from health.selectors.evidence import EARLIER_DAYS
from health.selectors.scorecards import regime_on
from stakeholders.domain.conclusions import summarise
from stakeholders.domain.findings import find
from stakeholders.domain.sky import (
    Assessed,
    Basis,
    ConnectionKind,
    Hazards,
    Level,
    Link,
    Ours,
    RoleHeld,
    Sky,
    Star,
    Terms,
    Touch,
    TouchKind,
    TouchLevel,
)
from stakeholders.models import Assessment, Conclusion, HazardRate, Position, Stakeholder
from stakeholders.services.conclusions import KEPT, conclude_accounts, kept
from tests.benchmarks.measuring import Measurement, against, seconds

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
        judged = judge(Given(found, naive_evidence(account, on), on), card, without)
        Score.objects.update_or_create(
            account=account,
            defaults={
                **_figures(judged),
                "ask_first": judged.ask_first,
                "judged_version": sky.facts_version,
                "judged_on": on,
                "judged_at": timezone.now(),
            },
        )
        DailyScore.objects.update_or_create(account=account, on=on, defaults=_figures(judged))


def naive_sky(account: Account, on: date) -> Sky:
    """The sky of an account, every row asked for by itself."""
    version = FactsVersion.objects.filter(account=account).first()
    touches = tuple(_touches(account, on))
    return Sky(
        account_id=account.pk,
        as_of=on,
        stars=tuple(_star(each, on) for each in account.stakeholders.standing().order_by("number") if _is_in(each, on)),
        ours=tuple(_ours(account, touches, on)),
        links=tuple(
            Link(
                each.pk,
                ConnectionKind(each.kind),
                each.from_stakeholder.pk,
                each.to_stakeholder.pk,
                Basis(each.basis),
                each.valid_from,
            )
            for each in account.connections.valid_at(on).order_by("pk")
        ),
        touches=touches,
        dismissed=frozenset((each.first_id, each.second_id) for each in account.dismissals.valid_at(on)),
        terms=_terms(account),
        hazards=_hazards(on),
        facts_version=version.facts_version if version else 0,
    )


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
    )


def _is_in(stakeholder: Stakeholder, on: date) -> bool:
    return stakeholder.joined_on is None or stakeholder.joined_on <= on


def _star(stakeholder: Stakeholder, on: date) -> Star:
    position = stakeholder.positions.valid_at(on).first()
    assessment = stakeholder.assessments.valid_at(on).first()
    successor = stakeholder.named_successors.filter(retracted_at=None).filter(named_on__lte=on).first()
    left_on = stakeholder.left_on if stakeholder.left_on and stakeholder.left_on <= on else None
    return Star(
        id=stakeholder.pk,
        number=stakeholder.number,
        person_id=stakeholder.person.pk,
        name=stakeholder.person.name,
        title=position.title if position else "",
        department=position.department if position else "",
        level=Level(position.level) if position and position.level else None,
        level_basis=Basis(position.level_basis) if position else Basis.STATED,
        joined_on=stakeholder.joined_on,
        left_on=left_on,
        successor_id=successor.successor.pk if successor else None,
        roles=tuple(
            RoleHeld(each.pk, each.role.key, each.role.decides, Basis(each.basis), each.valid_from)
            for each in stakeholder.role_holdings.valid_at(on).order_by("role__position", "pk")
        ),
        assessed=Assessed(
            assessment.pk,
            assessment.influence,
            assessment.authority,
            assessment.importance,
            assessment.sentiment,
            frozenset(assessment.assumed),
            assessment.valid_from,
        )
        if assessment
        else None,
        confirmed_on=max(_confirmations(stakeholder, position, assessment, on), default=None),
        department_basis=Basis(position.department_basis) if position else Basis.STATED,
    )


def _confirmations(
    stakeholder: Stakeholder, position: Position | None, assessment: Assessment | None, on: date
) -> Iterator[date]:
    for confirmation in stakeholder.confirmations.filter(retracted_at=None).filter(confirmed_on__lte=on):
        yield confirmation.confirmed_on
    for recorded in (stakeholder, position):
        if recorded is not None and (day := _day(recorded.recorded_at)) <= on:
            yield day
    if assessment is not None and assessment.basis == "stated" and assessment.valid_from:
        yield assessment.valid_from


def _day(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _touches(account: Account, on: date) -> Iterator[Touch]:
    for each in account.touchpoints.standing().filter(touched_on__lte=on).order_by("touched_on", "pk"):
        users = tuple(sorted(user.pk for user in each.users.all()))
        stars = tuple(sorted(stakeholder.pk for stakeholder in each.stakeholders.all()))
        yield Touch(each.pk, each.touched_on, TouchKind(each.kind), each.is_two_way, users, stars, each.subject)


def _ours(account: Account, touches: Sequence[Touch], on: date) -> Iterator[Ours]:
    jobs: dict[int, list[str]] = {}
    for member in account.team_members.valid_at(on).order_by("job__position", "job__key"):
        jobs.setdefault(member.user.pk, []).append(member.job.key)
    for touch in touches:
        for user_id in touch.users:
            jobs.setdefault(user_id, [])
    for user_id in sorted(jobs):
        user = User.objects.get(pk=user_id)
        begun = user.active_from is None or user.active_from <= on
        lasting = user.active_to is None or user.active_to > on
        is_active = begun and lasting and (user.is_active or user.active_to is not None)
        yield Ours(user_id, user.name, is_active, tuple(jobs[user_id]))


def _terms(account: Account) -> Terms:
    segment = account.segment
    if segment is None:
        return Terms()
    rows = list(segment.segment_roles.order_by("role__position", "role__key"))
    return Terms(
        segment=segment.name,
        touch_level=TouchLevel(segment.touch_level),
        half_life_days=float(segment.half_life_days),
        cadence_days={each.role.key: each.cadence_days for each in rows if each.cadence_days is not None},
        required_roles=tuple(each.role.key for each in rows if each.is_required),
        balance_low=float(segment.balance_low),
        balance_high=float(segment.balance_high),
    )


def _hazards(on: date) -> Hazards:
    rates: dict[Level, HazardRate] = {}
    for each in HazardRate.objects.filter(estimated_on__lte=on).order_by("estimated_on"):
        rates[Level(each.level)] = each
    if not rates:
        return Hazards()
    estimated_on = max(each.estimated_on for each in rates.values())
    return Hazards(rates={level: each.rate for level, each in rates.items()}, estimated_on=estimated_on)


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
        yield metric.key, Measured(float(last.value), last.on, float(earlier.value) if earlier else None)


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
