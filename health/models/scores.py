"""The score of each account as judged last, and the one of each day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountDataMixin
from health.domain.bands import Band
from health.domain.first_value import FirstValueState
from health.domain.value_level import Lack
from health.models.scorecards import ScorecardVersion

BAND_LABELS = {Band.RED: _("red"), Band.AMBER: _("amber"), Band.GREEN: _("green")}
BAND_CHOICES = [(band.value, label) for band, label in BAND_LABELS.items()]


class ScoreQuerySet(AccountDataMixin, models.QuerySet["Score"]):
    """Scores of accounts, scoped by the accounts a viewer sees."""

    def standing(self) -> "ScoreQuerySet":
        return self.all()


class Judged(models.Model):
    """What a judgement says in figures; `score` and `band` are empty where not enough is known."""

    score = models.FloatField(_("score"), null=True)
    low = models.FloatField(_("least"), default=0)
    high = models.FloatField(_("most"), default=100)
    band = models.CharField(_("band"), max_length=5, blank=True, choices=BAND_CHOICES)
    is_settled = models.BooleanField(_("settled"), default=False)
    leading = models.FloatField(_("on leading measures"), null=True)
    parts = models.JSONField(default=list, help_text=_("Each measure: key, weight, points, raw value, contribution."))
    version = models.ForeignKey(
        ScorecardVersion, models.SET_NULL, null=True, related_name="+", verbose_name=_("version of the scorecard")
    )

    class Meta:
        abstract = True


class Score(Judged):
    """The health of an account as judged last, by the conclusions of the same version of its facts."""

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="health")
    ask_first = models.CharField(_("ask first"), max_length=40, blank=True)
    value_level = models.PositiveSmallIntegerField(_("level of value"), null=True)
    value_lack = models.CharField(
        _("missing for the next level"), max_length=10, blank=True, choices=[(lack.value, lack.value) for lack in Lack]
    )
    first_value_state = models.CharField(
        _("first value"), max_length=9, blank=True, choices=[(state.value, state.value) for state in FirstValueState]
    )
    began_on = models.DateField(_("onboarding began on"), null=True)
    first_value_on = models.DateField(_("first value on"), null=True)
    first_value_days = models.PositiveIntegerField(_("days to first value, or so far"), null=True)
    first_value_due_on = models.DateField(_("first value expected by"), null=True)
    first_estimate_on = models.DateField(_("first value by our own account on"), null=True)
    judged_version = models.BigIntegerField(default=0)
    judged_on = models.DateField(null=True)
    judged_at = models.DateTimeField(null=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        indexes = [
            models.Index(fields=["band", "account"], name="score_by_band"),
            models.Index(fields=["score", "account"], include=["band"], name="score_by_score"),
            models.Index(fields=["value_level", "account"], name="score_by_value_level"),
            models.Index(fields=["first_value_state", "account"], name="score_by_first_value"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.score}"


class DailyScore(Judged):
    """The health of an account at the end of a day, for its history."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="daily_scores")
    on = models.DateField(_("day"))

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of a day")
        verbose_name_plural = _("scores of days")
        indexes = [models.Index(fields=["on", "account"], include=["band"], name="daily_score_by_day")]
        constraints = [models.UniqueConstraint(fields=["account", "on"], name="one_score_per_account_and_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.on}"
