"""The champions of accounts: how strong each is, which steps they had, which is next; and who could become one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from stakeholders.domain.champions import Candidate, CandidateReason, Champion, next_step, programme
from stakeholders.domain.sky import Star
from stakeholders.domain.strength import StrengthLabel
from stakeholders.models import ChampionStep, ChampionStepTaken
from stakeholders.selectors.skies import skies_at

REASON_LABELS = {
    CandidateReason.PERSONA: _("has influence, authority and need of the product"),
    CandidateReason.TAKES_PART: _("takes part often"),
    CandidateReason.SESSIONS: _("comes to sessions"),
    CandidateReason.ANSWERS: _("answers"),
}


class StepLine(NamedTuple):
    """One step of the programme for one champion; `taken` is None where they have not had it."""

    step: ChampionStep
    taken: ChampionStepTaken | None
    is_next: bool


class ChampionLine(NamedTuple):
    """A champion with every step, and since when the next one waits."""

    account: Account
    star: Star
    champion: Champion
    steps: tuple[StepLine, ...]
    next: ChampionStep | None
    waits_since: date | None

    @property
    def has_begun(self) -> bool:
        """Whether they have had any step."""
        return any(line.taken for line in self.steps)

    @property
    def label(self) -> StrengthLabel:
        return self.champion.best.label if self.champion.best else StrengthLabel.NONE


class CandidateLine(NamedTuple):
    """Somebody who could become a champion, and why in words."""

    account: Account
    star: Star
    candidate: Candidate
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ChampionsOf:
    """The champions and candidates of some accounts, read in a fixed number of queries."""

    champions: Sequence[ChampionLine]
    candidates: Sequence[CandidateLine]
    steps: Sequence[ChampionStep]


def champions_of(accounts: Iterable[Account], on: date, most: int | None = None) -> ChampionsOf:
    """Read the programme at some accounts as of a day, in the order given; at most so many candidates of each."""
    known = {account.pk: account for account in accounts}
    skies = skies_at(known, on)
    steps = list(ChampionStep.objects.filter(is_in_use=True))
    taken = _taken(known)
    champions: list[ChampionLine] = []
    candidates: list[CandidateLine] = []
    for pk, account in known.items():
        stars = {star.id: star for star in skies[pk].stars}
        found = programme(skies[pk])
        champions += [_champion(account, stars[each.star_id], each, steps, taken) for each in found.champions]
        candidates += [_candidate(account, stars[each.star_id], each) for each in found.candidates[:most]]
    return ChampionsOf(champions, candidates, steps)


def _taken(account_ids: Iterable[int]) -> Mapping[int, dict[int, ChampionStepTaken]]:
    found: dict[int, dict[int, ChampionStepTaken]] = defaultdict(dict)
    rows = ChampionStepTaken.objects.standing().filter(stakeholder__account_id__in=list(account_ids))
    for row in rows:
        found[row.stakeholder_id][row.step_id] = row
    return found


def _champion(
    account: Account,
    star: Star,
    champion: Champion,
    steps: Sequence[ChampionStep],
    taken: Mapping[int, Mapping[int, ChampionStepTaken]],
) -> ChampionLine:
    had = taken.get(star.id, {})
    coming = next_step([step.pk for step in steps], {pk: row.taken_on for pk, row in had.items()}, champion.since)
    lines = tuple(
        StepLine(step, had.get(step.pk), coming is not None and coming.place == place)
        for place, step in enumerate(steps)
    )
    step = steps[coming.place] if coming else None
    return ChampionLine(account, star, champion, lines, step, coming.since if coming else None)


def _candidate(account: Account, star: Star, candidate: Candidate) -> CandidateLine:
    return CandidateLine(account, star, candidate, tuple(str(REASON_LABELS[each]) for each in candidate.reasons))
