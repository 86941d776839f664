"""What a playbook says: when it starts, for whom, its steps, and when it is over."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Self

from playbooks.domain.conditions import Condition, parse

START: Final = "start"
OWNER: Final = "owner"
TAG_LENGTH: Final = 16


class TriggerKind(StrEnum):
    """What can start a play by itself."""

    ALERT = "alert"
    PHASE = "phase"
    TOUCH = "touch"
    DAYS_BEFORE_RENEWAL = "days_before_renewal"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a play: a kind of alert, a phase or touch level come into, days before a renewal, or a deal."""

    kind: TriggerKind
    value: str

    def as_data(self) -> dict[str, Any]:
        """As one line of YAML says it."""
        is_number = self.kind is TriggerKind.DAYS_BEFORE_RENEWAL
        return {self.kind.value: int(self.value) if is_number else self.value}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a playbook.

    Attributes
    ----------
    key : unique within the playbook
    title, text : what is to be done, with places for facts such as `{account}`
    job : key of the job of whoever does it; nobody holds it, or "owner": the owner of the account
    after : "start", or the key of an earlier step; empty: the step before
    wait : business days to wait before it begins
    wait_for : condition to wait for
    when : condition without which it is skipped when its turn comes
    due : business days from its beginning
    before_renewal : instead of `due`, calendar days before the renewal
    """

    key: str
    title: str
    text: str = ""
    job: str = OWNER
    after: str = ""
    wait: int = 0
    wait_for: str = ""
    when: str = ""
    due: int = 0
    before_renewal: int | None = None

    @property
    def waits_for(self) -> Condition:
        return parse(self.wait_for)

    @property
    def only_when(self) -> Condition:
        return parse(self.when)


@dataclass(frozen=True, slots=True)
class Definition:
    """A playbook as one version of it says it."""

    key: str
    name: str
    purpose: str = ""
    triggers: tuple[Trigger, ...] = ()
    audience: str = ""
    exit: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def for_whom(self) -> Condition:
        return parse(self.audience)

    @property
    def is_over_when(self) -> Condition:
        return parse(self.exit)

    def as_data(self) -> dict[str, Any]:
        """As plain data for a JSON column; `from_data` reads it back."""
        data = asdict(self)
        data["triggers"] = [each.as_data() for each in self.triggers]
        data["steps"] = [step_data(step) for step in self.steps]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The definition that `as_data` wrote."""
        triggers = tuple(
            Trigger(TriggerKind(kind), str(value)) for each in data["triggers"] for kind, value in each.items()
        )
        plain = {name: data[name] for name in ("key", "name", "purpose", "audience", "exit")}
        return cls(triggers=triggers, steps=steps_of(data["steps"]), **plain)


def step_data(step: Step) -> dict[str, Any]:
    """A step as plain data, without what it leaves at its default."""
    plain = Step(step.key, step.title)
    return {
        name: value for name, value in asdict(step).items() if name in ("key", "title") or value != getattr(plain, name)
    }


def steps_of(data: Any) -> tuple[Step, ...]:
    """The steps that `step_data` wrote."""
    return tuple(Step(**each) for each in data)


def spelled_out(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, each with what it comes after: two lists that mean the same are equal."""
    return tuple(replace(step, after=predecessor(steps, place)) for place, step in enumerate(steps))


def tag_of(step: Step, **said: str) -> str:
    """A short tag that two steps share exactly when they say the same, with what is `said` instead of a field.

    What it comes after is left out: that changes with the steps beside it.

    >>> one, other = Step("call", "Call"), Step("call", "Call", after="start")
    >>> tag_of(one) == tag_of(other), tag_of(one) == tag_of(one, title="Call Ana")
    (True, False)
    """
    held = {**asdict(step), **said, "after": ""}
    return sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:TAG_LENGTH]


def predecessor(steps: tuple[Step, ...], place: int) -> str:
    """The key of the step after which the one at a place begins; "start" when it begins with the play."""
    return steps[place].after or (steps[place - 1].key if place else START)


def with_step(steps: tuple[Step, ...], step: Step, after: str) -> tuple[Step, ...]:
    """The steps with one more, after the one with a key, else at the end; what stood next and came after that one comes
    after the new one."""
    place = next((place for place, one in enumerate(steps) if one.key == after), len(steps) - 1)
    if place < 0:
        return (replace(step, after=START),)
    kept = list(steps)
    if place + 1 < len(steps) and predecessor(steps, place + 1) == steps[place].key:
        kept[place + 1] = replace(kept[place + 1], after=step.key)
    kept.insert(place + 1, replace(step, after=steps[place].key))
    return tuple(kept)


def with_step_again(steps: tuple[Step, ...], former: tuple[Step, ...], key: str) -> tuple[Step, ...]:
    """The steps with one that `former` has and that was left out, where it stood; what came after it does again.

    >>> former = (Step("a", "A"), Step("b", "B"), Step("c", "C"))
    >>> again = with_step_again(without_step(former, "b"), former, "b")
    >>> [(step.key, predecessor(again, place)) for place, step in enumerate(again)]
    [('a', 'start'), ('b', 'a'), ('c', 'b')]
    """
    place = next(place for place, step in enumerate(former) if step.key == key)
    here = {step.key for step in steps}
    before = [step.key for step in former[:place] if step.key in here]
    came_after = predecessor(former, place)
    after = came_after if came_after in {START, *here} else before[-1] if before else START
    followed = {step.key for number, step in enumerate(former) if predecessor(former, number) == key}
    kept = [
        replace(step, after=key) if step.key in followed and predecessor(steps, number) in (after, came_after) else step
        for number, step in enumerate(steps)
    ]
    at = next((number + 1 for number, step in enumerate(steps) if before and step.key == before[-1]), 0)
    moved = predecessor(steps, at) if at < len(steps) and steps[at].key not in followed else ""
    if moved:
        kept[at] = replace(kept[at], after=moved)
    kept.insert(at, replace(former[place], after=after))
    return tuple(kept)


def without_step(steps: tuple[Step, ...], key: str) -> tuple[Step, ...]:
    """The steps without one; what came after it comes after what it came after."""
    place = next(place for place, step in enumerate(steps) if step.key == key)
    before = predecessor(steps, place)
    kept = []
    for number, step in enumerate(steps):
        if number != place:
            is_next = predecessor(steps, number) == key
            kept.append(replace(step, after=before) if is_next else step)
    return tuple(kept)
