"""A sky as one would first read it: each row asked for through the ORM where it is needed, nothing prefetched."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Account, FactsVersion, User
from stakeholders.domain.sky import (
    Assessed,
    Basis,
    ConnectionKind,
    Hazards,
    Level,
    Link,
    Ours,
    Recognised,
    RoleHeld,
    Sky,
    Star,
    Terms,
    Touch,
    TouchKind,
    TouchLevel,
)
from stakeholders.models import Assessment, HazardRate, Position, Recognition, Stakeholder


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


def _is_in(stakeholder: Stakeholder, on: date) -> bool:
    return stakeholder.joined_on is None or stakeholder.joined_on <= on


def _star(stakeholder: Stakeholder, on: date) -> Star:
    position = stakeholder.positions.valid_at(on).first()
    assessment = stakeholder.assessments.valid_at(on).first()
    successor = stakeholder.named_successors.filter(retracted_at=None).filter(named_on__lte=on).first()
    left_on = stakeholder.left_on if stakeholder.left_on and stakeholder.left_on <= on else None
    announced = stakeholder.departures.filter(retracted_at=None, left_on__gt=on, recorded_at__date__lte=on).first()
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
        leaves_on=announced.left_on if announced else None,
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
        recognised=_recognised(stakeholder, on),
    )


def _recognised(stakeholder: Stakeholder, on: date) -> Recognised | None:
    rows = Recognition.objects.standing().filter(stakeholders=stakeholder, recognised_on__lte=on)
    latest = rows.order_by("-recognised_on", "-pk").first()
    return Recognised(latest.pk, latest.recognised_on) if latest else None


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
