"""Who is meant when a sign-in fails, so that guessing at one person's password is stopped."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def attempted_user(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the e-mail tried, in the form in which it is kept."""
    email = (credentials or {}).get("email") or request.POST.get("login") or ""
    return str(email).strip().lower()
