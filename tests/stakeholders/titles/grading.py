"""Grading the shipped rules against the labelled titles: precision and recall per field, language and part.

python -m tests.stakeholders.titles.grading     prints the table of docs/titles.md, and what is wrong or missed
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.rules import Rule, read_rules

LABELLED = Path(__file__).with_name("labelled.csv")
PARTS = ("seen", "held out", "found")
ALL = "all"
FIELDS = ("level", "department", "decides", "gatekeeper")
DECIDING = {"decision_maker", "budget_holder"}
GATEKEEPERS = ("compliance", "security", "procurement", "it")


class Label(NamedTuple):
    """A title and what is right of it, as read from the file."""

    language: str
    title: str
    level: str
    department: str
    decides: str
    gatekeeper: str
    part: str


class Grade(NamedTuple):
    """What the rules said of one field of a title; "" is nothing, also among what is right."""

    label: Label
    field: str
    said: str
    right: frozenset[str]

    @property
    def is_right(self) -> bool:
        return self.said in self.right


class Score(NamedTuple):
    """Of what was said, how much was right; of what should have been said, how much was."""

    said: int
    said_rightly: int
    expected: int

    @property
    def precision(self) -> float:
        return self.said_rightly / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.said_rightly / self.expected if self.expected else 1.0


def labels() -> list[Label]:
    """Every labelled title, in the order of the file."""
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return [Label(**row) for row in csv.DictReader(file)]


def grade(rules: Iterable[Rule], labelled: Iterable[Label]) -> Iterator[Grade]:
    """Compare what the rules say with the labels, leaving out what is not judged."""
    book = RuleBook(rules)
    for label in labelled:
        found = book.assume(label.title)
        roles = {str(said.value) for said in found.roles}
        said = {
            "level": str(found.level.value) if found.level else "",
            "department": str(found.department.value) if found.department else "",
            "decides": "yes" if roles & DECIDING else "",
            "gatekeeper": next((role for role in GATEKEEPERS if role in roles), ""),
        }
        for field in FIELDS:
            expected = getattr(label, field)
            if expected != "?":
                right = frozenset("" if word in ("none", "no") else word for word in expected.split("/"))
                yield Grade(label, field, said[field], right)


def score(grades: Iterable[Grade]) -> Score:
    """Precision and recall over some grades; where saying nothing is right as well, nothing is missed."""
    said = rightly = expected = 0
    for each in grades:
        said += each.said != ""
        rightly += each.said != "" and each.is_right
        expected += "" not in each.right or (each.said != "" and each.is_right)
    return Score(said, rightly, expected)


def table(grades: Iterable[Grade]) -> str:
    """Precision / recall (how many there were to find) by part, language and field, as a table of Markdown."""
    by_cell: dict[tuple[str, str, str], list[Grade]] = defaultdict(list)
    for each in grades:
        for language in (each.label.language, ALL):
            by_cell[each.label.part, language, each.field].append(each)
    head = f"| part | language | {' | '.join(FIELDS)} |\n|{' --- |' * (len(FIELDS) + 2)}"
    rows = sorted({(part, language) for part, language, _field in by_cell}, key=_row_order)
    return "\n".join(
        [head, *(f"| {part} | {language} | {_cells(by_cell, part, language)} |" for part, language in rows)]
    )


def _row_order(row: tuple[str, str]) -> tuple[int, str]:
    return PARTS.index(row[0]), "" if row[1] == ALL else row[1]


def _cells(by_cell: Mapping[tuple[str, str, str], list[Grade]], part: str, language: str) -> str:
    scores = [score(by_cell[part, language, field]) for field in FIELDS]
    return " | ".join(f"{each.precision:.2f} / {each.recall:.2f} ({each.expected})" for each in scores)


if __name__ == "__main__":
    shipped = LABELLED.parents[3] / "stakeholders" / "domain" / "titles" / "shipped.toml"
    graded = list(grade(read_rules(shipped.read_text(encoding="utf-8")), labels()))
    sys.stdout.write(f"{table(graded)}\n\nWrong or missed:\n")
    for one in graded:
        if not one.is_right:
            wanted = " or ".join(sorted(word or "nothing" for word in one.right))
            told = f"{one.label.title}: {one.field} {one.said or 'nothing'}, not {wanted}"
            sys.stdout.write(f"- {one.label.part}, {one.label.language}: {told}\n")
