"""The key that signs sessions: given in production, kept in the data directory in development."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(given: str, data_dir: Path, *, is_development: bool) -> str:
    """Return the given key, or the one kept in `data_dir`, made on first use.

    Raises ImproperlyConfigured when production has none.
    """
    if given:
        return given
    if not is_development:
        raise ImproperlyConfigured("SECRET_KEY is required when DEBUG is false.")
    return _kept_key(data_dir / "secret_key")


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
