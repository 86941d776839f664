"""The tab of promises, its dialogs, and what of it stands on the person, the brief and the pages of a book."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Act
from csm.foundation.clock import today
from csm.foundation.my_day import Day, day_sources
from stakeholders.models import Commitment, Concern, Milestone, Recognition
from stakeholders.selectors.promises import kept_by
from stakeholders.services.commitments import commit, settle_commitment
from stakeholders.services.concerns import raise_concern, take_step
from stakeholders.services.milestones import edit_milestone, record_milestone
from stakeholders.services.recognitions import edit_recognition, recognise
from stakeholders.views import promises
from tests.health.maps import somebody
from tests.stakeholders.views.conftest import Map, SignIn

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return today() - timedelta(days=days)


def address(name: str, *args: int) -> str:
    return reverse(f"stakeholders:{name}", args=args)


def test_the_tab_shows_what_is_open_first(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2), stakeholder=people.ana)
    kept = commit(cast.cleo, cast.acme, text="Fix it", promised_on=ago(30), due_on=ago(20))
    settle_commitment(cast.cleo, kept, "kept", ago(19))
    raise_concern(cast.cleo, cast.acme, stakeholder=people.ana, text="Too slow", raised_on=ago(20), heard_on=ago(20))
    record_milestone(cast.cleo, cast.acme, title="Live everywhere", reached_on=ago(3))
    recognise(cast.cleo, cast.acme, stakeholders=[people.joao], text="For the clean-up")
    shown = sign_in(cast.cleo).get(address("promises", cast.acme.pk)).content.decode()
    for words in (
        "1 of 2 due within a year",
        "was due 2 days ago",
        "waits for a solution",
        "reached, never celebrated",
        "2 people here were never celebrated",
        "For the clean-up",
    ):
        assert words in shown, words
    assert shown.index("Send the plan") < shown.index("Fix it")
    read = sign_in(cast.edda).get(address("promises", cast.acme.pk)).content.decode()
    assert "Too slow" in read
    assert "/settle/" not in read


def test_what_a_meeting_left_is_recorded_from_it(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    client = sign_in(cast.cleo)
    url = address("commitment_add", cast.acme.pk)
    opened = client.get(f"{url}?touchpoint={people.meeting.pk}&with={people.ana.pk}").context["form"]
    assert (opened["promised_on"].value(), opened["stakeholder"].value()) == ("2026-01-15", people.ana.pk)
    typed = {
        "text": "Send the plan",
        "stakeholder": people.ana.pk,
        "promised_on": "2026-01-15",
        "due_on": "2026-02-01",
        "user": cast.cleo.pk,
        "touchpoint": people.meeting.pk,
    }
    assert client.post(url, typed).status_code == 302
    row = Commitment.objects.get()
    assert (row.stakeholder_id, row.touchpoint_id, row.user_id) == (people.ana.pk, people.meeting.pk, cast.cleo.pk)
    refused = client.post(url, {**typed, "due_on": "2026-01-01"})
    assert "It cannot be due before it was promised." in refused.content.decode()
    assert "Send the plan" in refused.content.decode()
    assert Commitment.objects.count() == 1


def test_a_commitment_is_settled_and_opened_again(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    row = commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2))
    client = sign_in(cast.cleo)
    said = {"state": "broken", "settled_on": ago(1).isoformat(), "settled_note": "Forgotten", "row_version": 1}
    client.post(address("commitment_settle", cast.acme.pk, row.pk), said)
    row.refresh_from_db()
    assert (row.state, row.settled_on, row.settled_note) == ("broken", ago(1), "Forgotten")
    client.post(address("commitment_reopen", cast.acme.pk, row.pk))
    row.refresh_from_db()
    assert (row.state, row.settled_on) == ("open", None)


def test_a_concern_goes_its_way_to_their_confirmation(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    client = sign_in(cast.cleo)
    raised = {"stakeholder": people.ana.pk, "text": "Too slow", "raised_on": ago(9).isoformat(), "heard_on": ""}
    assert client.post(address("concern_add", cast.acme.pk), raised).status_code == 302
    row = Concern.objects.get()
    step = address("concern_step", cast.acme.pk, row.pk)
    for stage in ("heard", "proposed", "delivered"):
        note = "An index" if stage == "proposed" else ""
        client.post(step, {"taken_on": ago(3).isoformat(), "user": cast.cleo.pk, "note": note})
        row.refresh_from_db()
        assert row.stage == stage
    assert client.get(f"{step}?stage=heard").status_code == 404
    said = {"taken_on": ago(2).isoformat(), "stakeholder": people.joao.pk}
    refused = client.post(f"{step}?stage=unsolved", said).content.decode()
    assert "Only Ana Silva, who raised it, can say so." in refused
    client.post(step, {"taken_on": today().isoformat(), "stakeholder": people.ana.pk, "note": "Works"})
    row.refresh_from_db()
    assert (row.stage, row.stage_on) == ("confirmed", today())
    client.post(address("concern_step_back", cast.acme.pk, row.pk))
    row.refresh_from_db()
    assert row.stage == "delivered"


def test_a_milestone_is_reached_and_celebrated_with_its_words(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    client = sign_in(cast.cleo)
    client.post(address("milestone_add", cast.acme.pk), {"title": "Live everywhere", "planned_on": "2026-03-01"})
    row = Milestone.objects.get()
    client.post(address("milestone_reach", cast.acme.pk, row.pk))
    url = f"{address('recognition_add', cast.acme.pk)}?milestone={row.pk}"
    page = client.get(url)
    assert "Recognise people at Acme" in page.content.decode()
    form = page.context["form"]
    assert (form["milestone"].value(), form["text"].value()) == (row.pk, "Live everywhere")
    typed = {"kind": "award", "audience": "public", "recognised_on": today().isoformat(), "milestone": row.pk}
    refused = client.post(url, typed).context["form"]
    assert refused.errors["stakeholders"] == ["Name at least one person, theirs or ours."]
    client.post(url, {**typed, "stakeholders": [people.ana.pk, people.joao.pk], "users": [cast.cleo.pk]})
    made = Recognition.objects.get()
    assert (made.milestone_id, made.stakeholders.count(), made.users.count()) == (row.pk, 2, 1)
    edit = address("recognition_edit", cast.acme.pk, made.pk)
    version = client.get(edit).context["form"]["row_version"].value()
    client.post(edit, {**typed, "stakeholders": [people.rui.pk], "row_version": version, "text": "All sites"})
    assert list(made.stakeholders.values_list("pk", flat=True)) == [people.rui.pk]


def test_the_person_and_the_brief_show_what_is_open_with_them(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2), stakeholder=people.ana)
    raise_concern(cast.cleo, cast.acme, stakeholder=people.ana, text="Too slow", raised_on=ago(2))
    recognise(cast.cleo, cast.acme, stakeholders=[people.ana], text="For the clean-up")
    client = sign_in(cast.cleo)
    pages = {
        "person": reverse("stakeholders:person", args=[people.ana.person_id]),
        "brief": f"{address('brief', cast.acme.pk)}?attendees={people.ana.pk}",
        "star": address("star", cast.acme.pk, people.ana.pk),
    }
    shown = {name: client.get(url).content.decode() for name, url in pages.items()}
    for name, content in shown.items():
        assert "Send the plan" in content, name
        assert "Too slow" in content, name
    assert "For the clean-up" in shown["person"]
    other = client.get(f"{address('brief', cast.acme.pk)}?attendees={people.joao.pk}").content.decode()
    assert "Send the plan" not in other


def test_the_share_kept_leads_to_the_rows_behind(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    made = [("One", 9, "kept"), ("Two", 8, "broken"), ("Three", 7, ""), ("Four", -5, ""), ("Five", 6, "withdrawn")]
    for text, due, state in made:
        row = commit(cast.cleo, cast.acme, text=text, promised_on=ago(40), due_on=ago(due), user=cast.cleo)
        if state:
            settle_commitment(cast.cleo, row, state, ago(due - 1))
    commit(cast.carl, cast.bolt, text="Of Carl", promised_on=ago(40), due_on=ago(3), user=cast.carl)
    rows = Commitment.objects.visible_to(cast.cleo)
    for by in ("user", "team", "account"):
        [found] = kept_by(rows, by, today())
        kept = found.kept
        assert (kept.kept_count, kept.late_count, kept.broken_count, kept.overdue_count) == (1, 1, 1, 1), by
        assert kept.share == pytest.approx(1 / 3)
    client = sign_in(cast.cleo)
    page = client.get(f"{reverse('stakeholders:kept')}?by=user&key={cast.cleo.pk}&state=broken")
    assert [one.row.text for one in page.context["lines"]] == ["Two"]
    assert "Of Carl" not in client.get(reverse("stakeholders:kept")).content.decode()
    assert client.get(f"{reverse('stakeholders:kept')}?by=odd&key=x&state=odd").status_code == 200


def test_what_is_overdue_is_settled_where_it_is_listed_by_who_may(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    row = commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(40), due_on=ago(3), user=cast.cleo)
    settle = f'hx-get="{address("commitment_settle", cast.acme.pk, row.pk)}"'
    for viewer, may in ((cast.cleo, True), (cast.edda, False)):
        page = sign_in(viewer).get(reverse("stakeholders:kept")).content.decode()
        assert ("Send the plan" in page, settle in page) == (True, may), viewer
    settle_commitment(cast.cleo, row, "kept", ago(1))
    page = sign_in(cast.cleo).get(f"{reverse('stakeholders:kept')}?state=kept").content.decode()
    assert ("Send the plan" in page, settle in page) == (True, False)


def test_figures_of_many_accounts_come_in_pages(people: Map, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = people.cast
    monkeypatch.setattr(promises, "SHOWN", 1)
    for account in (cast.acme, cast.bolt):
        commit(cast.ada, account, text=f"Of {account}", promised_on=ago(40), due_on=ago(3))
    client, url = sign_in(cast.ada), reverse("stakeholders:kept")
    first = client.get(f"{url}?by=account")
    second = client.get(url + first.context["next_url"])
    assert [[row.name for row in page.context["figures"]] for page in (first, second)] == [["Acme"], ["Bolt"]]
    assert (second.context["next_url"], second.context["previous_url"]) == (None, "?by=account")
    assert f"?by=account&amp;start=1&amp;key={cast.bolt.pk}&amp;state=overdue#behind" in second.content.decode()
    chosen = client.get(f"{url}?by=account&key={cast.bolt.pk}")
    assert (chosen.context["chosen"].name, [one.row.text for one in chosen.context["lines"]]) == ("Bolt", ["Of Bolt"])
    assert client.get(f"{url}?by=account&start=odd").status_code == 200


def test_of_many_customers_the_page_says_how_many_more_there_are(
    people: Map, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = people.cast
    monkeypatch.setattr(promises, "SHOWN", 1)
    somebody(cast, cast.bolt, "Bea")
    recognise(cast.ada, cast.acme, stakeholders=[people.ana, people.joao], recognised_on=ago(10))
    for viewer, names, more in ((cast.ada, ["Acme"], 1), (cast.edda, ["Acme"], 1), (cast.mara, ["Acme"], 0)):
        page = sign_in(viewer).get(reverse("stakeholders:celebration"))
        assert ([one.account for one in page.context["teams"]], page.context["more"]) == (names, more), viewer


def test_who_was_never_celebrated_over_a_book(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    recognise(cast.cleo, cast.acme, stakeholders=[people.ana], recognised_on=ago(400))
    recognise(cast.cleo, cast.acme, stakeholders=[people.joao], recognised_on=ago(10))
    record_milestone(cast.cleo, cast.acme, title="Live everywhere", reached_on=ago(3))
    page = sign_in(cast.cleo).get(reverse("stakeholders:celebration"))
    [team] = page.context["teams"]
    assert (team.present_count, team.recognised_count, team.never_count, team.names) == (3, 1, 1, ("Rui Ramos",))
    assert [row.title for row in page.context["milestones"]] == ["Live everywhere"]
    nothing = sign_in(cast.carl).get(reverse("stakeholders:celebration"))
    assert (nothing.context["teams"], "nobody is on it yet" in nothing.content.decode()) == ([], True)


def test_my_day_has_what_is_overdue_and_what_waits_too_long(people: Map) -> None:
    cast = people.cast
    commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2), stakeholder=people.ana)
    commit(cast.cleo, cast.acme, text="Later", promised_on=ago(30), due_on=today())
    old = raise_concern(cast.cleo, cast.acme, stakeholder=people.ana, text="Too slow", raised_on=ago(20))
    fresh = raise_concern(cast.cleo, cast.acme, stakeholder=people.joao, text="Too dear", raised_on=ago(20))
    take_step(cast.cleo, fresh, "heard", taken_on=today())
    found = next(source for source in day_sources if source.key == "promises").find
    waiting, promised = found(Day(cast.cleo), 10)
    assert promised.reason == "2 days overdue, promised to Ana Silva: Send the plan"
    late = Commitment.objects.get(text="Send the plan")
    assert promised.start_url == address("commitment_settle", cast.acme.pk, late.pk)
    assert waiting.reason.startswith("Ana Silva: Too slow – waits for us to say that we heard it for 1")
    assert waiting.start_url == address("concern_step", cast.acme.pk, old.pk)
    assert not found(Day(cast.carl), 10)


def test_how_a_promise_went_is_not_proposed(people: Map, sign_in: SignIn) -> None:
    """A hurried Enter settles nothing, and what was typed stays."""
    cast = people.cast
    row = commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2))
    client, url = sign_in(cast.cleo), address("commitment_settle", cast.acme.pk, row.pk)
    opened = client.get(url).context["form"]
    assert (opened["state"].value(), opened["settled_on"].value()) == ("", today().isoformat())
    typed = {"state": "", "settled_on": today().isoformat(), "settled_note": "By mail", "row_version": 1}
    refused = client.post(url, typed)
    assert refused.context["form"].errors == {"state": ["Say how it went."]}
    assert "By mail" in refused.content.decode()
    early = client.post(url, {**typed, "state": "kept", "settled_on": ago(40).isoformat()}).context["form"]
    assert list(early.errors) == ["settled_on"]
    row.refresh_from_db()
    assert (row.state, row.row_version) == ("open", 1)


def test_the_second_of_two_who_settle_a_promise_sees_both_versions(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    row = commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2))
    client, url = sign_in(cast.cleo), address("commitment_settle", cast.acme.pk, row.pk)
    form = client.get(url).context["form"]
    typed = {"settled_on": today().isoformat(), "settled_note": "", "row_version": 1, "seen": form["seen"].value()}
    assert client.post(url, {**typed, "state": "kept"}).status_code == 302
    second = client.post(url, {**typed, "state": "broken"})
    assert [(one.name, one.mine, one.theirs) for one in second.context["differing"]] == [("state", "broken", "kept")]
    row.refresh_from_db()
    assert (row.state, row.row_version) == ("kept", 2)
    chosen = {**dict(second.context["carried"]), "settling": "1", "choose-state": "mine"}
    assert client.post(url, chosen).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.row_version) == ("broken", 3)


def test_a_step_that_somebody_else_took_meanwhile_is_told_and_not_taken_twice(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    row = raise_concern(cast.cleo, cast.acme, stakeholder=people.ana, text="Slow", raised_on=ago(9), heard_on=ago(9))
    client, url = sign_in(cast.cleo), address("concern_step", cast.acme.pk, row.pk)
    typed = {"stage": "proposed", "row_version": 1, "taken_on": ago(3).isoformat(), "user": cast.cleo.pk}
    assert client.get(url).context["form"]["stage"].value() == "proposed"
    assert client.post(url, {**typed, "note": "An index"}).status_code == 302
    second = client.post(url, {**typed, "note": "Another index"})
    [told] = second.context["form"].non_field_errors()
    assert told.startswith("Somebody else changed this meanwhile: solution proposed, ")
    assert told.endswith(", Cleo: “An index”. Nothing of yours was saved or lost.")
    shown = second.content.decode()
    assert "Another index" in shown
    assert 'name="row_version" value="2"' in shown
    third = client.post(url, {**typed, "row_version": 2, "note": "Another index"})
    assert third.context["form"].non_field_errors() == ["After “solution proposed” this step cannot follow."]
    row.refresh_from_db()
    assert (row.stage, row.steps.count()) == ("proposed", 2)


def test_buttons_leave_alone_what_changed_since_they_were_shown(people: Map, sign_in: SignIn) -> None:
    cast = people.cast
    client = sign_in(cast.cleo)
    promise = commit(cast.cleo, cast.acme, text="Send the plan", promised_on=ago(30), due_on=ago(2))
    settle_commitment(cast.carl, promise, "kept", ago(1))
    milestone = record_milestone(cast.cleo, cast.acme, title="Live", planned_on=ago(9))
    edit_milestone(cast.carl, milestone, reached_on=ago(5))
    told = recognise(cast.cleo, cast.acme, stakeholders=[people.ana])
    edit_recognition(cast.carl, told, text="For the clean-up")
    for name, row in (
        ("commitment_remove", promise),
        ("commitment_reopen", promise),
        ("milestone_reach", milestone),
        ("milestone_remove", milestone),
        ("recognition_remove", told),
    ):
        before = (row.row_version, Act.objects.count())
        answer = client.post(address(name, cast.acme.pk, row.pk), {"row_version": 1}, follow=True)
        assert "This was changed by somebody else since you opened it." in answer.content.decode(), name
        row.refresh_from_db()
        assert (row.row_version, Act.objects.count()) == before, name
    client.post(address("commitment_reopen", cast.acme.pk, promise.pk), {"row_version": 2})
    promise.refresh_from_db()
    assert promise.state == "open"
