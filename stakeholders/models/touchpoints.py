"""Interactions and who took part on both sides."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned
from stakeholders.models.people import Stakeholder
from stakeholders.models.words import TOUCH_CHOICES

WORDS_VECTOR = SearchVector("subject", "notes", config="simple")


class Touchpoint(Recorded, Versioned):
    """One interaction; `touched_on` is the local date where it was recorded, which the mathematics uses."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="touchpoints", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=13, choices=TOUCH_CHOICES)
    touched_at = models.DateTimeField(_("when"))
    touched_on = models.DateField(_("date"))
    is_two_way = models.BooleanField(_("two-way"), default=True, help_text=_("Did they answer or take part?"))
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True, help_text=_("Write what they could read."))
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="TouchpointUser", related_name="touchpoints", verbose_name=_("ours")
    )
    stakeholders = models.ManyToManyField(
        Stakeholder, through="TouchpointStakeholder", related_name="touchpoints", verbose_name=_("theirs")
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-touched_on", "-pk"]
        verbose_name = _("touchpoint")
        verbose_name_plural = _("touchpoints")
        indexes = [
            models.Index(fields=["account", "-touched_on", "-id"], name="touchpoint_by_account"),
            models.Index(
                fields=["account", "touched_at", "id"],
                name="touchpoint_met",
                condition=models.Q(is_two_way=True, retracted_at__isnull=True),
            ),
            GinIndex(WORDS_VECTOR, name="touchpoint_by_words"),
            # A word that stands in every third one is found by walking the newest, not by sorting all that have it.
            models.Index(
                fields=["-touched_on", "-id"], name="touchpoint_newest", condition=models.Q(retracted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.kind


class TouchpointUser(models.Model):
    """One of ours took part in a touchpoint, found by the index of the constraint: no other is needed."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="user_links", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="touchpoint_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["touchpoint", "user"], name="user_takes_part_once")]

    def __str__(self) -> str:
        return f"{self.touchpoint_id}: {self.user_id}"


class TouchpointStakeholder(models.Model):
    """One of theirs took part in a touchpoint."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="stakeholder_links", db_index=False)
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="touchpoint_links")

    class Meta:
        verbose_name = _("time they took part")
        verbose_name_plural = _("times they took part")
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "stakeholder"], name="stakeholder_takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint_id}: {self.stakeholder_id}"
