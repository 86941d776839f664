"""What our people write down about an account."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.accounts import Account, AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned

LONGEST_NOTE = 10_000


class AccountNote(Recorded, Versioned):
    """A note on an account, of the day it speaks of; at most one is pinned, and stands on top of every page of it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notes", verbose_name=_("account"))
    noted_on = models.DateField(_("day"), default=today)
    text = models.TextField(
        _("note"),
        max_length=LONGEST_NOTE,
        validators=[MaxLengthValidator(LONGEST_NOTE)],
        help_text=_("Write what they could read. Addresses become links, lines beginning with - become a list."),
    )
    is_pinned = models.BooleanField(_("pinned"), default=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_on", "-pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(fields=["account", "-noted_on", "-id"], name="note_by_account"),
            GinIndex(SearchVector("text", config="simple"), name="note_by_words"),
        ]
        constraints = [
            # Not a unique index: undoing a pin swaps two rows in one statement, and that would be refused half-way.
            ExclusionConstraint(
                name="one_pinned_note_an_account",
                expressions=[(Func(F("account"), F("account"), Value("[]"), function="int8range"), "&&")],
                condition=Q(is_pinned=True, retracted_at__isnull=True),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Another note of this account is pinned already."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
