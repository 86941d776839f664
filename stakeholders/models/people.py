"""Persons, their positions at accounts, when they were confirmed and when they left."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountRecordedQuerySet
from accounts.models.extras import Extendable, extended_by
from accounts.visibility import Viewer, editable_account_ids, visible_account_ids
from csm.foundation.facts import (
    Basis,
    DatedFact,
    DatedQuerySet,
    Recorded,
    RecordedQuerySet,
    Versioned,
    ends_after_start,
    no_overlap,
)
from stakeholders.domain.folding import INDEXED
from stakeholders.models.words import LEVEL_CHOICES

# The words of a person without accents and signs; the index and every search use this same expression.
FOLDED_NAME, FOLDED_EMAIL = (
    Func(F(name), *(Value(signs) for signs in INDEXED), function="translate", output_field=CharField())
    for name in ("name", "email")
)
NAME_VECTOR = SearchVector(FOLDED_NAME, FOLDED_EMAIL, config="simple")


class PersonQuerySet(RecordedQuerySet):
    """A person is visible through a visible position; one without any only to those who read everything."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self._through(visible_account_ids(viewer))

    def editable_by(self, viewer: Viewer) -> Self:
        return self._through(editable_account_ids(viewer))

    def _through(self, accounts: "models.QuerySet[Account] | None") -> Self:
        if accounts is None:
            return self.standing()
        held = Stakeholder.objects.standing().filter(account_id__in=accounts)
        return self.standing().filter(pk__in=held.values("person_id"))


class StakeholderDataQuerySet(DatedQuerySet):
    """Queryset verbs of rows that belong to an account through `stakeholder`."""

    def visible_to(self, viewer: Viewer) -> Self:
        ids = visible_account_ids(viewer)
        return self.standing() if ids is None else self.standing().filter(stakeholder__account_id__in=ids)

    def editable_by(self, viewer: Viewer) -> Self:
        ids = editable_account_ids(viewer)
        return self.standing() if ids is None else self.standing().filter(stakeholder__account_id__in=ids)


class Person(Recorded, Versioned, Extendable):
    """A human being at customers; may hold positions at several accounts."""

    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # noqa: DJ001 (unique where it is known)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    preferred_channel = models.CharField(_("preferred channel"), max_length=40, blank=True)
    interests = models.CharField(
        _("interests"), max_length=300, blank=True, help_text=_("What they care about, in work or besides.")
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("Write what they could read."))

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(OpClass(Lower("name"), name="text_pattern_ops"), name="person_by_name"),
            models.Index(fields=["name", "id"], name="person_in_order"),
            GinIndex(NAME_VECTOR, name="person_by_words"),
            *extended_by("person"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_is_unique",
                condition=models.Q(retracted_at__isnull=True),
                violation_error_message=_("Another person already has this e-mail."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stakeholder(Recorded, Versioned):
    """A person's time at one account, from joining to leaving; what changes meanwhile is in `Position`."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="stakeholders", verbose_name=_("account"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="stakeholders", verbose_name=_("person"))
    number = models.PositiveIntegerField(editable=False, help_text=_("Permanent within the account."))
    joined_on = models.DateField(_("joined on"), null=True, blank=True, help_text=_("Empty: before our records."))
    left_on = models.DateField(_("left on"), null=True, blank=True, help_text=_("First day absent."))

    objects = AccountRecordedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        indexes = [models.Index(fields=["account", "left_on"], name="stakeholder_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="stakeholder_number_is_permanent"),
            no_overlap("person_is_once_at_an_account", "account", "person", start="joined_on", end="left_on"),
            ends_after_start("stakeholder_leaves_after_joining", "joined_on", "left_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.account_id}"


class Position(DatedFact):
    """Title, department and level of a stakeholder over an interval; each of them may be unknown.

    Level and department have a basis of their own: a rule may assume them from the title, which is stated.
    """

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="positions")
    title = models.CharField(_("title"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=10, blank=True, choices=LEVEL_CHOICES)
    level_basis = models.CharField(max_length=8, choices=Basis, default=Basis.STATED)
    department_basis = models.CharField(max_length=8, choices=Basis, default=Basis.STATED)

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            no_overlap("stakeholder_has_one_position_at_a_time", "stakeholder"),
            ends_after_start("position_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title


class Departure(Recorded):
    """A stakeholder left the account; `left_on` of the stakeholder follows from the standing departure."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="departures")
    left_on = models.DateField(_("left on"), help_text=_("First day absent."))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder"], name="one_departure_at_a_time", condition=models.Q(retracted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} left {self.left_on}"


class Successor(Recorded):
    """Who takes over from a stakeholder; may be named before or after they leave."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="named_successors")
    successor = models.ForeignKey(Stakeholder, models.CASCADE, related_name="succeeds", verbose_name=_("successor"))
    named_on = models.DateField(_("named on"))

    class Meta:
        verbose_name = _("successor")
        verbose_name_plural = _("successors")
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder"], name="one_successor_at_a_time", condition=models.Q(retracted_at__isnull=True)
            ),
            models.CheckConstraint(
                name="nobody_succeeds_themselves",
                condition=~models.Q(stakeholder=models.F("successor")),
                violation_error_message=_("Nobody can be their own successor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor_id} after {self.stakeholder_id}"


class Confirmation(Recorded):
    """Somebody said that what we know of a stakeholder is still true (the Yes button)."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="confirmations")
    confirmed_on = models.DateField(_("confirmed on"))

    objects = StakeholderDataQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stakeholder", "confirmed_on"], name="confirmation_by_day")]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} {self.confirmed_on}"
