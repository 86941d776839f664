"""The steps of the champion programme, and which of them each champion has had."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned
from stakeholders.models.people import Stakeholder, StakeholderDataQuerySet

LONGEST_NOTE = 500


class ChampionStep(Versioned):
    """A step by which a champion is developed; operations name and order them."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_in_use = models.BooleanField(_("in use"), default=True, help_text=_("What was had before stays on record."))

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("champion step")
        verbose_name_plural = _("champion steps")

    def __str__(self) -> str:
        return self.name


class ChampionStepTaken(Recorded):
    """A stakeholder had a step of the programme on a day."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="champion_steps")
    step = models.ForeignKey(ChampionStep, models.PROTECT, related_name="taken", verbose_name=_("step"))
    taken_on = models.DateField(_("date"), default=today)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True, help_text=_("Write what they could read."))

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        ordering = ["taken_on", "pk"]
        verbose_name = _("champion step taken")
        verbose_name_plural = _("champion steps taken")
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder", "step"],
                name="champion_has_a_step_once",
                condition=Q(retracted_at__isnull=True),
                violation_error_message=_("They have had this step."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.step_id}"
