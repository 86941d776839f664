"""Conditions, triggers and the timing of steps in words that people read, in English, marked for translation.

Every function takes `say`, which translates a text; without it the words stay English.
"""

from collections.abc import Callable, Sequence
from typing import Final

from health.domain.alerts.kinds import BY_KEY, AlertKind
from playbooks.domain.conditions import IN, Condition, Part
from playbooks.domain.definition import Trigger, TriggerKind
from playbooks.domain.facts import ALERT, FLAGS, NUMBERS, SHARES, WORDS, FactKind, kind_of
from stakeholders.domain.extraction import gettext_noop

Say = Callable[[str], str]


def as_written(text: str) -> str:
    """The words untranslated."""
    return text


COMPARED: Final[dict[str, str]] = {
    "<": gettext_noop("%(fact)s below %(figure)s"),
    "<=": gettext_noop("%(fact)s at most %(figure)s"),
    ">": gettext_noop("%(fact)s above %(figure)s"),
    ">=": gettext_noop("%(fact)s at least %(figure)s"),
    "=": gettext_noop("%(fact)s exactly %(figure)s"),
    "!=": gettext_noop("%(fact)s other than %(figure)s"),
}
CHOSEN: Final = gettext_noop("%(fact)s %(choices)s")
NOT_CHOSEN: Final = gettext_noop("%(fact)s not %(choices)s")
FLAG_WORDS: Final[dict[str, tuple[str, str]]] = {
    "first_value": (gettext_noop("the first value was received"), gettext_noop("no value was received yet")),
    "connected": (gettext_noop("there is a route to the decision"), gettext_noop("there is no route to the decision")),
    "bridge": (
        gettext_noop("all routes hang on one person between"),
        gettext_noop("no single person between holds all routes"),
    ),
    "decider_alone": (
        gettext_noop("the decision rests on one person alone"),
        gettext_noop("the decision does not rest on one person alone"),
    ),
    "champion": (gettext_noop("there is a champion"), gettext_noop("there is no champion")),
    "sponsor": (gettext_noop("there is an executive sponsor"), gettext_noop("there is no executive sponsor")),
    "being_set_up": (gettext_noop("the map is being set up"), gettext_noop("the map is no longer being set up")),
    "debrief_held": (gettext_noop("the debrief was held"), gettext_noop("the debrief was not held")),
    "introduced": (gettext_noop("the CSM was introduced"), gettext_noop("the CSM was not introduced")),
    "handoff_complete": (
        gettext_noop("both sides completed the handoff"),
        gettext_noop("the handoff is not complete"),
    ),
    "went_live": (gettext_noop("they went live"), gettext_noop("they did not go live")),
}
ALERT_OPEN: Final = gettext_noop("the alert “%(kind)s” is open")
ALERT_SHUT: Final = gettext_noop("no alert “%(kind)s” is open")
CHOICE_WORDS: Final[dict[str, dict[str, str]]] = {
    "band": {"green": gettext_noop("green"), "amber": gettext_noop("amber"), "red": gettext_noop("red")},
    "phase": {
        "land": gettext_noop("Land"),
        "adopt": gettext_noop("Adopt"),
        "expand": gettext_noop("Expand"),
        "renew": gettext_noop("Renew"),
    },
    "touch": {"high": gettext_noop("high"), "medium": gettext_noop("medium"), "low": gettext_noop("low")},
}
AND: Final = gettext_noop("%(some)s and %(last)s")
OR: Final = gettext_noop("%(some)s or %(last)s")
TRIGGER_WORDS: Final[dict[TriggerKind, str]] = {
    TriggerKind.ALERT: gettext_noop("the alert “%(value)s” opens"),
    TriggerKind.PHASE: gettext_noop("the account comes into the phase %(value)s"),
    TriggerKind.TOUCH: gettext_noop("the account comes into a segment of %(value)s touch"),
    TriggerKind.DAYS_BEFORE_RENEWAL: gettext_noop("%(value)s days before a renewal"),
    TriggerKind.DEAL: gettext_noop("a deal is won"),
}


