"""Which scorecards are in force, what is not connected, and what was judged last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from health.domain.bands import Band
from health.domain.judgement import Judgement, Part
from health.domain.scorecards import Card, Governs, card_for
from health.models import Metric, Score, ScorecardVersion, Unconnected


@dataclass(frozen=True)
class Regime:
    """All scorecards in force on a date, and what is not connected by segment."""

    governing: tuple[Governs, ...]
    unconnected: Mapping[int | None, frozenset[str]]

    def card(self, segment_id: int | None) -> Card | None:
        return card_for(segment_id, self.governing)

    def without(self, segment_id: int | None) -> frozenset[str]:
        return self.unconnected.get(segment_id, frozenset())


def regime_on(on: date) -> Regime:
    """What governs accounts on a date, in three queries; before the first version of a scorecard that one does."""
    leading = dict(Metric.objects.order_by().values_list("key", "is_leading"))
    governing = tuple(
        Governs(version.card(leading), version.scorecard.segment_id, version.scorecard.precedence)
        for version in versions_on(on)
    )
    missing: dict[int | None, set[str]] = defaultdict(set)
    for segment_id, measure in Unconnected.objects.order_by().values_list("segment_id", "measure"):
        missing[segment_id].add(measure)
    return Regime(governing, {segment_id: frozenset(measures) for segment_id, measures in missing.items()})


def versions_on(on: date) -> list[ScorecardVersion]:
    """The version of each scorecard that was in force on a date."""
    published = ScorecardVersion.objects.filter(published_on__isnull=False, retracted_at__isnull=True)
    found: dict[int, ScorecardVersion] = {}
    for version in published.select_related("scorecard").order_by("scorecard", "published_on", "number"):
        if version.scorecard_id not in found or (version.published_on is not None and version.published_on <= on):
            found[version.scorecard_id] = version
    return list(found.values())


def drafted_scorecards() -> set[int]:
    """The scorecards that have a draft."""
    drafts = ScorecardVersion.objects.filter(published_on=None, retracted_at=None)
    return set(drafts.values_list("scorecard_id", flat=True))


def parts_from(said: Iterable[Mapping[str, object]]) -> tuple[Part, ...]:
    """Parts as they were kept."""
    return tuple(Part(**part) for part in said)  # type: ignore[arg-type]


def kept_judgements(account_ids: Iterable[int]) -> dict[int, Judgement]:
    """What was judged of these accounts last, where they were judged."""
    rows = Score.objects.filter(pk__in=list(account_ids), judged_on__isnull=False)
    return {row.account_id: _judgement(row) for row in rows}


def _judgement(row: Score) -> Judgement:
    return Judgement(
        account_id=row.account_id,
        as_of=row.judged_on,  # type: ignore[arg-type]
        score=row.score,
        low=row.low,
        high=row.high,
        band=Band(row.band) if row.band else None,
        is_settled=row.is_settled,
        ask_first=row.ask_first,
        leading=row.leading,
        parts=parts_from(row.parts),
        version_id=row.version_id,
    )
