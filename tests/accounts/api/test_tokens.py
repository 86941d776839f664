"""API tokens: kept by their hash, shown once, limited by scope, time and revocation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services.tokens import create_token, revoke_token, usable_token
from tests.callers import caller
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


@pytest.fixture
def cast() -> Cast:
    return assemble()


def signed_in(user: object) -> Client:
    browser = Client()
    browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return browser


def ask(secret: str) -> int:
    return Client(headers={"Authorization": f"Bearer {secret}"}).get(ME).status_code


def test_only_a_fingerprint_of_the_secret_is_kept(cast: Cast) -> None:
    token, secret = create_token(cast.cleo, "warehouse")
    held = ApiToken.objects.values().get(pk=token.pk)
    assert secret not in str(held)
    assert held["digest"] != secret
    assert secret.startswith(held["prefix"])
    assert len(secret) == 47
    assert len(held["prefix"]) == 12


def test_a_token_acts_as_its_user_with_its_scope(cast: Cast) -> None:
    seen = caller(cast.cleo, "read").get(ME).json()
    assert (seen["id"], seen["name"], seen["token_scope"]) == (cast.cleo.pk, "Cleo", "read")
    assert signed_in(cast.cleo).get(ME).json()["token_scope"] is None


def test_expired_revoked_and_of_inactive_users_tokens_open_nothing(cast: Cast) -> None:
    token, secret = create_token(cast.cleo, "a", expires_at=timezone.now() + timedelta(days=1))
    assert ask(secret) == 200
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(secret) == 401
    token, secret = create_token(cast.cleo, "b")
    revoke_token(token)
    assert ask(secret) == 401
    _token, secret = create_token(cast.carl, "c")
    type(cast.carl).objects.filter(pk=cast.carl.pk).update(is_active=False)
    assert ask(secret) == 401


def test_its_use_is_noted_at_most_once_a_minute(cast: Cast, django_assert_num_queries: object) -> None:
    token, secret = create_token(cast.cleo, "a")
    with django_assert_num_queries(2):  # type: ignore[operator]
        usable_token(secret)
    with django_assert_num_queries(1):  # type: ignore[operator]
        usable_token(secret)
    before = timezone.now() - timedelta(seconds=61)
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=before)
    usable_token(secret)
    used_at = ApiToken.objects.get(pk=token.pk).last_used_at
    assert used_at is not None
    assert used_at > before


def test_the_page_shows_the_secret_once(cast: Cast) -> None:
    browser = signed_in(cast.cleo)
    made = browser.post("/settings/tokens/new/", {"name": "warehouse", "scope": "read", "days": "30"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    listed = browser.get("/settings/tokens/").content.decode()
    assert "warehouse" in listed
    assert secret not in listed
    assert ask(secret) == 200
    token = ApiToken.objects.get()
    assert token.expires_at is not None
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    assert browser.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert ask(secret) == 401


def test_others_tokens_are_shown_to_administrators_only(cast: Cast) -> None:
    token, secret = create_token(cast.cleo, "warehouse")
    assert "warehouse" in signed_in(cast.ada).get("/settings/tokens/").content.decode()
    assert "warehouse" not in signed_in(cast.otto).get("/settings/tokens/").content.decode()
    assert signed_in(cast.carl).post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert ask(secret) == 200
