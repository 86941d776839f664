"""The facts of an account that conditions may ask about, and the words for them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from stakeholders.domain.extraction import gettext_noop

Value = float | str | bool | None
Facts = Mapping[str, Value]
"""What is known of an account by fact name; absent or None is unknown. Shares are per cent, money in base currency."""

ALERT: Final = "alert:"


class FactKind(StrEnum):
    """What can be asked about a fact."""

    NUMBER = "number"
    WORD = "word"
    FLAG = "flag"


NUMBERS: Final[dict[str, str]] = {
    "threads": gettext_noop("threads"),
    "our_threads": gettext_noop("our threads"),
    "survival": gettext_noop("chance we stay connected"),
    "score": gettext_noop("score"),
    "freshness": gettext_noop("freshness"),
    "roles_mapped": gettext_noop("required roles mapped"),
    "roles_engaged": gettext_noop("required roles engaged"),
    "roles_missing": gettext_noop("required roles nobody holds"),
    "leaders_share": gettext_noop("leaders' share"),
    "bridging": gettext_noop("departments that met"),
    "stakeholders": gettext_noop("stakeholders"),
    "live_relationships": gettext_noop("live relationships"),
    "stale": gettext_noop("stale contacts"),
    "silent": gettext_noop("unusual silences"),
    "orphaned_roles": gettext_noop("orphaned roles"),
    "days_to_renewal": gettext_noop("days to the renewal"),
    "days_since_touch": gettext_noop("days since the last touch"),
    "arr": gettext_noop("annual value"),
    "goals_open": gettext_noop("open goals"),
    "value_received": gettext_noop("value received"),
    "value_level": gettext_noop("level of value"),
    "days_to_first_value": gettext_noop("days to first value"),
    "days_since_start": gettext_noop("days since onboarding began"),
}
SHARES: Final = frozenset({"survival", "freshness", "leaders_share", "bridging", "value_received"})
WORDS: Final[dict[str, str]] = {
    "band": gettext_noop("health"),
    "phase": gettext_noop("phase"),
    "touch": gettext_noop("touch level"),
    "segment": gettext_noop("segment"),
    "industry": gettext_noop("industry"),
    "region": gettext_noop("region"),
}
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "band": ("green", "amber", "red"),
    "phase": ("land", "adopt", "expand", "renew"),
    "touch": ("high", "medium", "low"),
}
FLAGS: Final[dict[str, str]] = {
    "first_value": gettext_noop("first value received"),
    "connected": gettext_noop("connected"),
    "bridge": gettext_noop("hangs on one person between"),
    "decider_alone": gettext_noop("only one who decides"),
    "champion": gettext_noop("a champion"),
    "sponsor": gettext_noop("an executive sponsor"),
    "being_set_up": gettext_noop("being set up"),
}


def kind_of(name: str) -> FactKind | None:
    """What can be asked about a fact of this name; None when there is none.

    >>> kind_of("threads"), kind_of("alert:departure"), kind_of("mood")
    (<FactKind.NUMBER: 'number'>, <FactKind.FLAG: 'flag'>, None)
    """
    if name in NUMBERS:
        return FactKind.NUMBER
    if name in WORDS:
        return FactKind.WORD
    if name in FLAGS or (name.startswith(ALERT) and len(name) > len(ALERT)):
        return FactKind.FLAG
    return None
