"""Playbooks as lists and their pages show them: how many plays run and how ended ones ended, of what a viewer sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.visibility import Viewer
from csm.foundation.registry import Hit
from playbooks.domain.definition import Definition
from playbooks.domain.results import MOVED, Ended, Results, results
from playbooks.models import Play, Playbook, PlayState
from playbooks.models.plays import UNDER_WAY


@dataclass(frozen=True)
class PlaybookLine:
    """A playbook with its plays counted by state."""

    playbook: Playbook
    plays: dict[str, int] = field(default_factory=dict)

    @property
    def says(self) -> Definition:
        """What it says: as published, else as drafted."""
        return said_by(self.playbook)

    @property
    def under_way(self) -> int:
        return sum(self.plays.get(state, 0) for state in UNDER_WAY)

    @property
    def ended(self) -> int:
        return sum(self.plays.values()) - self.under_way


def said_by(playbook: Playbook) -> Definition:
    """What a playbook says to whoever works by it: as published, else as drafted."""
    return playbook.drafted if playbook.current is None else playbook.current.defined


def playbook_lines(viewer: Viewer, playbooks: Iterable[Playbook]) -> list[PlaybookLine]:
    """Playbooks with their plays on accounts that a viewer sees; one query beside theirs."""
    rows = list(playbooks)
    counted = plays_counted(viewer, [playbook.pk for playbook in rows])
    return [PlaybookLine(playbook, counted.get(playbook.pk, {})) for playbook in rows]


def plays_counted(viewer: Viewer, playbook_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many plays of playbooks are in each state, by playbook id."""
    found: dict[int, dict[str, int]] = {}
    plays = Play.objects.standing().visible_to(viewer).filter(playbook_id__in=playbook_ids).order_by()
    for playbook_id, state, count in plays.values_list("playbook_id", "state").annotate(count=Count("pk")):
        found.setdefault(playbook_id, {})[state] = count
    return found


def results_of(viewer: Viewer, playbook: Playbook) -> Results:
    """What the ended plays of a playbook did on accounts that a viewer sees; one query."""
    ends = [f"facts_at_{end}__{fact}" for end in ("start", "end") for fact in MOVED]
    plays = Play.objects.standing().visible_to(viewer).filter(playbook=playbook).exclude(state__in=UNDER_WAY)
    return results(_ended(*row) for row in plays.order_by().values_list("state", "started_on", "ended_on", *ends))


def _ended(state: str, started_on: Any, ended_on: Any, *facts: Any) -> Ended:
    half = len(MOVED)
    at_start, at_end = (dict(zip(MOVED, some, strict=True)) for some in (facts[:half], facts[half:]))
    return Ended(state, (ended_on - started_on).days, at_start, at_end)


PLAY_GROUPS = {
    "under_way": Q(state__in=UNDER_WAY),
    "ended": ~Q(state__in=UNDER_WAY),
    **{state.value: Q(state=state) for state in (PlayState.EXITED, PlayState.COMPLETED, PlayState.CANCELLED)},
}


def plays_of(viewer: Viewer, playbook: Playbook, group: str) -> Any:
    """The plays of a playbook in a group, the latest first."""
    plays = Play.objects.standing().visible_to(viewer).filter(PLAY_GROUPS[group], playbook=playbook)
    return plays.select_related("account", "owner").order_by("-started_on", "-pk")


def playbook_hits(viewer: Viewer, words: str, limit: int) -> list[Hit]:
    """What the search box shows of playbooks: those whose name or key holds all words."""
    found = Playbook.objects.visible_to(viewer).filter(is_archived=False)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(key__icontains=word))
    return [_hit(playbook) for playbook in found[:limit]]


def playbooks_known(viewer: Viewer, ids: Sequence[int]) -> dict[int, Hit]:
    """Those of some playbooks that there are, as search shows them."""
    return {playbook.pk: _hit(playbook) for playbook in Playbook.objects.visible_to(viewer).filter(pk__in=ids)}


def _hit(playbook: Playbook) -> Hit:
    return Hit(playbook.name, _("Playbook"), reverse("playbooks:playbook", args=[playbook.pk]))


def published_keys(playbook: Playbook) -> set[str]:
    """The keys of all steps that a version of a playbook ever had: plays and other systems may name them."""
    return {step["key"] for held in playbook.versions.values_list("definition", flat=True) for step in held["steps"]}
