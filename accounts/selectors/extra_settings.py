"""What the settings list of extra fields and tags; upper apps say what else is tagged."""

from collections import Counter
from typing import Any

from django.db.models import BigIntegerField, Count, F, Func, QuerySet

from accounts.models import Account, ExtraField, Tag
from accounts.selectors.tags import TagBook
from csm.foundation.registry import taggables

KEY = BigIntegerField()


def listed_extra_fields() -> "QuerySet[Any]":
    """Those that stand first, by whose they are and their order; then those that were removed."""
    return ExtraField.objects.order_by(F("retracted_at").asc(nulls_first=True), "subject", "position", "pk")


def listed_tags() -> list[tuple[Tag, list[int]]]:
    """Tags that stand by themselves, with how many accounts and how many of each registered kind hold them."""
    book = TagBook()
    counts = [_counts(rows) for rows in (Account.objects.standing(), *(one.rows() for one in taggables))]
    tags = Tag.objects.standing().filter(merged_into__isnull=True).order_by("name", "pk")
    return [(tag, [sum(each[pk] for pk in book.alike(tag.pk)) for each in counts]) for tag in tags]


def _counts(rows: "QuerySet[Any]") -> Counter[int]:
    each = rows.exclude(tags=[]).order_by().annotate(tag=Func(F("tags"), function="unnest", output_field=KEY))
    return Counter(dict(each.values("tag").annotate(count=Count("*")).values_list("tag", "count")))
