"""The one table of alert kinds: what each says, when it holds, of whom, and when it is over.

`docs/alerts.md` is made from this table, and a test holds the two equal.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stakeholders.domain.extraction import gettext_noop


class AlertKind(StrEnum):
    """What can be found."""

    ROUTE_LOST = "route_lost"
    RENEWAL_AT_RISK = "renewal_at_risk"
    DEPARTURE = "departure"
    DEPARTURE_ANNOUNCED = "departure_announced"
    BAND_CHANGED = "band_changed"
    UNUSUAL_SILENCE = "unusual_silence"
    RED_ACCOUNT = "red_account"
    SCORE_DROPPED = "score_dropped"
    PAYMENT = "payment"
    SINGLE_BRIDGE = "single_bridge"
    ONE_DECIDER = "one_decider"
    CHAMPION_MOVED = "champion_moved"
    ROLE_UNCOVERED = "role_uncovered"
    STALE_CONTACT = "stale_contact"
    LONE_USER = "lone_user"
    MAP_STALE = "map_stale"
    FINISH_MAP = "finish_map"
    HANDOFF_LATE = "handoff_late"
    FIRST_VALUE_LATE = "first_value_late"


class Passing(StrEnum):
    """Whether a condition comes about by time passing alone; such alerts wait until it has held 7 days."""

    NEVER = "never"
    ALWAYS = "always"
    WITHOUT_DEPARTURE = "without_departure"


HELD_DAYS: Final = 7
IN_SET_UP: Final = frozenset({AlertKind.FINISH_MAP, AlertKind.HANDOFF_LATE})  # found while an account is set up
RECENT_DEPARTURE_DAYS: Final = 30
RENEWAL_WINDOWS: Final = (90, 180)
SAFE_TO_RENEWAL: Final = 0.7
FRESH_FROM: Final = 0.6
DROP_POINTS: Final = 10.0
RECOVERED_POINTS: Final = 5.0
PAYMENT_POINTS: Final = 50.0
MOVED_DAYS: Final = 180
MISSED_DAYS: Final = 365
FIRST_VALUE_DAYS: Final = 180

PASSING_WORDS: Final = {
    Passing.NEVER: gettext_noop("at once"),
    Passing.ALWAYS: gettext_noop("after 7 days"),
    Passing.WITHOUT_DEPARTURE: gettext_noop("at once when somebody left within 30 days, else after 7 days"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table.

    Attributes
    ----------
    key : AlertKind
    label : str
        Its name, in English, marked for translation like all words here.
    condition, threshold, subject, clears : str
        When it holds, from which figure on, of what there is one alert, and what ends it.
    cleared : str
        What is said when it has ended.
    likelihood : float
        How likely such a thing costs the revenue, 0-1, before figures of the case are known: a judgement to rank by.
    passing : Passing
    notifies : bool
        Whether it is told outside of the account unless somebody chose otherwise.
    only_when : str
        What narrows `notifies`; empty: always.
    """

    key: AlertKind
    label: str
    condition: str
    threshold: str
    subject: str
    clears: str
    cleared: str
    likelihood: float
    passing: Passing = Passing.NEVER
    notifies: bool = False
    only_when: str = ""


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        AlertKind.ROUTE_LOST,
        gettext_noop("Route lost"),
        gettext_noop("There was a route from us to a decision, and there is none now. Never while not connected yet."),
        gettext_noop("threads 0"),
        gettext_noop("the account"),
        gettext_noop("A route to the decision exists again."),
        gettext_noop("A route to the decision exists again."),
        0.5,
        Passing.WITHOUT_DEPARTURE,
        notifies=True,
    ),
    Kind(
        AlertKind.RENEWAL_AT_RISK,
        gettext_noop("Renewal at risk"),
        gettext_noop("The renewal is near and the chance that we stay connected until then is low."),
        gettext_noop("renewal within 180 days (urgent within 90), chance to the renewal below 70 %"),
        gettext_noop("the account"),
        gettext_noop("The chance to the renewal is 70 % or more, or the renewal has moved or passed."),
        gettext_noop("The chance that we stay connected to the renewal is good again, or the renewal has moved."),
        0.3,
        Passing.WITHOUT_DEPARTURE,
        notifies=True,
    ),
    Kind(
        AlertKind.DEPARTURE,
        gettext_noop("Departure"),
        gettext_noop("Somebody left, and a role of theirs that is missed has not been filled or ended."),
        gettext_noop("left within 365 days; the role decides, is the champion's, or only they held it though required"),
        gettext_noop("who left"),
        gettext_noop("Every such role is filled or ended, or a year has passed."),
        gettext_noop("The roles they left are filled or ended."),
        0.25,
        notifies=True,
    ),
    Kind(
        AlertKind.DEPARTURE_ANNOUNCED,
        gettext_noop("Departure announced"),
        gettext_noop("Somebody whose going will be missed has said when they leave, and no successor is named."),
        gettext_noop(
            "a role of theirs decides, is the champion's, or only they hold it though required; or threads fall"
        ),
        gettext_noop("who will leave"),
        gettext_noop("A successor is named, they stay after all, or the day has come: then the departure tells of it."),
        gettext_noop("A successor is named, they stay after all, or they have left."),
        0.25,
        notifies=True,
    ),
    Kind(
        AlertKind.BAND_CHANGED,
        gettext_noop("Band changed"),
        gettext_noop("The health of the account fell into a worse band."),
        gettext_noop("green to amber or red, amber to red"),
        gettext_noop("the account"),
        gettext_noop("The health is back in the band it fell from, or a better one."),
        gettext_noop("The health is back in its former band."),
        0.25,
        notifies=True,
        only_when=gettext_noop("the band is red"),
    ),
    Kind(
        AlertKind.UNUSUAL_SILENCE,
        gettext_noop("Unusual silence"),
        gettext_noop("Somebody has been silent much longer than their own rhythm lets expect."),
        gettext_noop("p at most 0.02, from at least 4 two-way days in 365"),
        gettext_noop("who is silent"),
        gettext_noop("They were in touch again, left, or the rhythm is too old to judge."),
        gettext_noop("They were in touch again, or left."),
        0.3,
        Passing.ALWAYS,
        notifies=True,
    ),
    Kind(
        AlertKind.RED_ACCOUNT,
        gettext_noop("Red account"),
        gettext_noop("The health of the account is red: it belongs into the red-account review."),
        gettext_noop("band red"),
        gettext_noop("the account"),
        gettext_noop("The band is amber or green, or the health is not known any more."),
        gettext_noop("The health is no longer red."),
        0.4,
    ),
    Kind(
        AlertKind.SCORE_DROPPED,
        gettext_noop("Score dropped"),
        gettext_noop("The values of measures fell; changed weights and measures that come or go do not count."),
        gettext_noop("10 points or more against a week ago, or against the last judgement"),
        gettext_noop("the account"),
        gettext_noop("Less than 5 of the points are still missing."),
        gettext_noop("The values have recovered."),
        0.25,
    ),
    Kind(
        AlertKind.PAYMENT,
        gettext_noop("Payment"),
        gettext_noop("The measure of payment is low: invoices are overdue."),
        gettext_noop("below 50 points"),
        gettext_noop("the account"),
        gettext_noop("The measure is 50 points or more, or not known any more."),
        gettext_noop("Payment is in order again."),
        0.3,
    ),
    Kind(
        AlertKind.SINGLE_BRIDGE,
        gettext_noop("Hangs on one person between"),
        gettext_noop("All routes to the decision pass through one person who does not decide."),
        gettext_noop("threads 1, by a bridge"),
        gettext_noop("that person"),
        gettext_noop("A second thread exists, or all routes pass through somebody else."),
        gettext_noop("A second way to the decision exists, or the way is another one."),
        0.2,
        Passing.WITHOUT_DEPARTURE,
    ),
    Kind(
        AlertKind.ONE_DECIDER,
        gettext_noop("Only one who decides"),
        gettext_noop("Only one person who decides is on the map, and all routes end there."),
        gettext_noop("threads 1, by a decider, one decider mapped"),
        gettext_noop("that person"),
        gettext_noop("A second person who decides is on the map, or there is no route to the one."),
        gettext_noop("Another person who decides is on the map, or the one is no longer reached."),
        0.15,
    ),
    Kind(
        AlertKind.CHAMPION_MOVED,
        gettext_noop("Champion came here"),
        gettext_noop("Somebody who was a champion at another customer has moved here, and nobody of ours is in touch."),
        gettext_noop("left there within 180 days"),
        gettext_noop("who came"),
        gettext_noop("One of ours has a live relationship with them, they left, or 180 days have passed."),
        gettext_noop("One of ours is in touch with them, or they left."),
        0.15,
    ),
    Kind(
        AlertKind.ROLE_UNCOVERED,
        gettext_noop("Required role uncovered"),
        gettext_noop("Nobody on the map holds a role that the segment requires, and no departure tells of it."),
        gettext_noop("one role or more; all of an account are one alert"),
        gettext_noop("the account"),
        gettext_noop("Every required role is held by somebody."),
        gettext_noop("Every required role is held by somebody."),
        0.15,
    ),
    Kind(
        AlertKind.STALE_CONTACT,
        gettext_noop("Stale contact"),
        gettext_noop("A promised contact is overdue, or somebody in a required role was never met."),
        gettext_noop("the cadence of the segment; all of an account are one alert"),
        gettext_noop("the account"),
        gettext_noop("Every promise is kept again."),
        gettext_noop("Every promised contact has taken place."),
        0.15,
        Passing.ALWAYS,
    ),
    Kind(
        AlertKind.LONE_USER,
        gettext_noop("One of ours alone"),
        gettext_noop("Only one of ours has a live route to the decision."),
        gettext_noop("our threads 1, in segments of high or medium touch"),
        gettext_noop("that user of ours"),
        gettext_noop("A second one of ours has a route, or nobody has."),
        gettext_noop("A second one of ours has a way to the decision, or nobody has."),
        0.1,
        Passing.WITHOUT_DEPARTURE,
    ),
    Kind(
        AlertKind.MAP_STALE,
        gettext_noop("Map out of date"),
        gettext_noop("Much of the map was not confirmed for so long that it is probably wrong."),
        gettext_noop("freshness below 60 %"),
        gettext_noop("the account"),
        gettext_noop("The freshness is 60 % or more."),
        gettext_noop("The map has been confirmed."),
        0.1,
        Passing.ALWAYS,
    ),
    Kind(
        AlertKind.HANDOFF_LATE,
        gettext_noop("Handoff late"),
        gettext_noop("The debrief or the introduction of a deal was not held in time, also while a map is set up."),
        gettext_noop("48 hours from closing or a new owner; the introduction by segment; for 90 days after that"),
        gettext_noop("the clock of a deal"),
        gettext_noop("It is held, the deal is not won after all, or 90 days have passed."),
        gettext_noop("It was held, or is no longer due."),
        0.2,
        notifies=True,
    ),
    Kind(
        AlertKind.FIRST_VALUE_LATE,
        gettext_noop("First value late"),
        gettext_noop("Onboarding has begun and nobody of theirs has said yet that any value arrived."),
        gettext_noop("the days that the segment expects (high 90, medium 60, low 30); for 180 days after that"),
        gettext_noop("the account"),
        gettext_noop("They confirm a part of the value, they have left, or 180 days have passed."),
        gettext_noop("They received the first value, or it is no longer a matter of onboarding."),
        0.2,
    ),
    Kind(
        AlertKind.FINISH_MAP,
        gettext_noop("Finish this map"),
        gettext_noop("The account is being set up: nobody who decides is confirmed, or nobody was met in 180 days."),
        gettext_noop("in place of all other kinds but late handoffs; five a day on My day"),
        gettext_noop("the account"),
        gettext_noop(
            "Somebody who decides is confirmed and a two-way touchpoint lies within 180 days, or one says ready."
        ),
        gettext_noop("The map is ready."),
        0.1,
    ),
)
BY_KEY: Final = {kind.key: kind for kind in KINDS}


def table_as_markdown(kinds: tuple[Kind, ...] = KINDS) -> str:
    """The table as `docs/alerts.md` shows it.

    >>> table_as_markdown(KINDS[:1]).splitlines()[2].split(" | ")[0]
    '| Route lost'
    """
    head = ("Kind", "Holds when", "Threshold", "One for", "Clears when", "Opens", "Notifies")
    rows = [head, ("---",) * len(head), *(_cells(kind) for kind in kinds)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(kind: Kind) -> tuple[str, ...]:
    notifies = (f"when {kind.only_when}" if kind.only_when else "yes") if kind.notifies else "no"
    opens = PASSING_WORDS[kind.passing]
    return (kind.label, kind.condition, kind.threshold, kind.subject, kind.clears, opens, notifies)
