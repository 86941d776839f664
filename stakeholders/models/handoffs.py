"""The handoff of a deal from sales to customer success: what is passed on, and what was held about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Deal
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned
from stakeholders.domain.handoff_record import Record
from stakeholders.models.people import Stakeholder

LONGEST_TEXT = 4000
LONGEST_NOTE = 500


class MeetingKind(models.TextChoices):
    """What is held about a deal."""

    DEBRIEF = "debrief", _("internal debrief")
    INTRODUCTION = "introduction", _("introduction of the CSM")


class Handoff(Recorded, Versioned):
    """What sales passes on about a deal. Both sides write their part and say so; complete once both did."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="handoffs", verbose_name=_("account"))
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="handoffs", verbose_name=_("deal"))
    goals = models.TextField(
        _("goals"), max_length=LONGEST_TEXT, blank=True, help_text=_("What they want to reach, in their words.")
    )
    promises = models.TextField(
        _("promises made"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("What we promised while selling: features, dates, prices, people. None: say so."),
    )
    risks = models.TextField(
        _("risks"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("What may keep them from their goals, as customer success sees it. None: say so."),
    )
    people = models.ManyToManyField(
        Stakeholder, through="HandoffPerson", related_name="handoffs", verbose_name=_("people met")
    )
    sales_said_at = models.DateTimeField(null=True, blank=True, editable=False)
    sales_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    success_said_at = models.DateTimeField(null=True, blank=True, editable=False)
    success_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("handoff")
        verbose_name_plural = _("handoffs")
        indexes = [models.Index(fields=["account"], name="handoff_by_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["deal"],
                condition=Q(retracted_at__isnull=True),
                name="one_handoff_per_deal",
                violation_error_message=_("This deal has a handoff record already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.deal_id}"

    def record(self, met: int) -> Record:
        """What is written, given how many people of theirs are on it."""
        return Record(
            self.goals,
            self.promises,
            self.risks,
            met,
            self.sales_said_at is not None,
            self.success_said_at is not None,
        )


class HandoffPerson(models.Model):
    """One of theirs whom sales met, and what the CSM should know of them."""

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="person_links")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="handoff_links")
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True, help_text=_("Write what they could read."))

    class Meta:
        verbose_name = _("person met before the handoff")
        verbose_name_plural = _("people met before the handoff")
        constraints = [models.UniqueConstraint(fields=["handoff", "stakeholder"], name="person_is_met_once")]

    def __str__(self) -> str:
        return f"{self.handoff_id}: {self.stakeholder_id}"


class HandoffOutcome(models.Model):
    """What was made of a line of a handoff; `offer` is the key of what was offered, `row_id` that of the row it made.

    The row may be of an upper app; whether it still stands is for that app to say.
    """

    handoff = models.ForeignKey(Handoff, models.CASCADE, related_name="outcomes")
    offer = models.CharField(max_length=40)
    words = models.TextField(max_length=LONGEST_TEXT)
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("what became of a handoff")
        verbose_name_plural = _("what became of handoffs")
        constraints = [models.UniqueConstraint(fields=["offer", "row_id"], name="row_is_of_one_line")]

    def __str__(self) -> str:
        return f"{self.handoff_id}: {self.offer} {self.row_id}"


class HandoffMeeting(Recorded, Versioned):
    """Somebody says that the debrief or the introduction of a deal was held, and when."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="handoff_meetings", verbose_name=_("account"))
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="handoff_meetings", verbose_name=_("deal"))
    kind = models.CharField(_("what was held"), max_length=12, choices=MeetingKind)
    held_at = models.DateTimeField(_("held at"))
    note = models.TextField(_("note"), max_length=LONGEST_TEXT, blank=True, help_text=_("What was agreed."))

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-pk"]
        verbose_name = _("debrief or introduction")
        verbose_name_plural = _("debriefs and introductions")
        indexes = [models.Index(fields=["deal", "held_at"], name="handoff_meeting_by_deal")]

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.kind}"
