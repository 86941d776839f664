"""Programs that call the API in tests: a client that presents a token of a user."""

from rest_framework.test import APIClient

from accounts.models import TokenScope, User
from accounts.services.tokens import create_token


def caller(user: User, scope: str = TokenScope.WRITE) -> APIClient:
    """A client with a fresh token of the user."""
    _token, secret = create_token(user, "tests", scope)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client
