"""What we promised a customer: to whom, by when, who of ours, and whether it was kept."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models.people import Stakeholder
from stakeholders.models.touchpoints import Touchpoint

LONGEST_TEXT = 1000
TEXT_VECTOR = SearchVector("text", config="simple")
STATE_LABELS = {
    CommitmentState.OPEN: _("open"),
    CommitmentState.KEPT: _("kept"),
    CommitmentState.BROKEN: _("broken"),
    CommitmentState.WITHDRAWN: _("withdrawn"),
}
STATE_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items()]
SETTLED_CHOICES = [(state.value, label) for state, label in STATE_LABELS.items() if state is not CommitmentState.OPEN]


class Commitment(Recorded, Versioned):
    """Something we promised, to one of theirs or to the account; settled when kept, broken or withdrawn."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="commitments", verbose_name=_("account"))
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("to whom"),
        help_text=_("Empty: to the account as a whole."),
    )
    text = models.TextField(_("what we promised"), max_length=LONGEST_TEXT, help_text=_("Write what they could read."))
    promised_on = models.DateField(_("promised on"), default=today)
    due_on = models.DateField(_("due on"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("who of ours"),
    )
    state = models.CharField(_("state"), max_length=9, choices=STATE_CHOICES, default=CommitmentState.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_note = models.TextField(_("note"), max_length=LONGEST_TEXT, blank=True)
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("touchpoint in which it was promised"),
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        indexes = [
            models.Index(fields=["account", "due_on"], name="commitment_by_account"),
            GinIndex(TEXT_VECTOR, name="commitment_by_words"),
            models.Index(fields=["due_on"], name="commitment_open", condition=Q(state="open", retracted_at=None)),
            models.Index(
                fields=["state", "due_on", "id"], name="commitment_by_state", condition=Q(retracted_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="commitment_is_due_after_it_was_made",
                condition=Q(due_on__gte=models.F("promised_on")),
                violation_error_message=_("It cannot be due before it was promised."),
            ),
            models.CheckConstraint(
                name="commitment_is_settled_on_a_day",
                condition=Q(state="open", settled_on=None) | (~Q(state="open") & Q(settled_on__isnull=False)),
                violation_error_message=_("Say on which day it was kept, broken or withdrawn; an open one has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
