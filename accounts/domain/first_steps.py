"""The way from an empty installation to the first constellation: which steps are done, which comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Step(StrEnum):
    """The steps, in order."""

    COMPANY = "company"
    SEGMENTS = "segments"
    COLLEAGUES = "colleagues"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Begun:
    """What an installation holds already, and which steps somebody called settled (done, or not needed)."""

    has_domains: bool
    user_count: int
    account_count: int
    settled: Collection[str] = ()


class Stand(NamedTuple):
    """Where a step stands; exactly one is next until all are done."""

    step: Step
    is_done: bool
    is_next: bool


def stands(begun: Begun) -> tuple[Stand, ...]:
    """Say of each step whether it is done and whether it is the one to take next.

    A step is done when its fruit is there, or when somebody called it settled.

    >>> [stand.step.value for stand in stands(Begun(True, 1, 0)) if stand.is_next]
    ['segments']
    """
    has_fruit = {
        Step.COMPANY: begun.has_domains,
        Step.COLLEAGUES: begun.user_count > 1,
        Step.FILES: begun.account_count > 0,
    }
    done = {step: step in begun.settled or has_fruit.get(step, False) for step in Step}
    following = next((step for step in Step if not done[step]), None)
    return tuple(Stand(step, done[step], step is following) for step in Step)


def is_complete(begun: Begun) -> bool:
    """Whether nothing is left to do.

    >>> is_complete(Begun(True, 2, 40, {"segments"})), is_complete(Begun(True, 2, 40))
    (True, False)
    """
    return all(stand.is_done for stand in stands(begun))
