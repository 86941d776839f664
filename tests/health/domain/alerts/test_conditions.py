"""Conditions on small named maps, with answers worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from health.domain.alerts import people, routes
from health.domain.alerts.conditions import Condition
from health.domain.alerts.finding import Material, conditions
from health.domain.alerts.words import reason
from health.domain.bands import Band
from health.domain.evidence import Evidence
from health.domain.judgement import Judgement, Part
from stakeholders.domain.findings import Findings, find
from stakeholders.domain.sky import Basis, ConnectionKind, Link, Sky, Terms, TouchLevel
from tests.stakeholders.domain.skies import ANA, BOB, CY, DEE, JO, KIM, TODAY, ago, role, sky, star, touch

DECIDES = role("decision_maker", 1)
TERMS = Terms(cadence_days={"champion": 45, "decision_maker": 60}, required_roles=("decision_maker",))
UNDER = Link(1, ConnectionKind.REPORTS_TO, ANA, BOB, Basis.STATED, None)


def found(made: Sky) -> Findings:
    return find(made)


def keys(held: object) -> list[tuple[str, str]]:
    return [each.key for each in held]  # type: ignore[attr-defined]


def held(made: Sky, **rest: object) -> dict[tuple[str, str], Condition]:
    evidence = rest.pop("evidence", Evidence(1))
    return {each.key: each for each in conditions(Material(find(made), evidence, **rest))}  # type: ignore[arg-type]


def bridged() -> Sky:
    """Jo talks to Ana, who reports to Bob, who decides."""
    return sky(star(ANA), star(BOB, DECIDES), touches=(touch(1, 3, (ANA,)),), links=(UNDER,))


def test_a_bridge_is_named_and_is_not_called_the_only_decider() -> None:
    assert keys(routes.single_threads(found(bridged()))) == [("single_bridge", f"stakeholder:{ANA}")]


def test_the_only_one_who_decides_is_named_until_a_second_is_mapped() -> None:
    alone = sky(star(ANA, DECIDES), touches=(touch(1, 3, (ANA,)),))
    assert keys(routes.single_threads(found(alone))) == [("one_decider", f"stakeholder:{ANA}")]
    two = sky(star(ANA, DECIDES), star(BOB, role("budget_holder", 2)), touches=(touch(1, 3, (ANA,)),))
    assert keys(routes.single_threads(found(two))) == []


def test_route_lost_is_never_said_of_what_was_not_connected_yet() -> None:
    never = sky(star(ANA, DECIDES))
    assert keys(routes.lost_route(found(never))) == []
    gone = sky(star(ANA, DECIDES, left_on=ago(2)), touches=(touch(1, 30, (ANA,)),))
    [lost] = routes.lost_route(found(gone))
    assert (lost.key, lost.figures, lost.by_time) == (("route_lost", ""), {"deciders": 0}, False)


def test_a_route_that_faded_without_a_departure_is_lost_by_time_alone() -> None:
    [lost] = routes.lost_route(found(sky(star(ANA, DECIDES), touches=(touch(1, 300, (ANA,)),))))
    assert lost.by_time


def test_one_of_ours_alone_is_said_where_customers_are_served_closely() -> None:
    alone = sky(star(ANA, DECIDES), touches=(touch(1, 3, (ANA,)),))
    assert keys(routes.lone_user(found(alone))) == [("lone_user", f"user:{JO}")]
    low = sky(star(ANA, DECIDES), touches=(touch(1, 3, (ANA,)),), terms=Terms(touch_level=TouchLevel.LOW))
    assert keys(routes.lone_user(found(low))) == []
    both = sky(star(ANA, DECIDES), touches=(touch(1, 3, (ANA,), users=(JO, KIM)),))
    assert keys(routes.lone_user(found(both))) == []


def test_a_renewal_is_at_risk_within_180_days_and_urgent_within_90() -> None:
    gone = found(sky(star(ANA, DECIDES, left_on=ago(2)), touches=(touch(1, 30, (ANA,)),)))
    windows = {
        days: [each.figures["window"] for each in routes.renewal_at_risk(gone, TODAY + timedelta(days=days))]
        for days in (0, 90, 91, 180, 181)
    }
    assert windows == {0: [90], 90: [90], 91: [180], 180: [180], 181: []}
    [near] = routes.renewal_at_risk(gone, TODAY + timedelta(days=40))
    assert (near.figures["survival"], near.likelihood) == (0.0, 1.0)


def test_a_renewal_with_a_good_chance_is_not_at_risk() -> None:
    # Two connections at the prior hazard to a renewal in 180 days: exp(-2 * 0.17773 * 180 / 365) = 0.84.
    assert list(routes.renewal_at_risk(found(bridged()), TODAY + timedelta(days=180))) == []


def test_stale_contacts_are_one_line_per_account() -> None:
    made = sky(
        star(ANA, DECIDES),
        star(BOB, role("champion", 2)),
        star(CY, role("decision_maker", 3)),
        touches=(touch(1, 100, (ANA, BOB)),),
        terms=TERMS,
    )
    [stale] = people.stale_contacts(found(made))
    assert stale.key == ("stale_contact", "")
    assert stale.figures == {
        "people": [CY, BOB, ANA],
        "count": 3,
        "never_met": 1,
        "due_on": ago(55).isoformat(),
    }
    assert (stale.since, stale.by_time) == (ago(54), True)


def test_a_departure_names_the_roles_that_are_missed_and_one_who_decided_weighs_more() -> None:
    made = sky(
        star(ANA, DECIDES, role("champion", 2), role("user", 3), left_on=ago(3)),
        star(BOB, role("champion", 4), left_on=ago(9)),
        star(CY, role("user", 5), left_on=ago(9)),
    )
    gone = {each.subject: each for each in people.departures(found(made), moved=[ANA])}
    assert gone[f"stakeholder:{ANA}"].figures == {
        "people": [ANA],
        "roles": ["champion", "decision_maker"],
        "left_on": ago(3).isoformat(),
        "moved": True,
    }
    assert {subject: one.likelihood for subject, one in gone.items()} == {
        f"stakeholder:{ANA}": 0.4,
        f"stakeholder:{BOB}": 0.25,
    }


def test_an_announced_departure_is_told_at_once_until_a_successor_is_named() -> None:
    soon = TODAY + timedelta(days=90)
    made = sky(
        star(ANA, DECIDES, role("champion", 2), leaves_on=soon),
        star(BOB, role("champion", 4), leaves_on=soon, successor_id=CY),
        star(CY, role("user", 5), leaves_on=soon),
        star(DEE),
    )
    told, bob = people.announced_departures(found(made))
    assert told.key == ("departure_announced", f"stakeholder:{ANA}")
    assert (bob.figures["people"], bob.figures["roles"], bob.likelihood) == ([BOB], ["champion"], 0.25)
    assert told.figures == {"people": [ANA], "roles": ["champion", "decision_maker"], "leaves_on": soon.isoformat()}
    assert (told.likelihood, told.by_time, told.since) == (0.4, False, None)


def test_a_named_successor_who_stays_quiets_the_announcement() -> None:
    soon = TODAY + timedelta(days=90)
    followed = sky(star(ANA, DECIDES, leaves_on=soon, successor_id=BOB), star(BOB))
    assert keys(people.announced_departures(found(followed))) == []
    gone = sky(star(ANA, DECIDES, left_on=ago(1)), star(BOB))
    assert keys(people.announced_departures(found(gone))) == []


def test_who_holds_no_role_but_lies_on_the_routes_is_missed_as_well() -> None:
    made = bridged()
    ana, bob = made.stars
    [told] = people.announced_departures(
        found(replace(made, stars=(replace(ana, leaves_on=TODAY + timedelta(days=9)), bob)))
    )
    assert told.figures["roles"] == []
    words = reason(told.kind, told.figures, TODAY)
    assert words.endswith("routes to the decision pass through them, and nobody is named to take over.")


def test_a_required_role_is_missed_where_nobody_else_holds_it_and_for_a_year() -> None:
    terms = Terms(required_roles=("user",))
    gone = star(ANA, role("user", 1), left_on=ago(365))
    assert len(list(people.departures(found(sky(gone, terms=terms))))) == 1
    others = sky(gone, star(BOB, role("user", 2, since=ago(900))), terms=terms)
    assert list(people.departures(found(others))) == []
    long_ago = sky(star(ANA, DECIDES, left_on=ago(366)), terms=Terms(required_roles=("decision_maker",)))
    assert list(people.departures(found(long_ago))) == []
    [uncovered] = people.uncovered_roles(found(long_ago))
    assert uncovered.figures["roles"] == ["decision_maker"]


def test_a_role_just_left_is_told_by_the_departure_and_not_again_as_uncovered() -> None:
    terms = Terms(required_roles=("decision_maker", "champion"))
    made = sky(star(ANA, DECIDES, left_on=ago(3)), terms=terms)
    [uncovered] = people.uncovered_roles(found(made))
    assert uncovered.figures == {"roles": ["champion"], "required": 2}


def test_a_champion_who_came_is_told_of_until_somebody_is_in_touch() -> None:
    made = sky(star(ANA))
    assert keys(people.arrived_champions(found(made), {ANA: ago(9)})) == [("champion_moved", f"stakeholder:{ANA}")]
    met = sky(star(ANA), touches=(touch(1, 1, (ANA,)),))
    assert keys(people.arrived_champions(found(met), {ANA: ago(9)})) == []


def judged(score: float, band: Band, *parts: Part) -> Judgement:
    return Judgement(1, TODAY, score, score, score, band, True, "", None, parts)


def test_a_worse_band_is_told_until_the_former_one_is_back() -> None:
    green, amber, red = judged(80, Band.GREEN), judged(50, Band.AMBER), judged(20, Band.RED)
    key = ("band_changed", "")
    assert key not in held(sky(), judged=green, before=amber)
    fell = held(sky(), judged=red, before=green)[key]
    assert (fell.figures, fell.likelihood) == ({"from": "green", "to": "red"}, 0.4)
    better = held(sky(), judged=amber, before=red, kept={key: fell.figures})[key]
    assert better.figures == {"from": "green", "to": "amber"}
    assert key not in held(sky(), judged=green, before=amber, kept={key: better.figures})


def test_only_fallen_values_drop_a_score_and_it_holds_until_they_recover() -> None:
    key = ("score_dropped", "")
    before = judged(80, Band.GREEN, Part("usage", 0.5, 80), Part("nps", 0.5, 80))
    now = judged(65, Band.AMBER, Part("usage", 0.5, 50), Part("nps", 0.5, 80))
    dropped = held(sky(), judged=now, earlier=(before,))[key]
    assert dropped.figures == {"was": [["nps", 0.5, 80], ["usage", 0.5, 80]], "points": -15, "measure": "usage"}
    kept = {key: dropped.figures}
    assert key in held(sky(), judged=judged(74, Band.GREEN, Part("usage", 0.5, 70), Part("nps", 0.5, 80)), kept=kept)
    assert key not in held(
        sky(), judged=judged(76, Band.GREEN, Part("usage", 0.5, 72), Part("nps", 0.5, 80)), kept=kept
    )
    reweighed = judged(20, Band.RED, Part("usage", 0.01, 80), Part("nps", 0.99, 80), Part("pulse", 0.9, 0))
    assert key not in held(sky(), judged=reweighed, earlier=(before,))


def test_payment_and_red_are_told_of_the_account() -> None:
    bad = judged(30, Band.RED, Part("payment", 1, 49))
    assert {("payment", ""), ("red_account", "")} <= held(sky(), judged=bad).keys()
    assert ("payment", "") not in held(sky(), judged=judged(50, Band.AMBER, Part("payment", 1, 50)))


def test_conditions_weigh_revenue_by_chance_and_urgency() -> None:
    evidence = Evidence(1, renewal_on=date(2027, 3, 1), annual_value=Decimal(90_000))
    one = held(bridged(), evidence=evidence)[("single_bridge", f"stakeholder:{ANA}")]
    assert one.weight == 18_000


def test_being_set_up_says_one_thing_only() -> None:
    material = Material(find(bridged()), Evidence(1))
    [only] = conditions(material, is_set_up=False)
    assert (only.kind.value, only.figures) == ("finish_map", {"lacks": []})


def test_a_renewal_today_or_tomorrow_is_not_counted_in_days() -> None:
    def said(days: int) -> str:
        figures = {"renewal_on": (TODAY + timedelta(days=days)).isoformat(), "survival": 0.5}
        return reason("renewal_at_risk", figures, TODAY)

    assert said(0) == "Renewal today; the chance that we are connected is 50 %."
    assert said(1) == "Renewal tomorrow; the chance that we stay connected until then is 50 %."
    assert said(2) == "Renewal in 2 days; the chance that we stay connected until then is 50 %."
