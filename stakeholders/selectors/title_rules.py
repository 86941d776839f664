"""The rules about titles that are in force: what is shipped, and this installation's own."""

import hashlib
from functools import lru_cache
from pathlib import Path

from stakeholders.domain import titles
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.rules import Rule, in_order, read_rules
from stakeholders.models import TitleRule

SHIPPED_FILE = Path(titles.__file__).with_name("shipped.toml")


@lru_cache(1)
def shipped_rules() -> tuple[Rule, ...]:
    """The rules that come with this release."""
    return read_rules(SHIPPED_FILE.read_text(encoding="utf-8"))


def rules_in_order() -> tuple[Rule, ...]:
    """Every rule, those that are off included, in the order in which they are tried."""
    return in_order(shipped_rules(), (row.as_rule for row in TitleRule.objects.all()))


def rule_book() -> RuleBook:
    """The rules in force, ready to be asked; one query."""
    return _book(rules_in_order())


@lru_cache(4)
def _book(rules: tuple[Rule, ...]) -> RuleBook:
    return RuleBook(rules)


def fingerprint() -> str:
    """A short text that differs where other rules are in force."""
    return hashlib.sha256(repr(rules_in_order()).encode()).hexdigest()
