"""What each fact means that conditions ask about, and the tables of the documentation made from it."""

from typing import Final

from health.domain.alerts.kinds import AlertKind
from playbooks.domain.condition_words import fact_words
from playbooks.domain.facts import ALERT, CHOICES, FLAGS, NUMBERS, SHARES, WORDS
from playbooks.domain.texts import PLACES
from stakeholders.domain.extraction import gettext_noop

MEANINGS: Final[dict[str, str]] = {
    "threads": gettext_noop("The fewest stakeholders whose departure leaves no route from us to a decision."),
    "our_threads": gettext_noop("How many of us have a live route to the decision."),
    "survival": gettext_noop("The chance, in per cent, that a live route is still there after a year."),
    "score": gettext_noop("The health score, 0 to 100."),
    "freshness": gettext_noop("How far what is recorded of people is likely to be still right, in per cent."),
    "roles_mapped": gettext_noop("How many of the roles that the segment requires somebody holds."),
    "roles_engaged": gettext_noop("How many of them are held by somebody we have a live relationship with."),
    "roles_missing": gettext_noop("How many of them nobody holds."),
    "leaders_share": gettext_noop("The share of our relationships, by strength, that is with their leaders."),
    "bridging": gettext_noop("The share of pairs of departments that met in a joint touchpoint within 180 days."),
    "stakeholders": gettext_noop("How many people are on the map and present."),
    "live_relationships": gettext_noop("How many relationships are live."),
    "stale": gettext_noop("How many people were not met within the cadence promised for their role."),
    "silent": gettext_noop("How many people have been silent for unusually long."),
    "orphaned_roles": gettext_noop("How many roles are held only by somebody who left."),
    "days_to_renewal": gettext_noop("Days until the next open contract ends."),
    "days_since_touch": gettext_noop("Days since the last touchpoint."),
    "arr": gettext_noop("What the running contracts are worth a year, in the base currency."),
    "goals_open": gettext_noop("How many goals of the customer are open."),
    "value_received": gettext_noop("The share of the value that the customer confirmed to have received, in per cent."),
    "value_level": gettext_noop("The level of value, 1 to 5."),
    "days_to_first_value": gettext_noop("Days it took to the first value; unknown while there is none."),
    "days_since_start": gettext_noop("Days since onboarding began, with the first deal won or the first contract."),
    "first_value": gettext_noop("Whether somebody of theirs ever said that more than nothing of the value arrived."),
    "commitments_open": gettext_noop("How many of our promises are neither kept nor broken nor withdrawn."),
    "commitments_overdue": gettext_noop("How many of these are past their day."),
    "concerns_open": gettext_noop(
        "How many concerns whoever raised them has neither confirmed as solved nor withdrawn."
    ),
    "concerns_unconfirmed": gettext_noop("How many of these are delivered and wait for their confirmation."),
    "celebrated": gettext_noop("The share of those present who were recognised within 365 days, in per cent."),
    "never_celebrated": gettext_noop("How many of those present were never recognised."),
    "milestones_uncelebrated": gettext_noop("How many milestones were reached without a recognition."),
    "champions_ready": gettext_noop(
        "How many could become a champion, by persona or behaviour, as the page Champions says."
    ),
    "deals_open": gettext_noop("How many deals are neither won nor lost."),
    "band": gettext_noop("The band of the health score."),
    "phase": gettext_noop("Where the account is on its way."),
    "touch": gettext_noop("How closely the segment of the account is served."),
    "segment": gettext_noop("The name of the segment; in quotation marks where it has spaces."),
    "industry": gettext_noop("The industry, as it is recorded."),
    "region": gettext_noop("The region, as it is recorded."),
    "connected": gettext_noop("Whether there is a route from us to a decision."),
    "bridge": gettext_noop("Whether all routes pass through one person between us and those who decide."),
    "decider_alone": gettext_noop("Whether all routes end at one person who decides."),
    "champion": gettext_noop("Whether somebody present holds the role champion."),
    "sponsor": gettext_noop("Whether somebody present holds the role executive sponsor."),
    "being_set_up": gettext_noop("Whether the map is not yet ready to raise alerts."),
    "debrief_held": gettext_noop(
        "Whether the debrief with today's owner was held, of the deal won last that needs a handoff; where none was "
        "won, of the open one that is likely. Unknown without such a deal, as the three below are."
    ),
    "introduced": gettext_noop("Whether the CSM was introduced for that deal."),
    "handoff_complete": gettext_noop("Whether both sides have completed the handoff record of that deal."),
    "went_live": gettext_noop("Whether what that deal sold is in use."),
}
ALERT_MEANING: Final = gettext_noop("Whether an alert of this kind is open.")


def example_of(name: str) -> str:
    """A condition on a fact, as one would write it.

    >>> [example_of(name) for name in ("threads", "survival", "band", "segment", "champion")]
    ['threads >= 2', 'survival < 70', 'band in green amber', 'segment = "…"', 'champion']
    """
    if name in NUMBERS:
        return f"{name} < 70" if name in SHARES or name == "score" else f"{name} >= 2"
    if name in CHOICES:
        return f"{name} in {' '.join(CHOICES[name][:2])}"
    return f'{name} = "…"' if name in WORDS else name


def facts_as_markdown() -> str:
    """The table of facts, as `docs/playbooks.md` holds it."""
    rows = ["| fact | on the page | means | for example |", "| --- | --- | --- | --- |"]
    for name in [*NUMBERS, *WORDS, *FLAGS]:
        choices = f" One of {', '.join(CHOICES[name])}." if name in CHOICES else ""
        rows.append(f"| `{name}` | {fact_words(name)} | {MEANINGS[name]}{choices} | `{example_of(name)}` |")
    kinds = ", ".join(f"`{kind.value}`" for kind in AlertKind)
    rows.append(f"| `{ALERT}KIND` | the alert is open | {ALERT_MEANING} Kinds are {kinds}. | `no {ALERT}departure` |")
    return "\n".join(rows)


def places_as_markdown() -> str:
    """The table of places in texts, as `docs/playbooks.md` holds it."""
    return "\n".join(
        ["| place | becomes |", "| --- | --- |", *(f"| `{{{name}}}` | {PLACES[name]} |" for name in PLACES)]
    )
