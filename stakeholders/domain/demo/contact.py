"""Eighteen months of contact: each tie in its rhythm, quarterly reviews, trainings, events and mails to one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from stakeholders.domain.demo.cultures import Culture
from stakeholders.domain.demo.drafts import StarDraft, TouchDraft
from stakeholders.domain.demo.engagement import Plot, Pod, Tie
from stakeholders.domain.demo.working_days import is_working_day, next_working_day, rhythm
from stakeholders.domain.sky import TouchKind

SUBJECTS: Final[dict[TouchKind, tuple[str, ...]]] = {
    TouchKind.MEETING: (
        "Rollout of the second site", "Roadmap and priorities", "Adoption figures of the quarter", "Renewal terms",
        "Integration with the warehouse system", "Goals for next year", "Workshop on reporting", "On-site visit",
        "Data quality and who owns it", "Review of open requests",
    ),
    TouchKind.CALL: (
        "Check-in", "Question about permissions", "Preparation of the review", "Follow-up on the incident",
        "Feedback on the last release", "Next steps of the rollout", "Budget timing", "Introduction of a new colleague",
    ),
    TouchKind.EMAIL: (
        "Summary and next steps", "Answer to your question", "About the next release", "Figures you asked for",
        "Dates for the workshop", "Draft of the success plan", "Documents for procurement", "Thank you for today",
    ),
    TouchKind.TRAINING: ("Training for new users", "Reporting in depth", "For administrators", "Tips from power users"),
    TouchKind.JOINT_SESSION: ("Quarterly business review", "Innovation session", "Cross-team workshop"),
    TouchKind.EVENT: ("Customer day", "User group meeting", "Webinar on benchmarks"),
}  # fmt: skip
NEWS: Final = ("What is new this month", "Invitation to the user group", "Benchmarks of your industry")
# A contact is one of these with the share; of the mails some are answered.
MIX: Final = ((0.22, TouchKind.MEETING), (0.55, TouchKind.CALL), (1.0, TouchKind.EMAIL))
SHARE_ANSWERED: Final = 0.6
CHANCE_OF_COMPANY: Final = 0.3
MOST_TOGETHER: Final = 8
QUARTER, TRAINING_DAYS, NEWS_DAYS, EVENT_DAYS = 91, 85, 30, 170


@dataclass(frozen=True, slots=True)
class Diary:
    """What every contact of one account needs to know."""

    random: Random
    stars: list[StarDraft]
    culture: Culture
    pod: Pod
    quiet: tuple[date, date]

    def days(self, since: date, until: date, every_days: float) -> Iterator[date]:
        for on in rhythm(self.random, since, until, every_days, self.culture.rests_in_august):
            if not self.quiet[0] <= on < self.quiet[1]:
                yield on

    def present(self, numbers: tuple[int, ...], on: date) -> list[int]:
        return [number for number in numbers if number < len(self.stars) and self.stars[number].is_present(on)]

    def touch(
        self,
        on: date,
        kind: TouchKind,
        users: tuple[int, ...],
        stars: tuple[int, ...],
        is_two_way: bool = True,
        subject: str = "",
    ) -> TouchDraft:
        hour, quarter = 9 + int(self.random.random() * 8), 15 * int(self.random.random() * 4)
        at = datetime(on.year, on.month, on.day, hour, quarter, tzinfo=ZoneInfo(self.culture.time_zone))
        return TouchDraft(at, on, kind, is_two_way, users, stars, subject or self._subject(kind))

    def _subject(self, kind: TouchKind) -> str:
        subjects = SUBJECTS[kind]
        return subjects[int(self.random.random() * len(subjects))]


def draw_touches(
    random: Random, plot: Plot, stars: list[StarDraft], culture: Culture, pod: Pod, since: date, as_of: date
) -> list[TouchDraft]:
    """All touchpoints of an account, in the order of their instants."""
    diary = Diary(random, stars, culture, pod, _quiet_phase(random, as_of))
    touches = [touch for tie in plot.ties for touch in _tied(diary, tie)]
    touches += _sessions(diary, plot, since)
    touches += _trainings(diary, plot, since)
    touches += _events(diary, plot, since)
    touches += _news(diary, plot, since, as_of)
    return sorted(touches, key=lambda touch: touch.at)


def _quiet_phase(random: Random, as_of: date) -> tuple[date, date]:
    """Some weeks, well in the past, in which nobody had time; empty for most accounts."""
    begun = as_of - timedelta(days=160 + random.randrange(330))
    return begun, begun + timedelta(days=random.randrange(30, 70) if random.random() < 0.3 else 0)


def _tied(diary: Diary, tie: Tie) -> Iterator[TouchDraft]:
    star = diary.stars[tie.star]
    for on in diary.days(tie.since, tie.until, tie.every_days):
        if star.is_present(on):
            yield _contact(diary, tie, on)
    last = _working_day_before(tie.until, diary.random.randrange(3, 16))
    if tie.is_sure and last >= tie.since and star.is_present(last):
        yield diary.touch(last, TouchKind.MEETING, (tie.user,), (tie.star,))


def _contact(diary: Diary, tie: Tie, on: date) -> TouchDraft:
    random = diary.random
    if tie.one_way:
        return diary.touch(on, TouchKind.EMAIL, (tie.user,), (tie.star,), is_two_way=False)
    draw = random.random()
    kind = next(kind for up_to, kind in MIX if draw < up_to)
    is_two_way = kind is not TouchKind.EMAIL or random.random() < SHARE_ANSWERED
    return diary.touch(on, kind, (tie.user,), (tie.star, *_company(diary, tie, kind, on)), is_two_way)


def _company(diary: Diary, tie: Tie, kind: TouchKind, on: date) -> tuple[int, ...]:
    """One to three others of the circle who join a meeting or call."""
    if kind is TouchKind.EMAIL or diary.random.random() > CHANCE_OF_COMPANY:
        return ()
    others = [number for number in diary.present(tie.circle, on) if number != tie.star]
    return tuple(diary.random.sample(others, min(len(others), diary.random.randrange(1, 4))))


def _sessions(diary: Diary, plot: Plot, since: date) -> Iterator[TouchDraft]:
    ours = {diary.pod.csm, diary.pod.seller} | ({diary.pod.sponsor} if diary.pod.sponsor is not None else set())
    for on in diary.days(since, plot.until if plot.sessions else since, QUARTER):
        there = diary.present(tuple(dict.fromkeys(plot.sessions)), on)[:MOST_TOGETHER]
        if len(there) > 1:
            yield diary.touch(on, TouchKind.JOINT_SESSION, tuple(sorted(ours)), tuple(there))


def _trainings(diary: Diary, plot: Plot, since: date) -> Iterator[TouchDraft]:
    for on in diary.days(since, plot.until if plot.trainees else since, TRAINING_DAYS):
        there = diary.present(plot.trainees, on)
        count = min(len(there), diary.random.randrange(2, 16))
        if count:
            yield diary.touch(on, TouchKind.TRAINING, (diary.pod.csm,), tuple(diary.random.sample(there, count)))


def _events(diary: Diary, plot: Plot, since: date) -> Iterator[TouchDraft]:
    for on in diary.days(since, plot.until if plot.trainees else since, EVENT_DAYS):
        there = diary.present(plot.trainees, on)[:3]
        if there:
            is_two_way = diary.random.random() < 0.5
            yield diary.touch(on, TouchKind.EVENT, (diary.pod.csm,), tuple(there), is_two_way)


def _news(diary: Diary, plot: Plot, since: date, as_of: date) -> Iterator[TouchDraft]:
    """A mail a month that nobody answers, to one of the heads."""
    for on in diary.days(since, as_of if plot.mailed else since, NEWS_DAYS):
        there = diary.present(plot.mailed, on)
        if there:
            subject = diary.random.choice(NEWS)
            to = (diary.random.choice(there),)
            yield diary.touch(on, TouchKind.EMAIL, (diary.pod.csm,), to, is_two_way=False, subject=subject)


def _working_day_before(until: date, days: int) -> date:
    on = until - timedelta(days=days)
    return on if is_working_day(on) else min(next_working_day(on), until - timedelta(days=1))
