"""Say which extra fields there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.domain.extras import MOST_CHOICES, Extra, ExtraKind, Unacceptable, changed_values, key_of, stored
from accounts.models import ExtraField, Subject, User
from accounts.selectors.extras import extra_fields
from accounts.services.acts import act

MOST_FIELDS = 100
EXPECTED = {
    ExtraKind.TEXT: _lazy("Text of at most 1000 characters is expected."),
    ExtraKind.NUMBER: _lazy("A number of at most 15 digits is expected."),
    ExtraKind.MONEY: _lazy("An amount with at most two decimals is expected."),
    ExtraKind.DATE: _lazy("A date from 1900 to 2199 is expected, YYYY-MM-DD."),
    ExtraKind.FLAG: _lazy("Yes or no (true or false) is expected."),
}


def create_extra_field(
    actor: User | None,
    subject: Subject,
    *,
    name: str,
    kind: ExtraKind,
    choices: Sequence[str] = (),
    currency: str = "",
    group: str = "",
    **fields: Any,
) -> ExtraField:
    """Add an extra field to accounts or people. *Raises* ValidationError."""
    there = ExtraField.objects.filter(subject=subject)
    if there.filter(retracted_at__isnull=True).count() >= MOST_FIELDS:
        raise ValidationError(_("There are %(most)d extra fields already; remove one first.") % {"most": MOST_FIELDS})
    row = ExtraField(
        subject=subject,
        key=key_of(name, set(there.values_list("key", flat=True))),
        name=" ".join(name.split()),
        kind=kind,
        choices=_checked_choices(kind, choices),
        currency=_checked_currency(kind, currency),
        **fields,
    )
    words = _("Added the extra field %(name)s") % {"name": row.name}
    with act("create_extra_field", actor, None, words, group=group) as recorder:
        return recorder.insert(row)


def edit_extra_field(actor: User | None, row: ExtraField, expected_version: int, **fields: Any) -> ExtraField:
    """Change name, choices, currency or position; values stay. *Raises* StaleEdit, ValidationError."""
    if "choices" in fields:
        fields["choices"] = _checked_choices(ExtraKind(row.kind), fields["choices"])
    if "currency" in fields:
        fields["currency"] = _checked_currency(ExtraKind(row.kind), fields["currency"])
    with act("edit_extra_field", actor, None, _("Edited the extra field %(name)s") % {"name": row.name}) as recorder:
        return recorder.change(row, expected_version, **fields)


def remove_extra_field(actor: User | None, row: ExtraField) -> None:
    """Hide a field; its values stay in the records and come back with it."""
    with act("remove_extra_field", actor, None, _("Removed the extra field %(name)s") % {"name": row}) as recorder:
        recorder.retract(row)


def restore_extra_field(actor: User | None, row: ExtraField) -> None:
    """Bring a removed field back, with its values. *Raises* ValidationError when its name is taken."""
    words = _("Brought back the extra field %(name)s") % {"name": row}
    with act("restore_extra_field", actor, None, words) as recorder:
        recorder.change(row, retracted_at=None, retracted_by=None)


def _checked_choices(kind: ExtraKind, choices: Sequence[str]) -> list[str]:
    if kind is not ExtraKind.CHOICE:
        return []
    named: dict[str, str] = {}
    for choice in (" ".join(given.split()) for given in choices):
        if choice:
            named.setdefault(choice.casefold(), choice)
    if not named:
        raise ValidationError({"choices": _("Give at least one choice, each on a line of its own.")})
    if len(named) > MOST_CHOICES:
        raise ValidationError({"choices": _("These are more than %(most)d choices.") % {"most": MOST_CHOICES}})
    return list(named.values())


def _checked_currency(kind: ExtraKind, currency: str) -> str:
    if kind is not ExtraKind.MONEY:
        return ""
    code = currency.strip().upper() or str(settings.BASE_CURRENCY)
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise ValidationError({"currency": _("Give the three letters of the currency, such as USD.")})
    return code


def expected_of(extra: Extra) -> str:
    """What a field accepts, in words."""
    if extra.kind is ExtraKind.CHOICE:
        return _("One of %(choices)s is expected.") % {"choices": ", ".join(extra.choices)}
    return str(EXPECTED[extra.kind])


def wrong_values(extras: Sequence[Extra], given: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with values by key: fields that do not exist, and values that do not fit."""
    known = {extra.key: extra for extra in extras}
    unknown = _("There is no such extra field; there are: %(known)s.") % {"known": ", ".join(known) or _("none")}
    wrong = {}
    for key, value in given.items():
        if key not in known:
            wrong[str(key)] = unknown
        elif not _fits(known[key], value):
            wrong[key] = expected_of(known[key])
    return wrong


def _fits(extra: Extra, value: Any) -> bool:
    try:
        stored(extra, value)
    except Unacceptable:
        return False
    return True


def values_after(subject: Subject, held: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a row after some were given; None takes one away. *Raises* ValidationError."""
    extras = extra_fields(subject)
    wrong = wrong_values(extras, given)
    if wrong:
        names = {extra.key: extra.name for extra in extras}
        raise ValidationError({"extra": [f"{names.get(key, key)}: {words}" for key, words in wrong.items()]})
    known = {extra.key: extra for extra in extras}
    return changed_values(held, {key: stored(known[key], value) for key, value in given.items()})
