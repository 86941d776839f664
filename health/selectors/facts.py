"""The facts behind a measure, in words, each with the address where the fact is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from health.domain.goals import GoalFacts, Received, Standing, progress_of, received_of
from health.domain.measures import Given, measure_of
from health.models.pulse import PULSE_STEPS
from health.selectors.wording import plain, whole
from stakeholders.domain.sky import Star

MOST_FACTS: Final = 4
PULSE_WORDS: Final = dict(PULSE_STEPS)


class FactLine(NamedTuple):
    """One fact in words, and where it is."""

    text: str
    url: str


@dataclass(frozen=True)
class Book:
    """What one needs to put facts into words: the account's addresses, names of roles and metrics."""

    given: Given
    roles: Mapping[str, str]
    metrics: Mapping[str, tuple[str, str]]  # key: name, unit

    def url(self, name: str) -> str:
        return reverse(f"stakeholders:{name}", args=[self.given.evidence.account_id])

    def person_url(self, star_id: int) -> str:
        return reverse("stakeholders:person", args=[self.star(star_id).person_id])

    def star(self, star_id: int) -> Star:
        return next(star for star in self.given.found.sky.stars if star.id == star_id)


def facts_of(key: str, book: Book) -> list[FactLine]:
    """At most four facts of a measure; none where it is unknown."""
    measure = measure_of(key)
    if measure is None or measure.raw(book.given) is None:
        return []
    if measure.metrics:
        return list(_readings(measure.metrics, book))
    return list(islice(LINES[key](book), MOST_FACTS)) if key in LINES else []


def _threads(book: Book) -> Iterator[FactLine]:
    threads, url = book.given.found.threads, book.url("constellation")
    if not threads.count:
        yield FactLine(_("No live route leads to a decision."), url)
    elif threads.key_persons:
        names = ", ".join(book.star(star_id).name for star_id in threads.key_persons)
        yield FactLine(_("All routes to the decision pass through %(names)s.") % {"names": names}, url)
    else:
        words = _("%(count)d people would have to leave before we are cut off.") % {"count": threads.count}
        yield FactLine(words, url)


def _survival(book: Book) -> Iterator[FactLine]:
    chance = book.given.found.survival
    if chance is not None:
        share = whole(100 * chance.share)
        yield FactLine(
            _("A live route is still there in a year with a chance of %(share)s %%.") % {"share": share},
            book.url("constellation"),
        )


def _coverage(book: Book) -> Iterator[FactLine]:
    covered, url = book.given.found.coverage, book.url("people")
    figures = {"engaged": covered.engaged_count, "required": covered.required_count}
    yield FactLine(_("%(engaged)d of %(required)d required roles engaged") % figures, url)
    for role in covered.roles:
        if role.is_engaged:
            continue
        name = book.roles.get(role.role, role.role)
        words = _("%(role)s: no live relationship") if role.is_mapped else _("%(role)s: nobody mapped")
        yield FactLine(words % {"role": name}, url)


def _balance(book: Book) -> Iterator[FactLine]:
    share = whole(100 * (book.given.found.balance.leaders_share or 0))
    yield FactLine(_("Leaders hold %(share)s %% of our live relationships.") % {"share": share}, book.url("people"))


def _bridging(book: Book) -> Iterator[FactLine]:
    share = whole(100 * (book.given.found.bridging.share or 0))
    yield FactLine(
        _("%(share)s %% of the pairs of departments met in a joint session.") % {"share": share}, book.url("people")
    )


def _cadence(book: Book) -> Iterator[FactLine]:
    broken = [promise for promise in book.given.found.promises if promise.is_stale]
    if not broken:
        yield FactLine(_("Every promise of regular contact is kept."), book.url("people"))
    for promise in broken:
        name = {"name": book.star(promise.star_id).name}
        if promise.overdue_days is None:
            words = _("%(name)s: never spoken with") % name
        else:
            days = promise.overdue_days
            words = ngettext("%(name)s: %(days)d day overdue", "%(name)s: %(days)d days overdue", days)
            words = words % {**name, "days": days}
        yield FactLine(words, book.person_url(promise.star_id))


def _silence(book: Book) -> Iterator[FactLine]:
    unusual = [silence for silence in book.given.found.silences if silence.is_unusual]
    if not unusual:
        yield FactLine(_("Nobody is silent for longer than usual."), book.url("timeline"))
    for silence in unusual:
        figures = {"name": book.star(silence.star_id).name, "days": silence.gap_days}
        yield FactLine(_("%(name)s: silent for %(days)d days") % figures, book.person_url(silence.star_id))


