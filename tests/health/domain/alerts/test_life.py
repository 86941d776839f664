"""The life of alerts: opens once, waits for what time alone brings, stays away when resolved, says why it closes."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from health.domain.alerts.conditions import Condition
from health.domain.alerts.kinds import AlertKind
from health.domain.alerts.life import Changes, Standing, settle

DAY = date(2026, 3, 2)
LOST = Condition(AlertKind.ROUTE_LOST, "", {"deciders": 1}, 0.5, weight=10.0)
STALE = Condition(AlertKind.STALE_CONTACT, "", {"people": [1]}, 0.1, by_time=True)


def applied(standing: list[Standing], changes: Changes) -> list[Standing]:
    """The alerts that stand after changes were written."""
    by_id = {each.id: each for each in standing}
    for ended in changes.ended:
        del by_id[ended.id]
    for one in changes.changed:
        found = one.condition
        by_id[one.id] = replace(by_id[one.id], opened_on=one.opened_on, figures=found.figures, weight=found.weight)
    following = max(by_id, default=0) + 1
    for place, new in enumerate(changes.begun, start=following):
        kind, subject = new.condition.key
        by_id[place] = Standing(
            place, kind, subject, new.first_seen_on, new.opened_on, new.condition.figures, new.condition.weight
        )
    return list(by_id.values())


def test_what_time_alone_brings_opens_after_seven_days_and_keeps_the_day_it_was_seen() -> None:
    stand = applied([], settle([], [STALE], DAY))
    assert [each.opened_on for each in stand] == [None]
    assert settle(stand, [STALE], DAY + timedelta(days=6)).changed == ()
    later = settle(stand, [STALE], DAY + timedelta(days=7))
    assert (later.changed[0].opens, later.changed[0].opened_on) == (True, DAY + timedelta(days=7))
    [opened] = applied(stand, later)
    assert opened.first_seen_on == DAY


def test_where_the_facts_tell_since_when_it_has_held_it_opens_by_that() -> None:
    [begun] = settle([], [replace(STALE, since=DAY - timedelta(days=7))], DAY).begun
    assert (begun.first_seen_on, begun.opened_on) == (DAY - timedelta(days=7), DAY)
    [begun] = settle([], [replace(STALE, since=DAY - timedelta(days=6))], DAY).begun
    assert begun.opened_on is None


def test_a_refire_updates_the_one_that_stands() -> None:
    stand = applied([], settle([], [LOST], DAY))
    again = settle(stand, [replace(LOST, figures={"deciders": 0})], DAY)
    assert (again.begun, again.ended, len(again.changed), again.changed[0].opens) == ((), (), 1, False)


def test_what_waits_and_clears_is_forgotten_without_a_word() -> None:
    stand = applied([], settle([], [STALE], DAY))
    assert [(each.was_open, each.by_set_up) for each in settle(stand, [], DAY).ended] == [(False, False)]


def test_what_closes_because_the_account_is_set_up_again_says_so() -> None:
    stand = applied([], settle([], [LOST], DAY))
    [ended] = settle(stand, [], DAY, is_set_up=False).ended
    assert (ended.was_open, ended.by_set_up) == (True, True)


@st.composite
def found_sets(draw: st.DrawFn) -> list[Condition]:
    keys = draw(st.sets(st.tuples(st.sampled_from(AlertKind), st.sampled_from(["", "stakeholder:1", "user:7"]))))
    return [
        Condition(
            kind,
            subject,
            {"n": draw(st.integers(0, 2))},
            0.1,
            by_time=draw(st.booleans()),
            since=draw(st.none() | st.integers(0, 12).map(lambda days: DAY - timedelta(days=days))),
            weight=draw(st.sampled_from([1.0, 2.0])),
        )
        for kind, subject in sorted(keys)
    ]


@given(st.lists(st.tuples(found_sets(), st.integers(0, 9)), max_size=5))
def test_applied_twice_equals_once_and_one_stands_for_each_kind_and_subject(
    days: list[tuple[list[Condition], int]],
) -> None:
    stand: list[Standing] = []
    on = DAY
    for found, gap in days:
        on += timedelta(days=gap)
        stand = applied(stand, settle(stand, found, on))
        assert settle(stand, found, on) == Changes((), (), ())
        assert sorted(each.key for each in stand) == sorted(each.key for each in found)


@given(found_sets(), found_sets(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_found_does_not_matter(
    first: list[Condition], second: list[Condition], chance: object
) -> None:
    stand = applied([], settle([], first, DAY))
    shuffled, turned = list(second), list(stand)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    one, other = settle(stand, second, DAY), settle(turned, shuffled, DAY)
    for mine, yours in zip(one, other, strict=True):
        assert sorted(mine, key=repr) == sorted(yours, key=repr)
