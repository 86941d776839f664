"""The facts of an account that conditions may ask about, and the words for them."""

from collections.abc import Mapping
from enum import StrEnum
from math import inf
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
    "commitments_open": gettext_noop("open promises"),
    "commitments_overdue": gettext_noop("overdue promises"),
    "concerns_open": gettext_noop("open concerns"),
    "concerns_unconfirmed": gettext_noop("concerns waiting for their confirmation"),
    "celebrated": gettext_noop("people recognised within a year"),
    "never_celebrated": gettext_noop("people never recognised"),
    "milestones_uncelebrated": gettext_noop("milestones not celebrated"),
    "champions_ready": gettext_noop("possible champions"),
    "deals_open": gettext_noop("open deals"),
}
SHARES: Final = frozenset({"survival", "freshness", "leaders_share", "bridging", "value_received", "celebrated"})
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
    "debrief_held": gettext_noop("the debrief was held"),
    "introduced": gettext_noop("the CSM was introduced"),
    "handoff_complete": gettext_noop("the handoff is complete"),
    "went_live": gettext_noop("went live"),
}

# Between which figures a number lies; those not named are whole and never negative.
BOUNDS: Final[dict[str, tuple[float, float]]] = {
    **dict.fromkeys(SHARES, (0, 100)),
    "score": (0, 100),
    "value_level": (1, 5),
    "days_to_renewal": (-inf, inf),
}
IN_PARTS: Final = frozenset({*SHARES, "score", "arr"})


def can_be(name: str, figure: float) -> bool:
    """Whether a number can ever be so much.

    >>> can_be("concerns_open", -1), can_be("concerns_open", 0.5), can_be("celebrated", 0.5), can_be("celebrated", 101)
    (False, False, True, False)
    """
    least, most = BOUNDS.get(name, (0, inf))
    return least <= figure <= most and (name in IN_PARTS or figure == int(figure))


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
