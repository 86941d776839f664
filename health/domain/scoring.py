"""The score of an account: weighted mean, interval, band, what to ask first. Source: design.md, "Score"."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from health.domain.bands import band_of
from health.domain.judgement import Judgement, Part
from health.domain.measures import Given
from health.domain.rules import FULL, points_of
from health.domain.scorecards import Card

NOBODY: Final[frozenset[str]] = frozenset()


def judge(given: Given, card: Card | None, unconnected: Collection[str] = NOBODY) -> Judgement:
    """Judge an account by a card.

    Parameters
    ----------
    given : Given
        Its sky and evidence, at a date.
    card : Card or None
        None where no scorecard applies: then there is no score.
    unconnected : collection of str
        Measures unknown on every account of its segment: listed, without weight.

    Returns
    -------
    Judgement
        Equal for equal facts, whatever accounts are judged beside it.
    """
    raws = {} if card is None else {entry.key: entry.measure.raw(given) for entry in card.entries}
    return judge_raws(given.evidence.account_id, given.on, raws, card, unconnected)


def judge_raws(
    account_id: int,
    on: date,
    raws: Mapping[str, float | None],
    card: Card | None,
    unconnected: Collection[str] = NOBODY,
    points: Mapping[str, float] | None = None,
) -> Judgement:
    """Judge raw values by a card; `points` are taken as they are for measures one asks "what if" about.

    Examples
    --------
    Threads 2 of weight 3 give 80 points, the pulse of weight 1 is unknown: 3/4 of the weight is known.

    >>> from health.domain.measures import MEASURES
    >>> from health.domain.scorecards import Entry
    >>> card = Card(tuple(Entry(MEASURES[key], w, MEASURES[key].rule) for key, w in (("threads", 3), ("pulse", 1))))
    >>> found = judge_raws(1, date(2026, 3, 1), {"threads": 2}, card)
    >>> found.score, found.low, found.high, found.band.value, found.is_settled, found.ask_first
    (80.0, 60.0, 85.0, 'green', False, 'pulse')
    """
    if card is None:
        return Judgement(account_id, on, None, 0.0, FULL, None, False, "", None, ())
    asked = points or {}
    found = tuple(
        (
            entry,
            asked[entry.key] if entry.key in asked else points_of(entry.rule, raws.get(entry.key)),
        )
        for entry in card.entries
    )
    full = sum(entry.weight for entry, _ in found if entry.key not in unconnected or entry.key in asked)
    parts = tuple(
        Part(
            entry.key,
            entry.weight / full if full and (entry.key not in unconnected or entry.key in asked) else 0.0,
            each,
            raws.get(entry.key),
        )
        for entry, each in found
    )
    leading = {entry.key for entry in card.entries if entry.measure.is_leading}
    return judgement_of(account_id, on, parts, card, leading)


def judgement_of(account_id: int, on: date, parts: tuple[Part, ...], card: Card, leading: Collection[str]) -> Judgement:
    """What follows from parts whose weights sum to 1: the score, the interval, the band and what to ask first.

    The interval is exact: a missing measure of weight w moves the score over the full weights between w * 0 and
    w * 100, and the least and the greatest are taken at the ends, since the score is linear in each.
    """
    known = sum(part.weight for part in parts if part.points is not None)
    gained = sum(part.weight * part.points for part in parts if part.points is not None)
    missing = [part for part in parts if part.points is None and part.weight > 0]
    score = gained / known if known else None
    low, high = gained, gained + FULL * sum(part.weight for part in missing)
    band = None if score is None else band_of(score, card.bounds)
    return Judgement(
        account_id=account_id,
        as_of=on,
        score=score,
        low=low if score is not None else 0.0,
        high=min(FULL, high) if score is not None else FULL,
        band=band,
        is_settled=band is not None and band_of(low, card.bounds) is band_of(min(FULL, high), card.bounds),
        ask_first=max(missing, key=lambda part: part.weight, default=Part("", 0, None)).key,
        leading=mean_of(part for part in parts if part.key in leading),
        parts=tuple(_with_contribution(part, known) for part in parts),
        version_id=card.version_id,
    )


def mean_of(parts: Iterable[Part]) -> float | None:
    """The weighted mean over the known of some parts; None where none is known.

    >>> mean_of([Part("a", 0.2, 100.0), Part("b", 0.3, 50.0), Part("c", 0.5, None)])
    70.0
    """
    known = [part for part in parts if part.points is not None and part.weight > 0]
    weight = sum(part.weight for part in known)
    return sum(part.weight * (part.points or 0.0) for part in known) / weight if weight else None


def _with_contribution(part: Part, known: float) -> Part:
    if part.points is None or not known:
        return part
    return Part(part.key, part.weight, part.points, part.raw, part.weight / known * part.points)


def roll_up(scores: Iterable[tuple[float | None, Decimal | None]]) -> float | None:
    """The score of a family of accounts: each score weighted by what the account is worth a year.

    Accounts without a score or a value do not weigh; None where none is left.

    >>> roll_up([(80.0, Decimal(300)), (40.0, Decimal(100)), (None, Decimal(5)), (10.0, None)])
    70.0
    """
    known = [(score, float(worth)) for score, worth in scores if score is not None and worth]
    weight = sum(worth for _, worth in known)
    return sum(score * worth for score, worth in known) / weight if weight else None
