"""Whether an account on which something triggers a playbook would get a play, and if not, why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from playbooks.domain.conditions import ALWAYS, Condition
from playbooks.domain.facts import Facts


class Verdict(StrEnum):
    """What would become of an account."""

    START = "start"
    BLIND = "blind"
    RUNNING = "running"
    NOT_FOR_IT = "not_for_it"
    NOT_KNOWN = "not_known"
    HELD = "held"


STARTING: Final = (Verdict.START, Verdict.BLIND)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A verdict, the facts whose being unknown matters to it, and what of the audience does not hold."""

    verdict: Verdict
    unknown: tuple[str, ...] = ()
    failing: Condition = ALWAYS

    @property
    def would_start(self) -> bool:
        return self.verdict in STARTING


def enrol(audience: Condition, ending: Condition, facts: Facts, *, is_running: bool) -> Enrolment:
    """What would become of an account, in the order in which plays are started: one that runs comes first, then whom
    it is for, then whether what it is for holds already.

    `BLIND` starts too, but nobody would notice that its end has come while a fact is unknown.

    >>> from playbooks.domain.conditions import parse
    >>> enrol(parse("touch = high"), parse("threads >= 2"), {"touch": "high", "threads": 1}, is_running=False).verdict
    <Verdict.START: 'start'>
    >>> enrol(parse("touch = high"), parse("threads >= 2"), {"touch": "high"}, is_running=False)
    Enrolment(verdict=<Verdict.BLIND: 'blind'>, unknown=('threads',), failing=Condition(parts=(), text=''))
    >>> enrol(parse("touch = high"), parse("threads >= 2"), {"threads": 1}, is_running=False).verdict
    <Verdict.NOT_KNOWN: 'not_known'>
    """
    if is_running:
        return Enrolment(Verdict.RUNNING)
    is_for = audience.judge(facts)
    if is_for is False:
        return Enrolment(Verdict.NOT_FOR_IT, failing=audience.failing(facts))
    if is_for is None:
        return Enrolment(Verdict.NOT_KNOWN, audience.unknown(facts))
    holds = ending.judge(facts) if ending else False
    if holds is True:
        return Enrolment(Verdict.HELD)
    unknown = ending.unknown(facts)
    return Enrolment(Verdict.BLIND, unknown) if unknown else Enrolment(Verdict.START)
