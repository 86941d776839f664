"""The goals tab, its forms, the success plan, the catalogue and the spread of levels, as pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from csm.foundation.clock import today
from health.models import Goal, GoalNeed, Reading, TypicalGoal, ValueConfirmation
from health.services.goal_value import confirm_value
from health.services.goals import NewNeed, drop_goal
from tests.health.maps import judge, somebody
from tests.health.wanted import measure_use, read, wanted
from tests.journeys.test_customer_view import words_in
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cleo)
    return client


def url(cast: Cast, name: str, *more: int) -> str:
    return reverse(f"health:{name}", args=[cast.acme.pk, *more])


def test_a_typical_goal_fills_the_form_and_brings_what_it_depends_on(cast: Cast, client: Client) -> None:
    typical = TypicalGoal.objects.get(name="Less work by hand")
    tab = client.get(url(cast, "goals")).content.decode()
    assert "Less work by hand" in tab
    assert "One figure for the board" not in tab  # for high touch
    address = f"{url(cast, 'goal_add')}?typical={typical.pk}"
    form = client.get(address).context["form"]
    assert form["metric_name"].value() == "Hours of manual work a week"
    typed = {
        "words": typical.words,
        "metric_name": typical.metric_name,
        "unit": "hours",
        "baseline": "38",
        "baseline_on": today().isoformat(),
        "target": "40",
        "due_on": (today() + timedelta(days=180)).isoformat(),
        "set_on": today().isoformat(),
    }
    wrong = client.post(address, typed)
    assert "worse than the baseline" in wrong.content.decode()
    assert wrong.context["form"]["target"].value() == "40"  # what was typed stays
    assert not Goal.objects.exists()
    client.post(address, {**typed, "target": "12"})
    goal = Goal.objects.get()
    assert (goal.metric.direction, goal.typical, goal.recorded_by) == ("down", typical, cast.cleo)
    assert goal.needs.count() == 2


def test_a_goal_is_edited_without_making_another_metric(cast: Cast, client: Client) -> None:
    goal = wanted(cast, cast.acme)
    form = client.get(url(cast, "goal_edit", goal.pk)).context["form"]
    assert (form["baseline"].value(), form["target"].value()) == ("20", "10")
    assert 'value="20"' in str(form["baseline"])
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    client.post(url(cast, "goal_edit", goal.pk), {**typed, "words": "Close in a week", "row_version": 1})
    goal.refresh_from_db()
    assert (goal.words, goal.metric.name, goal.target) == ("Close in a week", "Days to close", Decimal(10))


def test_a_reading_and_a_confirmation_are_entered_from_the_goal(cast: Cast, client: Client) -> None:
    goal, her = wanted(cast, cast.acme), somebody(cast, cast.acme, "Ana Berg")
    client.post(url(cast, "goal_read"), {"goal": goal.pk, "value": "15", "on": today().isoformat()})
    assert Reading.objects.get().value == 15
    said = {"goal": goal.pk, "percent": "140", "on": today().isoformat()}
    assert client.post(url(cast, "value_add"), said).status_code == 200
    ahead = {**said, "percent": "40", "on": (today() + timedelta(days=1)).isoformat()}
    assert "not come yet" in client.post(url(cast, "value_add"), ahead).content.decode()
    assert not ValueConfirmation.objects.exists()
    client.post(url(cast, "value_add"), {**said, "percent": "40", "stakeholder": her.pk})
    page = client.get(url(cast, "goals")).content.decode()
    assert "confirmed by Ana Berg" in page
    assert "50 % of the way made, 50 % expected by then" in page
    assert "on track" in page


def test_dependencies_are_ticked_with_one_button(cast: Cast, client: Client) -> None:
    goal = wanted(cast, cast.acme, needs=[NewNeed("people", "Finance")])
    need = goal.needs.get()
    client.post(f"{url(cast, 'goals')}needs/{need.pk}/met/")
    assert client.post(f"{url(cast, 'goals')}needs/{need.pk}/magic/").status_code == 404
    need.refresh_from_db()
    assert (need.state, need.settled_on) == ("met", today())
    client.post(url(cast, "need_add", goal.pk), {"kind": "product", "what": "The ERP", "state": "unmet"})
    assert set(GoalNeed.objects.values_list("what", "state")) == {("Finance", "met"), ("The ERP", "unmet")}


def test_what_is_missing_for_the_next_level_is_said_with_its_button(cast: Cast, client: Client) -> None:
    measure_use(cast, cast.acme)
    page = client.get(url(cast, "goals"))
    assert page.context["level"].next_line.deed.label == "New goal"
    goal = wanted(cast, cast.acme, stands_alone=True)
    read(cast, goal, 15)
    page = client.get(url(cast, "goals"))
    assert "4 of 5" in page.content.decode()
    assert page.context["level"].next_line.deed.url == f"{url(cast, 'value_add')}?goal={goal.pk}"


def test_the_success_plan_holds_nothing_internal(cast: Cast, client: Client) -> None:
    her = somebody(cast, cast.acme, "Ana Berg", "decision_maker", met_days_ago=3)
    goal = wanted(cast, cast.acme, stakeholder=her, owner=cast.cleo, needs=[NewNeed("people", "Finance")])
    read(cast, goal, 15)
    confirm_value(cast.cleo, goal, percent=70, note="confidential remark on sentiment")
    confirm_value(cast.cleo, goal, percent=40, stakeholder=her, note="risk", on=today() - timedelta(days=2))
    dropped = wanted(cast, cast.acme, words="Odd wish")
    drop_goal(cast.cleo, dropped, "internal")
    plan = client.get(url(cast, "success_plan")).content.decode()
    assert words_in(plan) == set()
    for shown in ("Close the books faster", "Ana Berg", "Cleo", "Value received so far: 40 %", "<polyline", "Finance"):
        assert shown in plan
    for hidden in ("70 %", "remark", "behind", "on track", "Odd wish", "of 5", "Health</dt>"):
        assert hidden not in plan
    assert words_in(client.get(url(cast, "goals")).content.decode()) != set()  # the search finds what is there


def test_the_sheet_of_the_success_plan_has_nothing_of_the_product_around_it(cast: Cast, client: Client) -> None:
    wanted(cast, cast.acme, owner=cast.otto)
    ours, bare = (client.get(url(cast, "success_plan"), query).content.decode() for query in ({}, {"bare": "yes"}))
    for page in (ours, bare):
        for hidden in ("topbar", "My day", "data-viewer", "csrf", "palette", "Cleo", "Constellation", "toast"):
            assert hidden not in page
    assert all(said in ours for said in ("paper-bar no-print", "data-print", "for us only"))
    for hidden in ("paper-bar", "data-print", "<script", "<a ", "<form", "for us only", f"/{cast.acme.pk}/"):
        assert hidden not in bare
    assert "Close the books faster" in bare


def test_operations_edit_the_catalogue_by_lines(cast: Cast, client: Client) -> None:
    typical = TypicalGoal.objects.get(name="Plan that holds")
    address = reverse("health:typical_goal", args=[typical.pk])
    assert client.get(address).status_code == 403
    client.force_login(cast.otto)
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    wrong = client.post(address, {**typed, "dependencies": "people | Sales\nmagic | A wand", "row_version": 1})
    assert "Line 2: begin with one of product, service, people" in wrong.content.decode()
    assert len(TypicalGoal.objects.get(pk=typical.pk).dependencies) == 2
    client.post(
        address, {**typed, "dependencies": "people | Sales | They promise\n\nservice | Review", "row_version": 1}
    )
    assert TypicalGoal.objects.get(pk=typical.pk).dependencies == [
        {"kind": "people", "what": "Sales", "meaning": "They promise"},
        {"kind": "service", "what": "Review", "meaning": ""},
    ]


def test_levels_lead_to_their_accounts(cast: Cast, client: Client) -> None:
    client.force_login(cast.mara)
    measure_use(cast, cast.acme)
    judge(cast.acme)
    page = client.get(reverse("health:value"))
    [(_label, teams), *_others] = page.context["tables"]
    assert [(line["label"], line["level"]) for line in teams] == [("North", 2)]
    address = teams[0]["cells"][1]["url"]
    assert "value_level=2" in address
    accounts = client.get(address).content.decode()
    assert "Acme" in accounts
    assert "Acme" not in client.get(address.replace("value_level=2", "value_level=3")).content.decode()


def test_a_goal_is_found_by_its_words_only_by_those_who_see_it(cast: Cast, client: Client) -> None:
    wanted(cast, cast.acme)
    found = client.get(f"{reverse('accounts:search')}?q=books+faster").content.decode()
    assert "Close the books faster" in found
    client.force_login(cast.carl)
    assert "Close the books" not in client.get(f"{reverse('accounts:search')}?q=books+faster").content.decode()
