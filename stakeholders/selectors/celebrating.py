"""Who was never celebrated, and what was reached without a word: of an account, or of many in one statement."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Account
from stakeholders.domain.celebration import WITHIN_DAYS
from stakeholders.models import Milestone, Recognition, RecognitionStakeholder, Stakeholder

NAMED = 4


def _links() -> "QuerySet[RecognitionStakeholder]":
    """The standing recognitions of a stakeholder."""
    return RecognitionStakeholder.objects.filter(
        stakeholder=OuterRef("pk"), recognition__retracted_at__isnull=True
    ).order_by()


def ever_recognised() -> Exists:
    """The condition that a stakeholder was recognised at least once."""
    return Exists(_links())


def present(on: date) -> Q:
    """The condition that a stakeholder stands and is there on a day."""
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=on)
    return joined & Q(retracted_at__isnull=True) & (Q(left_on__isnull=True) | Q(left_on__gt=on))


def with_recognition(rows: Any, on: date) -> Any:
    """Stakeholders with the day on which each was recognised last, up to a day."""
    last = _links().filter(recognition__recognised_on__lte=on).order_by("-recognition__recognised_on")
    return rows.annotate(recognised_on=Subquery(last.values("recognition__recognised_on")[:1]))


def never_celebrated(account_id: int, on: date) -> "QuerySet[Stakeholder]":
    """Those present at an account who were never recognised, by name."""
    rows = Stakeholder.objects.filter(present(on), account_id=account_id).exclude(Exists(_links()))
    return rows.select_related("person").order_by("person__name", "pk")


class TeamCelebrated(NamedTuple):
    """How the team of one customer was celebrated; `names` are some of those who never were."""

    account: Account
    present_count: int
    recognised_count: int
    never_count: int
    names: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.recognised_count / self.present_count

    @property
    def more(self) -> int:
        return self.never_count - len(self.names)


def teams_celebrated(accounts: "QuerySet[Account]", on: date) -> list[TeamCelebrated]:
    """The customers with somebody who was never celebrated, most such people first; two queries."""
    stays = with_recognition(
        Stakeholder.objects.filter(present(on), account_id__in=accounts.order_by().values("pk")), on
    )
    recent = Q(recognised_on__gte=on - timedelta(days=WITHIN_DAYS))
    counted = {
        row["account_id"]: row
        for row in stays.order_by()
        .values("account_id")
        .annotate(
            there=Count("pk"),
            recent=Count("pk", filter=recent),
            never=Count("pk", filter=Q(recognised_on__isnull=True)),
        )
        if row["never"]
    }
    names = _names(counted, on)
    rows = Account.objects.in_bulk(list(counted))
    found = [
        TeamCelebrated(rows[pk], row["there"], row["recent"], row["never"], tuple(names.get(pk, ())[:NAMED]))
        for pk, row in counted.items()
    ]
    return sorted(found, key=lambda one: (-one.never_count, one.account.name, one.account.pk))


def _names(account_ids: Any, on: date) -> dict[int, list[str]]:
    never = Stakeholder.objects.filter(present(on), account_id__in=list(account_ids)).exclude(Exists(_links()))
    found: dict[int, list[str]] = {}
    for account_id, name in never.order_by("person__name", "pk").values_list("account_id", "person__name"):
        found.setdefault(account_id, []).append(name)
    return found


def with_celebration(rows: Any) -> Any:
    """Milestones with whether somebody was recognised for each."""
    celebrated = Recognition.objects.standing().filter(milestone=OuterRef("pk"))
    return rows.annotate(is_celebrated=Exists(celebrated))


def uncelebrated(account_ids: Any) -> Sequence[Milestone]:
    """Milestones that were reached and never celebrated, the latest first."""
    reached = Milestone.objects.standing().filter(account_id__in=account_ids, reached_on__isnull=False)
    rows = with_celebration(reached).filter(is_celebrated=False)
    return list(rows.select_related("account").order_by("-reached_on", "pk"))