def _sentiment(book: Book) -> Iterator[FactLine]:
    sky = book.given.found.sky
    known = [
        star
        for star in sky.stars
        if star.is_present(sky.as_of) and star.assessed is not None and star.assessed.sentiment is not None
    ]
    for star in sorted(known, key=lambda star: (star.assessed.sentiment, star.id)):  # type: ignore[union-attr]
        figures = {"name": star.name, "sentiment": f"{star.assessed.sentiment:+d}"}  # type: ignore[union-attr]
        yield FactLine(_("%(name)s: sentiment %(sentiment)s") % figures, book.person_url(star.id))


def _freshness(book: Book) -> Iterator[FactLine]:
    fresh = book.given.found.freshness
    share = whole(100 * (fresh.share or 0))
    yield FactLine(_("%(share)s %% of the map is expected to be right still.") % {"share": share}, book.url("people"))
    if fresh.unknown_count:
        words = ngettext("%(count)d person never confirmed", "%(count)d people never confirmed", fresh.unknown_count)
        yield FactLine(words % {"count": fresh.unknown_count}, book.url("people"))


def _pulse(book: Book) -> Iterator[FactLine]:
    pulse = book.given.evidence.pulse
    if pulse is not None:
        figures = {"word": PULSE_WORDS[pulse.step], "step": pulse.step, "on": date_format(pulse.on)}
        yield FactLine(_("%(step)d of 6, %(word)s, said on %(on)s") % figures, "#pulse")


def _goals(book: Book) -> Iterator[FactLine]:
    known = [(goal, progress_of(goal, book.given.on)) for goal in book.given.evidence.goals]
    told = [(goal, progress) for goal, progress in known if progress.points is not None]
    for goal, progress in sorted(told, key=lambda each: (each[1].points, each[0].id)):
        figures = {"goal": _short(goal.words), "way": whole(100 * (progress.way or 0))}
        if progress.standing is Standing.REACHED:
            words = _("“%(goal)s”: reached")
        else:
            words = _("“%(goal)s”: %(way)s %% of the way made, %(expected)s %% expected")
            figures["expected"] = whole(100 * (progress.expected or 0))
        yield FactLine(words % figures, _goal_url(book, goal))


def _value(book: Book) -> Iterator[FactLine]:
    judged = [(received_of(goal, book.given.on), goal) for goal in book.given.evidence.goals]
    counted = [(found, found.points, goal) for found, goal in judged if found is not None and found.points is not None]
    for found, points, goal in sorted(counted, key=lambda each: (each[1], each[2].id)):
        figures = {
            "goal": _short(goal.words),
            "percent": whole(found.share.percent),
            "expected": whole(100 * found.expected),
            "points": whole(points),
            "on": date_format(found.share.on),
        }
        yield FactLine(_said(found) % figures, _goal_url(book, goal))


def _said(found: Received) -> str:
    """By whom, and the arithmetic."""
    if found.share.is_theirs:
        return _(
            "“%(goal)s”: %(percent)s %% of the value received, confirmed on %(on)s; "
            "%(expected)s %% expected by then: %(points)s points"
        )
    return _(
        "“%(goal)s”: %(percent)s %% of the value received, our own estimate of %(on)s; "
        "%(expected)s %% expected by then: %(points)s points"
    )


def _short(words: str) -> str:
    return Truncator(words).chars(60)


def _goal_url(book: Book, goal: GoalFacts) -> str:
    return f"{reverse('health:goals', args=[book.given.evidence.account_id])}#goal-{goal.id}"


def _readings(metrics: tuple[str, ...], book: Book) -> Iterator[FactLine]:
    for key in metrics:
        measured = book.given.evidence.readings.get(key)
        if measured is not None:
            name, unit = book.metrics.get(key, (key, ""))
            figures = {"name": name, "value": f"{plain(measured.value)} {unit}".strip(), "on": date_format(measured.on)}
            yield FactLine(_("%(name)s: %(value)s on %(on)s") % figures, f"#reading-{key}")


LINES: Final[Mapping[str, Callable[[Book], Iterator[FactLine]]]] = {
    "threads": _threads,
    "survival": _survival,
    "coverage": _coverage,
    "balance": _balance,
    "bridging": _bridging,
    "cadence": _cadence,
    "silence": _silence,
    "sentiment": _sentiment,
    "freshness": _freshness,
    "pulse": _pulse,
    "goals": _goals,
    "value": _value,
}
