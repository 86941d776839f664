"""Who was never celebrated, and what was reached without a word: of an account, or of many in one statement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from accounts.selectors.revenue import NOBODY
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


# Recognitions are of people of the account, so that those of chosen accounts are found by it. Of accounts that nobody
# chose everybody is counted in one pass.
TEAMS = """
WITH last AS (
    SELECT link.stakeholder_id, max(recognition.recognised_on) AS recognised_on
    FROM stakeholders_recognitionstakeholder link
    JOIN stakeholders_recognition recognition ON recognition.id = link.recognition_id
    WHERE recognition.retracted_at IS NULL AND recognition.recognised_on <= %(on)s
        AND (%(ids)s::bigint[] IS NULL OR recognition.account_id = ANY(%(ids)s))
    GROUP BY link.stakeholder_id
),
team AS (
    SELECT person.account_id, count(*) AS present, count(*) FILTER (WHERE last.recognised_on >= %(since)s) AS recent,
        count(*) - count(last.recognised_on) AS never
    FROM stakeholders_stakeholder person LEFT JOIN last ON last.stakeholder_id = person.id
    WHERE person.retracted_at IS NULL AND (person.joined_on IS NULL OR person.joined_on <= %(on)s)
        AND (person.left_on IS NULL OR person.left_on > %(on)s)
        AND (%(ids)s::bigint[] IS NULL OR person.account_id = ANY(%(ids)s))
    GROUP BY person.account_id
)
SELECT account.id, account.name, team.present, team.recent, team.never, count(*) OVER () AS teams
FROM team JOIN accounts_account account ON account.id = team.account_id AND account.retracted_at IS NULL
WHERE team.never > 0
ORDER BY team.never DESC, account.name, account.id
LIMIT %(most)s
"""


class TeamCelebrated(NamedTuple):
    """How the team of one customer was celebrated; `names` are some of those who never were."""

    account_id: int
    account: str
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


def teams_celebrated(account_ids: Sequence[int] | None, on: date, most: int) -> tuple[list[TeamCelebrated], int]:
    """The customers with somebody who was never celebrated, most such people first, and how many there are.

    Of accounts by their ids, or of all that stand; two queries.
    """
    ids = None if account_ids is None else list(account_ids)
    since = on - timedelta(days=WITHIN_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(TEAMS, {"ids": ids, "on": on, "since": since, "most": most})
        rows = cursor.fetchall()
    names = _names([pk for pk, *_figures in rows], on)
    found = [
        TeamCelebrated(pk, name, present_count, recent, never, tuple(names[pk]))
        for pk, name, present_count, recent, never, _teams in rows
    ]
    return found, rows[0][-1] if rows else 0


def _names(account_ids: Sequence[int], on: date) -> Mapping[int, list[str]]:
    """By account the first names of those who were never celebrated."""
    never = Stakeholder.objects.filter(present(on), account_id__in=[NOBODY, *account_ids]).exclude(Exists(_links()))
    by_name = Window(RowNumber(), partition_by=F("account_id"), order_by=("person__name", "pk"))
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = never.annotate(named=by_name).filter(named__lte=NAMED).order_by("account_id", "named")
    for account_id, name in rows.values_list("account_id", "person__name"):
        found[account_id].append(name)
    return found


def with_celebration(rows: Any) -> Any:
    """Milestones with whether somebody was recognised for each."""
    celebrated = Recognition.objects.standing().filter(milestone=OuterRef("pk"))
    return rows.annotate(is_celebrated=Exists(celebrated))


def uncelebrated(account_ids: Sequence[int] | None, most: int) -> list[Milestone]:
    """Milestones of accounts, or of all, that were reached and never celebrated, the latest first."""
    reached = Milestone.objects.standing().filter(account__retracted_at__isnull=True, reached_on__isnull=False)
    reached = reached if account_ids is None else reached.filter(account_id__in=[NOBODY, *account_ids])
    rows = with_celebration(reached).filter(is_celebrated=False)
    return list(rows.select_related("account").order_by("-reached_on", "pk")[:most])
