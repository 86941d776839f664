"""Conditions on the facts of an account, as people write them: `threads < 2, no alert:departure, band in red amber`."""

import operator
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor, inf, isinf
from typing import Final

from playbooks.domain.facts import (
    ALERT,
    BOUNDS,
    CHOICES,
    FLAGS,
    NUMBERS,
    WORDS,
    FactKind,
    Facts,
    Value,
    can_be,
    kind_of,
)
from playbooks.domain.near_names import near_names
from stakeholders.domain.extraction import gettext_noop

TOKEN: Final = re.compile(r'"[^"]*"|<=|>=|!=|[<>=,]|[^\s,<>=!"]+|\S')
COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
NO, YES, IS, IN, AND, NOT = "no", "yes", "is", "in", "and", "not"


class ConditionError(ValueError):
    """A condition that cannot be read: `text` with `%(name)s` places filled from `params`, in English, translatable."""

    def __init__(self, text: str, **params: str) -> None:
        super().__init__(text % params)
        self.text = text
        self.params = params


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked: a fact, how it is compared (a key of COMPARE, or `in`), and with what.

    A yes/no fact is compared by `=` with True or False.
    """

    name: str
    test: str
    values: tuple[float | str | bool, ...]

    def judge(self, value: Value) -> bool | None:
        """Whether it holds of a value; None when that is unknown.

        >>> Part("threads", "<", (2.0,)).judge(1), Part("threads", "<", (2.0,)).judge(None)
        (True, None)
        """
        if value is None:
            return None
        if isinstance(value, str):
            is_among = value.casefold() in {str(each).casefold() for each in self.values}
            return is_among if self.test in (IN, "=") else not is_among
        return COMPARE[self.test](float(value), float(self.values[0]))


@dataclass(frozen=True, slots=True)
class Condition:
    """Parts that must all hold; none: it always holds."""

    parts: tuple[Part, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts)

    def judge(self, facts: Facts) -> bool | None:
        """Whether it holds: False when a part does not, else None when one is unknown, else True.

        >>> parse("threads < 2, bridge").judge({"threads": 1, "bridge": True})
        True
        >>> parse("threads < 2, bridge").judge({"threads": 1}) is None
        True
        >>> parse("threads < 2, bridge").judge({"threads": 3})
        False
        """
        verdicts = [part.judge(facts.get(part.name)) for part in self.parts]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def failing(self, facts: Facts) -> "Condition":
        """The parts that are known not to hold.

        >>> parse("threads < 2, bridge").failing({"threads": 3}).parts
        (Part(name='threads', test='<', values=(2.0,)),)
        """
        return Condition(tuple(part for part in self.parts if part.judge(facts.get(part.name)) is False))

    def unknown(self, facts: Facts) -> tuple[str, ...]:
        """The names of facts it asks about that are unknown."""
        return tuple(dict.fromkeys(part.name for part in self.parts if facts.get(part.name) is None))


ALWAYS: Final = Condition()


def parse(text: str, alert_kinds: Collection[str] | None = None) -> Condition:
    """Read a condition. Empty text always holds.

    Parameters
    ----------
    alert_kinds : the kinds that `alert:KIND` may name; None takes any.

    Raises
    ------
    ConditionError
        In words that say what was expected.

    Examples
    --------
    >>> parse("no bridge and threads >= 2").parts
    (Part(name='bridge', test='=', values=(False,)), Part(name='threads', test='>=', values=(2.0,)))
    """
    return _read(text, None if alert_kinds is None else frozenset(alert_kinds))


@lru_cache(maxsize=1000)  # a few texts, asked of every account that is judged
def _read(text: str, alert_kinds: frozenset[str] | None) -> Condition:
    parts = tuple(_part(words, alert_kinds) for words in _split(TOKEN.findall(text)))
    return Condition(parts, " ".join(text.split()))


def _split(words: list[str]) -> Iterable[list[str]]:
    if not words:
        return
    part: list[str] = []
    for word in [*words, ","]:
        if word != "," and word.casefold() != AND:
            part.append(word)
            continue
        if not part:
            raise ConditionError(gettext_noop("Something is missing before or after a comma."))
        yield part
        part = []


def _part(tokens: list[str], alert_kinds: Collection[str] | None) -> Part:
    if tokens[0].casefold() == NO and len(tokens) == 2:
        return Part(_flag(tokens[1], alert_kinds), "=", (False,))
    name = tokens[0]
    kind = kind_of(name)
    if kind is FactKind.NUMBER:
        return _number(name, tokens[1:])
    if kind is FactKind.WORD:
        return _word(name, tokens[1:])
    return Part(_flag(name, alert_kinds), "=", (_yes(name, tokens[1:]),))


def _flag(name: str, alert_kinds: Collection[str] | None) -> str:
    if kind_of(name) is not FactKind.FLAG:
        raise ConditionError(_unknown_words(name), name=name, near=_near(name, [*NUMBERS, *WORDS, *FLAGS]))
    kind = name.removeprefix(ALERT)
    if name.startswith(ALERT) and alert_kinds is not None and kind not in alert_kinds:
        words = gettext_noop("There is no kind of alert named %(name)s. Kinds are %(near)s.")
        raise ConditionError(words, name=kind, near=", ".join(sorted(alert_kinds)))
    return name


def _unknown_words(name: str) -> str:
    if _near(name, [*NUMBERS, *WORDS, *FLAGS]):
        return gettext_noop("There is no fact named %(name)s. Did you mean %(near)s?")
    return gettext_noop("There is no fact named %(name)s.")


def _near(name: str, names: Collection[str]) -> str:
    return ", ".join(near_names(name, names))


def _yes(name: str, rest: list[str]) -> bool:
    if not rest:
        return True
    if len(rest) == 2 and rest[0] in (IS, "=") and rest[1].casefold() in (YES, NO):
        return rest[1].casefold() == YES
    words = gettext_noop("%(name)s is a yes or no: write %(name)s, or no %(name)s.")
    raise ConditionError(words, name=name)


def _number(name: str, rest: list[str]) -> Part:
    if len(rest) == 2 and rest[0] in COMPARE:
        try:
            return Part(name, rest[0], (float(rest[1]),))
        except ValueError:
            pass
    words = gettext_noop("%(name)s is a number: write it as in %(name)s >= 2.")
    raise ConditionError(words, name=name)


def _word(name: str, rest: list[str]) -> Part:
    test, values = (rest[0] if rest else ""), rest[1:]
    if test == NOT and values[:1] == [IN]:
        test, values = "!=", values[1:]
    if test not in ("=", "!=", IN) or not values or (test == "=" and len(values) > 1):
        words = gettext_noop("%(name)s is a word: write it as in %(name)s = %(example)s.")
        raise ConditionError(words, name=name, example=CHOICES.get(name, ("…",))[0])
    meant = tuple(value.strip('"') for value in values)
    for value in meant:
        if name in CHOICES and value.casefold() not in CHOICES[name]:
            words = gettext_noop("%(name)s is never %(value)s. It is one of %(choices)s.")
            raise ConditionError(words, name=name, value=value, choices=", ".join(CHOICES[name]))
    return Part(name, test, meant)


def contradiction(condition: Condition) -> str | None:
    """The name of a fact of which no value meets the condition; None when each can be met by itself.

    >>> contradiction(parse("threads < 2, threads >= 2"))
    'threads'
    >>> contradiction(parse("threads >= 2, no bridge")) is None
    True
    >>> contradiction(parse("concerns_open < 0")), contradiction(parse("celebrated > 100"))
    ('concerns_open', 'celebrated')
    """
    for name in dict.fromkeys(part.name for part in condition.parts):
        parts = [part for part in condition.parts if part.name == name]
        if not any(all(part.judge(value) for part in parts) for value in _samples(parts)):
            return name
    return None


def _samples(parts: list[Part]) -> Iterable[Value]:
    """Values of which one meets all parts if any does: of numbers the figures named, those between and beside them, and
    the least and the most, as far as the number can be so."""
    name = parts[0].name
    if kind_of(name) is FactKind.FLAG:
        return [True, False]
    if kind_of(name) is FactKind.WORD:
        return CHOICES.get(name) or [*(str(value) for part in parts for value in part.values), "\0"]
    named = sorted({float(part.values[0]) for part in parts})
    between = [(low + high) / 2 for low, high in pairwise(named)]
    beside = [figure for one in named for figure in (floor(one), floor(one) - 1, ceil(one), ceil(one) + 1)]
    ends = [end for end in BOUNDS.get(name, (0, inf)) if not isinf(end)]
    return [one for one in (*named, *between, *beside, *ends) if can_be(name, one)]
