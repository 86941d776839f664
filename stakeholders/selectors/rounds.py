"""The freshness round: the people of one's book worth confirming this week, and how far one is; fixed queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import connection

from accounts.models import Account, AccountTeamMember
from accounts.visibility import Viewer, visible_account_ids
from csm.foundation.clock import today
from csm.foundation.facts import valid_at_q
from stakeholders.domain.questions import QuestionKind
from stakeholders.models import Conclusion, Confirmation, FreshnessRound, Position, RoundAnswer, Stakeholder

MOST_IN_A_WEEK = 25
FIGURES = ("threads", "survival", "freshness")

# Whom to confirm, by P(wrong) x leverage as kept; at most eight of an account, since no more questions are kept.
WORTH_CONFIRMING = """
    SELECT asked.id
    FROM stakeholders_conclusion c
    CROSS JOIN LATERAL unnest(c.asked_ids, c.asked_kinds, c.asked_worths) AS asked(id, kind, worth)
    JOIN stakeholders_stakeholder s ON s.id = asked.id AND s.retracted_at IS NULL AND s.left_on IS NULL
    WHERE c.account_id = ANY(%(accounts)s) AND asked.kind = %(kind)s AND NOT EXISTS (
        SELECT 1 FROM stakeholders_confirmation f
        WHERE f.stakeholder_id = s.id AND f.retracted_at IS NULL AND f.confirmed_on >= c.judged_on
    )
    ORDER BY asked.worth DESC, asked.id
    LIMIT %(most)s
"""


@dataclass(frozen=True)
class Item:
    """One of those asked about; `answer` is empty while nobody has said anything."""

    stakeholder: Stakeholder
    answer: str


@dataclass(frozen=True)
class RoundNow:
    """A week's round as it stands; `row` is None until the first answer."""

    row: FreshnessRound | None
    items: tuple[Item, ...]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def open(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.answer)

    @property
    def done(self) -> int:
        return self.total - len(self.open)

    @property
    def current(self) -> Item | None:
        return next(iter(self.open), None)

    @property
    def is_finished(self) -> bool:
        return self.total > 0 and not self.open

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many of each answer."""
        answers = [item.answer for item in self.items if item.answer]
        return {answer: answers.count(answer) for answer in ("yes", "left", "moved", "skipped")}

    @property
    def changed_accounts(self) -> tuple[int, ...]:
        """The accounts about whose people something was said."""
        said = (item.stakeholder.account_id for item in self.items if item.answer not in {"", "skipped"})
        return tuple(dict.fromkeys(said))


def week_of(day: date) -> date:
    """The Monday of a day."""
    return day - timedelta(days=day.weekday())


def own_accounts(viewer: Viewer) -> list[int]:
    """The accounts a viewer owns or serves today and may change."""
    served = AccountTeamMember.objects.filter(valid_at_q(today()), user_id=viewer.pk, retracted_at__isnull=True)
    owned: Any = Account.objects.standing().filter(owner_id=viewer.pk)
    mine = served.order_by().values("account_id").union(owned.order_by().values("pk"))
    return list(Account.objects.editable_by(viewer).filter(pk__in=mine).order_by("pk").values_list("pk", flat=True))


def seen_accounts(viewer: Viewer) -> list[int] | None:
    """The accounts a viewer sees; None where these are all, which nobody needs to ask for one by one."""
    ids = visible_account_ids(viewer)
    return None if ids is None else list(Account.objects.standing().filter(pk__in=ids).values_list("pk", flat=True))


def worth_confirming(accounts: Sequence[int]) -> list[int]:
    """The ids of those at accounts worth confirming this week, most first: one query, however many accounts."""
    given: dict[str, Any] = {"accounts": list(accounts), "kind": QuestionKind.STILL_THERE.value, "most": MOST_IN_A_WEEK}
    with connection.cursor() as cursor:
        cursor.execute(WORTH_CONFIRMING, given)
        return [pk for (pk,) in cursor.fetchall()]


def round_now(viewer: Viewer, own: Sequence[int] | None = None) -> RoundNow:
    """The round of this week: as begun, or as it would begin now; `own` are the viewer's accounts, where known."""
    row = FreshnessRound.objects.visible_to(viewer).filter(week=week_of(today())).first()
    asked: Sequence[int] = row.asked if row else worth_confirming(own_accounts(viewer) if own is None else own)
    rows: Any = Stakeholder.objects.editable_by(viewer).filter(pk__in=asked).select_related("person", "account")
    found: dict[int, Stakeholder] = {one.pk: one for one in rows}
    said = _said(row, found) if row else {}
    return RoundNow(row, tuple(Item(found[pk], said.get(pk, "")) for pk in asked if pk in found))


def count_open(viewer: Viewer) -> int:
    """How many of this week's round are not answered yet."""
    return len(round_now(viewer).open)


def _said(row: FreshnessRound, found: Mapping[int, Stakeholder]) -> dict[int, str]:
    """What was answered, here or elsewhere: somebody else's confirmation or departure answers as well."""
    said = _said_elsewhere(row, found)
    answers = RoundAnswer.objects.filter(round=row).exclude(act__undone_at__isnull=False)
    return said | dict(answers.values_list("stakeholder_id", "answer"))


def _said_elsewhere(row: FreshnessRound, found: Mapping[int, Stakeholder]) -> dict[int, str]:
    left = {pk: "left" for pk, one in found.items() if one.left_on is not None}
    since = {"stakeholder_id__in": list(found), "recorded_at__gte": row.begun_at}
    confirmed = Confirmation.objects.standing().filter(**since).values_list("stakeholder_id", flat=True)
    placed = Position.objects.standing().filter(**since).values_list("stakeholder_id", flat=True)
    return {**dict.fromkeys(placed, "yes"), **dict.fromkeys(confirmed, "yes"), **left}


def figures_of(account_ids: Sequence[int]) -> dict[str, list[Any]]:
    """Threads, the chance to stay connected and freshness as kept, by account id as text."""
    rows = Conclusion.objects.filter(pk__in=account_ids).values_list("pk", *FIGURES)
    return {str(pk): figures for pk, *figures in rows}
