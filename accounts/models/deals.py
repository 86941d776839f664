"""What sales is selling, or has sold, to an account: its closing starts the handoff."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.deals import DealStage
from accounts.models.accounts import Account, AccountRecordedQuerySet
from csm.foundation.facts import Recorded, Versioned

LONGEST_REASON = 500
STAGE_LABELS = {DealStage.OPEN: _("open"), DealStage.WON: _("won"), DealStage.LOST: _("lost")}
STAGE_CHOICES = [(stage.value, text) for stage, text in STAGE_LABELS.items()]


class Deal(Recorded, Versioned):
    """Something sales wants to sell to an account; won or lost at an instant, since the debrief counts hours.

    `likely_at` is since when its probability has been 80 % or more, while it is open; `live_at` when what it sold went
    into use.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="deals", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    probability = models.PositiveSmallIntegerField(
        _("probability"), null=True, blank=True, validators=[MaxValueValidator(100)], help_text=_("In per cent, 0-100.")
    )
    expected_on = models.DateField(_("expected close"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=4, choices=STAGE_CHOICES, default=DealStage.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    lost_reason = models.CharField(_("why it was lost"), max_length=LONGEST_REASON, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_deals",
        verbose_name=_("owner"),
        help_text=_("Who of ours sells it."),
    )
    needs_handoff = models.BooleanField(
        _("needs a handoff"),
        default=True,
        help_text=_("Off for a renewal of what they have: then no debrief and no introduction are due."),
    )
    live_at = models.DateTimeField(_("went live at"), null=True, blank=True)
    likely_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_at", "-pk"]
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        indexes = [
            models.Index(fields=["account", "-closed_at"], name="deal_by_account"),
            models.Index(fields=["closed_at"], name="deal_by_closing", condition=Q(stage="won")),
            models.Index(fields=["live_at"], name="deal_by_go_live", condition=Q(live_at__isnull=False)),
            models.Index(fields=["likely_at"], name="deal_while_likely", condition=Q(stage="open")),
        ]
        constraints = [
            models.CheckConstraint(
                name="deal_closed_has_an_instant",
                condition=Q(stage="open", closed_at__isnull=True) | (~Q(stage="open") & Q(closed_at__isnull=False)),
                violation_error_message=_("A deal that is won or lost was closed at some time; an open one was not."),
            ),
            models.CheckConstraint(
                name="deal_probability_is_a_share",
                condition=Q(probability__isnull=True) | Q(probability__lte=100),
                violation_error_message=_("A probability lies between 0 and 100 per cent."),
            ),
            models.CheckConstraint(
                name="deal_amount_is_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("The amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
