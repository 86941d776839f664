"""From a title, and what is stated beside it, to what may be assumed, each with the rule that said so."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from stakeholders.domain.titles.matching import PhraseBook
from stakeholders.domain.titles.rules import Rule
from stakeholders.domain.titles.words import words_of


class Said(NamedTuple):
    """Something assumed, the rule that says so, and the phrase of it that was found ("" when only conditions were)."""

    value: str | int
    rule: Rule
    phrase: str = ""


class Assumed(NamedTuple):
    """What one title lets us assume; None and () are nothing. What is stated is never among it."""

    level: Said | None = None
    department: Said | None = None
    authority: Said | None = None
    roles: tuple[Said, ...] = ()

    @property
    def said(self) -> tuple[Said, ...]:
        """Everything that is assumed."""
        return (*(each for each in (self.level, self.department, self.authority) if each), *self.roles)

    @property
    def rules(self) -> frozenset[Rule]:
        """The rules that say any of it."""
        return frozenset(each.rule for each in self.said)


NOTHING = Assumed()
REMEMBERED: Final = 50_000


class RuleBook:
    """Ordered rules, ready to be asked about titles.

    Parameters
    ----------
    rules : iterable of Rule
        In order; those that are off are left out. For each field the first rule that speaks of the title and names
        something wins; roles add up. A condition on the department is met by the one that is stated and by the one that
        the title says: a head of IT security in "Technology" is in both.

    Examples
    --------
    >>> book = RuleBook([
    ...     Rule("former", "Former", ("^former",), assumes_nothing=True),
    ...     Rule("cfo", "CFO", ("cfo",), level="executive", authority=9, department="Finance"),
    ...     Rule("head", "Heads", ("head",), level="director"),
    ...     Rule("purse", "Purse", if_levels=("executive",), if_departments=("Finance",), roles=("budget_holder",)),
    ... ])
    >>> found = book.assume("CFO")
    >>> found.level.value, found.department.value, found.authority.value, [said.value for said in found.roles]
    ('executive', 'Finance', 9, ['budget_holder'])
    >>> book.assume("Head of Something", level="vp").said
    ()
    >>> book.assume("Former CFO") == book.assume("") == NOTHING
    True
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.is_on)
        self._phrases = PhraseBook(self.rules)
        self._departments = PhraseBook(rule for rule in self.rules if rule.department)
        self._order = {rule.key: place for place, rule in enumerate(self.rules)}
        self._unconditional = [rule for rule in self.rules if not rule.phrases]
        self._remembered = lru_cache(REMEMBERED)(self._assume)

    def assume(self, title: str, department: str = "", level: str = "") -> Assumed:
        """What to assume of whoever holds this title; department and level are what is stated ("": nothing is)."""
        return self._remembered(title, department, level)

    def _assume(self, title: str, department: str, level: str) -> Assumed:
        words = words_of(title)
        if not words:
            return NOTHING
        spoken = self._spoken(self._phrases.found(words))
        stated = {self.group_of(department)} if department else set()
        level_said = None if level else _first(spoken, "level", "", stated)
        level = level or (str(level_said.value) if level_said else "")
        group_said = _first(spoken, "department", level, stated)
        groups = stated | ({str(group_said.value)} if group_said else set())
        authority = _first(spoken, "authority", level, groups)
        return Assumed(level_said, None if department else group_said, authority, _roles(spoken, level, groups))

    def group_of(self, department: str) -> str:
        """The name the rules have for a department, however it is written; itself when none speaks of it."""
        found = self._departments.found(words_of(department))
        rule = min(found, key=lambda each: self._order[each.key], default=None)
        return rule.department if rule else department

    def _spoken(self, found: dict[Rule, str]) -> list[tuple[Rule, str]]:
        """The rules that speak of the title, in order, up to one that lets nothing be assumed."""
        spoken = [*found.items(), *((rule, "") for rule in self._unconditional)]
        spoken.sort(key=lambda pair: self._order[pair[0].key])
        end = next((place for place, (rule, _text) in enumerate(spoken) if rule.assumes_nothing), len(spoken))
        return spoken[:end]


def _first(spoken: list[tuple[Rule, str]], field: str, level: str, groups: set[str]) -> Said | None:
    for rule, text in spoken:
        value = getattr(rule, field)
        if value not in ("", None) and _meets(rule, level, groups):
            return Said(value, rule, text)
    return None


def _roles(spoken: list[tuple[Rule, str]], level: str, groups: set[str]) -> tuple[Said, ...]:
    found: dict[str, Said] = {}
    for rule, text in spoken:
        if rule.roles and _meets(rule, level, groups):
            for role in rule.roles:
                found.setdefault(role, Said(role, rule, text))
    return tuple(found.values())


def _meets(rule: Rule, level: str, groups: set[str]) -> bool:
    is_level = not rule.if_levels or level in rule.if_levels
    return is_level and (not rule.if_departments or not groups.isdisjoint(rule.if_departments))
