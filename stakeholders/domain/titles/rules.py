"""A rule: which titles it speaks of, and what it assumes of whoever holds one. Rules are data, tried in order."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from stakeholders.domain.titles.words import folded

SHORTEST_STEM: Final = 3
STEP: Final = 10


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about titles.

    Attributes
    ----------
    key, name
        Which rule it is, for machines and for people.
    phrases
        Words side by side; `*` at an end of a word stands for any letters, alone for any word; `^` before the first
        word and `$` after the last bind the phrase to the beginning and the end of the title. Any phrase will do; a
        rule without any speaks of every title that meets its conditions.
    if_levels, if_departments
        Conditions: the level and the department, stated or assumed, must be one of these. Empty: any.
    level, department, authority, roles
        What is assumed: one of the levels, the name of a department, 0-10, keys of roles. Empty or None: nothing.
    assumes_nothing
        Whoever this rule speaks of is left alone by all rules after it.
    position, is_on
        Rules are tried by position; one that is off is not tried.
    """

    key: str
    name: str
    phrases: tuple[str, ...] = ()
    if_levels: tuple[str, ...] = ()
    if_departments: tuple[str, ...] = ()
    level: str = ""
    department: str = ""
    authority: int | None = None
    roles: tuple[str, ...] = ()
    assumes_nothing: bool = False
    position: int = field(default=100)
    is_on: bool = True


def read_rules(text: str) -> tuple[Rule, ...]:
    """Rules written in TOML, positioned in the order in which they stand.

    >>> rule, = read_rules('[[rule]]\\nkey = "vp"\\nname = "Vice presidents"\\nphrases = ["vp"]\\nlevel = "vp"')
    >>> rule.phrases, rule.level, rule.position
    (('vp',), 'vp', 10)
    """
    given: list[dict[str, Any]] = tomllib.loads(text)["rule"]

    def plain(said: Any) -> Any:
        return tuple(said) if isinstance(said, list) else said

    return tuple(
        Rule(**{"position": STEP * place, **{name: plain(said) for name, said in one.items()}})
        for place, one in enumerate(given, start=1)
    )


def in_order(shipped: Iterable[Rule], own: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that count: what is shipped, an installation's own in place of those with the same key, by position.

    >>> [rule.name for rule in in_order([Rule("a", "A", position=10), Rule("b", "B", position=20)],
    ...     [Rule("a", "mine", position=30), Rule("c", "C", position=5)])]
    ['C', 'B', 'mine']
    """
    by_key = {rule.key: rule for rule in shipped} | {rule.key: rule for rule in own}
    return tuple(sorted(by_key.values(), key=lambda rule: (rule.position, rule.key)))


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared, wildcards kept and anchors left out.

    >>> phrase_words("^Leiter* Einkauf$")
    ('leiter*', 'einkauf')
    """
    return tuple(folded(phrase.strip().removeprefix("^").removesuffix("$")).replace("-", " ").split())


def misread_phrase(phrase: str) -> str:
    """Why a phrase cannot be tried: "empty", "open" (begins with any word), "short" (a stem too short), or "".

    >>> misread_phrase("chief * officer"), misread_phrase("^ $"), misread_phrase("* officer"), misread_phrase("it*")
    ('', 'empty', 'open', 'short')
    """
    words = phrase_words(phrase)
    if not words:
        return "empty"
    if words[0] == "*":
        return "open"
    stems = [word.strip("*") for word in words if "*" in word and word != "*"]
    return "short" if any(len(stem) < SHORTEST_STEM or "*" in stem for stem in stems) else ""
