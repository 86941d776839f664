"""Settings: who may open which page, what they list, and that what is saved holds."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Act, Contract, ExchangeRate, FactsVersion, Job, Product, Role, Segment, Team, User
from accounts.services import catalogue, segments, users
from tests.accounts.pages import fields_of, rows_of, signed_in, text_of, undo_urls
from tests.personas import Cast

pytestmark = pytest.mark.django_db

ADMINISTRATORS = ["users/", "users/new/", "teams/", "teams/new/"]
CONFIGURERS = ["segments/", "segments/new/", "roles/", "roles/new/", "jobs/", "jobs/new/", "products/", "rates/new/"]


@pytest.mark.parametrize("name", ["ada", "otto", "mara", "cleo", "edda"])
@pytest.mark.parametrize("page", [*ADMINISTRATORS, *CONFIGURERS])
def test_who_may_open_settings(cast: Cast, name: str, page: str) -> None:
    may = name == "ada" or (name == "otto" and page in CONFIGURERS)
    client = signed_in(cast.users[name])
    assert client.get(f"/settings/{page}").status_code == (200 if may else 403)
    if not may and page.endswith("new/"):
        assert client.post(f"/settings/{page}", {"name": "Stolen"}).status_code == 403
        assert Act.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("ada", ["profile", "users", "teams", "segments", "roles", "jobs", "products", "rates"]),
        ("otto", ["profile", "segments", "roles", "jobs", "products", "rates"]),
        ("cleo", ["profile"]),
    ],
)
def test_the_menu_holds_what_is_for_the_reader(cast: Cast, name: str, entries: list[str]) -> None:
    response = signed_in(cast.users[name]).get("/settings/profile/")
    own = {"profile", "users", "teams", "segments", "roles", "jobs", "products", "rates"}
    assert [one["key"] for one in response.context["menu"] if one["key"] in own] == entries


def test_settings_open_on_oneself(cast: Cast) -> None:
    assert signed_in(cast.edda).get("/settings/").headers["Location"] == "/settings/profile/"


def test_a_new_user_sets_a_password_by_a_link_without_mail_and_signs_in(cast: Cast) -> None:
    client = signed_in(cast.ada)
    sent = {"name": "Nia", "email": "NIA@ours.example", "role": "csm", "archetype": "adopt"}
    made = client.post("/settings/users/new/", sent, follow=True)
    nia = User.objects.get(email="nia@ours.example")
    assert made.redirect_chain[0][0] == f"/settings/users/{nia.pk}/"
    assert "Nia no password yet nia@ours.example CSM Adopt –" in rows_of(client.get("/settings/users/"))
    page = client.post(f"/settings/users/{nia.pk}/password-link/")
    link = re.search(r'readonly value="http://testserver(/[^"]+)"', page.content.decode())
    assert link is not None
    visitor = Client()
    form = visitor.get(link.group(1), follow=True)
    chosen = {"password1": "nia-knows-many-people", "password2": "nia-knows-many-people"}
    visitor.post(form.redirect_chain[-1][0], chosen)
    assert User.objects.get(pk=nia.pk).check_password("nia-knows-many-people")
    again = Client().get(link.group(1), follow=True)
    assert "password1" not in again.content.decode()


def test_a_deactivated_user_is_signed_out_and_can_be_let_in_again(cast: Cast) -> None:
    carl = signed_in(cast.carl)
    assert carl.get("/accounts/").status_code == 200
    client = signed_in(cast.ada)
    response = client.post(f"/settings/users/{cast.carl.pk}/deactivate/", follow=True)
    assert "Carl inactive carl@ours.example CSM – –" in rows_of(response)
    assert carl.get("/accounts/").status_code == 302
    client.post(undo_urls(response)[0])
    assert carl.get("/accounts/").status_code == 200


def test_the_last_administrator_is_kept_and_the_page_says_why(cast: Cast) -> None:
    response = signed_in(cast.ada).post(f"/settings/users/{cast.ada.pk}/deactivate/", follow=True)
    assert "this is the last active administrator" in text_of(response)
    assert User.objects.get(pk=cast.ada.pk).is_active


def test_an_email_taken_already_is_refused_beside_the_field(cast: Cast) -> None:
    sent = {"name": "Nia", "email": "Carl@ours.example", "role": "csm"}
    response = signed_in(cast.ada).post("/settings/users/new/", sent)
    assert list(response.context["form"].errors) == ["email"]
    assert User.objects.count() == 6


def test_a_team_gets_a_manager_who_then_sees_its_accounts(cast: Cast) -> None:
    client, team = signed_in(cast.ada), Team.objects.get()
    assert rows_of(client.get("/settings/teams/")) == ["North Mara 1"]
    url = f"/settings/teams/{team.pk}/"
    client.post(url, {**fields_of(client.get(url)), "manager": cast.otto.pk})
    assert Team.objects.get().manager == cast.otto
    assert signed_in(cast.mara).get(f"/accounts/{cast.acme.pk}/details/").status_code == 404


def segment_form(client: Client, segment: Segment) -> dict[str, Any]:
    return fields_of(client.get(f"/settings/segments/{segment.pk}/"))


def test_a_segment_and_its_rules_are_one_form(cast: Cast) -> None:
    client, medium = signed_in(cast.otto), Segment.objects.get(name="Medium touch")
    champion, security = Role.objects.get(key="champion"), Role.objects.get(key="security")
    sent = segment_form(client, medium)
    assert (sent[f"required-{champion.pk}"], sent[f"cadence-{champion.pk}"]) == (True, 45)
    sent |= {f"cadence-{champion.pk}": "100", f"required-{security.pk}": "on", "half_life_days": "70"}
    response = client.post(f"/settings/segments/{medium.pk}/", sent, follow=True)
    rules = {rule.role.key: (rule.is_required, rule.cadence_days) for rule in medium.segment_roles.all()}
    assert (rules["champion"], rules["security"]) == ((True, 100), (True, None))
    assert "Medium touch medium touch 70 3" in rows_of(response)
    assert set(FactsVersion.objects.values_list("account_id", flat=True)) == {
        cast.acme.pk,
        cast.bolt.pk,
        cast.comet.pk,
    }


def test_shares_of_a_segment_are_said_in_per_cent_and_kept_as_shares(cast: Cast) -> None:
    client, medium = signed_in(cast.otto), Segment.objects.get(name="Medium touch")
    new = fields_of(client.get("/settings/segments/new/"))
    assert (new["balance_low"], new["balance_high"]) == (20, 70)
    sent = segment_form(client, medium)
    low, high = int(100 * medium.balance_low), int(100 * medium.balance_high)
    assert (sent["balance_low"], sent["balance_high"]) == (low, high)
    url, versions = f"/settings/segments/{medium.pk}/", FactsVersion.objects.count()
    for typed, said in (
        ("0.3", "This must be a whole number."),
        ("101", "less than or equal to 100"),
        (str(high), "above"),
    ):
        refused = client.post(url, sent | {"balance_low": typed})
        assert said in text_of(refused)
        assert f'value="{typed}"' in refused.content.decode()
    medium.refresh_from_db()
    assert (int(100 * medium.balance_low), FactsVersion.objects.count()) == (low, versions)
    client.post(url, sent | {"balance_low": "29", "balance_high": "58"})
    medium.refresh_from_db()
    assert (medium.balance_low, medium.balance_high) == (Decimal("0.29"), Decimal("0.58"))


def test_two_who_edit_the_shares_of_a_segment_see_per_cent(cast: Cast) -> None:
    client, medium = signed_in(cast.otto), Segment.objects.get(name="Medium touch")
    sent = segment_form(client, medium) | {"balance_low": "31"}
    segments.edit_segment(cast.ada, Segment.objects.get(pk=medium.pk), 1, None, balance_low=Decimal("0.25"))
    response = client.post(f"/settings/segments/{medium.pk}/", sent)
    shown = [(one.mine, one.theirs) for one in response.context["differing"]]
    assert shown == [("31", "25")]


def test_a_cadence_too_slow_for_the_half_life_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    client, medium = signed_in(cast.otto), Segment.objects.get(name="Medium touch")
    champion = Role.objects.get(key="champion")
    sent = segment_form(client, medium) | {f"cadence-{champion.pk}": "121"}
    response = client.post(f"/settings/segments/{medium.pk}/", sent)
    assert "a cadence can be at most 120 days" in text_of(response)
    assert 'value="121"' in response.content.decode()
    assert medium.segment_roles.get(role=champion).cadence_days == 45


def test_two_who_edit_one_segment_see_each_others_cadence(cast: Cast) -> None:
    client, medium = signed_in(cast.otto), Segment.objects.get(name="Medium touch")
    champion = Role.objects.get(key="champion")
    sent = segment_form(client, medium) | {f"cadence-{champion.pk}": "100"}
    segments.edit_segment(cast.ada, Segment.objects.get(pk=medium.pk), 1, {champion: segments.RoleRule(True, 50)})
    response = client.post(f"/settings/segments/{medium.pk}/", sent)
    shown = [(one.label, one.mine, one.theirs) for one in response.context["differing"]]
    assert shown == [("Champion: days between touches", "100", "50")]
    settled = {**dict(response.context["carried"]), "settling": "1", f"choose-cadence-{champion.pk}": "mine"}
    client.post(f"/settings/segments/{medium.pk}/", settled)
    assert medium.segment_roles.get(role=champion).cadence_days == 100


def test_a_role_gets_a_lasting_key_from_its_name(cast: Cast) -> None:
    client = signed_in(cast.otto)
    client.post("/settings/roles/new/", {"name": "Data protection", "letter": "P", "position": "5"})
    role = Role.objects.get(name="Data protection")
    assert (role.key, role.decides) == ("data_protection", False)
    url = f"/settings/roles/{role.pk}/"
    client.post(url, {**fields_of(client.get(url)), "name": "Privacy", "decides": "on"})
    assert (Role.objects.get(pk=role.pk).key, Role.objects.get(pk=role.pk).decides) == ("data_protection", True)
    again = client.post("/settings/roles/new/", {"name": "Privacy", "letter": "P", "position": "5"})
    assert list(again.context["form"].errors) == ["name"]


@pytest.mark.parametrize(("page", "model"), [("jobs", Job), ("products", Product)])
def test_jobs_and_products_are_added_and_renamed(cast: Cast, page: str, model: Any) -> None:
    client = signed_in(cast.otto)
    client.post(f"/settings/{page}/new/", {"name": "Coaching", "position": "5"})
    row = model.objects.get(name="Coaching")
    url = f"/settings/{page}/{row.pk}/"
    response = client.post(url, {**fields_of(client.get(url)), "name": "Guidance"}, follow=True)
    assert "Guidance 0" in rows_of(response)
    assert client.get(f"/settings/{page}/999999/").status_code == 404


def test_rates_are_dated_replaced_and_removed(cast: Cast) -> None:
    client = signed_in(cast.otto)
    client.post("/settings/rates/new/", {"currency": "usd", "valid_from": "2026-01-01", "rate": "0.9"})
    response = client.post(
        "/settings/rates/new/", {"currency": "USD", "valid_from": "2026-01-01", "rate": "0.95"}, follow=True
    )
    assert rows_of(response) == ["USD Jan. 1, 2026 0.95 Remove USD Jan. 1, 2026"]
    bad = client.post("/settings/rates/new/", {"currency": "EUR", "valid_from": "2026-01-01", "rate": "2"})
    assert "EUR is the base currency: its rate is always 1." in text_of(bad)
    client.post(f"/settings/rates/{ExchangeRate.objects.get().pk}/remove/")
    assert not ExchangeRate.objects.exists()


def test_everybody_sets_their_own_name_zone_and_theme_and_nothing_more(cast: Cast) -> None:
    client = signed_in(cast.edda)
    sent = {**fields_of(client.get("/settings/profile/")), "name": "Edda S.", "time_zone": "Europe/Lisbon"}
    client.post("/settings/profile/", {**sent, "theme": "dark", "role": "administrator"})
    edda = User.objects.get(pk=cast.edda.pk)
    assert (edda.name, edda.time_zone, edda.theme, edda.role) == ("Edda S.", "Europe/Lisbon", "dark", "executive")
    refused = client.post("/settings/profile/", {**sent, "time_zone": "Moon/Base"})
    assert list(refused.context["form"].errors) == ["time_zone"]


def test_a_post_to_a_page_that_only_lists_is_refused(cast: Cast) -> None:
    assert signed_in(cast.ada).post("/settings/users/", {}).status_code == 405


@pytest.mark.parametrize("page", ["users", "teams", "segments", "roles", "jobs", "products", "rates"])
def test_the_number_of_queries_does_not_grow_with_the_settings(cast: Cast, page: str) -> None:
    client = signed_in(cast.ada)

    def grow(count: int) -> None:
        for _number in range(count):
            mark = User.objects.count()
            team = users.create_team(cast.ada, name=f"Team {mark}", manager=cast.mara)
            users.create_user(cast.ada, name=f"U{mark}", email=f"u{mark}@ours.example", role="csm", team=team)
            segments.create_segment(cast.ada, name=f"Segment {mark}")
            segments.create_role(cast.ada, key=f"role_{mark}", name=f"Role {mark}", letter="Z")
            catalogue.create_job(cast.ada, key=f"job_{mark}", name=f"Job {mark}")
            product = catalogue.create_product(cast.ada, name=f"Product {mark}")
            Contract.objects.create(
                account=cast.acme,
                product=product,
                starts_on=date(2026, 1, 1),
                ends_on=date(2027, 1, 1),
                annual_value=Decimal(1),
                currency="EUR",
            )
            catalogue.set_exchange_rate(cast.ada, "USD", date(2026, 1, mark), Decimal(1))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/settings/{page}/").status_code == 200
        return len(captured)

    grow(2)
    queries()
    few = queries()
    grow(12)
    assert queries() == few
