"""Titles and texts with places such as `{champion}`, filled with what is known of an account."""

import re
from collections.abc import Mapping
from typing import Final

from stakeholders.domain.extraction import gettext_noop

PLACE: Final = re.compile(r"\{([a-z_]+)\}")
PLACES: Final[dict[str, str]] = {
    "account": gettext_noop("account"),
    "owner": gettext_noop("owner"),
    "csm": gettext_noop("CSM"),
    "me": gettext_noop("whoever does this"),
    "champion": gettext_noop("champion"),
    "decision_maker": gettext_noop("decision maker"),
    "sponsor": gettext_noop("executive sponsor"),
    "key_person": gettext_noop("key person"),
    "person": gettext_noop("whom it is about"),
    "departed": gettext_noop("who left"),
    "successor": gettext_noop("successor"),
    "renewal_date": gettext_noop("date of the renewal"),
    "days_to_renewal": gettext_noop("days to the renewal"),
    "threads": gettext_noop("threads"),
    "survival": gettext_noop("chance we stay connected"),
    "score": gettext_noop("score"),
    "band": gettext_noop("health"),
    "goal": gettext_noop("goal"),
    "today": gettext_noop("today"),
}


def unknown_places(text: str) -> list[str]:
    """The places of a text that nothing fills.

    >>> unknown_places("Dear {champion}, your {gaol}")
    ['gaol']
    """
    return [name for name in dict.fromkeys(PLACE.findall(text)) if name not in PLACES]


def fill(text: str, known: Mapping[str, str], gaps: Mapping[str, str] = PLACES) -> str:
    """A text with its places filled; what is not known is left as a marked gap in the words of `gaps`.

    >>> fill("Dear {champion}, {account} has {threads} threads.", {"account": "Acme", "threads": "2"})
    'Dear [champion], Acme has 2 threads.'
    """
    return PLACE.sub(lambda place: known.get(place[1]) or f"[{gaps.get(place[1], place[1])}]", text)
