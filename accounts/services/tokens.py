"""Give out and revoke the tokens with which programs use the API."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, TokenScope, User
from accounts.selectors.tokens import token_by_digest

MARK = "cst_"  # so that people and secret scanners recognise one
SHOWN = 12
USE_IS_NOTED_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """The hash that is kept. The secret is 256 random bits, so a plain SHA-256 cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(
    user: User, name: str, scope: str = TokenScope.READ, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Give out a token and its secret, which nobody can read again. *Raises* ValidationError."""
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("A token expires in the future.")})
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=name.strip(),
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        scope=scope,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save(force_insert=True)
    return token, secret


def revoke_token(token: ApiToken) -> None:
    """Shut a token out from now on; one that was revoked before stays as it was."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def usable_token(secret: str) -> ApiToken | None:
    """The token of a secret if it opens the door now, with its user, in one query; its use is noted once a minute."""
    found = token_by_digest(digest_of(secret))
    if found is not None:
        _note_use(found)
    return found


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
