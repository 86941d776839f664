"""The clocks of handoffs, for one account or many: what they rest on in one query, then judged in memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.domain.deals import BY_TOUCH_LEVEL, DealStage, IntroductionPoint
from stakeholders.domain.handoff_clocks import (
    INTRODUCTION_WITHIN,
    PRESSES_FOR,
    Clock,
    DealFacts,
    Held,
    clocks,
)

# What has begun before this cannot press any more.
PRESSING = PRESSES_FOR + INTRODUCTION_WITHIN
CSM = "csm"
CUSTOMER_BEFORE_DAYS = 30
BY_LEVEL = " ".join(f"WHEN '{level}' THEN '{point.value}'" for level, point in BY_TOUCH_LEVEL.items())

# Somebody of theirs and the CSM took part: the owner of the account, or who has that job in its team on the day.
MET_BY_CSM = """EXISTS (SELECT 1 FROM stakeholders_touchpointstakeholder theirs WHERE theirs.touchpoint_id = touch.id)
        AND EXISTS (
            SELECT 1 FROM stakeholders_touchpointuser ours WHERE ours.touchpoint_id = touch.id
                AND (ours.user_id = deal.csm_id OR EXISTS (
                    SELECT 1 FROM accounts_accountteammember member JOIN accounts_job job ON job.id = member.job_id
                    WHERE member.account_id = deal.account_id AND member.user_id = ours.user_id AND job.key = %(csm)s
                        AND member.retracted_at IS NULL
                        AND (member.valid_from IS NULL OR member.valid_from <= {day})
                        AND (member.valid_to IS NULL OR member.valid_to > {day}))))"""
# A change of owner belongs to the deal won last by then, unless a merge of accounts has said to which. An account was a
# customer before a deal came to be known where another one had been won, or a contract had begun so long before that it
# is not that of the deal. Touchpoints are put in order first, so that who took part is asked of the earliest alone.
FACTS = """
WITH deal AS MATERIALIZED (
    SELECT deal.id, deal.account_id, deal.name, deal.stage, deal.probability, deal.likely_at, deal.expected_on,
        deal.closed_at, deal.live_at, deal.owner_id, account.owner_id AS csm_id,
        least(deal.recorded_at, deal.likely_at, deal.closed_at) AS known_at,
        account.name AS account, owner.name AS csm, owner.team_id, team.name AS team,
        coalesce(nullif(segment.introduction_point, ''),
            CASE coalesce(segment.touch_level, 'medium') {by_level} END) AS point
    FROM accounts_deal deal
    JOIN accounts_account account ON account.id = deal.account_id AND account.retracted_at IS NULL
    LEFT JOIN accounts_segment segment ON segment.id = account.segment_id
    LEFT JOIN accounts_user owner ON owner.id = account.owner_id
    LEFT JOIN accounts_team team ON team.id = owner.team_id
    WHERE (%(ids)s::bigint[] IS NULL OR deal.account_id = ANY(%(ids)s))
        AND deal.retracted_at IS NULL AND deal.needs_handoff AND deal.stage <> 'lost'
        AND (%(since)s::timestamptz IS NULL OR (deal.stage = 'open' AND deal.likely_at IS NOT NULL)
            OR deal.closed_at >= %(since)s OR deal.live_at >= %(since)s
            OR EXISTS (SELECT 1 FROM accounts_ownerchange change WHERE change.account_id = deal.account_id
                AND change.retracted_at IS NULL AND change.changed_at >= %(since)s))
),
awaited AS MATERIALIZED (
    SELECT deal.*, CASE deal.point
        WHEN 'before_closing' THEN coalesce(deal.likely_at, deal.known_at)
        WHEN 'after_closing' THEN deal.closed_at
        WHEN 'after_go_live' THEN deal.live_at END AS since,
        EXISTS (SELECT 1 FROM accounts_deal former
            WHERE former.account_id = deal.account_id AND former.id <> deal.id AND former.stage = 'won'
                AND former.retracted_at IS NULL AND former.closed_at < deal.known_at)
        OR EXISTS (SELECT 1 FROM accounts_contract contract
            WHERE contract.account_id = deal.account_id AND contract.retracted_at IS NULL
                AND contract.starts_on < (deal.known_at - interval '{settling} days')::date) AS was_customer
    FROM deal
)
SELECT deal.*, touch.id AS touchpoint_id, touch.touched_at, early.id AS early_id, early.touched_at AS early_at,
    ARRAY(SELECT change.changed_at FROM accounts_ownerchange change
        WHERE deal.stage = 'won' AND change.account_id = deal.account_id AND change.retracted_at IS NULL
            AND change.changed_at > deal.closed_at AND (change.deal_id = deal.id OR (change.deal_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM accounts_deal later
                WHERE later.account_id = deal.account_id AND later.stage = 'won' AND later.retracted_at IS NULL
                AND later.needs_handoff AND later.closed_at <= change.changed_at
                AND (later.closed_at, later.id) > (deal.closed_at, deal.id))))) AS owner_changes,
    ARRAY(SELECT held_at FROM stakeholders_handoffmeeting held WHERE held.deal_id = deal.id
        AND held.retracted_at IS NULL AND held.kind = 'debrief') AS debriefs,
    ARRAY(SELECT held_at FROM stakeholders_handoffmeeting held WHERE held.deal_id = deal.id
        AND held.retracted_at IS NULL AND held.kind = 'introduction') AS introductions
