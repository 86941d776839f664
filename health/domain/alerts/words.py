"""Alerts in words: the reason for each, from the figures it rests on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from health.domain.alerts.conditions import Figures
from health.domain.alerts.kinds import AlertKind
from stakeholders.domain.extraction import gettext_noop

REASONS: Final[dict[str, str]] = {
    AlertKind.ROUTE_LOST: gettext_noop("No route leads to a decision any more."),
    "no_decider": gettext_noop("Nobody who decides is left on the map."),
    AlertKind.RENEWAL_AT_RISK: gettext_noop(
        "Renewal in %(days)s days; the chance that we stay connected until then is %(survival)s."
    ),
    "renewal_tomorrow": gettext_noop("Renewal tomorrow; the chance that we stay connected until then is %(survival)s."),
    "renewal_today": gettext_noop("Renewal today; the chance that we are connected is %(survival)s."),
    AlertKind.DEPARTURE: gettext_noop("%(name)s left; nobody has taken over as %(roles)s."),
    "departure_moved": gettext_noop("%(name)s left for another customer; nobody has taken over as %(roles)s."),
    AlertKind.DEPARTURE_ANNOUNCED: gettext_noop(
        "%(name)s leaves on %(day)s; nobody is named to take over as %(roles)s."
    ),
    "announced_on_routes": gettext_noop(
        "%(name)s leaves on %(day)s; routes to the decision pass through them, and nobody is named to take over."
    ),
    AlertKind.BAND_CHANGED: gettext_noop("Health fell from %(from)s to %(to)s."),
    AlertKind.UNUSUAL_SILENCE: gettext_noop(
        "%(name)s has been silent for %(days)s days; usual are %(usual)s between contacts."
    ),
    AlertKind.RED_ACCOUNT: gettext_noop("Health is red: %(score)s of 100."),
    AlertKind.SCORE_DROPPED: gettext_noop("Health lost %(points)s points, most by %(measure)s."),
    AlertKind.PAYMENT: gettext_noop("Payment is at %(points)s of 100: invoices are overdue."),
    AlertKind.SINGLE_BRIDGE: gettext_noop("All routes to the decision pass through %(name)s."),
    AlertKind.ONE_DECIDER: gettext_noop("%(name)s is the only one on the map who decides."),
    AlertKind.CHAMPION_MOVED: gettext_noop(
        "%(name)s was our champion at another customer and works here now; nobody is in touch."
    ),
    AlertKind.ROLE_UNCOVERED: gettext_noop("Nobody is known as %(roles)s."),
    AlertKind.STALE_CONTACT: gettext_noop("%(names)s: promised contact is overdue by up to %(days)s days."),
    "stale_one": gettext_noop("%(names)s: promised contact is %(days)s days overdue."),
    "stale_never": gettext_noop("%(names)s: needed for the decision and never met."),
    AlertKind.LONE_USER: gettext_noop("Only %(user)s of ours has a route to the decision."),
    AlertKind.MAP_STALE: gettext_noop("Only %(freshness)s of the map is likely still right."),
    AlertKind.HANDOFF_LATE: gettext_noop("%(deal)s: the internal debrief was not held within 48 hours of closing."),
    "late_new_owner_debrief": gettext_noop(
        "%(deal)s: the debrief with the new owner was not held within 48 hours of the change."
    ),
    "late_introduction_likely": gettext_noop("%(deal)s: the CSM was not introduced before closing."),
    "late_introduction_closed": gettext_noop("%(deal)s: the CSM was not introduced within 5 days of closing."),
    "late_introduction_live": gettext_noop("%(deal)s: the CSM was not introduced within 5 days of go-live."),
    AlertKind.FIRST_VALUE_LATE: gettext_noop(
        "No value received yet, %(days)s days after the %(expected)s days in which it was expected."
    ),
    AlertKind.FINISH_MAP: gettext_noop("Nobody who decides is confirmed, and nobody was met in 180 days."),
    "finish_decider": gettext_noop("Nobody who decides is confirmed yet."),
    "finish_touchpoint": gettext_noop("Nobody was met in 180 days."),
}
FOLDED: Final[dict[str, str]] = {
    AlertKind.UNUSUAL_SILENCE: gettext_noop("%(count)s people are unusually silent: %(names)s."),
    AlertKind.DEPARTURE: gettext_noop("%(count)s people left roles that nobody has taken over: %(names)s."),
    AlertKind.DEPARTURE_ANNOUNCED: gettext_noop("%(count)s people will leave and have no successor yet: %(names)s."),
    AlertKind.CHAMPION_MOVED: gettext_noop(
        "%(count)s people were our champions elsewhere and work here now; nobody is in touch with them: %(names)s."
    ),
    AlertKind.HANDOFF_LATE: gettext_noop("%(count)s debriefs or introductions are late: %(names)s."),
}
SEVERAL: Final = gettext_noop("%(count)s alerts of this kind.")
MORE: Final = gettext_noop("%(names)s and %(count)s more")
SOMEBODY: Final = gettext_noop("somebody")
NAMED: Final = 2
SOON: Final[dict[int | None, str]] = {0: "renewal_today", 1: "renewal_tomorrow"}

Say = Callable[[str], str]


class Names(NamedTuple):
    """What ids and keys are called: people, our users, roles, measures, bands."""

    people: Mapping[int, str]
    users: Mapping[int, str]
    roles: Mapping[str, str]
    measures: Mapping[str, str]
    bands: Mapping[str, str]


NOBODY: Final = Names({}, {}, {}, {}, {})


def reason(
    kind: str,
    figures: Figures,
    on: date,
    names: Names = NOBODY,
    say: Say = str,
    write_day: Callable[[date], str] = date.isoformat,
) -> str:
    """Why an alert stands, in one sentence.

    Parameters
    ----------
    kind : str
    figures : mapping
        As found, of that kind.
    on : date
        The day from which days are counted.
    names : Names
        Of what the figures mention; who is not in it is "somebody".
    say : callable
        Translates a template.
    write_day : callable
        Writes a date as readers know it.

    Examples
    --------
    >>> reason("single_bridge", {"people": [3]}, date(2026, 3, 1), Names({3: "Ana"}, {}, {}, {}, {}))
    'All routes to the decision pass through Ana.'
    """
    people = [names.people.get(each, say(SOMEBODY)) for each in figures.get("people", ())]
    days = _days(figures, on)
    given = {
        "name": people[0] if people else say(SOMEBODY),
        "names": _listed(people, figures.get("count", len(people)), say),
        "roles": ", ".join(names.roles.get(each, each) for each in figures.get("roles", ())),
        "user": names.users.get(figures.get("user", 0), say(SOMEBODY)),
        "deal": figures.get("deal", ""),
        "days": days,
        "day": write_day(date.fromisoformat(figures["leaves_on"])) if "leaves_on" in figures else "",
        "usual": figures.get("usual_days"),
        "expected": figures.get("expected_days"),
        "survival": percent(figures.get("survival")),
        "freshness": percent(figures.get("freshness")),
        "score": figures.get("score"),
        "points": abs(figures.get("points", 0)),
        "measure": names.measures.get(figures.get("measure", ""), figures.get("measure", "")),
        "from": names.bands.get(figures.get("from", ""), figures.get("from", "")),
        "to": names.bands.get(figures.get("to", ""), figures.get("to", "")),
    }
    return say(REASONS[_template(kind, figures, days)]) % given


def subject_name(figures: Figures, names: Names = NOBODY, say: Say = str) -> str:
    """Whom an alert is about, or which deal; empty where it is the account."""
    people = figures.get("people", ())
    return names.people.get(people[0], say(SOMEBODY)) if people else str(figures.get("deal", ""))


def folded_reason(kind: str, about: Sequence[str], say: Say = str) -> str:
    """Why several alerts of one kind and account stand, in one sentence.

    Parameters
    ----------
    kind : str
    about : sequence of str
        Whom each of them is about, from `subject_name`.
    say : callable
        Translates a template.

    Examples
    --------
    >>> folded_reason("unusual_silence", ["Ana", "Bob", "Cy"])
    '3 people are unusually silent: Ana, Bob and 1 more.'
    """
    named = list(dict.fromkeys(name for name in about if name))
    return say(FOLDED.get(kind, SEVERAL)) % {"count": len(about), "names": _listed(named, len(named), say)}


def percent(share: float | None) -> str:
    """A share as readers know it.

    >>> percent(0.614), percent(None)
    ('61 %', '')
    """
    return "" if share is None else f"{round(share * 100)} %"


def _template(kind: str, figures: Figures, days: int | None) -> str:
    if kind == AlertKind.RENEWAL_AT_RISK and days in SOON:
        return SOON[days]
    if kind == AlertKind.ROUTE_LOST and not figures.get("deciders"):
        return "no_decider"
    if kind == AlertKind.DEPARTURE and figures.get("moved"):
        return "departure_moved"
    if kind == AlertKind.DEPARTURE_ANNOUNCED and not figures.get("roles"):
        return "announced_on_routes"
    if kind == AlertKind.STALE_CONTACT and not figures.get("due_on"):
        return "stale_never"
    if kind == AlertKind.STALE_CONTACT and figures.get("count") == 1:
        return "stale_one"
    if kind == AlertKind.HANDOFF_LATE:
        return _late_template(figures)
    lacking = figures.get("lacks", ())
    return f"finish_{lacking[0]}" if kind == AlertKind.FINISH_MAP and len(lacking) == 1 else kind


def _late_template(figures: Figures) -> str:
    clock = figures.get("clock")
    if clock == "introduction":
        return f"late_introduction_{figures['why']}"
    return "late_new_owner_debrief" if clock == "new_owner_debrief" else AlertKind.HANDOFF_LATE


def _days(figures: Figures, on: date) -> Any:
    """Days from or to the date that a kind keeps, never below 0."""
    for name, ahead in (("renewal_on", True), ("due_on", False), ("last_on", False)):
        if figures.get(name):
            days = (date.fromisoformat(figures[name]) - on).days
            return max(0, days if ahead else -days)
    return None


def _listed(people: Sequence[str], count: int, say: Say) -> str:
    shown = ", ".join(people[:NAMED])
    left = count - min(len(people), NAMED)
    return say(MORE) % {"names": shown, "count": left} if left > 0 else shown
