"""What is kept of the conclusions, and two aids: hazards by level and where stars were placed by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountDataMixin
from csm.foundation.facts import RecordedQuerySet
from stakeholders.models.people import Stakeholder
from stakeholders.models.words import LEVEL_CHOICES

TRIES = 5  # an account whose judging failed this often is set aside until its facts change or the night comes
IN_PORTFOLIOS = ["threads", "state", "cut_kind", "assumed"]  # with survival: read of thousands without the wide rows
CUT_KINDS = [("decider", _("only one who decides")), ("bridge", _("one person between"))]


class Conclusion(models.Model):
    """What lists and filters need of an account's sky, as judged at a version of its facts on a day.

    An account is due while `judged_version` differs from its facts version or `judged_on` is not today. The three
    columns `asked_…` are its questions in their order: an array each, so that one upsert writes them and one `unnest`
    reads those of a whole book.
    """

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="conclusion")
    judged_version = models.BigIntegerField(default=0)
    judged_on = models.DateField(null=True)
    judged_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    complaint = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text=_("What the last failed attempt said.")
    )
    state = models.CharField(_("state"), max_length=20, blank=True)
    threads = models.PositiveSmallIntegerField(_("threads"), null=True)
    cut_kind = models.CharField(_("hangs on"), max_length=8, blank=True, choices=CUT_KINDS)
    cut = ArrayField(models.BigIntegerField(), default=list)
    key_persons = ArrayField(models.BigIntegerField(), default=list)
    our_threads = models.PositiveSmallIntegerField(_("our threads"), null=True)
    survival = models.FloatField(_("chance we stay connected"), null=True)
    survival_error = models.FloatField(null=True)
    roles_required = models.PositiveSmallIntegerField(default=0)
    roles_mapped = models.PositiveSmallIntegerField(default=0)
    roles_engaged = models.PositiveSmallIntegerField(default=0)
    leaders_share = models.FloatField(null=True)
    bridging = models.FloatField(null=True)
    freshness = models.FloatField(_("freshness"), null=True)
    stakeholders = models.PositiveIntegerField(default=0)
    live_relationships = models.PositiveIntegerField(default=0)
    stale = models.PositiveSmallIntegerField(default=0)
    silent = models.PositiveSmallIntegerField(default=0)
    silences_judged = models.PositiveIntegerField(default=0, db_default=0)
    orphaned_roles = models.PositiveSmallIntegerField(default=0)
    assumed = models.PositiveIntegerField(default=0)
    candidates = models.PositiveSmallIntegerField(null=True, help_text=_("Who could become a champion."))
    last_touch_on = models.DateField(_("last touch"), null=True)
    asked_kinds = ArrayField(models.CharField(max_length=16), default=list)
    asked_ids = ArrayField(models.BigIntegerField(), default=list, help_text=_("Stakeholders; 0 is the account."))
    asked_worths = ArrayField(models.FloatField(), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["threads", "account"], name="conclusion_by_threads"),
            models.Index(fields=["survival", "account"], include=IN_PORTFOLIOS, name="conclusion_by_survival"),
            models.Index(fields=["last_touch_on", "account"], name="conclusion_by_last_touch"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.threads}"


class HazardRate(models.Model):
    """Departures per person-year of a level, as this installation estimated it on a date."""

    level = models.CharField(max_length=10, choices=LEVEL_CHOICES)
    estimated_on = models.DateField()
    rate = models.FloatField()
    departures = models.PositiveIntegerField()
    exposure_years = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "estimated_on"], name="one_estimate_per_level_and_day")]

    def __str__(self) -> str:
        return f"{self.level} {self.estimated_on}"


class StarPlaceQuerySet(AccountDataMixin, RecordedQuerySet):
    def standing(self) -> "StarPlaceQuerySet":
        return self.all()


class StarPlace(models.Model):
    """Where a star stands, the same for every reader: as first drawn, or where somebody dragged it (`is_pinned`)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="star_places")
    stakeholder = models.OneToOneField(Stakeholder, models.CASCADE, related_name="place")
    x = models.FloatField()
    y = models.FloatField()
    is_pinned = models.BooleanField(default=True)

    objects = StarPlaceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.stakeholder_id}: {self.x}, {self.y}"
