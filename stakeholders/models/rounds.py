"""The freshness round of a week: whom one of ours set out to confirm, and what became of each."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Act
from accounts.visibility import Viewer
from stakeholders.models.people import Stakeholder


class RoundQuerySet(models.QuerySet["FreshnessRound"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A round is one's own."""
        return self.filter(user_id=viewer.pk)


class FreshnessRound(models.Model):
    """Whom a user was asked to confirm in a week, in order; no fact about a customer, so no version is raised.

    It begins with the first answer. `before` holds the threads, the chance to stay connected and the freshness of
    each account as they stood then, by account id.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rounds")
    week = models.DateField(help_text=_("Its Monday."))
    begun_at = models.DateTimeField(default=timezone.now)
    asked = ArrayField(models.BigIntegerField())
    before = models.JSONField(default=dict)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="one_round_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"


class RoundAnswer(models.Model):
    """What was answered about one of those asked about; `act` is what it did, none where they were skipped."""

    round = models.ForeignKey(FreshnessRound, models.CASCADE, related_name="answers")
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")
    answer = models.CharField(
        max_length=8,
        choices=[("yes", _("yes")), ("left", _("left")), ("moved", _("moved")), ("skipped", _("skipped"))],
    )
    act = models.ForeignKey(Act, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "stakeholder"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.answer}"
