"""The level of value in words: the proof of each step with its facts, and what is missing for the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from health.domain.evidence import Evidence
from health.domain.goals import GoalFacts
from health.domain.value_level import Lack, Level, Step, ValueLevel, value_level
from health.models.words import Words
from health.selectors.facts import FactLine
from health.selectors.wording import plain, whole

LEVEL_NAMES: Final[dict[Level, Words]] = {
    Level.PITCHED: gettext_lazy("Features pitched"),
    Level.MEASURED: gettext_lazy("Usage measured"),
    Level.TIED: gettext_lazy("Usage tied to goals"),
    Level.UNDERSTOOD: gettext_lazy("Ecosystem understood"),
    Level.RECEIVED: gettext_lazy("Value received"),
}
LACKS: Final[dict[Lack, Words]] = {
    Lack.USE: gettext_lazy("Nothing that tells how much they use it was read lately."),
    Lack.GOAL: gettext_lazy("No goal of theirs is known."),
    Lack.READING: gettext_lazy("“%(goal)s” was not measured since its baseline, or too long ago."),
    Lack.NEEDS: gettext_lazy("It is not known what else “%(goal)s” depends on."),
    Lack.ANSWERS: gettext_lazy("Of “%(goal)s” not all is known to be there or missing."),
    Lack.WORD: gettext_lazy("Nobody said within a year how much of the value of “%(goal)s” they received."),
    Lack.THEIR_WORD: gettext_lazy("Of “%(goal)s” there is only our own estimate; somebody of theirs must say it."),
    Lack.SOMETHING: gettext_lazy("Of “%(goal)s” they said last that nothing of the value has arrived."),
    Lack.BELOW: gettext_lazy("They confirmed value of “%(goal)s”; it counts once the steps below are done for it."),
}
LACK_NAMES: Final[dict[Lack, Words]] = {
    Lack.USE: gettext_lazy("a reading that tells of use"),
    Lack.GOAL: gettext_lazy("a goal of theirs"),
    Lack.READING: gettext_lazy("a reading of a goal"),
    Lack.NEEDS: gettext_lazy("what the goal depends on"),
    Lack.ANSWERS: gettext_lazy("whether all it depends on is there"),
    Lack.WORD: gettext_lazy("a word on the value received"),
    Lack.THEIR_WORD: gettext_lazy("their own word on the value"),
    Lack.SOMETHING: gettext_lazy("some value that arrived"),
    Lack.BELOW: gettext_lazy("the steps below, for the goal of which they confirmed value"),
}


class Deed(NamedTuple):
    """What brings an account to the next level."""

    label: str
    url: str
    is_dialog: bool = True


@dataclass(frozen=True)
class StepLine:
    """One step as the page shows it."""

    step: Step
    name: Words
    facts: list[FactLine]
    missing: str = ""
    deed: Deed | None = None


@dataclass(frozen=True)
class LevelExplained:
    """The level of an account with the proof of each step."""

    found: ValueLevel
    lines: list[StepLine]

    @property
    def name(self) -> Words:
        return LEVEL_NAMES[self.found.level]

    @property
    def next_line(self) -> StepLine | None:
        """The step to do next."""
        return next((line for line in self.lines if not line.step.is_met), None)


def level_explained(evidence: Evidence, metrics: Mapping[str, tuple[str, str]]) -> LevelExplained:
    """The level of value of an account from its evidence; `metrics` are names and units by key."""
    found = value_level(evidence.usage, evidence.goals)
    goals = {goal.id: goal for goal in evidence.goals}
    return LevelExplained(found, [_line(step, evidence, goals, metrics) for step in found.steps])


def _line(
    step: Step, evidence: Evidence, goals: Mapping[int, GoalFacts], metrics: Mapping[str, tuple[str, str]]
) -> StepLine:
    if step.lack is None:
        return StepLine(step, LEVEL_NAMES[step.level], _facts(step, evidence, goals, metrics))
    about = goals.get(step.goal_id or 0)
    missing = str(LACKS[step.lack]) % {"goal": _short(about) if about else ""}
    return StepLine(step, LEVEL_NAMES[step.level], [], missing, _deed(step, evidence.account_id))


def _facts(
    step: Step, evidence: Evidence, goals: Mapping[int, GoalFacts], metrics: Mapping[str, tuple[str, str]]
) -> list[FactLine]:
    if step.level is Level.PITCHED:
        return [FactLine(_("Where every account begins."), "")]
    if step.level is Level.MEASURED:
        return [_of_metric(key, evidence, metrics) for key in step.metrics]
    say = _SAID[step.level]
    url = reverse("health:goals", args=[evidence.account_id])
    return [FactLine(say(goals[pk]), f"{url}#goal-{pk}") for pk in step.goals]


def _of_metric(key: str, evidence: Evidence, metrics: Mapping[str, tuple[str, str]]) -> FactLine:
    measured, (name, unit) = evidence.readings[key], metrics.get(key, (key, ""))
    value = f"{plain(measured.value)} {unit}".strip()
    words = _("%(name)s: %(value)s on %(on)s") % {"name": name, "value": value, "on": date_format(measured.on)}
    return FactLine(words, f"{reverse('health:account', args=[evidence.account_id])}#reading-{key}")


def _of_reading(goal: GoalFacts) -> str:
    if goal.reached_on is not None:
        return _("“%(goal)s”: reached on %(on)s") % {"goal": _short(goal), "on": date_format(goal.reached_on)}
    if goal.latest is None:
        return _short(goal)
    figures = {"goal": _short(goal), "value": plain(goal.latest.value), "on": date_format(goal.latest.on)}
    return _("“%(goal)s”: %(value)s on %(on)s") % figures


def _of_needs(goal: GoalFacts) -> str:
    if goal.stands_alone:
        return _("“%(goal)s”: depends on nothing else") % {"goal": _short(goal)}
    words = ngettext(
        "“%(goal)s”: the one thing it depends on is known",
        "“%(goal)s”: all %(count)d dependencies are known",
        goal.needs,
    )
    return words % {"goal": _short(goal), "count": goal.needs}


def _of_value(goal: GoalFacts) -> str:
    if goal.theirs is None:
        return _short(goal)
    figures = {"goal": _short(goal), "percent": whole(goal.theirs.percent), "on": date_format(goal.theirs.on)}
    return _("“%(goal)s”: %(percent)s %% received, confirmed on %(on)s") % figures


_SAID: Final[Mapping[Level, Callable[[GoalFacts], str]]] = {
    Level.TIED: _of_reading,
    Level.UNDERSTOOD: _of_needs,
    Level.RECEIVED: _of_value,
}


def _deed(step: Step, account_id: int) -> Deed:
    """What does the step, and where."""
    goal, of_goal = [account_id, step.goal_id], f"?goal={step.goal_id}"
    match step.lack:
        case Lack.USE:
            return Deed(_("Enter a reading"), f"{reverse('health:reading_add', args=[account_id])}?metric=active_users")
        case Lack.GOAL:
            return Deed(_("New goal"), reverse("health:goal_add", args=[account_id]))
        case Lack.READING:
            return Deed(_("Record a reading"), reverse("health:goal_read", args=[account_id]) + of_goal)
        case Lack.NEEDS:
            return Deed(_("Say what it depends on"), reverse("health:need_add", args=goal))
        case Lack.ANSWERS | Lack.BELOW:
            url = reverse("health:goals", args=[account_id])
            return Deed(_("Tick what is there"), f"{url}#goal-{step.goal_id}", is_dialog=False)
        case _:
            return Deed(_("Confirm value"), reverse("health:value_add", args=[account_id]) + of_goal)


def _short(goal: GoalFacts) -> str:
    return Truncator(goal.words).chars(60)
