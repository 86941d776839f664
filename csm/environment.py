"""The one catalogue of what an installation can set, and the reading of it.

Each variable is a field of `Environment` with its default and meaning; `docs/settings.md` shows the same table and a
test holds the two equal. A wrong value is refused at start with the name of its variable.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("en",)


def _text(raw: str) -> str:
    return raw


def _flag(raw: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if raw.lower() not in words:
        raise ValueError("say true or false")
    return words[raw.lower()]


def _list(raw: str) -> list[str]:
    return [part.strip() for part in raw.split(",") if part.strip()]


def _origins(raw: str) -> list[str]:
    for origin in _list(raw):
        if urlsplit(origin).scheme not in ("http", "https") or not urlsplit(origin).netloc:
            raise ValueError(f"{origin!r} must start with http:// or https://")
    return _list(raw)


def _origin(raw: str) -> str:
    if len(_origins(raw)) > 1:
        raise ValueError("say one address")
    return raw.rstrip("/")


def _number(least: int, most: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        number = int(raw) if raw.isdecimal() else least - 1
        if not least <= number <= most:
            raise ValueError(f"say a whole number from {least} to {most}")
        return number

    return parse


def _choice(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw.lower() not in [choice.lower() for choice in choices]:
            raise ValueError(f"say one of {', '.join(choices)}")
        return next(choice for choice in choices if choice.lower() == raw.lower())

    return parse


def _address(*schemes: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw and urlsplit(raw).scheme not in schemes:
            raise ValueError(f"must start with {' or '.join(scheme + '://' for scheme in schemes)}")
        return raw

    return parse


def _currency(raw: str) -> str:
    if len(raw) != 3 or not raw.isalpha() or not raw.isupper():
        raise ValueError("say a three-letter ISO 4217 code such as EUR")
    return raw


def _time_zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except Exception as error:
        raise ValueError("say an IANA time zone such as Europe/Lisbon") from error
    return raw


def _directory(raw: str) -> Path:
    path = Path(raw).expanduser()
    return path if path.is_absolute() else BASE_DIR / path


def _variable(default: str, meaning: str, parse: Callable[[str], Any] = _text) -> Any:
    return field(metadata={"default": default, "meaning": meaning, "parse": parse})


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Everything an operator can set; the variable is the field's name in capitals."""

    production: bool = _variable(
        "false", "Serve others than this machine: `SECRET_KEY` and `ALLOWED_HOSTS` are required, HTTPS is on.", _flag
    )
    debug: bool = _variable("false", "Show the cause on error pages; for developers, refused in production.", _flag)
    secret_key: str = _variable("", "Signs sessions; 50 characters or more. Outside production kept in `DATA_DIR`.")
    allowed_hosts: list[str] = _variable("", "Host names served, comma-separated; outside production loopback.", _list)
    csrf_trusted_origins: list[str] = _variable("", "Further origins that may post forms, comma-separated.", _origins)
    public_url: str = _variable("", "Address people use, such as `https://sky.example`; may post forms.", _origin)
    https: bool = _variable("true", "In production: redirect to HTTPS, secure cookies, HSTS.", _flag)
    data_dir: Path = _variable(".data", "Where the embedded database, the queue, logs and uploads live.", _directory)
    database_url: str = _variable(
        "", "PostgreSQL 15 or newer; empty starts the embedded one.", _address("postgres", "postgresql")
    )
    redis_url: str = _variable(
        "", "Redis for background work; empty: files in `DATA_DIR`.", _address("redis", "rediss")
    )
    email_url: str = _variable(
        "console://",
        "How mail is sent: `smtp://`, `smtp+tls://` or `smtp+ssl://` with user, password, host, port.",
        _address("smtp", "smtp+tls", "smtp+ssl", "console"),
    )
    default_from_email: str = _variable("Constellation <constellation@localhost>", "Sender of mail.")
    time_zone: str = _variable("UTC", "The installation's time zone; its date is today.", _time_zone)
    language_code: str = _variable("en", "Language where a reader has chosen none.", _choice(*LANGUAGES))
    base_currency: str = _variable("EUR", "Currency of totals.", _currency)
    open_reading: bool = _variable("false", "CSMs may read every account, not only their own.", _flag)
    log_level: str = _variable("INFO", "Least severity logged.", _choice("DEBUG", "INFO", "WARNING", "ERROR"))
    log_format: str = _variable("console", "`console` for people, `json` for machines.", _choice("console", "json"))
    port: int = _variable("0", "Port of `make start`; 0 takes a free one.", _number(0, 65535))
    web_workers: int = _variable("2", "Web processes.", _number(1, 64))
    worker_concurrency: int = _variable("2", "Background processes.", _number(1, 64))
    session_hours: int = _variable("336", "Hours until a session ends.", _number(1, 8760))
    api_docs: bool = _variable("true", "Serve the interactive API documentation.", _flag)


def read(source: Mapping[str, str] = os.environ) -> Environment:
    """Parse the variables of `source`.

    Raises ImproperlyConfigured with the variable's name for a value that cannot be used.
    """
    values = {entry.name: _value(entry.name, entry.metadata, source) for entry in fields(Environment)}
    environment = Environment(**values)
    if environment.production:
        _refuse_unsafe_production(environment)
    return environment


def _refuse_unsafe_production(environment: Environment) -> None:
    if len(environment.secret_key) < 50:
        raise ImproperlyConfigured("SECRET_KEY of at least 50 characters is required in production.")
    if not environment.allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is required in production.")
    if environment.debug:
        raise ImproperlyConfigured("DEBUG=true is refused in production.")


def _value(name: str, metadata: Mapping[str, Any], source: Mapping[str, str]) -> Any:
    raw = source.get(name.upper(), "").strip() or metadata["default"]
    try:
        return metadata["parse"](raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name.upper()}={raw!r} cannot be used: {error}.") from error
