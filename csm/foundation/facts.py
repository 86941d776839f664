"""What every recorded row and every dated fact has in common.

A row is *recorded* (by whom, when) and may be *retracted*; a *dated fact* is also valid over an interval of
dates. `valid_from` None means since before our records, `valid_to` None means still.
"""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """Where a fact comes from."""

    STATED = "stated", _("stated")
    ASSUMED = "assumed", _("assumed")
    DERIVED = "derived", _("derived")


class RecordedQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(retracted_at__isnull=True)


class DatedQuerySet(RecordedQuerySet):
    def valid_at(self, on: date) -> Self:
        return self.standing().filter(valid_at_q(on))


def valid_at_q(on: date, prefix: str = "") -> Q:
    """The condition that a dated fact reached by `prefix` is valid on a date (retractions not regarded)."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    lasting = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    return begun & lasting


class Recorded(models.Model):
    """A row that is never removed except by erasure: a mistake is retracted."""

    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    retracted_at = models.DateTimeField(_("retracted at"), null=True, blank=True, editable=False)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class DatedFact(Recorded):
    """A recorded row that holds from one date to another (exclusive)."""

    valid_from = models.DateField(_("since"), null=True, blank=True, help_text=_("Empty: since before our records."))
    valid_to = models.DateField(_("until"), null=True, blank=True, help_text=_("First day it no longer holds."))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.STATED)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row people edit in place: a stale save is noticed by its row version."""

    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class StaleEdit(Exception):
    """Somebody else saved the row since it was read; `current` is what it holds now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(_("This was changed by somebody else since you opened it."))
        self.current = current


def no_overlap(
    name: str, key: str, *more: str, when: Q | None = None, start: str = "valid_from", end: str = "valid_to"
) -> ExclusionConstraint:
    """A constraint refusing two standing facts with equal integer keys on the same day.

    A fact is a line along its days at the place of its first key, up to two further keys are a point: boxes, which a
    GiST index takes in five times faster than ranges. Coordinates are floats, exact for keys below 2^53.
    """
    line = (_box(_point(F(key), _day(start, "", BEFORE)), _point(F(key), _day(end, " - 1", AFTER))), "&&")
    place = _point(*(F(each) for each in more), *[Value(0.0)] * (2 - len(more))) if more else None
    standing = Q(retracted_at__isnull=True)
    return ExclusionConstraint(
        name=name,
        expressions=[line] if place is None else [line, (_box(place, place), "&&")],
        condition=standing & when if when is not None else standing,
        violation_error_message=_("This overlaps another record of the same kind on the same days."),
    )


BEFORE, AFTER = -1e7, 1e7  # days from 2000: before and after every date


def _day(field: str, less: str, otherwise: float) -> Coalesce:
    """The day of a date column as a number; where it is empty, one beyond all dates."""
    number = Func(F(field), template=f"(%(expressions)s - DATE '2000-01-01'{less})", output_field=models.FloatField())
    return Coalesce(number, Value(otherwise), output_field=models.FloatField())


def _point(x: Any, y: Any) -> Func:
    return Func(x, y, function="point", output_field=models.FloatField())


def _box(one: Func, other: Func) -> Func:
    return Func(one, other, function="box", output_field=models.FloatField())


def ends_after_start(name: str, start: str = "valid_from", end: str = "valid_to") -> models.CheckConstraint:
    """A constraint refusing an interval that ends on or before the day it begins."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
        violation_error_message=_("The end must be after the start."),
    )
