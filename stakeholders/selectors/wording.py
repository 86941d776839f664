"""Sentences of the domain in the reader's language, with the catalogue's names for keys."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import formats
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from stakeholders.domain import change_words, headline_words
from stakeholders.domain.balance import BalanceWarning
from stakeholders.domain.changes import Change
from stakeholders.domain.findings import Findings
from stakeholders.domain.headline_words import Part
from stakeholders.domain.persona import Persona
from stakeholders.domain.question_words import Asked, question_in_words
from stakeholders.domain.questions import MapQuestion
from stakeholders.domain.sky import ConnectionKind
from stakeholders.models.words import CONNECTION_LABELS


def persona_label(persona: Persona) -> str:
    """The name of a persona as the page says it."""
    return {
        Persona.BUYER: gettext("Buyer"),
        Persona.CHAMPION_POTENTIAL: gettext("Champion potential"),
        Persona.POWER_USER: gettext("Power User"),
        Persona.OBSERVER: gettext("Observer"),
        Persona.NOT_PLACED: gettext("Not placed"),
    }[persona]


def balance_warning(warning: BalanceWarning) -> str:
    """What is wrong with the mix of leaders and daily users."""
    return {
        BalanceWarning.HANGS_ON_SPONSOR: gettext("hangs on the executive sponsor"),
        BalanceWarning.NO_LEADER_ENGAGED: gettext("no leader is engaged"),
        BalanceWarning.TOO_FEW_LEADERS: gettext("too few leaders"),
        BalanceWarning.TOO_MANY_LEADERS: gettext("too few daily users"),
    }[warning]


def headline_sentences(parts: Iterable[Part]) -> list[str]:
    """The sentences beside the sky."""
    return [headline_words.part_in_words(part, gettext, _shown_in_headline) for part in parts]


def asked_in_words(asked: MapQuestion, found: Findings, role_names: Mapping[str, str]) -> Asked:
    """A question about the map, why it is asked and what it would change."""
    return question_in_words(asked, found.sky, found.threads.count, role_names, gettext)


def _shown_in_headline(part: Part, name: str) -> str:
    raw = part.params[name]
    if name in headline_words.SHARES and isinstance(raw, float):
        return percent(raw)
    if name == "day":
        return date_format(date.fromisoformat(str(raw)), "DATE_FORMAT")
    return headline_words.show_value(part, name)


def change_sentences(changes: Iterable[Change], role_names: Mapping[str, str]) -> list[str]:
    """What changed between two dates, a sentence each."""

    def shown(change: Change, name: str) -> str:
        raw = change.params.get(name)
        if name == "role" and isinstance(raw, str):
            return role_names.get(raw, raw)
        if name == "connection" and isinstance(raw, str):
            return _connection(raw)
        if isinstance(raw, date):
            return formats.date_format(raw, "SHORT_DATE_FORMAT")
        return change_words.show_value(change, name)

    return [change_words.sentence(change, gettext, shown) for change in changes]


def _connection(kind: str) -> str:
    label = CONNECTION_LABELS.get(ConnectionKind(kind))
    return str(label) if label else pgettext("connection", "met together")


def percent(share: float | None) -> str:
    """A share in [0, 1] as a whole per cent; what is almost certain never reads as certain, nor the unlikely as 0 %."""
    if share is None:
        return "–"
    number = round(100 * share)
    if number == 100 and share < 1:
        return gettext("> 99 %")
    if number == 0 and share > 0:
        return gettext("< 1 %")
    return gettext("%(number)s %%") % {"number": number}
