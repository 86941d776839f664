"""The rules about titles that are in force: what is shipped, and this installation's own."""

import hashlib
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from csm.foundation.clock import today
from stakeholders.domain import titles
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.rules import Rule, in_order, read_rules
from stakeholders.models import Stakeholder, TitleRound, TitleRule

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


class RuleRow(NamedTuple):
    """A rule with where it comes from: as shipped, an own one in its place, or an own one besides."""

    rule: Rule
    own: TitleRule | None
    is_shipped: bool

    @property
    def row_version(self) -> int:
        """The version of the own rule; 0 for one as shipped."""
        return self.own.row_version if self.own else 0


def rule_rows() -> list[RuleRow]:
    """Every rule in the order in which it is tried, those that are off included; one query."""
    own = {row.key: row for row in TitleRule.objects.all()}
    shipped = {rule.key for rule in shipped_rules()}
    rules = in_order(shipped_rules(), (row.as_rule for row in own.values()))
    return [RuleRow(rule, own.get(rule.key), rule.key in shipped) for rule in rules]


def rule_row(key: str) -> RuleRow | None:
    """The rule of a key."""
    return next((row for row in rule_rows() if row.rule.key == key), None)


def people_by_rule() -> dict[str, int]:
    """Of how many people who are somewhere today each rule assumes anything, by key; counted title by title."""
    book, found = rule_book(), Counter[str]()
    with connection.cursor() as cursor:
        cursor.execute(TITLES_HELD, {"on": today()})
        for title, department, level, people in cursor.fetchall():
            for rule in book.assume(title, department, level).rules:
                found[rule.key] += people
    return dict(found)


TITLES_HELD = """
    SELECT o.title,
           CASE WHEN o.department_basis = 'assumed' THEN '' ELSE o.department END,
           CASE WHEN o.level_basis = 'assumed' THEN '' ELSE o.level END,
           count(*)
    FROM stakeholders_position o
    JOIN stakeholders_stakeholder s ON s.id = o.stakeholder_id AND s.retracted_at IS NULL
    WHERE o.retracted_at IS NULL AND o.title <> '' AND (s.left_on IS NULL OR s.left_on > %(on)s)
        AND (o.valid_from IS NULL OR o.valid_from <= %(on)s) AND (o.valid_to IS NULL OR o.valid_to > %(on)s)
    GROUP BY 1, 2, 3
"""


class Progress(NamedTuple):
    """How far the rules in force were applied: of everybody, the share settled so far."""

    is_done: bool
    settled: int
    everybody: int


def progress() -> Progress:
    """Whether everybody is settled by the rules in force, and how many are."""
    current = TitleRound.objects.first()
    is_current = current is not None and current.fingerprint == fingerprint()
    if current is not None and is_current and current.finished_at:
        return Progress(True, 0, 0)
    people = Stakeholder.objects.standing()
    reached = current.reached if current is not None and is_current else 0
    return Progress(False, people.filter(pk__lte=reached).count(), people.count())