FROM awaited deal
LEFT JOIN LATERAL (
    SELECT touch.id, touch.touched_at
    FROM (
        SELECT each.id, each.touched_at, each.touched_on FROM stakeholders_touchpoint each
        WHERE each.account_id = deal.account_id AND each.retracted_at IS NULL AND each.is_two_way
            AND each.touched_on >= (deal.since - interval '2 days')::date
            AND each.touched_at >= deal.since AND each.touched_at <= %(now)s
        ORDER BY each.touched_at, each.id OFFSET 0
    ) touch
    WHERE {met_by_csm_of_then}
    ORDER BY touch.touched_at, touch.id LIMIT 1
) touch ON true
LEFT JOIN LATERAL (
    SELECT touch.id, touch.touched_at
    FROM (
        SELECT each.id, each.touched_at FROM stakeholders_touchpoint each
        WHERE deal.was_customer AND each.account_id = deal.account_id AND each.retracted_at IS NULL
            AND each.is_two_way AND each.touched_at < deal.known_at AND each.touched_at <= %(now)s
        ORDER BY each.touched_at, each.id OFFSET 0
    ) touch
    WHERE {met_by_csm_of_today}
    ORDER BY touch.touched_at, touch.id LIMIT 1
) early ON true
ORDER BY deal.account_id, deal.closed_at DESC NULLS FIRST, deal.id DESC
"""
for place, words in {
    "{met_by_csm_of_then}": MET_BY_CSM.replace("{day}", "touch.touched_on"),
    "{met_by_csm_of_today}": MET_BY_CSM.replace("{day}", "%(today)s"),
    "{by_level}": BY_LEVEL,
    "{settling}": str(CUSTOMER_BEFORE_DAYS),
}.items():
    FACTS = FACTS.replace(place, words)


class Place(NamedTuple):
    """An account, and who answers for it."""

    account_id: int
    account: str
    owner_id: int | None
    owner: str
    team_id: int | None
    team: str


@dataclass(frozen=True, slots=True)
class DealClocks:
    """A deal that is handed over, and its clocks."""

    deal_id: int
    place: Place
    name: str
    seller_id: int | None
    facts: DealFacts
    clocks: tuple[Clock, ...]

    @property
    def account_id(self) -> int:
        return self.place.account_id

    @property
    def csm_id(self) -> int | None:
        return self.place.owner_id


def clocks_of(
    account_ids: Sequence[int] | None, now: datetime | None = None, since: datetime | None = None
) -> list[DealClocks]:
    """The deals of accounts (None: of all) with their clocks, by account, those closed last first; one query.

    With `since` only what began since, and what is likely to close.
    """
    moment = now or timezone.now()
    today = moment.astimezone(timezone.get_default_timezone()).date()
    ids = None if account_ids is None else list(account_ids)
    given = {"ids": ids, "today": today, "now": moment, "since": since, "csm": CSM}
    return [_judged(row, moment) for row in _rows(given)]


def pressing_clocks(
    account_ids: Sequence[int], now: datetime | None = None
) -> Mapping[int, list[tuple[DealClocks, Clock]]]:
    """By account the clocks that run or were breached lately, the most urgent first; one query."""
    moment = now or timezone.now()
    found: defaultdict[int, list[tuple[DealClocks, Clock]]] = defaultdict(list)
    for deal in clocks_of(account_ids, moment, moment - PRESSING):
        found[deal.account_id] += [(deal, clock) for clock in deal.clocks if clock.presses(moment)]
    return {account_id: sorted(some, key=urgency) for account_id, some in found.items()}


def urgency(one: tuple[DealClocks, Clock]) -> tuple[bool, float, int, str]:
    """Sorts clocks: what was due first comes first, what has no end last."""
    deal, clock = one
    return clock.due_at is None, clock.due_at.timestamp() if clock.due_at else 0.0, deal.deal_id, clock.kind


def _rows(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(FACTS, given)
        names = [column.name for column in cursor.description or ()]
        yield from (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _judged(row: Mapping[str, Any], now: datetime) -> DealClocks:
    facts = DealFacts(
        DealStage(row["stage"]),
        IntroductionPoint(row["point"]),
        row["probability"],
        row["likely_at"],
        _begins(row["expected_on"]) if row["stage"] == DealStage.OPEN else None,  # once closed it says nothing
        row["closed_at"],
        row["live_at"],
        tuple(row["owner_changes"]),
        tuple(row["debriefs"]),
        tuple(row["introductions"]),
        (Held(row["touched_at"], row["touchpoint_id"]),) if row["touchpoint_id"] else (),
        row["known_at"],
        Held(row["early_at"], row["early_id"]) if row["early_id"] else None,
    )
    owner = (row["csm_id"], row["csm"] or "", row["team_id"], row["team"] or "")
    place = Place(row["account_id"], row["account"], *owner)
    return DealClocks(row["id"], place, row["name"], row["owner_id"], facts, clocks(facts, now))


def _begins(day: date | None) -> datetime | None:
    """The instant at which a day of the installation begins."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone()).astimezone(UTC)


SOON = timedelta(hours=48)
