"""What one would do about an alert: the title that a task made of it begins with."""

from typing import Final

from health.domain.alerts.kinds import AlertKind
from stakeholders.domain.extraction import gettext_noop

TITLES: Final[dict[AlertKind, str]] = {
    AlertKind.ROUTE_LOST: gettext_noop("Find a new route to the decision"),
    AlertKind.RENEWAL_AT_RISK: gettext_noop("Secure a second route before the renewal"),
    AlertKind.DEPARTURE: gettext_noop("Find out who takes over"),
    AlertKind.DEPARTURE_ANNOUNCED: gettext_noop("Name a successor and get to know them"),
    AlertKind.BAND_CHANGED: gettext_noop("Find out why the health changed"),
    AlertKind.UNUSUAL_SILENCE: gettext_noop("Get in touch again"),
    AlertKind.RED_ACCOUNT: gettext_noop("Agree what turns the account round"),
    AlertKind.SCORE_DROPPED: gettext_noop("Find out why the score dropped"),
    AlertKind.PAYMENT: gettext_noop("Ask about the payment"),
    AlertKind.SINGLE_BRIDGE: gettext_noop("Get to know a second person on the way to the decision"),
    AlertKind.ONE_DECIDER: gettext_noop("Find out who else decides"),
    AlertKind.CHAMPION_MOVED: gettext_noop("Meet the champion at the new customer"),
    AlertKind.ROLE_UNCOVERED: gettext_noop("Find somebody for the role"),
    AlertKind.STALE_CONTACT: gettext_noop("Meet them as promised"),
    AlertKind.LONE_USER: gettext_noop("Bring a second one of ours into touch"),
    AlertKind.MAP_STALE: gettext_noop("Bring the map up to date"),
    AlertKind.HANDOFF_LATE: gettext_noop("Hold the debrief or the introduction that is late"),
    AlertKind.FIRST_VALUE_LATE: gettext_noop("Bring them a first result, and ask what it was worth"),
    AlertKind.FINISH_MAP: gettext_noop("Finish the map"),
}


def title_of(kind: AlertKind) -> str:
    """The words for what is to be done, in English, marked for translation.

    >>> title_of(AlertKind.DEPARTURE)
    'Find out who takes over'
    """
    return TITLES[kind]
