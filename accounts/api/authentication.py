"""Who is calling, and whether their token may do more than read."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken, TokenScope, User
from accounts.services.tokens import usable_token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`. An unknown, expired or revoked token answers 401."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _space, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
        token = usable_token(secret.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Constellation"'


class MaySpeak(BasePermission):
    """Somebody signed in; with a token of scope read, only to read."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        is_reading_token = isinstance(request.auth, ApiToken) and request.auth.scope != TokenScope.WRITE
        if is_reading_token and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read."))
        return True


class BearerScheme(OpenApiAuthenticationExtension):
    """Tell the schema of the tokens."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from Settings, API tokens."}
