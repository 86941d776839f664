"""How stakeholders of one account stand to each other."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.models.accounts import AccountDatedQuerySet
from csm.foundation.facts import DatedFact, ends_after_start, no_overlap
from stakeholders.domain.sky import ConnectionKind
from stakeholders.models.people import Stakeholder
from stakeholders.models.words import CONNECTION_CHOICES

UNDIRECTED = [ConnectionKind.WORKS_WITH.value, ConnectionKind.OPPOSES.value]


class Connection(DatedFact):
    """Two stakeholders of an account and their tie, dated; undirected kinds keep the smaller id first."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="connections")
    kind = models.CharField(_("kind"), max_length=12, choices=CONNECTION_CHOICES)
    from_stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, related_name="connections_from", verbose_name=_("from")
    )
    to_stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="connections_to", verbose_name=_("to"))

    objects = AccountDatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        constraints = [
            *(
                no_overlap(
                    f"connection_{kind}_is_recorded_once",
                    "from_stakeholder",
                    "to_stakeholder",
                    when=Q(kind=kind),
                )
                for kind, _label in CONNECTION_CHOICES
            ),
            ends_after_start("connection_ends_after_start"),
            models.CheckConstraint(
                name="connection_joins_two_people",
                condition=~Q(from_stakeholder=F("to_stakeholder")),
                violation_error_message=_("A connection needs two different people."),
            ),
            models.CheckConstraint(
                name="undirected_connection_is_in_order",
                condition=~Q(kind__in=UNDIRECTED) | Q(from_stakeholder__lt=F("to_stakeholder")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_stakeholder_id} {self.kind} {self.to_stakeholder_id}"


class Dismissal(DatedFact):
    """Somebody said that two people who met together are not connected; smaller id first."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="dismissals")
    first = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")
    second = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")

    objects = AccountDatedQuerySet.as_manager()

    class Meta:
        constraints = [
            no_overlap("pair_is_dismissed_once_at_a_time", "first", "second"),
            ends_after_start("dismissal_ends_after_start"),
            models.CheckConstraint(name="dismissed_pair_is_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} x {self.second_id}"
