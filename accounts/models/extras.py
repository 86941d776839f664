"""What an installation keeps beside the fields of the product: definitions of extra fields, and tags."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import LONGEST_CHOICE, LONGEST_KEY, Extra, ExtraKind
from accounts.domain.tags import LONGEST
from csm.foundation.facts import Recorded, RecordedQuerySet, Versioned
from csm.foundation.partial import IdSet, KeyedValues

STANDING = models.Q(retracted_at__isnull=True)


class Subject(models.TextChoices):
    """Whose field it is."""

    ACCOUNT = "account", _("accounts")
    PERSON = "person", _("people")


KIND_LABELS = {
    ExtraKind.TEXT: _("text"),
    ExtraKind.NUMBER: _("number"),
    ExtraKind.MONEY: _("money"),
    ExtraKind.DATE: _("date"),
    ExtraKind.FLAG: _("yes or no"),
    ExtraKind.CHOICE: _("choice"),
}
KIND_CHOICES = [(kind.value, label) for kind, label in KIND_LABELS.items()]


class Extendable(models.Model):
    """A row with values of extra fields, by their keys, and with tags, by their ids."""

    extra = KeyedValues(default=dict, db_default={}, blank=True, editable=False)
    tags = IdSet(default=list, db_default=[], blank=True, editable=False)

    class Meta:
        abstract = True


def extended_by(name: str) -> list[models.Index]:
    """The indexes of an extendable table: values that equal, and tags."""
    return [
        GinIndex(fields=["extra"], opclasses=["jsonb_path_ops"], name=f"{name}_by_extra"),
        GinIndex(fields=["tags"], name=f"{name}_by_tags"),
    ]


class ExtraField(Recorded, Versioned):
    """An extra field of accounts or of people; its key never changes, so that its name may.

    One that is removed is retracted: its values stay where they are, and show again once it is brought back.
    """

    subject = models.CharField(_("of"), max_length=10, choices=Subject)
    key = models.CharField(_("key"), max_length=LONGEST_KEY, editable=False)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("holds"), max_length=6, choices=KIND_CHOICES, default=ExtraKind.TEXT)
    choices = ArrayField(
        models.CharField(max_length=LONGEST_CHOICE), verbose_name=_("choices"), default=list, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("extra field")
        verbose_name_plural = _("extra fields")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["subject", "key"], name="extra_field_key_is_unique"),
            models.UniqueConstraint(
                "subject",
                Lower("name"),
                name="extra_field_name_is_unique",
                condition=STANDING,
                violation_error_message=_("There is an extra field of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def definition(self) -> Extra:
        return Extra(self.key, self.name, ExtraKind(self.kind), tuple(self.choices), self.currency)


class Tag(Recorded, Versioned):
    """A free word on accounts and people. One that was merged into another counts as that one everywhere."""

    name = models.CharField(_("name"), max_length=LONGEST)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_name_is_unique",
                condition=STANDING & models.Q(merged_into__isnull=True),
                violation_error_message=_("There is a tag of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
