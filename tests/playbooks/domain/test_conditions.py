"""Conditions are read as people write them, judged with what is unknown left open, and refused in words."""

import operator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.domain.conditions import Condition, ConditionError, Part, contradiction, parse
from playbooks.domain.facts import Value


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("threads < 2", Part("threads", "<", (2.0,))),
        ("survival >= 62.5", Part("survival", ">=", (62.5,))),
        ("bridge", Part("bridge", "=", (True,))),
        ("no bridge", Part("bridge", "=", (False,))),
        ("bridge is no", Part("bridge", "=", (False,))),
        ("alert:departure", Part("alert:departure", "=", (True,))),
        ("touch in high medium", Part("touch", "in", ("high", "medium"))),
        ("touch not in high medium", Part("touch", "!=", ("high", "medium"))),
        ('segment = "High touch"', Part("segment", "=", ("High touch",))),
    ],
)
def test_each_way_of_asking(text: str, part: Part) -> None:
    assert parse(text).parts == (part,)


def test_parts_are_joined_by_commas_or_and() -> None:
    assert parse("threads < 2, bridge and  no champion").parts == (
        Part("threads", "<", (2.0,)),
        Part("bridge", "=", (True,)),
        Part("champion", "=", (False,)),
    )
    assert parse("  ").parts == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thread < 2", "There is no fact named thread. Did you mean threads"),
        ("value_recieved > 2", "There is no fact named value_recieved. Did you mean value_received?"),
        ("value > 2", "There is no fact named value. Did you mean first_value, value_level, value_received?"),
        ("mood", "There is no fact named mood."),
        ("threads", "threads is a number: write it as in threads >= 2."),
        ("threads < two", "threads is a number"),
        ("threads << 2", "threads is a number"),
        ("band = yellow", "band is never yellow. It is one of green, amber, red."),
        ("band red", "band is a word: write it as in band = green."),
        ("bridge = 2", "bridge is a yes or no"),
        ("threads < 2,, bridge", "Something is missing before or after a comma."),
        ("threads < 2,", "Something is missing before or after a comma."),
        ("alert:holiday", "There is no kind of alert named holiday. Kinds are departure."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ConditionError, match=words.replace("?", r"\?").replace(".", r"\.")):
        parse(text, ["departure"])


def test_what_is_unknown_is_neither_true_nor_false() -> None:
    assert parse("threads < 2").judge({}) is None
    assert parse("threads >= 2").judge({}) is None
    assert parse("threads < 2, bridge").judge({"bridge": False}) is False
    assert parse("threads < 2, bridge").unknown({"bridge": False}) == ("threads",)
    assert parse("region = north").judge({"region": "North"}) is True


@given(
    st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), st.integers(-1, 6)), min_size=1, max_size=4)
)
def test_a_contradiction_is_found_exactly_where_no_figure_helps(asked: list[tuple[str, int]]) -> None:
    tests = {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "=": operator.eq,
        "!=": operator.ne,
    }
    spans = {
        "concerns_open": range(9),
        "value_level": range(1, 6),
        "celebrated": [quarter / 4 for quarter in range(401)],
        "days_to_renewal": range(-9, 9),
    }
    for name, figures in spans.items():
        condition = parse(", ".join(f"{name} {test} {number}" for test, number in asked))
        can_be_met = any(all(tests[test](figure, number) for test, number in asked) for figure in figures)
        assert (contradiction(condition) is None) == can_be_met


def test_contradictions_of_words_and_flags() -> None:
    assert contradiction(parse("bridge, no bridge")) == "bridge"
    assert contradiction(parse("band = red, band in amber green")) == "band"
    assert contradiction(parse("region = a, region = b")) == "region"
    assert contradiction(parse("region = a, region != b")) is None
    assert contradiction(parse("band != red, band != amber")) is None


@given(
    st.lists(st.sampled_from(["threads < 2", "bridge", "no champion", "band = red"]), min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(["threads", "bridge", "champion", "band"]), st.none(), max_size=2),
)
def test_a_verdict_stays_when_more_becomes_known(parts: list[str], hidden: dict[str, None]) -> None:
    condition = parse(", ".join(parts))
    for threads, bridge, champion, band in product((1, 2), (True, False), (True, False), ("red", "green")):
        known: dict[str, Value] = {"threads": threads, "bridge": bridge, "champion": champion, "band": band}
        verdict = condition.judge({**known, **hidden})
        assert verdict in (None, condition.judge(known))


def test_no_condition_always_holds() -> None:
    assert not Condition()
    assert Condition().judge({}) is True
