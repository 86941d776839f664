"""What happens to the people of one customer: who holds which role, what we think of them, who leaves, who follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from stakeholders.domain.demo.drafts import AssessmentDraft, PositionDraft, RoleDraft, StarDraft
from stakeholders.domain.demo.organisation import Organisation, Recruiter, Seat
from stakeholders.domain.demo.seats import (
    CHAMPION,
    CHIEF,
    COMPLIANCE,
    FINANCE,
    IT,
    PROCUREMENT,
    SECURITY,
    SPONSOR,
    USER,
)
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.demo.titles import title_of
from stakeholders.domain.sky import Basis, Level

# Somebody's chance to leave in eighteen months; a median tenure of nearly four years.
CHANCE_TO_LEAVE: Final = 0.17
CHANCE_TO_JOIN: Final = 0.14
CHANCE_OF_PROMOTION: Final = 0.05
CHANCE_OF_ASSESSMENT: Final = {True: 0.85, False: 0.45}  # of leaders, of others
CHANCE_OF_CONFIRMATION: Final = 0.3
REASONS: Final = (
    "Took a job elsewhere",
    "Retired",
    "Reorganisation",
    "Parental leave",
    "Left without a word",
    "Contract ended",
)
# Stories in which nobody leaves but those the story is about.
SETTLED: Final = frozenset(Situation) - {
    Situation.ORDINARY,
    Situation.HANDED_OVER,
    Situation.ASSUMED,
    Situation.OPPOSED,
}
AUTHORITY: Final = {Level.EXECUTIVE: 9, Level.VP: 8, Level.DIRECTOR: 6, Level.MANAGER: 4, Level.INDIVIDUAL: 2}


@dataclass(frozen=True, slots=True)
class Span:
    """The days of an account's story: `since` our first record (the account's own start or 18 months ago)."""

    since: date
    as_of: date
    churned_on: date | None = None

    def ago(self, days: int) -> date:
        """A day so many days ago, but not before the second day of our records."""
        return max(self.as_of - timedelta(days=days), self.since + timedelta(days=1))

    def some_day(self, random: Random) -> date:
        return self.since + timedelta(days=1 + random.randrange(max(1, (self.as_of - self.since).days - 1)))


def draw_stars(random: Random, organisation: Organisation, situation: Situation, span: Span) -> list[StarDraft]:
    """Everybody at the account, with roles and assessments, before anybody leaves."""
    stars = [_star(random, seat, situation, span, number) for number, seat in enumerate(organisation.seats)]
    for number, role in _mapped_roles(random, organisation, situation):
        held = _role(random, role, stars[number], situation, span)
        if situation is not Situation.ASSUMED:  # there the rules about titles say who is what
            stars[number].roles.append(held)
    for number, star in enumerate(stars):
        _assess(random, organisation.seats[number], star, situation, span, number)
    return stars


def pass_time(
    random: Random, recruiter: Recruiter, organisation: Organisation, stars: list[StarDraft], kept: set[int], span: Span
) -> None:
    """Let people leave as they do anywhere, some with a successor; the `kept` ones stay."""
    for number in range(len(stars)):
        star = stars[number]
        if number in kept or random.random() > CHANCE_TO_LEAVE or (span.as_of - span.since).days < 60:
            continue
        left_on = span.some_day(random)
        if star.joined_on is not None and left_on <= star.joined_on:
            continue
        depart(star, left_on, random.choice(REASONS))
        if random.random() < 0.35:
            succeed(random, recruiter, organisation, stars, number, span)


def depart(star: StarDraft, left_on: date, reason: str) -> None:
    """Somebody leaves; what they held stays theirs until filled or ended."""
    star.left_on, star.reason = left_on, reason
    star.confirmed = [on for on in star.confirmed if on < left_on]
    star.assessments = [each for each in star.assessments if each.since < left_on]
    star.positions = [each for each in star.positions if each.since is None or each.since < left_on]


def succeed(
    random: Random, recruiter: Recruiter, organisation: Organisation, stars: list[StarDraft], number: int, span: Span
) -> int:
    """Hire a successor for somebody who left, who takes over their roles; returns the successor's number."""
    star, seat = stars[number], organisation.seats[number]
    left_on = star.left_on or span.as_of
    successor_seat = recruiter.seat(seat.department, seat.level, seat.boss)
    joined_on = max(span.since, left_on - timedelta(days=random.randrange(5, 25)))
    successor = StarDraft(successor_seat.person, joined_on, joined_on)
    successor.positions = [_position(successor_seat, joined_on, None, Basis.STATED)]
    successor.roles = [RoleDraft(each.role, left_on, None, each.basis) for each in star.roles]
    star.roles = [each._replace(until=left_on) for each in star.roles if each.since is None or each.since < left_on]
    _assess(random, successor_seat, successor, Situation.ORDINARY, span, number)
    stars.append(successor)
    organisation.seats.append(successor_seat)
    star.successor = len(stars) - 1
    return star.successor


