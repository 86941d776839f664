"""Customer accounts and who of ours works on them."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.lifecycle import Phase
from accounts.models.extras import Extendable, extended_by
from accounts.models.segments import Segment
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from csm.foundation.facts import (
    DatedFact,
    DatedQuerySet,
    Recorded,
    RecordedQuerySet,
    Versioned,
    ends_after_start,
    no_overlap,
)

PHASE_LABELS = {
    Phase.LAND: _("Land"),
    Phase.ADOPT: _("Adopt"),
    Phase.EXPAND: _("Expand"),
    Phase.RENEW: _("Renew"),
}


class AccountQuerySet(RecordedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        return self.standing() if ids is None else self.standing().filter(pk__in=ids)

    def editable_by(self, viewer: Viewer) -> Self:
        ids = editable_account_ids(viewer)
        return self.standing() if ids is None else self.standing().filter(pk__in=ids)


class AccountDataMixin:
    """Queryset verbs of rows that belong to an account by `account_id`."""

    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        mine = self.standing()  # type: ignore[attr-defined]
        return mine if ids is None else mine.filter(account_id__in=ids)  # type: ignore[no-any-return]

    def editable_by(self, viewer: Viewer) -> Self:
        ids = editable_account_ids(viewer)
        mine = self.standing()  # type: ignore[attr-defined]
        return mine if ids is None else mine.filter(account_id__in=ids)  # type: ignore[no-any-return]


class AccountRecordedQuerySet(AccountDataMixin, RecordedQuerySet):
    pass


class AccountDatedQuerySet(AccountDataMixin, DatedQuerySet):
    pass


class Account(Recorded, Versioned, Extendable):
    """A customer company; may have a parent account."""

    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent account")
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("segment")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_accounts",
        verbose_name=_("owner"),
    )
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    domain = models.CharField(_("web domain"), max_length=253, blank=True)
    phase = models.CharField(
        _("phase"), max_length=8, choices=[(p.value, t) for p, t in PHASE_LABELS.items()], default=Phase.ADOPT
    )
    next_number = models.PositiveIntegerField(default=0, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [
            models.Index(fields=["name", "id"], name="account_by_name"),
            models.Index(fields=["domain"], name="account_by_domain"),
            GinIndex(SearchVector("name", "domain", config="simple"), name="account_by_words"),
            *extended_by("account"),
        ]
        constraints = [
            models.CheckConstraint(
                name="account_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("An account cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Job(Versioned):
    """A job a user of ours can have on an account: CSM, account executive and so on."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return self.name


class AccountTeamMember(DatedFact):
    """A user's job on an account, dated; together they are the account team (pod)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="team_members", verbose_name=_("account"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_jobs", verbose_name=_("user")
    )
    job = models.ForeignKey(Job, models.PROTECT, related_name="holders", verbose_name=_("job"))

    objects = AccountDatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("account team member")
        verbose_name_plural = _("account team")
        constraints = [
            no_overlap("account_job_held_once_at_a_time", "account", "user", "job"),
            ends_after_start("account_job_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.account_id}"
