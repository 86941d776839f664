"""Goals of customers, what they depend on, and the value that customers say they received."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from csm.foundation.clock import today
from csm.foundation.facts import Recorded, Versioned
from health.models.metrics import Metric
from health.models.typical_goals import NeedKind, TypicalGoal
from stakeholders.models import Stakeholder

LONGEST_WORDS = 300
LONGEST_NOTE = 500
WORDS_VECTOR = SearchVector("words", config="simple")
READABLE = _("Write what they could read.")


class GoalState(models.TextChoices):
    """How a goal ended, if it did."""

    OPEN = "open", _("open")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("dropped")


class NeedState(models.TextChoices):
    """Whether what a goal depends on is there."""

    UNKNOWN = "unknown", _("not known")
    MET = "met", _("there")
    UNMET = "unmet", _("missing")


class GoalDataQuerySet(AccountRecordedQuerySet):
    """Rows of goals that stand."""

    def standing(self) -> "GoalDataQuerySet":
        return super().standing().filter(goal__retracted_at__isnull=True)


class Goal(Recorded, Versioned):
    """What a customer wants, in their words, measured by a metric from a baseline to a target by a day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="goals", verbose_name=_("account"))
    words = models.CharField(
        _("what they want"), max_length=LONGEST_WORDS, help_text=_("In their own words, as they would say it.")
    )
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="goals", verbose_name=_("North Star metric"))
    baseline = models.DecimalField(_("baseline"), max_digits=20, decimal_places=4)
    baseline_on = models.DateField(_("baseline of"), default=today)
    target = models.DecimalField(_("target"), max_digits=20, decimal_places=4)
    due_on = models.DateField(_("due"))
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("owner on their side"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_goals",
        verbose_name=_("owner on our side"),
    )
    stands_alone = models.BooleanField(_("depends on nothing else"), default=False)
    state = models.CharField(_("state"), max_length=7, choices=GoalState, default=GoalState.OPEN)
    set_on = models.DateField(_("agreed on"), default=today)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    reason = models.CharField(_("why it was dropped"), max_length=LONGEST_NOTE, blank=True)
    typical = models.ForeignKey(
        TypicalGoal, models.SET_NULL, null=True, blank=True, related_name="goals", verbose_name=_("typical goal")
    )

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes = [
            models.Index(fields=["account", "due_on"], name="goal_by_account"),
            GinIndex(WORDS_VECTOR, name="goal_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="goal_is_due_after_its_baseline",
                condition=Q(due_on__gt=F("baseline_on")),
                violation_error_message=_("The goal must be due after the day of its baseline."),
            ),
            models.CheckConstraint(
                name="goal_has_a_way_to_go",
                condition=~Q(target=F("baseline")),
                violation_error_message=_("The target must differ from the baseline."),
            ),
            models.CheckConstraint(
                name="goal_is_closed_on_a_day",
                condition=Q(state="open", closed_on__isnull=True) | (~Q(state="open") & Q(closed_on__isnull=False)),
                violation_error_message=_("A goal that is no longer open was closed on a day."),
            ),
            models.CheckConstraint(
                name="goal_is_dropped_for_a_reason",
                condition=~Q(state="dropped") | ~Q(reason=""),
                violation_error_message=_("Say why the goal was dropped."),
            ),
        ]

    def __str__(self) -> str:
        return self.words


class GoalNeed(Recorded, Versioned):
    """Something a goal depends on besides our product: another product, a service, people; and whether it is there."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="goal_needs", verbose_name=_("account"))
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="needs", verbose_name=_("goal"))
    kind = models.CharField(_("kind"), max_length=7, choices=NeedKind)
    what = models.CharField(_("what it depends on"), max_length=120)
    meaning = models.CharField(
        _("what that means"),
        max_length=LONGEST_NOTE,
        blank=True,
        help_text=_("What it is for, and what lacks without."),
    )
    state = models.CharField(_("is it there?"), max_length=7, choices=NeedState, default=NeedState.UNKNOWN)
    stakeholder = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="goal_needs", verbose_name=_("who of theirs")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="goal_needs",
        verbose_name=_("who of ours"),
    )
    settled_on = models.DateField(_("known since"), null=True, blank=True, editable=False)

    objects = GoalDataQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("dependency of a goal")
        verbose_name_plural = _("dependencies of goals")
        indexes = [models.Index(fields=["goal"], name="need_by_goal")]

    def __str__(self) -> str:
        return self.what


class ValueConfirmation(Recorded):
    """The share of a goal's value received, as said on a day: by somebody at the customer, or by us as an estimate."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="value_confirmations", verbose_name=_("account"))
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="confirmations", verbose_name=_("goal"))
    percent = models.PositiveSmallIntegerField(
        _("share of the value received, in %"), validators=[MaxValueValidator(100)]
    )
    on = models.DateField(_("day"), default=today)
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="value_confirmations",
        verbose_name=_("who said so"),
    )
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True, help_text=READABLE)

    objects = GoalDataQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("value confirmation")
        verbose_name_plural = _("value confirmations")
        indexes = [models.Index(fields=["goal", "-on", "-id"], name="value_by_goal")]
        constraints = [
            models.CheckConstraint(
                name="value_is_a_share",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("The share is from 0 to 100 %."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.percent} % ({self.on})"
