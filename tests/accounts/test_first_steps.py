"""From an empty installation to the first constellation, a page at a time."""

import json
import re

import pytest
from django.test import Client

from accounts.models import Act, Installation, User
from accounts.selectors.installation import installation
from accounts.services.users import create_administrator
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def admin() -> User:
    return create_administrator("ingrid@ours.example", "Ingrid", "kestrels-over-the-fjord")


@pytest.fixture
def cast() -> Cast:
    return assemble()


def test_the_first_visitor_is_signed_in_and_led_to_the_first_steps() -> None:
    client = Client()
    typed = {"name": "Ingrid", "email": "ingrid@ours.example", "password": "kestrels-over-the-fjord"}
    answer = client.post("/set-up/", typed)
    assert (answer.status_code, answer["Location"]) == (302, "/first-steps/")
    page = client.get("/first-steps/").content.decode()
    assert "0 of 4 done" in page
    assert 'value="ours.example"' in page
    assert "High touch" in page


def test_home_leads_an_administrator_on_until_all_steps_are_done(admin: User) -> None:
    client = signed_in(admin)
    assert client.get("/")["Location"] == "/first-steps/"
    client.post("/first-steps/company/", {"company": "Ours", "domains": "ours.example", "row_version": "1"})
    for step in ("segments", "colleagues", "files"):
        assert client.post(f"/first-steps/{step}/settle/")["Location"] == "/first-steps/"
    assert client.get("/")["Location"] == "/accounts/"
    assert installation().settled_steps == ["colleagues", "company", "files", "segments"]


def test_an_unknown_step_is_not_there_and_settles_nothing(admin: User) -> None:
    assert signed_in(admin).post("/first-steps/world-peace/settle/").status_code == 404
    assert not Installation.objects.exists()


def test_home_leads_to_the_accounts_once_there_are_some(cast: Cast) -> None:
    assert signed_in(cast.ada).get("/")["Location"] == "/accounts/"


def test_everybody_else_goes_to_the_accounts(cast: Cast) -> None:
    assert signed_in(cast.edda).get("/")["Location"] == "/accounts/"
    assert signed_in(cast.cleo).get("/first-steps/").status_code == 403


@pytest.mark.parametrize(
    ("domains", "words"),
    [("gmail.com", "Anybody can have an address at gmail.com."), ("ours", "is not a web domain")],
)
def test_domains_that_cannot_be_ours_are_refused_and_stay_typed(admin: User, domains: str, words: str) -> None:
    typed = {"company": "Ours", "domains": domains, "row_version": "1"}
    page = signed_in(admin).post("/first-steps/company/", typed).content.decode()
    assert words in page
    assert f'value="{domains}"' in page
    assert not Installation.objects.exists()


def test_a_link_of_an_invitation_sets_the_password_once(admin: User) -> None:
    typed = {"colleagues": "Jo Berg <jo@ours.example>\nmia@ours.example", "role": "csm"}
    page = signed_in(admin).post("/settings/users/invite/", typed).content.decode()
    links = re.findall(r'value="http://testserver(/password/reset/[^"]+)"', page)
    assert len(links) == 2
    assert list(User.objects.filter(role="csm").values_list("name", "email")) == [
        ("Jo Berg", "jo@ours.example"),
        ("Mia", "mia@ours.example"),
    ]
    stranger = Client()
    form = stranger.get(links[0], follow=True)
    chosen = {"password1": "herons-by-the-canal", "password2": "herons-by-the-canal"}
    stranger.post(form.redirect_chain[-1][0], chosen)
    assert User.objects.get(email="jo@ours.example").check_password("herons-by-the-canal")
    waiting = signed_in(admin).get("/settings/users/invitations/").content.decode()
    assert "mia@ours.example" in waiting
    assert "jo@ours.example" not in waiting


def test_one_wrong_line_invites_nobody_and_loses_nothing(admin: User) -> None:
    typed = {"colleagues": "jo@ours.example\nmia at ours", "role": "csm"}
    page = signed_in(admin).post("/settings/users/invite/", typed).content.decode()
    assert "Line 2: “mia at ours” holds no e-mail address, or more than one." in page
    assert "mia at ours</textarea>" in page
    assert User.objects.count() == 1


def test_who_is_a_user_already_is_named_and_nobody_is_invited(admin: User) -> None:
    typed = {"colleagues": "jo@ours.example\ningrid@ours.example", "role": "csm"}
    page = signed_in(admin).post("/settings/users/invite/", typed).content.decode()
    assert "ingrid@ours.example is a user already." in page
    assert User.objects.count() == 1


def test_the_page_counts_what_is_missing_and_leads_there(cast: Cast) -> None:
    cast.acme.domain = ""
    cast.acme.save(update_fields=["domain"])
    client = signed_in(cast.ada)
    page = client.get("/first-steps/").content.decode()
    assert 'href="/accounts/?lacks=domain"' in page
    assert cast.acme.name in client.get("/accounts/?lacks=domain").content.decode()


def test_the_api_tells_and_changes_whose_installation_it_is(admin: User) -> None:
    client = signed_in(admin)
    said = {"company": "Ours", "domains": ["https://www.ours.example/"]}
    answer = client.patch("/api/v1/installation/", json.dumps(said), "application/json")
    assert answer.status_code == 200
    assert answer.json()["domains"] == ["ours.example"]
    assert answer.json()["steps"][0] == {"step": "company", "is_done": True}
    stale = client.patch("/api/v1/installation/", json.dumps({"row_version": 7}), "application/json")
    assert stale.status_code == 412
    assert installation().company == "Ours"


def test_the_api_invites_all_or_nobody(admin: User) -> None:
    client = signed_in(admin)
    twice = {"colleagues": [{"name": "Jo", "email": "jo@ours.example"}, {"name": "J", "email": "JO@ours.example"}]}
    refused = client.post("/api/v1/invitations/", json.dumps(twice), "application/json")
    assert refused.status_code == 400
    assert User.objects.count() == 1
    once = {"colleagues": twice["colleagues"][:1], "role": "manager"}
    made = client.post("/api/v1/invitations/", json.dumps(once), "application/json")
    assert made.status_code == 201
    assert made.json()["results"][0]["link"].startswith("http://testserver/password/reset/")
    listed = client.get("/api/v1/invitations/").json()["results"]
    assert [(one["email"], one["role"]) for one in listed] == [("jo@ours.example", "manager")]
    assert Act.objects.latest("pk").kind == "invite_users"
