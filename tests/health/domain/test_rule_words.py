"""Rules as people write them are read back the same, and what cannot be read is refused."""

import pytest

from health.domain.measures import MEASURES
from health.domain.rule_words import read_rule, rule_in_words
from health.domain.rules import RuleError


@pytest.mark.parametrize("key", MEASURES)
def test_what_is_written_is_read_back(key: str) -> None:
    rule = MEASURES[key].rule
    assert read_rule(rule_in_words(rule)) == rule


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("", "words"),
        ("line 3", "words"),
        ("line 3 to 3", "flat"),
        ("tiers 1=2", "words"),
        ("tiers above=3", "steps"),
        ("tiers 2=0, 1=3, above=4", "steps"),
        ("tiers 2=101, above=4", "points"),
        ("yes 101 no 0", "points"),
    ],
)
def test_what_cannot_be_read_is_refused(words: str, key: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_rule(words)
    assert refused.value.key == key