def _star(random: Random, seat: Seat, situation: Situation, span: Span, number: int) -> StarDraft:
    joined_on = span.some_day(random) if number > SPONSOR and random.random() < CHANCE_TO_JOIN else None
    recorded_on = joined_on or min(span.since + timedelta(days=random.randrange(20)), span.as_of)
    star = StarDraft(seat.person, joined_on, recorded_on)
    basis = Basis.ASSUMED if situation is Situation.ASSUMED or random.random() < 0.15 else Basis.STATED
    star.positions = [_position(seat, joined_on, None, basis)]
    if situation is Situation.ASSUMED:
        star.positions = [star.positions[0]._replace(department="")]
    if joined_on is None and seat.level is Level.INDIVIDUAL and random.random() < CHANCE_OF_PROMOTION:
        _promote(random, seat, star, span.some_day(random))
    if random.random() < CHANCE_OF_CONFIRMATION:
        star.confirmed = [max(recorded_on, span.some_day(random))]
    return star


def _promote(random: Random, seat: Seat, star: StarDraft, on: date) -> None:
    before = star.positions[0]
    title = title_of(seat.department, Level.MANAGER, "en", False, random.randrange(3))
    star.positions = [
        before._replace(until=on),
        PositionDraft(title, seat.department, Level.MANAGER, Basis.STATED, on, None),
    ]
    seat.level, seat.title = Level.MANAGER, title


def _position(seat: Seat, since: date | None, until: date | None, basis: Basis) -> PositionDraft:
    return PositionDraft(seat.title, seat.department, seat.level, basis, since, until)


def _mapped_roles(random: Random, organisation: Organisation, situation: Situation) -> list[tuple[int, str]]:
    """Who holds which role as far as we know; what is not mapped is part of the story."""
    pairs = [(USER, "user"), *_deciding(random, situation)]
    if situation is not Situation.UNMAPPED:
        pairs.append((CHAMPION, "champion"))
    for number, role, chance in (
        (PROCUREMENT, "procurement", 0.5),
        (IT, "it", 0.6),
        (SECURITY, "security", 0.4),
        (COMPLIANCE, "compliance", 0.4),
    ):
        if random.random() < chance:
            pairs.append((number, role))
    if situation is Situation.OPPOSED:
        pairs.append((SECURITY, "detractor"))
    pairs += [(number, "user") for number in organisation.team if number != USER and random.random() < 0.35]
    return [(number, role) for number, role in pairs if number < len(organisation.seats)]


def _deciding(random: Random, situation: Situation) -> list[tuple[int, str]]:
    decision, budget, sponsor = "decision_maker", "budget_holder", "executive_sponsor"
    if situation is Situation.UNMAPPED:
        return []
    if situation is Situation.DECIDER:
        return [(CHIEF, decision), (CHIEF, budget)]
    if situation is Situation.CHURNED:
        return [(SPONSOR, decision), (SPONSOR, sponsor), (FINANCE, budget)]
    if situation in SETTLED:
        return [(CHIEF, decision), (FINANCE, budget), (SPONSOR, sponsor)]
    chances = ((CHIEF, decision, 0.95), (FINANCE, budget, 0.7), (SPONSOR, sponsor, 0.45))
    return [(number, role) for number, role, chance in chances if random.random() < chance]


def _role(random: Random, role: str, star: StarDraft, situation: Situation, span: Span) -> RoleDraft:
    since = star.joined_on
    if since is None and situation not in SETTLED and random.random() < 0.25:
        since = span.some_day(random)
    random.random()  # drawn so that what follows stays what it was in portfolios made before
    return RoleDraft(role, since, None, Basis.STATED)


def _assess(random: Random, seat: Seat, star: StarDraft, situation: Situation, span: Span, number: int) -> None:
    """What we thought of somebody, first soon after we met, then again when it changed."""
    if random.random() > CHANCE_OF_ASSESSMENT[seat.level.is_leader] and number > SPONSOR:
        return
    since: date | None = max(star.joined_on or span.since, star.recorded_on)
    thoughts = _first_thoughts(random, seat, situation, number)
    if situation is Situation.ASSUMED:
        return
    while since is not None and since <= span.as_of:
        again = since + timedelta(days=random.randrange(90, 500))
        until = again if again <= span.as_of and (star.left_on is None or again < star.left_on) else None
        star.assessments.append(AssessmentDraft(*thoughts, (), since, until))
        since = until
        thoughts = _second_thoughts(random, thoughts)


Thoughts = tuple[int | None, int | None, int | None, int | None]


def _first_thoughts(random: Random, seat: Seat, situation: Situation, number: int) -> Thoughts:
    authority = min(10, max(0, AUTHORITY[seat.level] + random.randrange(-1, 2)))
    influence = min(10, max(0, authority + random.randrange(-2, 4)))
    importance: int | None = random.randrange(1, 6) if seat.level.is_leader else random.randrange(3, 11)
    sentiment: int | None = random.choices((-1, 0, 1, 2), (1, 4, 5, 2))[0]
    if number == CHAMPION:
        influence, importance, sentiment = max(7, influence), random.randrange(7, 11), 2
    if number == SECURITY and situation is Situation.OPPOSED:
        influence, sentiment = 8, -2
    if number > SPONSOR and random.random() < 0.25:
        importance = sentiment = None
    return influence, authority, importance, sentiment


def _second_thoughts(random: Random, thoughts: Thoughts) -> Thoughts:
    influence, authority, importance, sentiment = thoughts
    influence = None if influence is None else min(10, max(0, influence + random.choice((-1, 1, 2))))
    sentiment = None if sentiment is None else min(2, max(-2, sentiment + random.choice((-1, 0, 1))))
    return influence, authority, importance, sentiment
