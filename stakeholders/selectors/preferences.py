"""How somebody likes to be met, in words: channel, language, and what time it is where they are."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from django.utils import timezone

from stakeholders.models import Person
from stakeholders.models.words import CHANNEL_LABELS


class Preferences(NamedTuple):
    """What is known of how to meet a person; whatever is not known is empty."""

    channel: str
    language: str
    time_zone: str
    there: datetime | None
    interests: str
    notes: str

    @property
    def is_anything(self) -> bool:
        return any(self)


def preferences_of(person: Person) -> Preferences:
    """The preferences of a person, in the reader's language, at this moment."""
    return Preferences(
        channel=str(CHANNEL_LABELS.get(person.preferred_channel, person.preferred_channel)),
        language=_language(person.language),
        time_zone=person.time_zone.replace("_", " "),
        there=_now_in(person.time_zone),
        interests=person.interests,
        notes=person.notes,
    )


def _language(code: str) -> str:
    """The language's own name for itself where the code is known, else the code."""
    key = code.strip().lower()
    info = LANG_INFO.get(key) or LANG_INFO.get(key.split("-")[0]) or {}
    return str(info.get("name_local", code)).capitalize() if code else ""


def _now_in(name: str) -> datetime | None:
    try:
        return timezone.localtime(timezone=ZoneInfo(name)) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
