"""How well the shipped rules do on labelled titles: floors that a change of the rules must not fall below."""

from collections import Counter

import pytest

from stakeholders.selectors.title_rules import shipped_rules
from tests.stakeholders.titles.grading import ALL, FIELDS, PARTS, Grade, grade, labels, score, table

GRADES = list(grade(shipped_rules(), labels()))

# Precision and recall, by part and field, over all languages.
FLOORS = {
    ("seen", "level"): (0.98, 0.98),
    ("seen", "department"): (0.98, 0.98),
    ("seen", "decides"): (0.98, 0.98),
    ("seen", "gatekeeper"): (0.98, 0.98),
    ("held out", "level"): (0.98, 0.98),
    ("held out", "department"): (0.98, 0.97),
    ("held out", "decides"): (0.97, 0.97),
    ("held out", "gatekeeper"): (0.98, 0.98),
    ("found", "level"): (0.98, 0.80),
    ("found", "department"): (0.95, 0.80),
    ("found", "decides"): (0.98, 0.98),
    ("found", "gatekeeper"): (0.98, 0.80),
}
# What holds in every language where there are at least eight to find: mistakes are worse than gaps.
LEAST_IN_A_LANGUAGE = {"seen": (0.95, 0.95), "held out": (0.93, 0.93), "found": (0.88, 0.60)}
ENOUGH = 8


def of(part: str, field: str, language: str = ALL) -> list[Grade]:
    return [
        each
        for each in GRADES
        if each.label.part == part and each.field == field and language in (ALL, each.label.language)
    ]


def test_the_list_is_large_in_several_languages_and_a_third_of_it_was_held_out() -> None:
    parts = Counter(label.part for label in labels())
    assert sum(parts.values()) >= 600
    assert parts["held out"] + parts["found"] >= sum(parts.values()) / 3
    languages = Counter(label.language for label in labels())
    assert set(languages) == {"en", "de", "fr", "es", "pt", "it", "nl"}
    assert min(languages.values()) >= 40
    assert len({(label.language, label.title.casefold()) for label in labels()}) == sum(parts.values())


@pytest.mark.parametrize(("part", "field"), list(FLOORS))
def test_precision_and_recall_stay_above_their_floors(part: str, field: str) -> None:
    found = score(of(part, field))
    precision, recall = FLOORS[part, field]
    assert found.precision >= precision
    assert found.recall >= recall


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("field", FIELDS)
def test_every_language_stays_above_the_least(part: str, field: str) -> None:
    for language in sorted({label.language for label in labels()}):
        found = score(of(part, field, language))
        if found.expected >= ENOUGH:
            assert (found.precision, found.recall) >= (LEAST_IN_A_LANGUAGE[part][0], 0), language
            assert found.recall >= LEAST_IN_A_LANGUAGE[part][1], language


def test_nothing_is_assumed_of_former_holders_of_a_post() -> None:
    former = [each for each in GRADES if each.field == "level" and each.right == {""}]
    assert len(former) >= 10
    assert [each.label.title for each in former if not each.is_right] == []


def test_the_table_shows_every_part_and_language() -> None:
    lines = table(GRADES).splitlines()
    assert lines[0] == "| part | language | level | department | decides | gatekeeper |"
    assert [line.split(" | ")[:2] for line in lines[2:4]] == [["| seen", "all"], ["| seen", "de"]]
    assert len(lines) == 2 + 3 * 8
