"""What is assumed from titles: own rules, what somebody ruled out, and how far the rules were applied."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from csm.foundation.facts import Recorded, Versioned
from stakeholders.domain.titles.rules import Rule, misread_phrase
from stakeholders.models.people import Stakeholder, StakeholderDataQuerySet
from stakeholders.models.words import LEVEL_CHOICES

MISREAD = {
    "empty": _("“%(phrase)s” holds no word."),
    "open": _("“%(phrase)s” begins with any word: begin with one that is in the title."),
    "short": _("“%(phrase)s”: a word with * needs at least three letters, and * stands at its beginning or its end."),
}


class TitleRule(Versioned):
    """A rule that this installation added, or holds in place of the shipped one with the same key."""

    key = models.CharField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small letters, figures and hyphens."))],
    )
    name = models.CharField(_("name"), max_length=80)
    phrases = ArrayField(models.CharField(max_length=100), verbose_name=_("phrases"), default=list, blank=True)
    if_levels = ArrayField(
        models.CharField(max_length=10, choices=LEVEL_CHOICES),
        verbose_name=_("only at levels"),
        default=list,
        blank=True,
    )
    if_departments = ArrayField(
        models.CharField(max_length=100), verbose_name=_("only in departments"), default=list, blank=True
    )
    level = models.CharField(_("level"), max_length=10, blank=True, choices=LEVEL_CHOICES)
    department = models.CharField(_("department"), max_length=100, blank=True)
    authority = models.PositiveSmallIntegerField(
        _("authority"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    roles = ArrayField(models.SlugField(max_length=40), verbose_name=_("roles"), default=list, blank=True)
    assumes_nothing = models.BooleanField(
        _("assumes nothing"), default=False, help_text=_("Whoever it speaks of is left alone by all rules after it.")
    )
    position = models.IntegerField(_("position"), default=5, help_text=_("Rules are tried from the smallest."))
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("title rule")
        verbose_name_plural = _("title rules")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """*Raises* ValidationError for phrases that cannot be tried, and where it speaks of nobody or says nothing."""
        self._refuse_misread()
        if not (self.phrases or self.if_levels or self.if_departments):
            raise ValidationError({"phrases": _("Say which titles it speaks of: phrases, levels or departments.")})
        if self.assumes_nothing and not self.phrases:
            raise ValidationError({"phrases": _("Say which titles nothing is assumed of.")})
        says = bool(self.level or self.department or self.authority is not None or self.roles)
        if says == self.assumes_nothing:
            raise ValidationError({"level": _("Say what is assumed, or that nothing is; not both.")})

    def _refuse_misread(self) -> None:
        found = [(phrase, misread_phrase(phrase)) for phrase in self.phrases]
        wrong = [MISREAD[code] % {"phrase": phrase} for phrase, code in found if code]
        if wrong:
            raise ValidationError({"phrases": wrong})

    @property
    def as_rule(self) -> Rule:
        """The rule as plain data."""
        return Rule(**{name: _plain(getattr(self, name)) for name in RULE_FIELDS})


RULE_FIELDS = (
    "key", "name", "phrases", "if_levels", "if_departments", "level", "department", "authority", "roles",
    "assumes_nothing", "position", "is_on",
)  # fmt: skip


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class RuledOut(Recorded):
    """Somebody said that what a rule assumed of a stakeholder is not so; it holds while they have that title.

    `role` is set exactly where `field` is "role"; `title` holds the words of the title as rules compare them.
    """

    class Field(models.TextChoices):
        """What of the title is not to be assumed."""

        LEVEL = "level", _("level")
        DEPARTMENT = "department", _("department")
        AUTHORITY = "authority", _("authority")
        ROLE = "role", _("role")

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="ruled_out")
    title = models.CharField(_("title"), max_length=200, blank=True)
    field = models.CharField(_("what"), max_length=10, choices=Field)
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("ruled out assumption")
        verbose_name_plural = _("ruled out assumptions")
        constraints = [
            models.CheckConstraint(
                name="ruled_out_role_is_named", condition=Q(field="role", role__isnull=False) | ~Q(field="role")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.field}"


class TitleRound(models.Model):
    """How far the rules in force were applied to everybody: one row; people above `reached` are still to come."""

    fingerprint = models.CharField(max_length=64, blank=True)
    reached = models.BigIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="title_round_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.fingerprint
