"""People whom a later export no longer names: to be asked about, never departed by themselves."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ImportRun
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from stakeholders.models.people import Stakeholder


class MissingAnswer(models.TextChoices):
    """What became of somebody who was missing from a file."""

    OPEN = "", _("not answered yet")
    STILL_THERE = "still_there", _("still there")
    LEFT = "left", _("left")
    NOT_OURS = "not_ours", _("not ours")
    NAMED_AGAIN = "named_again", _("named again by a later file")


class MissingPersonQuerySet(models.QuerySet["MissingPerson"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self._at(visible_account_ids(viewer))

    def editable_by(self, viewer: Viewer) -> Self:
        return self._at(editable_account_ids(viewer))

    def _at(self, accounts: "models.QuerySet[models.Model] | None") -> Self:
        standing = self.filter(stakeholder__retracted_at__isnull=True)
        return standing if accounts is None else standing.filter(stakeholder__account_id__in=accounts)

    def open(self) -> Self:
        """Those that wait for an answer: of people who are there as far as we know."""
        return self.filter(answer=MissingAnswer.OPEN, stakeholder__left_on__isnull=True)


class MissingPerson(models.Model):
    """A stakeholder whom a source brought before, and whose account a later file of it names without them."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="missing_from")
    source = models.CharField(_("source"), max_length=40)
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, blank=True, related_name="+")
    missed_on = models.DateField(_("missing since"), help_text=_("The day of the file."))
    answer = models.CharField(_("answer"), max_length=11, blank=True, choices=MissingAnswer, default=MissingAnswer.OPEN)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    noticed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MissingPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person missing from a file")
        verbose_name_plural = _("people missing from a file")
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder", "source"], name="asked_once_at_a_time", condition=Q(answer="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} in {self.source}"
