"""The pages of one account: who may do what, what stays typed, stale saves and undo."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountTeamMember, Act, Contract, ExternalId, Job, ListEdit, Product, Segment, User
from accounts.services import accounts, contracts
from accounts.services.list_edits import carry_on
from csm.foundation.clock import today
from csm.foundation.registry import account_figures, account_tabs
from tests.accounts.imports.conftest import apply, check, upload
from tests.accounts.pages import fields_of, rows_of, signed_in, text_of, undo_urls
from tests.personas import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_tabs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what this app shows: upper apps test their own tabs and figures."""
    own = {key: tab for key, tab in account_tabs._entries.items() if tab.url_name.startswith("accounts:")}
    monkeypatch.setattr(account_tabs, "_entries", own)
    monkeypatch.setattr(account_figures, "_entries", {})


@pytest.fixture
def suite(db: None) -> Product:
    return Product.objects.create(name="Suite")


def a_contract(cast: Cast, suite: Product, **fields: Any) -> Contract:
    given = {"starts_on": date(2026, 1, 1), "ends_on": today() + timedelta(days=12), "annual_value": Decimal("1200")}
    return contracts.add_contract(cast.cleo, cast.acme, product=suite, currency="EUR", **{**given, **fields})


def test_creating_an_account_leads_to_it_and_can_be_undone(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    assert fields_of(client.get("/accounts/new/"))["owner"] == cast.cleo.pk
    response = client.post(
        "/accounts/new/",
        {"name": "Delta", "domain": "https://WWW.delta.example/x", "phase": "land", "owner": cast.cleo.pk},
        follow=True,
    )
    delta = Account.objects.get(name="Delta")
    assert response.redirect_chain[0] == (f"/accounts/{delta.pk}/", 302)
    assert (delta.domain, delta.phase, delta.owner) == ("delta.example", "land", cast.cleo)
    assert "Created the account Delta" in text_of(response)
    undone = client.post(undo_urls(response)[0], follow=True)
    assert "Undone: Created the account Delta" in text_of(undone)
    assert not Account.objects.standing().filter(name="Delta").exists()


def test_an_account_given_to_others_leads_back_to_the_list(cast: Cast) -> None:
    given = {"name": "Delta", "phase": "land", "owner": cast.carl.pk}
    response = signed_in(cast.cleo).post("/accounts/new/", given)
    assert response.headers["Location"] == "/accounts/"


def test_what_was_typed_stays_beside_the_error(cast: Cast) -> None:
    response = signed_in(cast.cleo).post("/accounts/new/", {"name": "", "industry": "Shipping", "phase": "nowhere"})
    page = response.content.decode()
    assert 'value="Shipping"' in page
    assert response.context["form"].errors["name"] == ["This field is required."]
    assert 'aria-invalid="true"' in page
    assert Account.objects.count() == 3


def test_a_circle_of_parents_is_refused_beside_the_field(cast: Cast) -> None:
    child = accounts.create_account(cast.ada, name="Child", parent=cast.acme, owner=cast.cleo)
    client = signed_in(cast.cleo)
    sent = {**fields_of(client.get(f"/accounts/{cast.acme.pk}/edit/")), "parent": child.pk}
    response = client.post(f"/accounts/{cast.acme.pk}/edit/", sent)
    assert "Child is Acme itself or one of the accounts below it" in text_of(response)
    assert Account.objects.get(pk=cast.acme.pk).parent is None


EDITS = ["edit/", "contracts/new/", "team/new/", "ids/new/"]


@pytest.mark.parametrize("page", EDITS)
@pytest.mark.parametrize(
    ("name", "status"), [("ada", 200), ("mara", 200), ("cleo", 200), ("otto", 403), ("edda", 403), ("carl", 404)]
)
def test_who_may_open_a_form_of_an_account(cast: Cast, name: str, status: int, page: str) -> None:
    client = signed_in(cast.users[name])
    assert client.get(f"/accounts/{cast.acme.pk}/{page}").status_code == status
    if status != 200:
        assert client.post(f"/accounts/{cast.acme.pk}/{page}", {"name": "Stolen"}).status_code == status
        assert Act.objects.count() == 0


@pytest.mark.parametrize("button", ["remove", "contract", "member", "id"])
@pytest.mark.parametrize(("name", "status"), [("otto", 403), ("edda", 403), ("carl", 404)])
def test_who_may_not_press_a_button_changes_nothing(
    cast: Cast, suite: Product, name: str, status: int, button: str
) -> None:
    contract, member = a_contract(cast, suite), AccountTeamMember.objects.get(account=cast.acme)
    known = accounts.name_elsewhere(cast.cleo, cast.acme, "crm", "17")
    acts = Act.objects.count()
    path = {
        "remove": "remove/",
        "contract": f"contracts/{contract.pk}/remove/",
        "member": f"team/{member.pk}/retract/",
        "id": f"ids/{known.pk}/remove/",
    }[button]
    assert signed_in(cast.users[name]).post(f"/accounts/{cast.acme.pk}/{path}").status_code == status
    assert Act.objects.count() == acts


def test_htmx_of_somebody_signed_out_reloads_the_page(cast: Cast, client: Any) -> None:
    response = client.get(f"/accounts/{cast.acme.pk}/contracts/new/", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Refresh"]) == (204, "true")


@pytest.mark.parametrize("tab", ["details", "contracts", "team"])
@pytest.mark.parametrize(
    ("name", "status", "may_edit"),
    [("cleo", 200, True), ("mara", 200, True), ("edda", 200, False), ("otto", 200, False), ("carl", 404, False)],
)
def test_buttons_are_shown_only_to_who_may(
    cast: Cast, suite: Product, name: str, status: int, may_edit: bool, tab: str
) -> None:
    a_contract(cast, suite)
    response = signed_in(cast.users[name]).get(f"/accounts/{cast.acme.pk}/{tab}/")
    assert response.status_code == status
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    main = main.replace('<button class="btn account-more"', "")  # opens the figures, for everybody
    assert ("<button" in main or "/edit/" in main or "/new/" in main) is may_edit


def test_the_frame_says_what_the_account_is(cast: Cast, suite: Product) -> None:
    a_contract(cast, suite)
    words = text_of(signed_in(cast.edda).get(f"/accounts/{cast.acme.pk}/details/"))
    assert "ARR EUR 1.2 k Renewal in 12 days" in words
    assert "Owner Cleo Segment Medium touch Phase Adopt" in words
    assert "Contracts Account team Details" in words


def test_an_account_opens_on_its_details_where_there_is_no_constellation(cast: Cast) -> None:
    response = signed_in(cast.cleo).get(f"/accounts/{cast.acme.pk}/")
    assert response.headers["Location"] == f"/accounts/{cast.acme.pk}/details/"


def test_foreign_and_absent_accounts_answer_the_same(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    foreign, absent = client.get(f"/accounts/{cast.bolt.pk}/details/"), client.get("/accounts/999999/details/")
    assert (foreign.status_code, absent.status_code) == (404, 404)


def stale_page(cast: Cast) -> tuple[Any, dict[str, Any]]:
    """Cleo opened the form; Mara changed industry and region since; Cleo saves another industry and a name."""
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/edit/"
    sent = {**fields_of(client.get(url)), "name": "Acme Group", "industry": "Shipping"}
    accounts.edit_account(cast.mara, Account.objects.get(pk=cast.acme.pk), 1, industry="Retail", region="North")
    return client.post(url, sent), sent


def test_a_stale_save_shows_both_versions_field_by_field(cast: Cast) -> None:
    response, _sent = stale_page(cast)
    shown = {one.label: (one.mine, one.theirs, one.prefers_theirs) for one in response.context["differing"]}
    assert shown == {
        "Name": ("Acme Group", "Acme", False),
        "Industry": ("Shipping", "Retail", False),
        "Region": ("nothing", "North", True),
    }
    assert "Somebody else saved this meanwhile" in text_of(response)
    assert Account.objects.get(pk=cast.acme.pk).name == "Acme"


def test_the_person_chooses_field_by_field_and_saves(cast: Cast) -> None:
    response, _sent = stale_page(cast)
    sent = dict(response.context["carried"])
    choices = {"choose-name": "mine", "choose-industry": "theirs", "choose-region": "theirs", "settling": "1"}
    saved = signed_in(cast.cleo).post(f"/accounts/{cast.acme.pk}/edit/", {**sent, **choices})
    acme = Account.objects.get(pk=cast.acme.pk)
    assert saved.status_code == 302
    assert (acme.name, acme.industry, acme.region, acme.owner) == ("Acme Group", "Retail", "North", cast.cleo)


def test_a_third_save_in_between_is_noticed_again(cast: Cast) -> None:
    response, _sent = stale_page(cast)
    accounts.edit_account(cast.mara, Account.objects.get(pk=cast.acme.pk), 2, industry="Energy")
    sent = {**dict(response.context["carried"]), "settling": "1", "choose-industry": "mine"}
    again = signed_in(cast.cleo).post(f"/accounts/{cast.acme.pk}/edit/", sent)
    assert [one.theirs for one in again.context["differing"] if one.name == "industry"] == ["Energy"]


def test_saving_nothing_new_is_no_act_and_no_stale_save(cast: Cast, suite: Product) -> None:
    contract = a_contract(cast, suite)
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/contracts/{contract.pk}/edit/"
    before = Act.objects.count()
    assert client.post(url, fields_of(client.get(url))).status_code == 302
    assert Act.objects.count() == before


def test_a_contract_is_added_in_the_dialog(cast: Cast, suite: Product) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/contracts/new/"
    htmx = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": f"http://testserver{url[:-4]}"}
    opened = client.get(url, headers=htmx)
    assert ("<html" in opened.content.decode(), fields_of(opened)["currency"]) == (False, "EUR")
    bad = client.post(url, {"starts_on": "2026-01-01", "ends_on": "2025-01-01", "currency": "eur"}, headers=htmx)
    assert set(bad.context["form"].errors) == {"product", "annual_value", "outcome", "ends_on"}
    good = {
        "product": suite.pk,
        "starts_on": "2026-01-01",
        "ends_on": "2027-01-01",
        "annual_value": "1200.50",
        "currency": "usd",
        "outcome": "open",
    }
    early = client.post(url, {**good, "ends_on": "2025-01-01"}, headers=htmx)
    assert "The end must be after the start." in text_of(early)
    saved = client.post(url, good, headers=htmx)
    assert (saved.status_code, saved.headers["HX-Refresh"]) == (204, "true")
    row = Contract.objects.get()
    assert (row.currency, row.annual_value, row.account) == ("USD", Decimal("1200.50"), cast.acme)


def test_contracts_say_what_is_running_and_what_nobody_decided(cast: Cast, suite: Product) -> None:
    a_contract(cast, suite)
    a_contract(cast, suite, ends_on=date(2026, 2, 1))
    a_contract(cast, suite, ends_on=date(2026, 3, 1), outcome="churned")
    rows = rows_of(signed_in(cast.edda).get(f"/accounts/{cast.acme.pk}/contracts/"))
    assert ["running" in row for row in rows] == [True, False, False]
    assert [row.rsplit("1,200.00 ", 1)[1] for row in rows] == ["open", "churned", "ended, outcome not recorded"]


def test_the_outcome_of_a_contract_is_recorded_and_a_mistake_removed(cast: Cast, suite: Product) -> None:
    contract = a_contract(cast, suite)
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/contracts/{contract.pk}"
    client.post(f"{url}/outcome/", {**fields_of(client.get(f"{url}/outcome/")), "outcome": "renewed"})
    assert Contract.objects.get().outcome == "renewed"
    response = client.post(f"{url}/remove/", follow=True)
    assert "Removed the contract over Suite" in text_of(response)
    assert not Contract.objects.standing().exists()
    client.post(undo_urls(response)[-1])
    assert Contract.objects.standing().count() == 1


def test_a_contract_is_reached_only_through_its_account(cast: Cast, suite: Product) -> None:
    contract = a_contract(cast, suite)
    url = f"/accounts/{cast.bolt.pk}/contracts/{contract.pk}/remove/"
    assert signed_in(cast.ada).post(url).status_code == 404
    assert Contract.objects.standing().exists()


def test_the_team_page_says_who_does_which_job_since_when(cast: Cast) -> None:
    User.objects.filter(pk=cast.cleo.pk).update(archetype="adopt_renew")
    member = AccountTeamMember.objects.get(account=cast.acme)
    accounts.hand_over_job(cast.mara, member, cast.carl, date(2026, 5, 1))
    accounts.assign_team_member(
        cast.mara, cast.acme, cast.cleo, Job.objects.get(key="support"), today() + timedelta(days=2)
    )
    response = signed_in(cast.edda).get(f"/accounts/{cast.acme.pk}/team/")
    assert [row.split(" ", 1)[1][:38] for row in rows_of(response)] == [
        "Carl CSM – May 1, 2026 –",
        "Cleo Support engineer Adopt and renew "[:38],
    ]
    assert "to come" in rows_of(response)[1]
    assert "Before Cleo, CSM until May 1, 2026" in text_of(response)


def test_handing_over_is_a_change_and_correcting_is_not(cast: Cast) -> None:
    client, member = signed_in(cast.mara), AccountTeamMember.objects.get(account=cast.acme)
    url = f"/accounts/{cast.acme.pk}/team/{member.pk}"
    client.post(f"{url}/correct/", {"user": cast.cleo.pk, "job": member.job_id, "valid_from": "2026-01-01"})
    corrected = AccountTeamMember.objects.standing().get(account=cast.acme)
    assert (corrected.user, corrected.valid_from, corrected.valid_to) == (cast.cleo, date(2026, 1, 1), None)
    url = f"/accounts/{cast.acme.pk}/team/{corrected.pk}"
    client.post(f"{url}/hand-over/", {"user": cast.carl.pk, "on": "2026-06-01"})
    held = AccountTeamMember.objects.standing().filter(account=cast.acme).order_by("pk")
    assert [(row.user, row.valid_to) for row in held] == [(cast.cleo, date(2026, 6, 1)), (cast.carl, None)]


def test_ending_and_retracting_a_job(cast: Cast) -> None:
    client, member = signed_in(cast.mara), AccountTeamMember.objects.get(account=cast.acme)
    url = f"/accounts/{cast.acme.pk}/team/{member.pk}"
    client.post(f"{url}/end/", {"on": "2026-06-01"})
    assert AccountTeamMember.objects.standing().get(pk=member.pk).valid_to == date(2026, 6, 1)
    client.post(f"{url}/retract/")
    assert not AccountTeamMember.objects.standing().filter(pk=member.pk).exists()


def test_a_job_held_already_is_refused_in_words(cast: Cast) -> None:
    job = Job.objects.get(key="csm")
    sent = {"user": cast.cleo.pk, "job": job.pk, "valid_from": "2026-01-01"}
    response = signed_in(cast.cleo).post(f"/accounts/{cast.acme.pk}/team/new/", sent)
    assert "This overlaps another record of the same kind on the same days." in text_of(response)


def test_ids_in_other_systems(cast: Cast) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/ids"
    client.post(f"{url}/new/", {"source": "crm", "value": "17"})
    name = ExternalId.objects.get()
    assert (name.kind, name.row_id, name.source, name.value) == ("account", cast.acme.pk, "crm", "17")
    assert "crm 17" in text_of(client.get(f"/accounts/{cast.acme.pk}/details/"))
    accounts.name_elsewhere(cast.carl, cast.bolt, "crm", "18")
    taken = client.post(f"{url}/new/", {"source": "crm", "value": "18"})
    assert taken.status_code == 200
    assert taken.context["form"].non_field_errors()
    client.post(f"{url}/{name.pk}/remove/")
    assert list(ExternalId.objects.values_list("value", flat=True)) == ["18"]


def test_history_offers_undo_of_ones_own_acts_only(cast: Cast) -> None:
    accounts.edit_account(cast.mara, cast.acme, 1, industry="Retail")
    accounts.edit_account(cast.cleo, cast.acme, 2, region="North")
    mine = Act.objects.latest("pk")
    response = signed_in(cast.cleo).get(f"/accounts/{cast.acme.pk}/details/")
    assert undo_urls(response) == [f"/acts/{mine.pk}/undo/"]
    assert text_of(response).index("Edited Acme Cleo") < text_of(response).index("Edited Acme Mara")


def test_history_holds_what_was_done_to_many_accounts_and_by_files(cast: Cast) -> None:
    ada = signed_in(cast.ada)
    rows = [f"{one.pk}:{one.row_version}" for one in (cast.acme, cast.bolt)]
    ada.post("/lists/accounts/edit/", {"set": 1, "row": rows, "phase": "renew"}, follow=True)
    edit = ListEdit.objects.get()
    run = apply(check(upload("accounts", "name,industry\nAcme,Retail\nBolt,Retail\nComet,\n", cast.ada)))
    urls = [f"/accounts/{one.pk}/details/" for one in (cast.acme, cast.bolt, cast.comet)]
    words = ["Edited 2 rows of the list of accounts", "Imported Accounts from accounts.csv, part 1"]
    for url in urls[:2]:
        page = ada.get(url)
        assert [said for said in words if said not in text_of(page)] == []
        assert undo_urls(page) == []
        assert f"/lists/edits/{edit.pk}/" in page.content.decode()
        assert f"/imports/{run.pk}/" in page.content.decode()
    assert not any(said in text_of(ada.get(urls[2])) for said in words)
    seen_by_cleo = signed_in(cast.cleo).get(urls[0])
    assert words[0] in text_of(seen_by_cleo)
    assert f"/lists/edits/{edit.pk}/" not in seen_by_cleo.content.decode()
    ada.post(f"/lists/edits/{edit.pk}/undo/")
    carry_on(edit.pk)
    assert "undone by Ada" in text_of(ada.get(urls[0]))


def test_history_has_pages(cast: Cast) -> None:
    for number in range(23):
        accounts.edit_account(cast.cleo, cast.acme, number + 1, industry=f"Trade {number}")
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/details/"
    first = client.get(url)
    second = client.get(f"{url}?cursor={first.context['history'].next_cursor}")
    assert [len(page.context["history"].rows) for page in (first, second)] == [20, 3]
    assert client.get(f"{url}?cursor=nonsense").status_code == 400


def test_the_family_shows_as_far_as_one_sees_it(cast: Cast) -> None:
    accounts.edit_account(cast.ada, cast.acme, 1, parent=cast.bolt)
    accounts.create_account(cast.ada, name="Mine below", parent=cast.acme, owner=cast.cleo)
    accounts.create_account(cast.ada, name="Theirs below", parent=cast.acme)
    words = text_of(signed_in(cast.cleo).get(f"/accounts/{cast.acme.pk}/details/"))
    assert "Parent account an account you do not see Accounts below Mine below " in words
    assert "Theirs below" not in words


def test_removing_an_account_hides_it_until_it_is_undone(cast: Cast) -> None:
    client = signed_in(cast.cleo)
    response = client.post(f"/accounts/{cast.acme.pk}/remove/", follow=True)
    assert rows_of(response) == []
    assert client.get(f"/accounts/{cast.acme.pk}/details/").status_code == 404
    client.post(undo_urls(response)[0])
    assert client.get(f"/accounts/{cast.acme.pk}/details/").status_code == 200


@pytest.mark.parametrize(("name", "status"), [("mara", 403), ("ada", 403), ("carl", 404), ("edda", 403)])
def test_nobody_undoes_the_act_of_another(cast: Cast, name: str, status: int) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    done = Act.objects.latest("pk")
    assert signed_in(cast.users[name]).post(f"/acts/{done.pk}/undo/").status_code == status
    assert Account.objects.get(pk=cast.acme.pk).industry == "Shipping"


def test_who_left_the_account_undoes_nothing_there(cast: Cast) -> None:
    accounts.edit_account(cast.carl, cast.bolt, 1, industry="Shipping")
    done = Act.objects.latest("pk")
    accounts.retract_team_member(cast.ada, AccountTeamMember.objects.get(account=cast.bolt))
    assert signed_in(cast.carl).post(f"/acts/{done.pk}/undo/").status_code == 403
    assert Account.objects.get(pk=cast.bolt.pk).industry == "Shipping"


def test_an_undo_that_fails_says_why(cast: Cast) -> None:
    accounts.edit_account(cast.cleo, cast.acme, 1, industry="Shipping")
    done = Act.objects.latest("pk")
    accounts.edit_account(cast.cleo, cast.acme, 2, industry="Retail")
    response = signed_in(cast.cleo).post(f"/acts/{done.pk}/undo/", follow=True)
    assert "This was changed again since, so it cannot be undone." in text_of(response)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_method_without_a_declared_action_is_refused(cast: Cast, method: str) -> None:
    done = Act.objects.create(kind="x", summary="x", actor=cast.cleo)
    assert getattr(signed_in(cast.cleo), method)(f"/acts/{done.pk}/undo/").status_code == 405


@pytest.mark.parametrize("tab", ["details", "contracts", "team"])
def test_the_number_of_queries_does_not_grow_with_the_account(cast: Cast, suite: Product, tab: str) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/{tab}/"
    segment = Segment.objects.get(name="High touch")

    def grow(count: int) -> None:
        for number in range(count):
            a_contract(cast, suite)
            member = User.objects.create_user(f"u{User.objects.count()}@ours.example", name=f"U{number}")
            accounts.assign_team_member(cast.cleo, cast.acme, member, Job.objects.get(key="csm"))
            accounts.create_account(cast.cleo, name="Below", parent=cast.acme, owner=cast.cleo, segment=segment)
            accounts.name_elsewhere(cast.cleo, cast.acme, f"system {User.objects.count()}", "1")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    grow(2)
    queries()
    few = queries()
    grow(15)
    assert queries() == few
