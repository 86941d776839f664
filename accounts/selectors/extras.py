"""Extra fields as they stand: what there is, and conditions and orders over their values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.domain.extras import NUMERIC, Extra, loaded
from accounts.models import ExtraField, Subject
from csm.foundation.paging import Sort

PREFIX = "extra."
NUMBER = DecimalField(max_digits=40, decimal_places=15)


def extra_fields(subject: Subject) -> list[Extra]:
    """The extra fields of accounts or of people, in their order."""
    return [row.definition for row in ExtraField.objects.standing().filter(subject=subject)]


def value_of(extra: Extra, prefix: str = "") -> Any:
    """The value of an extra field as an expression: a number, else text (dates sort as they are written)."""
    text = KeyTextTransform(extra.key, F(f"{prefix}extra"), output_field=TextField())
    return Cast(text, NUMBER) if extra.kind in NUMERIC else text


def sort_name(extra: Extra) -> str:
    """Under what name a queryset knows the value to sort by."""
    return f"extra_{extra.key}"


def extra_sorts(extras: Iterable[Extra]) -> dict[str, Sort]:
    """What a list can be sorted by, by its name in the address."""
    return {f"{PREFIX}{extra.key}": Sort(sort_name(extra)) for extra in extras}


def annotations_of_sort(extras: Iterable[Extra], name: str) -> dict[str, Any]:
    """What must be known of every row to sort by a name of the address; nothing where it is no extra field."""
    return {sort_name(extra): value_of(extra) for extra in extras if name == f"{PREFIX}{extra.key}"}


def holds(extra: Extra, value: Any) -> Q:
    """Rows that hold exactly this value (as stored); the index over all values finds them."""
    return Q(extra__contains={extra.key: value})


def is_empty(extra: Extra) -> Q:
    return ~Q(extra__has_key=extra.key)


def within(extra: Extra, least: Decimal | date | None, most: Decimal | date | None) -> tuple[Mapping[str, Any], Q]:
    """Rows whose value lies between two, both included: the alias that is needed and the condition on it."""
    name = f"{sort_name(extra)}_value"
    condition = Q()
    for way, bound in (("gte", least), ("lte", most)):
        if bound is not None:
            condition &= Q(**{f"{name}__{way}": bound.isoformat() if isinstance(bound, date) else bound})
    return {name: value_of(extra)}, condition


def loaded_values(extras: Sequence[Extra], held: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row by key, as Python knows them; those without one are left out."""
    found = {extra.key: loaded(extra, held.get(extra.key)) for extra in extras}
    return {key: value for key, value in found.items() if value is not None}


def shown_values(extras: Sequence[Extra], held: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row by key as the API gives them: every field of the day, null where it is empty."""
    return {extra.key: held.get(extra.key) for extra in extras}
