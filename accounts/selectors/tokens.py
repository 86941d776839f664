"""The token of a request: asked for by every call of the API, so its statement is written once, not compiled anew."""

from functools import cache

from django.db import connection, models

from accounts.models import ApiToken, User


@cache
def _statement() -> str:
    """Every column of the token and of its user, where the token opens the door now."""
    return f"""
        SELECT {_columns(ApiToken)}, {_columns(User)}
        FROM {ApiToken._meta.db_table} JOIN {User._meta.db_table} ON {User._meta.db_table}.id = user_id
        WHERE digest = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AND is_active
    """  # noqa: S608 (names of our own tables and columns)


def _columns(model: type[models.Model]) -> str:
    return ", ".join(f'{model._meta.db_table}."{field.column}"' for field in model._meta.concrete_fields)


def token_by_digest(digest: str) -> ApiToken | None:
    """The usable token with this hash and its user, in one query of one index look-up each."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    split = len(ApiToken._meta.concrete_fields)
    token = ApiToken.from_db(connection.alias, _names(ApiToken), row[:split])
    token.user = User.from_db(connection.alias, _names(User), row[split:])
    return token


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
