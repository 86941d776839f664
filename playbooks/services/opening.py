"""Begin plays: one that is not written yet, and many at once in a fixed number of statements."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models

from accounts.models import Account
from accounts.services.acts import Recorder, insert_together
from playbooks.domain.running import Moves
from playbooks.models import Play, Playbook, PlaybookVersion, Task
from playbooks.selectors.places import Subject, gaps, places_of_many
from playbooks.services.advancing import Scene, complete, kept_facts, moves_of, tasks_of


@dataclass(frozen=True)
class Happening:
    """Something that triggers a playbook on an account: the key of the occasion, why, and whom it is about."""

    key: str
    reason: str
    about: int | None = None


@dataclass(frozen=True)
class Opening:
    """A play that is to begin, and what happens first in it."""

    play: Play
    moves: Moves
    scene: Scene


def new_play(
    account: Account, playbook: Playbook, scene: Scene, happening: Happening, of: PlaybookVersion | None = None
) -> Play:
    """A play of a version, by default the one in force; not written yet."""
    version = of or playbook.in_force
    defined = version.defined
    return Play(
        account=account,
        playbook=playbook,
        version=version,
        name=defined.name,
        reason=happening.reason[:300],
        about=happening.about,
        owner=scene.pod.owner,
        started_on=scene.on,
        exit=defined.exit,
        is_armed=bool(defined.exit) and defined.is_over_when.judge(scene.facts.by_name) is not True,
        steps=version.definition["steps"],
        facts_at_start=kept_facts(scene.facts),
    )


def opening(
    account: Account, playbook: Playbook, scene: Scene, happening: Happening, of: PlaybookVersion | None = None
) -> Opening:
    """Decide how a play begins, writing nothing. *Raises* ValidationError or ValueError for what cannot be read."""
    play = new_play(account, playbook, scene, happening, of)
    _check_columns(play)
    return Opening(play, moves_of(play, scene, {}), scene)


def begin_many(recorder: Recorder, openings: Sequence[Opening]) -> list[Play]:
    """Write plays with their first tasks, in a fixed number of statements however many there are.

    What was read a moment ago is not asked for again: of hundreds of plays that alone takes most of the time.
    *Raises* IntegrityError where somebody started one of them meanwhile.
    """
    return begin_each(openings, lambda _account_id: recorder)


def begin_each(openings: Sequence[Opening], recorder_of: Callable[[int], Recorder]) -> list[Play]:
    """As `begin_many`, each play remembered by the recorder of its account."""
    tasks = _first_tasks(openings)
    plays = insert_together([one.play for one in openings], lambda play: recorder_of(play.account_id))
    insert_together(tasks, lambda task: recorder_of(task.account_id))
    for one in openings:
        if one.moves.is_through:
            complete(one.play, recorder_of(one.play.account_id), one.scene)
    return plays


def _first_tasks(openings: Sequence[Opening]) -> list[Task]:
    moved = [one for one in openings if one.moves.moves]
    if not moved:
        return []
    subjects = [Subject(one.play.account, one.scene.facts, one.scene.pod, one.play.about) for one in moved]
    places, marks = places_of_many(subjects, moved[0].scene.on), gaps()
    return [
        task
        for one, known in zip(moved, places, strict=True)
        for task in tasks_of(one.play, one.moves, one.scene, known, marks)
    ]


def _check_columns(row: models.Model) -> None:
    """Check the columns of a row but for those that lead to others. *Raises* ValidationError."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
