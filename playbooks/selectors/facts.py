"""The facts of accounts that playbooks ask about, for a whole chunk in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accounts.models import Account
from accounts.selectors.revenue import arr, rates_on, renewal_on
from csm.foundation.facts import valid_at_q
from health.domain.alerts.kinds import AlertKind
from health.domain.goals import GoalFacts, value_received
from health.models import Alert
from health.selectors.goal_facts import goals_of_accounts
from playbooks.domain.facts import ALERT, Value
from stakeholders.models import RoleHolding
from stakeholders.selectors.handoff_states import HandoffState, handoff_states
from stakeholders.selectors.promise_counts import PromiseCounts, promise_counts

KEPT: Final[Mapping[str, str]] = {
    "threads": "conclusion__threads",
    "our_threads": "conclusion__our_threads",
    "survival": "conclusion__survival",
    "freshness": "conclusion__freshness",
    "roles_required": "conclusion__roles_required",
    "roles_mapped": "conclusion__roles_mapped",
    "roles_engaged": "conclusion__roles_engaged",
    "leaders_share": "conclusion__leaders_share",
    "bridging": "conclusion__bridging",
    "stakeholders": "conclusion__stakeholders",
    "live_relationships": "conclusion__live_relationships",
    "stale": "conclusion__stale",
    "silent": "conclusion__silent",
    "orphaned_roles": "conclusion__orphaned_roles",
    "cut_kind": "conclusion__cut_kind",
    "last_touch_on": "conclusion__last_touch_on",
    "champions_ready": "conclusion__candidates",
    "judged_on": "conclusion__judged_on",
    "score": "health__score",
    "band": "health__band",
    "value_level": "health__value_level",
    "first_value_state": "health__first_value_state",
    "first_value_on": "health__first_value_on",
    "first_value_days": "health__first_value_days",
    "began_on": "health__began_on",
    "touch": "segment__touch_level",
    "segment": "segment__name",
    "phase": "phase",
    "industry": "industry",
    "region": "region",
}
AS_THEY_ARE: Final = (
    *("threads", "our_threads", "roles_mapped", "roles_engaged", "stakeholders", "live_relationships"),
    *("stale", "silent", "orphaned_roles", "score", "value_level", "champions_ready"),
)
AS_PER_CENT: Final = ("survival", "freshness", "leaders_share", "bridging")
AS_WORDS: Final = ("band", "touch", "segment", "phase", "industry", "region")
ROLES: Final = {"champion": "champion", "executive_sponsor": "sponsor"}


@dataclass(frozen=True)
class AccountFacts:
    """What is known of an account: by fact name for conditions, and what plays need beside that."""

    account_id: int
    by_name: dict[str, Value]
    renewal_on: date | None
    owner_id: int | None
    goal: str = ""


def facts_of(account_ids: Iterable[int], on: date) -> dict[int, AccountFacts]:
    """The facts of accounts that stand, as judged last, by account id; a fixed number of queries."""
    ids = sorted(set(account_ids))
    alerts, roles, goals = _open_alerts(ids, on), _roles_held(ids, on), goals_of_accounts(ids, on)
    handoffs, counts = handoff_states(ids), promise_counts(ids, on)
    rows = (
        Account.objects.standing()
        .filter(pk__in=ids)
        .order_by()
        .annotate(next_renewal=renewal_on(on), worth=arr(on, rates_on(on)))
        .values_list("pk", "owner_id", "next_renewal", "worth", *KEPT.values())
    )
    found = {}
    for pk, owner_id, renewal, worth, *kept in rows:
        row = dict(zip(KEPT, kept, strict=True))
        by_name = _by_name(row, renewal, worth, alerts[pk], roles[pk], on) | _of_goals(goals.get(pk, ()))
        by_name |= _of_handoff(handoffs.get(pk)) | _of_promises(counts[pk])
        goal = next((goal.words for goal in goals.get(pk, ()) if goal.reached_on is None), "")
        found[pk] = AccountFacts(pk, by_name, renewal, owner_id, goal)
    return found


def _by_name(
    row: Mapping[str, Any],
    renewal: date | None,
    worth: Any,
    alerts: Collection[str],
    roles: Collection[str],
    on: date,
) -> dict[str, Value]:
    is_judged = row["judged_on"] is not None
    facts: dict[str, Value] = {name: row[name] for name in AS_THEY_ARE}
    facts |= {name: None if row[name] is None else 100.0 * row[name] for name in AS_PER_CENT}
    facts |= {name: row[name] or None for name in AS_WORDS}
    facts |= {
        "arr": None if worth is None else float(worth),
        "days_to_renewal": None if renewal is None else float((renewal - on).days),
        "days_since_touch": None if row["last_touch_on"] is None else float((on - row["last_touch_on"]).days),
        "roles_missing": row["roles_required"] - row["roles_mapped"] if is_judged else None,
        "first_value": None if not row["first_value_state"] else row["first_value_on"] is not None,
        "days_to_first_value": None if row["first_value_on"] is None else row["first_value_days"],
        "days_since_start": None if row["began_on"] is None else float((on - row["began_on"]).days),
        "connected": None if row["threads"] is None else row["threads"] > 0,
        "bridge": row["cut_kind"] == "bridge" if is_judged else None,
        "decider_alone": row["cut_kind"] == "decider" if is_judged else None,
        "being_set_up": AlertKind.FINISH_MAP in alerts,
        **{flag: flag in roles for flag in ROLES.values()},
        **{f"{ALERT}{kind.value}": kind.value in alerts for kind in AlertKind},
    }
    return facts


def _of_goals(goals: Iterable[GoalFacts]) -> dict[str, Value]:
    return {
        "goals_open": float(sum(goal.reached_on is None for goal in goals)),
        "value_received": value_received(goals),
    }


def _of_handoff(state: HandoffState | None) -> dict[str, Value]:
    """Unknown where no deal is handed over."""
    return {
        "debrief_held": state.is_debriefed if state else None,
        "introduced": state.is_introduced if state else None,
        "handoff_complete": state.is_complete if state else None,
        "went_live": state.is_live if state else None,
    }


def _of_promises(counts: PromiseCounts) -> dict[str, Value]:
    share = counts.celebrated_share
    return {
        "commitments_open": counts.commitments_open,
        "commitments_overdue": counts.commitments_overdue,
        "concerns_open": counts.concerns_open,
        "concerns_unconfirmed": counts.concerns_unconfirmed,
        "celebrated": None if share is None else 100.0 * share,
        "never_celebrated": counts.never_recognised,
        "milestones_uncelebrated": counts.milestones_uncelebrated,
        "deals_open": counts.deals_open,
    }


def _open_alerts(ids: list[int], on: date) -> Mapping[int, set[str]]:
    """The kinds of which an alert stands that has opened, snoozed or resolved ones as well: the condition holds."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = Alert.objects.unclosed().filter(account_id__in=ids, opened_on__lte=on)
    for account_id, kind in rows.order_by().values_list("account_id", "kind"):
        found[account_id].add(kind)
    return found


def _roles_held(ids: list[int], on: date) -> Mapping[int, set[str]]:
    """Which roles that conditions name are held by somebody present."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    held = RoleHolding.objects.filter(
        valid_at_q(on),
        retracted_at__isnull=True,
        role__key__in=ROLES,
        stakeholder__account_id__in=ids,
        stakeholder__retracted_at__isnull=True,
    ).exclude(stakeholder__left_on__lte=on)
    for account_id, key in held.order_by().values_list("stakeholder__account_id", "role__key").distinct():
        found[account_id].add(ROLES[key])
    return found
