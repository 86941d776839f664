"""The first user, signing in, being locked out, and a forgotten password."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.domain.access import UserRole
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "seven-bright-stars"
ANA = {"name": "Ana Prado", "email": "Ana@Sky.example", "password": PASSWORD}


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana@sky.example", PASSWORD, name="Ana Prado", role=UserRole.ADMINISTRATOR)


def _sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"login": "ana@sky.example", "password": password}).status_code


def test_first_visit_leads_to_the_set_up_and_makes_the_administrator(client: Client) -> None:
    assert client.get("/sign-in/").headers["Location"] == "/set-up/"
    assert b"Make yourself the administrator" in client.get("/set-up/").content
    assert client.post("/set-up/", ANA).headers["Location"] == "/first-steps/"
    user = User.objects.get()
    assert (user.email, user.name, user.role) == ("ana@sky.example", "Ana Prado", UserRole.ADMINISTRATOR)
    assert _sign_in(client) == 302
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("change", [{"password": "12345678"}, {"password": "short"}, {"email": "ana"}, {"name": ""}])
def test_set_up_refuses_what_will_not_do_and_makes_nobody(client: Client, change: dict[str, str]) -> None:
    response = client.post("/set-up/", {**ANA, **change})
    assert response.status_code == 200
    assert b"field-error" in response.content
    assert not User.objects.exists()


def test_set_up_is_closed_once_there_is_a_user(client: Client, ana: User) -> None:
    assert client.get("/set-up/").headers["Location"] == "/sign-in/"
    assert client.post("/set-up/", {**ANA, "email": "eve@sky.example"}).headers["Location"] == "/sign-in/"
    assert list(User.objects.all()) == [ana]


def test_nobody_signs_up(client: Client, ana: User) -> None:
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/signup/").status_code == 404
    assert b"sign up" not in client.get("/sign-in/").content.lower()


def test_wrong_password_signs_nobody_in(client: Client, ana: User) -> None:
    assert _sign_in(client, "wrong") == 200
    assert "_auth_user_id" not in client.session


def test_ten_wrong_passwords_lock_out_even_the_right_one(client: Client, ana: User, settings: Settings) -> None:
    settings.AXES_ENABLED = True
    settings.ACCOUNT_RATE_LIMITS = False
    assert [_sign_in(client, "wrong") for _ in range(10)] == [200] * 9 + [429]
    assert _sign_in(client) == 429
    assert "_auth_user_id" not in client.session


def test_forgotten_password_is_set_anew_by_the_link_that_was_mailed(client: Client, ana: User) -> None:
    assert client.post("/password/reset/", {"email": ana.email}).headers["Location"] == "/password/reset/sent/"
    [message] = mail.outbox
    [link] = re.findall(r"http://testserver(/password/reset/\S+)", str(message.body))
    form = client.get(link).headers["Location"]
    assert client.post(form, {"password1": "eight-new-stars", "password2": "eight-new-stars"}).status_code == 302
    assert _sign_in(client, "eight-new-stars") == 302


def test_unknown_address_gets_the_same_answer_and_no_mail(client: Client, ana: User) -> None:
    assert client.post("/password/reset/", {"email": "eve@sky.example"}).headers["Location"] == "/password/reset/sent/"
    assert mail.outbox == []


def test_administration_asks_at_the_same_door(client: Client, ana: User) -> None:
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/sign-in/?next=/admin/"


@pytest.mark.parametrize("path", ["/password/change/", "/two-factor/", "/two-factor/totp/activate/", "/sign-out/"])
def test_pages_about_oneself_render(client: Client, ana: User, path: str) -> None:
    _sign_in(client)
    response = client.get(path)
    if response.status_code == 302:
        confirming = response.headers["Location"]
        assert client.get(confirming).status_code == 200
        response = client.post(confirming, {"password": PASSWORD}, follow=True)
    assert response.status_code == 200
    assert b"Constellation" in response.content


def test_pages_carry_a_policy_that_allows_nothing_inline(client: Client, ana: User) -> None:
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_labels_are_the_words_of_the_house_and_no_placeholder_says_them_again(client: Client, ana: User) -> None:
    page = client.get("/sign-in/").content.decode()
    assert ">E-mail" in re.sub(r">\s+", ">", page)
    _sign_in(client)
    own = re.sub(r">\s+", ">", client.get("/password/change/").content.decode())
    assert [word in own for word in (">Current password", ">New password", ">New password again")] == [True] * 3
    main = own[own.index("<main") :]
    assert "placeholder" not in page + main[: main.index("</main>")]


def test_the_second_factor_is_set_up_and_switched_off_in_the_words_of_the_house(client: Client, ana: User) -> None:
    _sign_in(client)
    client.post("/confirm/", {"password": PASSWORD})
    setting_up = client.get("/two-factor/totp/activate/").content.decode()
    assert "Set up the app on your phone" in setting_up
    assert "Code from the app on your phone" in setting_up
    secret = re.search(r'id="authenticator_secret" type="text" value="(\w+)"', setting_up)
    assert secret
    code = format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))))
    assert client.post("/two-factor/totp/activate/", {"code": code}).status_code == 302
    assert "10 of 10 are left" in client.get("/two-factor/recovery-codes/").content.decode()
    assert "Those you have stop working" in client.get("/two-factor/recovery-codes/generate/").content.decode()
    assert "Then the password alone lets you in" in client.get("/two-factor/totp/deactivate/").content.decode()
    assert client.post("/two-factor/totp/deactivate/").status_code == 302
    assert "Not set up yet" in client.get("/two-factor/").content.decode()
