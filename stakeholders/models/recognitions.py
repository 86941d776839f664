"""When somebody was recognised: their people and ours, before whom, in which words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned
from stakeholders.models.milestones import Milestone
from stakeholders.models.people import Stakeholder

LONGEST_TEXT = 2000


class RecognitionKind(models.TextChoices):
    """How somebody was recognised."""

    CASE_STUDY = "case_study", _("case study")
    JOINT_WEBINAR = "joint_webinar", _("joint webinar")
    INTERNAL_PRAISE = "internal_praise", _("internal praise")
    AWARD = "award", _("award")
    THANK_YOU = "thank_you", _("thank-you")
    OTHER = "other", _("other")


class Audience(models.TextChoices):
    """Before whom."""

    THEIR_TEAM = "their_team", _("their team")
    THEIR_LEADERSHIP = "their_leadership", _("their leadership")
    PUBLIC = "public", _("the public")
    OUR_COMPANY = "our_company", _("our company")


class Recognition(Recorded, Versioned):
    """Several people recognised at once: theirs, and ours in the customer's words."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recognitions", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=15, choices=RecognitionKind, default=RecognitionKind.THANK_YOU)
    audience = models.CharField(_("before whom"), max_length=16, choices=Audience, default=Audience.THEIR_TEAM)
    recognised_on = models.DateField(_("date"), default=today)
    text = models.TextField(
        _("what for, in which words"), max_length=LONGEST_TEXT, blank=True, help_text=_("Write what they could read.")
    )
    milestone = models.ForeignKey(
        Milestone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=_("milestone that is celebrated"),
    )
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="RecognitionUser", related_name="recognitions", verbose_name=_("ours")
    )
    stakeholders = models.ManyToManyField(
        Stakeholder, through="RecognitionStakeholder", related_name="recognitions", verbose_name=_("theirs")
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-recognised_on", "-pk"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        indexes = [models.Index(fields=["account", "-recognised_on"], name="recognition_by_account")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.recognised_on}"


class RecognitionUser(models.Model):
    """One of ours was praised."""

    recognition = models.ForeignKey(Recognition, models.CASCADE, related_name="user_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recognition_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recognition", "user"], name="user_is_praised_once")]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.user_id}"


class RecognitionStakeholder(models.Model):
    """One of theirs was recognised."""

    recognition = models.ForeignKey(Recognition, models.CASCADE, related_name="stakeholder_links")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="recognition_links")

    class Meta:
        verbose_name = _("time they were recognised")
        verbose_name_plural = _("times they were recognised")
        constraints = [
            models.UniqueConstraint(fields=["recognition", "stakeholder"], name="stakeholder_is_recognised_once")
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.stakeholder_id}"
