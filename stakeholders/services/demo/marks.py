"""The mark of what the demo portfolio made: an external id of source "demo", by kind of row."""

from typing import Final

from django.db import models

from accounts.models import (
    Account,
    ExchangeRate,
    ExternalId,
    ExtraField,
    Product,
    SavedView,
    Segment,
    Tag,
    Team,
    User,
)
from stakeholders.models import Person

SOURCE: Final = "demo"
# In the order of removal: what is named first is referred to by none of the later ones.
KINDS: Final[dict[str, type[models.Model]]] = {
    "account": Account,
    "person": Person,
    "team": Team,
    "user": User,
    "product": Product,
    "segment": Segment,
    "exchange_rate": ExchangeRate,
    "saved_view": SavedView,
    "extra_field": ExtraField,
    "tag": Tag,
}


def mark(kind: str, value: str, row_id: int) -> None:
    """Mark one row as made by the demo portfolio."""
    ExternalId.objects.create(source=SOURCE, kind=kind, value=value, row_id=row_id)


def is_loaded() -> bool:
    return ExternalId.objects.filter(source=SOURCE, kind="account").exists()
