"""What people do with a play: pause, resume, end, hand over, adapt its steps; each can be undone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import Recorder, StaleEdit, act
from csm.foundation.clock import today
from playbooks.domain.conditions import ConditionError, parse
from playbooks.domain.definition import START, Step, predecessor, step_data, without_step
from playbooks.models import Play, PlayState, Task
from playbooks.selectors.plays import task_of_step
from playbooks.selectors.workers import now
from playbooks.services.advancing import Scene, advance, end_play, scene_of

ADAPTED = ("title", "text", "job", "wait", "due", "when", "wait_for")


def pause_play(actor: User, play: Play, reason: str = "") -> Play:
    """Leave a play alone until it is resumed: nothing of it begins, and it does not end."""
    with _deed("pause_play", actor, play, _("Paused the play %(name)s")) as (recorder, held, _scene):
        _refuse_other_than(held, PlayState.RUNNING)
        return recorder.change(held, state=PlayState.PAUSED, result=reason[:500])


def resume_play(actor: User, play: Play) -> Play:
    """Go on with a paused play."""
    with _deed("resume_play", actor, play, _("Resumed the play %(name)s")) as (recorder, held, scene):
        _refuse_other_than(held, PlayState.PAUSED)
        recorder.change(held, state=PlayState.RUNNING, result="")
        advance(held, recorder, scene)
        return held


def cancel_play(actor: User, play: Play, *, reason: str, drops_begun: bool = False) -> Play:
    """End a play that is not worth going on with. *Raises* ValidationError without a reason."""
    said = _said(reason, "reason", _("Say why, so that others can learn from it."))
    with _deed("cancel_play", actor, play, _("Cancelled the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        end_play(held, recorder, scene, PlayState.CANCELLED, said, drops_begun=drops_begun)
        return held


def complete_play(actor: User, play: Play, *, result: str, drops_begun: bool = False) -> Play:
    """End a play whose work is done. *Raises* ValidationError without a result."""
    said = _said(result, "result", _("Say what came of it."))
    with _deed("complete_play", actor, play, _("Completed the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        end_play(held, recorder, scene, PlayState.COMPLETED, said, drops_begun=drops_begun)
        return held


def hand_over_play(actor: User, play: Play, owner: User | None) -> Play:
    """Give a play to somebody else; its tasks stay with whoever has them."""
    with _deed("hand_over_play", actor, play, _("Handed over the play %(name)s")) as (recorder, held, _scene):
        return recorder.change(held, owner=owner)


def adapt_step(actor: User, play: Play, key: str, expected_version: int | None = None, **fields: Any) -> Play:
    """Change a step on this account alone; one that has begun changes its task. *Raises* StaleEdit, ValidationError."""
    with _deed("adapt_play", actor, play, _("Adapted the play %(name)s"), expected_version) as (recorder, held, scene):
        steps = [replace(step, **_clean(fields)) if step.key == key else step for step in held.own_steps]
        task = task_of_step(held, key)
        if task is not None:
            said = {name: fields[name] for name in ("title", "text") if name in fields}
            recorder.change(task, **said)
        return _adapted(held, recorder, scene, steps)


def add_step(actor: User, play: Play, after: str = "", expected_version: int | None = None, **fields: Any) -> Play:
    """Add a step on this account alone, after another or at the end. *Raises* StaleEdit, ValidationError."""
    with _deed("adapt_play", actor, play, _("Adapted the play %(name)s"), expected_version) as (recorder, held, scene):
        _refuse_ended(held)
        steps = list(held.own_steps)
        place = next((place for place, step in enumerate(steps) if step.key == after), len(steps) - 1)
        key = _fresh_key(str(fields.get("title", "")), {step.key for step in steps})
        steps.insert(place + 1, Step(key, **_clean(fields), after=steps[place].key if steps else START))
        return _adapted(held, recorder, scene, steps)


def drop_step(actor: User, play: Play, key: str) -> Play:
    """Leave out a step on this account; what came after it comes after what it came after."""
    with _deed("adapt_play", actor, play, _("Adapted the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        if key not in {step.key for step in held.own_steps}:
            raise ValidationError(_("This play has no such step."))
        if len(held.own_steps) == 1:
            raise ValidationError(_("A play has at least one step; cancel it instead."))
        for task in Task.objects.standing().filter(play=held, step=key):
            recorder.retract(task)
        return _adapted(held, recorder, scene, list(without_step(held.own_steps, key)))


def _adapted(play: Play, recorder: Recorder, scene: Scene, steps: list[Step]) -> Play:
    kept = [step_data(replace(step, after=predecessor(tuple(steps), place))) for place, step in enumerate(steps)]
    if kept != play.steps:
        recorder.change(play, steps=kept, is_adapted=True)
    advance(play, recorder, scene)
    return play


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a step. *Raises* ValidationError for a condition that cannot be read."""
    known = {name: value for name, value in fields.items() if name in ADAPTED}
    for name in ("when", "wait_for"):
        try:
            parse(known.get(name, ""))
        except ConditionError as error:
            raise ValidationError({name: _(error.text) % error.params}) from error
    if "title" in known and not known["title"].strip():
        raise ValidationError({"title": _("Say what is to be done.")})
    return known


def _fresh_key(title: str, taken: set[str]) -> str:
    stem = slugify(title)[:40] or "step"
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, 100))) if key not in taken)


@contextmanager
def _deed(
    kind: str, actor: User, play: Play, words: str, expected_version: int | None = None
) -> Iterator[tuple[Recorder, Play, Scene]]:
    """Do something to a play that is locked meanwhile."""
    with act(kind, actor, play.account_id, words % {"name": play.name}) as recorder:
        held = Play.objects.standing().select_for_update(of=("self",)).select_related("account").get(pk=play.pk)
        if expected_version is not None and held.row_version != expected_version:
            raise StaleEdit(held)
        yield recorder, held, scene_of(held.account, today(), now())


def _refuse_other_than(play: Play, state: PlayState) -> None:
    if play.state != state:
        raise ValidationError(_("The play is %(state)s.") % {"state": play.get_state_display()})


def _refuse_ended(play: Play) -> None:
    if not play.is_under_way:
        raise ValidationError(_("The play has ended already."))


def _said(text: str, field: str, words: str) -> str:
    if not text.strip():
        raise ValidationError({field: words})
    return text.strip()


def described(step: Step) -> dict[str, Any]:
    """The fields of a step that can be adapted."""
    return {name: value for name, value in asdict(step).items() if name in ADAPTED}
