"""What people do with a play: pause, resume, end, hand over, adapt its steps; each can be undone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.acts import Recorder, StaleEdit, act
from accounts.services.undo import reverse_act, ways
from csm.foundation.clock import today
from playbooks.domain.conditions import ConditionError, parse
from playbooks.domain.definition import Step, spelled_out, step_data, tag_of, with_step, with_step_again, without_step
from playbooks.models import Play, PlayState, Task
from playbooks.selectors.plays import begun_task, begun_words, task_of_step
from playbooks.selectors.workers import now
from playbooks.services.advancing import Scene, advance, end_play, scene_of
from playbooks.services.tasks import refuse_blind

ADAPTED = ("title", "text", "job", "wait", "due", "before_renewal", "when", "wait_for")
WORDS = ("title", "text")
ADAPT = "adapt_play"


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
    """Give a play to somebody else who sees its account; its tasks stay with whoever has them. *Raises*
    ValidationError."""
    refuse_blind(owner, [play.account_id], "owner")
    with _deed("hand_over_play", actor, play, _("Handed over the play %(name)s")) as (recorder, held, _scene):
        return recorder.change(held, owner=owner)


def adapt_step(actor: User, play: Play, key: str, expected_tag: str = "", **fields: Any) -> Play:
    """Change a step on this account alone; one that has begun changes its task. Others may change others meanwhile.

    *Raises* StaleEdit where this one is gone or says something else than `expected_tag` stands for, ValidationError.
    """
    with _deed(ADAPT, actor, play, _("Adapted the play %(name)s")) as (recorder, held, scene):
        _refuse_stale(held, key, expected_tag)
        steps = tuple(replace(step, **_clean(fields)) if step.key == key else step for step in held.own_steps)
        task = task_of_step(held, key)
        if task is not None:
            said = {name: fields[name] for name in WORDS if name in fields}
            recorder.change(task, **said)
        return _adapted(held, recorder, scene, steps)


def refuse_begun(play: Play, key: str, names: Iterable[str]) -> None:
    """Of a step that has begun only the words can be changed, the rest at its task. *Raises* ValidationError."""
    late = [name for name in names if name not in WORDS]
    if late and task_of_step(play, key) is not None:
        raise ValidationError({name: _("This step has begun: change its task instead.") for name in late})


def add_step(actor: User, play: Play, after: str = "", **fields: Any) -> Play:
    """Add a step on this account alone, after another or at the end. *Raises* ValidationError."""
    with _deed(ADAPT, actor, play, _("Adapted the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        steps = held.own_steps
        if after and after not in {step.key for step in steps}:
            raise ValidationError({"after": _("This play has no such step.")})
        taken = {step.key for step in (*steps, *held.version.defined.steps)}
        step = Step(_fresh_key(str(fields.get("title", "")), taken), **_clean(fields))
        return _adapted(held, recorder, scene, with_step(steps, step, after))


def drop_step(actor: User, play: Play, key: str, expected_tag: str = "", *, drops_begun: bool = False) -> Play:
    """Leave out a step on this account; what came after it comes after what it came after. *Raises* StaleEdit,
    ValidationError, also where somebody has begun it and nobody said that it goes all the same (`drops_begun`)."""
    with _deed(ADAPT, actor, play, _("Adapted the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        if key not in {step.key for step in held.own_steps}:
            raise ValidationError(_("This play has no such step."))
        if len(held.own_steps) == 1:
            raise ValidationError(_("A play has at least one step; cancel it instead."))
        _refuse_stale(held, key, expected_tag)
        for task in _tasks_of_step(held, key, drops_begun=drops_begun):
            recorder.retract(task)
        return _adapted(held, recorder, scene, without_step(held.own_steps, key))


def _tasks_of_step(play: Play, key: str, *, drops_begun: bool) -> list[Task]:
    """The task of a step, locked first, so that whoever just began it is heard. *Raises* ValidationError."""
    rows = Task.objects.standing().filter(play=play, step=key).select_related("assignee")
    tasks = list(rows.select_for_update(of=("self",)))
    begun = None if drops_begun else begun_task(play, key)
    if begun is not None:
        raise ValidationError({"drops_begun": begun_words(begun)})
    return tasks


def bring_step_back(actor: User, play: Play, key: str) -> Play:
    """Take up again a step of the playbook that was left out on this account, with the task it had. *Raises*
    ValidationError."""
    with _deed(ADAPT, actor, play, _("Adapted the play %(name)s")) as (recorder, held, scene):
        _refuse_ended(held)
        former = held.version.defined.steps
        if key in {step.key for step in held.own_steps} or key not in {step.key for step in former}:
            raise ValidationError(_("This step was not left out here."))
        task = Task.objects.filter(play=held, step=key).order_by("-pk").first()
        if task is not None:
            recorder.change(task, retracted_at=None, retracted_by=None)
        return _adapted(held, recorder, scene, with_step_again(held.own_steps, former, key))


def tag_of_step(play: Play, key: str) -> str:
    """The tag of a step as it stands on an account; empty where it has none of that key."""
    step = next((step for step in play.own_steps if step.key == key), None)
    task = task_of_step(play, key)
    if step is None:
        return ""
    return tag_of(step) if task is None else tag_of(step, title=task.title, text=task.text)


def _refuse_stale(play: Play, key: str, expected_tag: str) -> None:
    if expected_tag and tag_of_step(play, key) != expected_tag:
        raise StaleEdit(play)


def _adapted(play: Play, recorder: Recorder, scene: Scene, steps: tuple[Step, ...]) -> Play:
    kept = [step_data(step) for step in steps]
    if kept != play.steps:
        recorder.change(play, steps=kept)
        _note_whether_adapted(play)
    advance(play, recorder, scene)
    return play


def _note_whether_adapted(play: Play) -> None:
    """Not recorded, since it follows from the steps: undoing one change leaves the mark while another stands."""
    play.is_adapted = spelled_out(play.own_steps) != spelled_out(play.version.defined.steps)
    Play.objects.filter(pk=play.pk).update(is_adapted=play.is_adapted)


def undo_adapting(done: Act, actor: User) -> None:
    """Take back one change of the steps of a play; those that others made of other steps stay."""
    reverse_act(done, actor)
    ids = [pk for label, pk, _before, _after in done.changes if label == Play._meta.label_lower]
    for play in Play.objects.filter(pk__in=ids).select_related("version"):
        _note_whether_adapted(play)


ways[ADAPT] = undo_adapting


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
def _deed(kind: str, actor: User, play: Play, words: str) -> Iterator[tuple[Recorder, Play, Scene]]:
    """Do something to a play that is locked meanwhile."""
    with act(kind, actor, play.account_id, words % {"name": play.name}) as recorder:
        rows = Play.objects.standing().select_related("account", "version")
        held = rows.select_for_update(of=("self",)).get(pk=play.pk)
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