def condition_words(condition: Condition, say: Say = as_written) -> str:
    """A condition as a CSM reads it; empty where it always holds.

    >>> from playbooks.domain.conditions import parse
    >>> condition_words(parse("threads >= 2, survival < 70, no alert:departure"))
    'threads at least 2, chance we stay connected below 70 % and no alert “Departure” is open'
    >>> condition_words(parse("band in red amber, bridge, phase != land"))
    'health red or amber, all routes hang on one person between and phase not Land'
    """
    return joined([part_words(part, say) for part in condition.parts], AND, say)


def part_words(part: Part, say: Say = as_written) -> str:
    """One thing asked, in words."""
    kind = kind_of(part.name)
    if kind is FactKind.NUMBER:
        figure = f"{part.values[0]:g}" + (" %" if part.name in SHARES else "")
        return say(COMPARED[part.test]) % {"fact": say(NUMBERS[part.name]), "figure": figure}
    if kind is FactKind.WORD:
        choices = joined([choice_words(part.name, str(value), say) for value in part.values], OR, say)
        frame = CHOSEN if part.test in (IN, "=") else NOT_CHOSEN
        return say(frame) % {"fact": say(WORDS[part.name]), "choices": choices}
    return flag_words(part.name, bool(part.values[0]) is (part.test == "="), say)


def flag_words(name: str, holds: bool, say: Say = as_written) -> str:
    """A yes or no, in words.

    >>> flag_words("champion", False), flag_words("alert:departure", True)
    ('there is no champion', 'the alert “Departure” is open')
    """
    if name.startswith(ALERT):
        frame = ALERT_OPEN if holds else ALERT_SHUT
        return say(frame) % {"kind": alert_name(name.removeprefix(ALERT), say)}
    return say(FLAG_WORDS[name][0 if holds else 1])


def choice_words(name: str, value: str, say: Say = as_written) -> str:
    """A value of a word; one that an installation chose itself stays as it is."""
    known = CHOICE_WORDS.get(name, {}).get(value.casefold())
    return value if known is None else say(known)


def alert_name(kind: str, say: Say = as_written) -> str:
    """What a kind of alert is called; one that is unknown keeps its key."""
    return say(BY_KEY[AlertKind(kind)].label) if kind in set(AlertKind) else kind


def fact_words(name: str, say: Say = as_written) -> str:
    """What a fact is called.

    >>> fact_words("threads"), fact_words("champion"), fact_words("alert:departure")
    ('threads', 'a champion', 'Departure')
    """
    if name.startswith(ALERT):
        return alert_name(name.removeprefix(ALERT), say)
    return say({**NUMBERS, **WORDS, **FLAGS}.get(name, name))


def trigger_words(trigger: Trigger, say: Say = as_written) -> str:
    """What starts a play, in words.

    >>> trigger_words(Trigger(TriggerKind.ALERT, "departure")), trigger_words(Trigger(TriggerKind.TOUCH, "high"))
    ('the alert “Departure” opens', 'the account comes into a segment of high touch')
    """
    value = trigger.value
    if trigger.kind is TriggerKind.ALERT:
        value = alert_name(value, say)
    elif trigger.kind in (TriggerKind.PHASE, TriggerKind.TOUCH):
        value = choice_words(trigger.kind.value, value, say)
    return say(TRIGGER_WORDS[trigger.kind]) % {"value": value}


def triggers_words(triggers: Sequence[Trigger], say: Say = as_written) -> str:
    """What starts plays of a playbook, in words; empty where nothing does by itself.

    >>> triggers_words([Trigger(TriggerKind.PHASE, "adopt"), Trigger(TriggerKind.DAYS_BEFORE_RENEWAL, "120")])
    'the account comes into the phase Adopt or 120 days before a renewal'
    """
    return joined([trigger_words(trigger, say) for trigger in triggers], OR, say)


def joined(words: Sequence[str], frame: str, say: Say = as_written) -> str:
    """Words in a row, the last joined by "and" or "or"."""
    if len(words) < 2:
        return "".join(words)
    return say(frame) % {"some": ", ".join(words[:-1]), "last": words[-1]}
