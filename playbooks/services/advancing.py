"""Move a play on: what the domain decides is done, through the recorder of whoever caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.services.acts import Recorder
from playbooks.domain.condition_words import condition_words
from playbooks.domain.conditions import parse
from playbooks.domain.definition import Step
from playbooks.domain.facts import Value
from playbooks.domain.running import Begin, Moves, Progress, Skip, next_moves
from playbooks.domain.texts import fill
from playbooks.models import Play, PlayState, Task, TaskState
from playbooks.models.plays import LONGEST_REASON
from playbooks.selectors.facts import AccountFacts, facts_of
from playbooks.selectors.places import for_somebody, gaps, places_of
from playbooks.selectors.play_progress import progress_of
from playbooks.selectors.workers import Pod, pod_of


@dataclass(frozen=True)
class Scene:
    """An account as a play finds it: its facts, who serves it, and the instant."""

    facts: AccountFacts
    pod: Pod
    on: date
    now: datetime


def scene_of(account: Account, on: date, now: datetime) -> Scene:
    """The scene of one account."""
    facts = facts_of([account.pk], on)[account.pk]
    return Scene(facts, pod_of(account.pk, account.owner_id, on), on, now)


def advance(play: Play, recorder: Recorder, scene: Scene, progress: Mapping[str, Progress] | None = None) -> None:
    """End a play whose exit has come true, else begin or skip the steps whose turn it is. Twice is once.

    The caller has locked the play. `progress` is how far its steps are, where that was read for many plays at once.
    """
    if play.state != PlayState.RUNNING:
        return
    if _has_reached_its_end(play, scene):
        end_play(play, recorder, scene, PlayState.EXITED, _("Reached: %(exit)s") % {"exit": _in_words(play.exit)})
        return
    if progress is None:
        progress = progress_of(Task.objects.standing().filter(play=play))
    moves = moves_of(play, scene, progress)
    if moves.moves:
        places = places_of(play.account, scene.facts, scene.pod, play.about, scene.on)
        for task in tasks_of(play, moves, scene, places, gaps()):
            recorder.insert(task)
    if moves.is_through:
        complete(play, recorder, scene)


def is_due(play: Play, scene: Scene, progress: Mapping[str, Progress]) -> bool:
    """Whether moving a play on would change anything."""
    if play.exit and (parse(play.exit).judge(scene.facts.by_name) is True) == play.is_armed:
        return True
    moves = moves_of(play, scene, progress)
    return bool(moves.moves) or moves.is_through


def moves_of(play: Play, scene: Scene, progress: Mapping[str, Progress]) -> Moves:
    """What is to happen to a play now."""
    return next_moves(
        play.own_steps,
        progress,
        play.started_on,
        lambda job: scene.pod.worker(job, scene.now),
        scene.facts.by_name,
        scene.facts.renewal_on,
    )


def complete(play: Play, recorder: Recorder, scene: Scene) -> None:
    """End a play all steps of which are over."""
    end_play(play, recorder, scene, PlayState.COMPLETED, _through_words(play, scene))


def _has_reached_its_end(play: Play, scene: Scene) -> bool:
    if not play.exit:
        return False
    holds = parse(play.exit).judge(scene.facts.by_name) is True
    if not holds and not play.is_armed:
        play.is_armed = True
        Play.objects.filter(pk=play.pk).update(is_armed=True)
    return holds and play.is_armed


def _through_words(play: Play, scene: Scene) -> str:
    if play.exit and parse(play.exit).judge(scene.facts.by_name) is not True:
        return _("All steps are over; what it is for does not hold yet: %(exit)s") % {"exit": _in_words(play.exit)}
    return _("All steps are over.")


def _in_words(condition: str) -> str:
    return condition_words(parse(condition), _)


def end_play(
    play: Play, recorder: Recorder, scene: Scene, state: PlayState, result: str, *, drops_begun: bool = False
) -> None:
    """End a play in a state. What is open of it and nobody has begun is no longer needed, and says why; what somebody
    has begun stays theirs to finish or to skip, unless `drops_begun`."""
    ended: dict[str, Any] = {
        "state": state,
        "ended_on": scene.on,
        "result": result[:LONGEST_REASON],
        "facts_at_end": kept_facts(scene.facts),
    }
    recorder.change(play, **ended)
    why = (_OVER_WORDS[state] % {"result": result})[:LONGEST_REASON]
    for task in _no_longer_needed(play, drops_begun):
        recorder.change(task, state=TaskState.DROPPED, ended_on=scene.on, outcome=why)


_OVER_WORDS = {
    PlayState.EXITED: gettext_lazy("The play reached its end. %(result)s"),
    PlayState.COMPLETED: gettext_lazy("The play was completed: %(result)s"),
    PlayState.CANCELLED: gettext_lazy("The play was cancelled: %(result)s"),
}


def _no_longer_needed(play: Play, drops_begun: bool) -> list[Task]:
    """The open tasks of a play that go with it, locked first, so that whoever just says something of one is heard."""
    rows = Task.objects.standing().open().filter(play=play).order_by("pk")
    tasks = list(rows.select_for_update(of=("self",)))
    begun = set() if drops_begun else set(rows.begun().values_list("pk", flat=True))
    return [task for task in tasks if task.pk not in begun]


def kept_facts(facts: AccountFacts) -> dict[str, Value]:
    """The facts worth keeping with a play: what is known, of alerts those that stand."""
    return {
        name: value for name, value in facts.by_name.items() if value is not None and (":" not in name or value is True)
    }


def tasks_of(play: Play, moves: Moves, scene: Scene, places: Mapping[str, str], marks: Mapping[str, str]) -> list[Task]:
    """The tasks that the moves of a play make, not written yet; skipped steps are over already.

    `places` fill their texts, `marks` stand where nothing does.
    """
    return [_task(play, move, scene, places, marks) for move in moves.moves]


def _task(play: Play, move: Begin | Skip, scene: Scene, places: Mapping[str, str], marks: Mapping[str, str]) -> Task:
    step, user = move.step, scene.pod.doing(move.step.job)
    mine = for_somebody(places, user)
    return Task(
        account_id=play.account_id,
        play=play,
        step=step.key,
        title=fill(step.title, mine, marks)[:200],
        text=fill(step.text, mine, marks),
        assignee=user,
        began_on=scene.on,
        stakeholder_id=play.about,
        **({"due_on": move.due_on} if isinstance(move, Begin) else _skipped(step, scene)),
    )


def _skipped(step: Step, scene: Scene) -> dict[str, Any]:
    why = _("Not needed, since this does not hold: %(condition)s") % {"condition": _in_words(step.when)}
    return {"state": TaskState.SKIPPED, "ended_on": scene.on, "outcome": why}
