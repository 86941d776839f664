"""A what-if on an account as page and API say it: figures beside each other, each move of the score in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from health.domain.imagining import Imagined, Move, Saying, Supposed, Supposition, imagine
from health.domain.judgement import Judgement, Part
from health.domain.rules import PulseRule
from health.models.words import measure_name
from health.selectors.explaining import Explained
from health.selectors.wording import band_name, plain, signed, whole
from stakeholders.domain.findings import Findings
from stakeholders.domain.routes import connected_users
from stakeholders.domain.sky import Star

LEAST_SAID: Final = 0.05  # points that would be said as 0.0


class Line(NamedTuple):
    """One figure as it is and as it would be, in words."""

    key: str
    name: str
    now: str
    then: str

    @property
    def is_moved(self) -> bool:
        return self.now != self.then


class Said(NamedTuple):
    """What one measure does to the score, in words."""

    words: str
    move: Move


class Knob(NamedTuple):
    """One measure that can be set: as it is now, and what was said of it, as the form shows that."""

    key: str
    name: str
    unit: str
    now: str
    points: str
    value: str
    is_pulse: bool


class Pick(NamedTuple):
    """Somebody who can be taken out."""

    id: int
    name: str
    about: str
    is_out: bool


@dataclass(frozen=True)
class Telling:
    """What follows from a supposition, ready to be read."""

    imagined: Imagined
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    said: tuple[Said, ...]

    @property
    def sentence(self) -> str:
        """ "Score 62 → 41": the change in one line."""
        figures = {"now": _score(self.imagined.before), "then": _score(self.imagined.after)}
        return _("Score %(now)s → %(then)s") % figures


def telling(health: Explained, supposition: Supposition) -> Telling:
    """Judge the account as supposed and say what moves. *Raises* KeyError when somebody is not in the sky."""
    imagined = imagine(health.given, health.card, health.unconnected, supposition)
    sky = health.given.found.sky
    gone = [star.name for star in sky.stars if star.id in supposition.star_ids]
    ours = [user.name for user in sky.ours if user.id in supposition.user_ids]
    names = {key: name for key, (name, _unit) in health.metrics.items()}
    said = tuple(Said(_move_in_words(move, names), move) for move in imagined.moves if abs(move.points) >= LEAST_SAID)
    return Telling(imagined, (*gone, *ours), tuple(_lines(imagined)), said)


def knobs(health: Explained, supposition: Supposition) -> list[Knob]:
    """The measures of the scorecard as the form offers them."""
    pulses = {entry.key for entry in health.card.entries if isinstance(entry.rule, PulseRule)} if health.card else set()
    return [
        Knob(
            row.part.key,
            row.name,
            row.unit or health.metrics.get(row.part.key.removeprefix("metric."), ("", ""))[1],
            _part_in_words(row.part),
            _typed(supposition.measures.get(row.part.key), Saying.POINTS),
            _typed(supposition.measures.get(row.part.key), Saying.VALUE),
            row.part.key in pulses,
        )
        for row in health.rows
    ]


def picks(health: Explained, supposition: Supposition) -> tuple[list[Pick], list[Pick]]:
    """Those of theirs who are present, who decide first, and those of ours who are active."""
    sky = health.given.found.sky
    there = [star for star in sky.stars if star.is_present(sky.as_of)]
    theirs = [
        Pick(star.id, star.name, star.title, star.id in supposition.star_ids)
        for star in sorted(there, key=lambda star: (not _decides(star), star.name.casefold(), star.id))
    ]
    ours = [Pick(user.id, user.name, "", user.id in supposition.user_ids) for user in sky.ours if user.is_active]
    return theirs, ours


def _decides(star: Star) -> bool:
    return any(held.decides for held in star.roles)


def _typed(supposed: Supposed | None, saying: Saying) -> str:
    """A number as an input of type number takes it."""
    return f"{supposed.amount:.12g}" if supposed and supposed.saying is saying else ""


def _lines(imagined: Imagined) -> Iterator[Line]:
    before, after = imagined.seen.before, imagined.seen.after
    yield Line("threads", _("Threads"), _threads(before), _threads(after))
    yield Line("survival", _("Chance we stay connected"), _survival(before), _survival(after))
    yield Line("coverage", _("Roles engaged"), _coverage(before), _coverage(after))
    yield Line("our_threads", _("Our threads"), _ours(before), _ours(after))
    yield Line("score", _("Score"), _score(imagined.before), _score(imagined.after))
    yield Line("interval", _("Could be"), _interval(imagined.before), _interval(imagined.after))
    yield Line("band", _("Band"), _band(imagined.before), _band(imagined.after))


def _threads(found: Findings) -> str:
    return "–" if found.threads.count is None else whole(found.threads.count)


def _survival(found: Findings) -> str:
    return "–" if found.survival is None else f"{whole(100 * found.survival.share)} %"


def _coverage(found: Findings) -> str:
    figures = {"engaged": found.coverage.engaged_count, "required": found.coverage.required_count}
    return _("%(engaged)d of %(required)d") % figures


def _ours(found: Findings) -> str:
    return whole(len(connected_users(found.network)))


def _score(judged: Judgement) -> str:
    return "–" if judged.score is None else whole(judged.score)


def _interval(judged: Judgement) -> str:
    if judged.score is None:
        return "–"
    if round(judged.low) == round(judged.high):
        return whole(judged.low)
    return _("%(low)s to %(high)s") % {"low": whole(judged.low), "high": whole(judged.high)}


def _band(judged: Judgement) -> str:
    return band_name(judged.band.value if judged.band else "")


def _part_in_words(part: Part) -> str:
    """The value of a measure, else its points, else that it is not known."""
    if part.raw is not None:
        return plain(part.raw)
    return _("not known") if part.points is None else _points(part.points)


def _move_in_words(move: Move, names: dict[str, str]) -> str:
    """ "Threads 2 → 0 costs 14.2": what changed about a measure, and what that does to the score."""
    figures = {
        "name": measure_name(move.before.key, names),
        "before": _side(move.before, move.after),
        "after": _side(move.after, move.before),
        "points": signed(abs(move.points)).removeprefix("+"),
    }
    return _move_words(move) % figures


def _move_words(move: Move) -> str:
    if _is_same(move):
        return (
            _("%(name)s %(before)s weighs otherwise, which costs %(points)s")
            if move.points < 0
            else _("%(name)s %(before)s weighs otherwise, which adds %(points)s")
        )
    if move.points < 0:
        return _("%(name)s %(before)s → %(after)s costs %(points)s")
    return _("%(name)s %(before)s → %(after)s adds %(points)s")


def _is_same(move: Move) -> bool:
    return (move.before.raw, move.before.points) == (move.after.raw, move.after.points)


def _points(points: float) -> str:
    shown = whole(points)
    return (_("%(points)s point") if shown == "1" else _("%(points)s points")) % {"points": shown}


def _side(part: Part, other: Part) -> str:
    """One side of a move: in the measure's own unit where both sides have it or the other is not known, else points."""
    if part.raw is not None and (other.raw is not None or other.points is None):
        return plain(part.raw)
    return _("not known") if part.points is None else _points(part.points)
