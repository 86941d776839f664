"""The champion programme: its steps, and who has had which."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import act
from csm.foundation.clock import today
from stakeholders.models import ChampionStep, ChampionStepTaken, Stakeholder


def create_champion_step(actor: User | None, **fields: Any) -> ChampionStep:
    """Add a step to the programme. *Raises* ValidationError."""
    step = ChampionStep(**fields)
    with act("create_champion_step", actor, None, _("Created the step %(name)s") % {"name": step}) as recorder:
        return recorder.insert(step)


def edit_champion_step(
    actor: User | None, step: ChampionStep, expected_version: int | None = None, **fields: Any
) -> ChampionStep:
    """Change a step; what was had stays. *Raises* StaleEdit, ValidationError."""
    with act("edit_champion_step", actor, None, _("Edited the step %(name)s") % {"name": step}) as recorder:
        return recorder.change(step, expected_version, **fields)


def take_champion_step(
    actor: User | None, stakeholder: Stakeholder, step: ChampionStep, *, taken_on: date | None = None, note: str = ""
) -> ChampionStepTaken:
    """Record that somebody had a step. *Raises* ValidationError: had before, had left by then, or lies ahead."""
    on = taken_on or today()
    if on > today():
        raise ValidationError({"taken_on": _("This lies ahead: record it once it has happened.")})
    if stakeholder.left_on is not None and stakeholder.left_on <= on:
        raise ValidationError({"taken_on": _("They had left by then.")})
    summary = _("%(name)s had the step %(step)s") % {"name": stakeholder.person.name, "step": step.name}
    with act("take_champion_step", actor, stakeholder.account_id, summary) as recorder:
        return recorder.insert(ChampionStepTaken(stakeholder=stakeholder, step=step, taken_on=on, note=note))


def remove_champion_step_taken(actor: User | None, taken: ChampionStepTaken) -> None:
    """Take back a step that was recorded by mistake."""
    words = _("Took back a champion step")
    with act("remove_champion_step_taken", actor, taken.stakeholder.account_id, words) as recorder:
        recorder.retract(taken)
