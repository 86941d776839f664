"""Facts that contradict each other when two people are merged, in words."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.models import Assessment, Position, Stakeholder, Successor
from stakeholders.models.words import SENTIMENT_LABELS


def describe(row: Any) -> str:
    """One fact, with the days it holds."""
    match row:
        case Stakeholder():
            return _stay(row)
        case Position():
            said = [row.title, row.department, row.get_level_display() if row.level else ""]
            return _dated(", ".join(one for one in said if one) or _("title not known"), row)
        case Assessment():
            return _dated(_axes(row), row)
        case Successor():
            return str(row.successor.person.name)
    return str(row)


def _stay(row: Stakeholder) -> str:
    if row.left_on is None:
        return _("still at %(account)s") % {"account": row.account.name}
    return _("left %(account)s on %(day)s") % {"account": row.account.name, "day": date_format(row.left_on)}


def _axes(row: Assessment) -> str:
    told = [
        (_("influence %(value)s"), row.influence),
        (_("authority %(value)s"), row.authority),
        (_("importance %(value)s"), row.importance),
        ("%(value)s", None if row.sentiment is None else SENTIMENT_LABELS[row.sentiment]),
    ]
    return ", ".join(words % {"value": value} for words, value in told if value is not None) or _("nothing known")


def _dated(words: str, row: Any) -> str:
    days = {
        "since": row.valid_from and date_format(row.valid_from),
        "until": row.valid_to and date_format(row.valid_to),
    }
    if row.valid_from and row.valid_to:
        return words + " " + _("(%(since)s to %(until)s)") % days
    if row.valid_from:
        return words + " " + _("(since %(since)s)") % days
    return words + " " + _("(until %(until)s)") % days if row.valid_to else words
