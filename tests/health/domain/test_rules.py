"""Rules: tiers with inclusive upper bound, lines, yes or no, pulse; and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from health.domain.rules import Linear, PulseRule, RuleError, Tiers, YesNo, points_of, rule_as_data, rule_from

VALUES = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("raw", "points"), [(-1, 100), (2, 100), (2.001, 70), (5, 70), (5.001, 35), (10, 35), (10.001, 0)]
)
def test_the_upper_bound_belongs_to_its_tier(raw: float, points: float) -> None:
    assert points_of(Tiers(((2, 100), (5, 70), (10, 35)), 0), raw) == points


@pytest.mark.parametrize(("raw", "points"), [(19, 0), (20, 0), (35, 25), (50, 50), (80, 100), (300, 100)])
def test_a_line_is_straight_between_its_ends_and_clamped_outside(raw: float, points: float) -> None:
    assert points_of(Linear(20, 80), raw) == points


def test_a_line_may_fall() -> None:
    assert [points_of(Linear(10, 0), raw) for raw in (0, 2.5, 10, 11)] == [100, 75, 0, 0]


def test_yes_no_and_pulse() -> None:
    assert [points_of(YesNo(90, 10), raw) for raw in (1, 0)] == [90, 10]
    assert [points_of(PulseRule(), step) for step in range(1, 7)] == [0, 20, 40, 60, 80, 100]


@given(VALUES, VALUES, VALUES)
def test_points_are_always_within_0_and_100(zero_at: float, full_at: float, raw: float) -> None:
    if zero_at != full_at:
        points = points_of(Linear(zero_at, full_at), raw)
        assert points is not None
        assert 0 <= points <= 100


@pytest.mark.parametrize("rule", [Tiers(((0, 0), (1, 40)), 100), Linear(30, 0), YesNo(), PulseRule()])
def test_unknown_has_no_points_and_rules_survive_being_written(rule: object) -> None:
    assert points_of(rule, None) is None  # type: ignore[arg-type]
    assert rule_from(rule_as_data(rule)) == rule  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({}, "kind"),
        ({"kind": "magic"}, "kind"),
        ({"kind": "linear", "zero_at": 1, "full_at": 1}, "flat"),
        ({"kind": "linear", "zero_at": "1", "full_at": 2}, "number"),
        ({"kind": "linear", "zero_at": float("nan"), "full_at": 2}, "number"),
        ({"kind": "tiers", "steps": [], "above": 0}, "steps"),
        ({"kind": "tiers", "steps": [[2, 0], [2, 50]], "above": 0}, "steps"),
        ({"kind": "tiers", "steps": [[2, 101]], "above": 0}, "points"),
        ({"kind": "yes_no", "yes": True}, "number"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_named(said: dict[str, object], key: str) -> None:
    with pytest.raises(RuleError) as refused:
        rule_from(said)
    assert refused.value.key == key
