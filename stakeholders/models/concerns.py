"""Concerns that people at customers raise, and the dated steps until they confirm that it is settled."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, RecordedQuerySet, Versioned
from stakeholders.domain.concerns import Stage
from stakeholders.models.people import Stakeholder
from stakeholders.models.touchpoints import Touchpoint

LONGEST_TEXT = 2000
TEXT_VECTOR = SearchVector("text", config="simple")
STAGE_LABELS = {
    Stage.RAISED: _("raised"),
    Stage.HEARD: _("heard"),
    Stage.PROPOSED: _("solution proposed"),
    Stage.DELIVERED: _("delivered"),
    Stage.UNSOLVED: _("not solved, they say"),
    Stage.CONFIRMED: _("confirmed by them"),
    Stage.WITHDRAWN: _("withdrawn"),
}
# What is done to take a step, and what a concern waits for until it is taken.
STEP_DEEDS = {
    Stage.HEARD: _("We told them we heard it"),
    Stage.PROPOSED: _("Propose a solution"),
    Stage.DELIVERED: _("It is delivered"),
    Stage.UNSOLVED: _("They say it is not solved"),
    Stage.CONFIRMED: _("They confirm it"),
    Stage.WITHDRAWN: _("They withdraw it"),
}
WAITS_FOR = {
    Stage.HEARD: _("waits for us to say that we heard it"),
    Stage.PROPOSED: _("waits for a solution"),
    Stage.DELIVERED: _("waits for what we proposed"),
    Stage.CONFIRMED: _("waits for their confirmation"),
}
STAGE_CHOICES = [(stage.value, label) for stage, label in STAGE_LABELS.items()]
STEP_CHOICES = [(stage.value, label) for stage, label in STAGE_LABELS.items() if stage is not Stage.RAISED]


class Concern(Recorded, Versioned):
    """A concern of a stakeholder; `stage` and `stage_on` follow from its last standing step."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="concerns", verbose_name=_("account"))
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="concerns", verbose_name=_("who raised it")
    )
    text = models.TextField(_("concern"), max_length=LONGEST_TEXT, help_text=_("In their words, as far as you can."))
    raised_on = models.DateField(_("raised on"), default=today)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("who of ours looks after it"),
    )
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("touchpoint in which it was raised"),
    )
    stage = models.CharField(_("stage"), max_length=9, choices=STAGE_CHOICES, default=Stage.RAISED, editable=False)
    stage_on = models.DateField(_("since"), editable=False)

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["raised_on", "pk"]
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        indexes = [
            models.Index(fields=["account", "raised_on"], name="concern_by_account"),
            GinIndex(TEXT_VECTOR, name="concern_by_words"),
            models.Index(fields=["stage", "stage_on"], name="concern_by_stage"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ConcernDataQuerySet(RecordedQuerySet):
    """Steps are seen with their concern."""

    def visible_to(self, viewer: Viewer) -> "ConcernDataQuerySet":
        ids = visible_account_ids(viewer)
        rows = self.standing().filter(concern__retracted_at__isnull=True)
        return rows if ids is None else rows.filter(concern__account_id__in=ids)

    def editable_by(self, viewer: Viewer) -> "ConcernDataQuerySet":
        ids = editable_account_ids(viewer)
        rows = self.standing().filter(concern__retracted_at__isnull=True)
        return rows if ids is None else rows.filter(concern__account_id__in=ids)


class ConcernStep(Recorded):
    """One step of a concern: who of ours took it, or who of theirs said so."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="steps", verbose_name=_("concern"))
    stage = models.CharField(_("step"), max_length=9, choices=STEP_CHOICES)
    taken_on = models.DateField(_("date"), default=today)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who of ours"),
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concern_steps",
        verbose_name=_("who of theirs said so"),
    )
    note = models.TextField(_("note"), max_length=LONGEST_TEXT, blank=True)

    objects = ConcernDataQuerySet.as_manager()

    class Meta:
        ordering = ["taken_on", "pk"]
        verbose_name = _("step of a concern")
        verbose_name_plural = _("steps of a concern")
        constraints = [
            models.CheckConstraint(
                name="only_they_confirm_a_concern",
                condition=~models.Q(stage__in=["confirmed", "unsolved", "withdrawn"])
                | models.Q(stakeholder__isnull=False),
                violation_error_message=_("Say who of theirs said so."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id}: {self.stage}"
