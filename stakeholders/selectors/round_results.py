"""What a freshness round changed: the figures of its accounts before and after, from their skies as they are now."""

from typing import Any, NamedTuple

from accounts.models import Account
from csm.foundation.clock import today
from stakeholders.domain.conclusions import Conclusions, conclude
from stakeholders.selectors.rounds import RoundNow
from stakeholders.selectors.skies import skies_at


class Figure(NamedTuple):
    """A figure before and after; None is unknown."""

    before: Any
    after: Any

    @property
    def is_changed(self) -> bool:
        return bool(self.before != self.after)


class Result(NamedTuple):
    """What became of one account."""

    account: Account
    threads: Figure
    survival: Figure
    freshness: Figure


def results_of(now: RoundNow) -> list[Result]:
    """The accounts about whose people something was said, by name; a fixed number of queries."""
    ids = now.changed_accounts
    if now.row is None or not ids:
        return []
    after = {account_id: conclude(sky) for account_id, sky in skies_at(ids, today()).items()}
    accounts = Account.objects.filter(pk__in=ids).order_by("name", "pk")
    before: dict[str, list[Any]] = now.row.before
    return [_result(account, before.get(str(account.pk), [None] * 3), after[account.pk]) for account in accounts]


def _result(account: Account, before: list[Any], after: Conclusions) -> Result:
    threads, survival, freshness = before
    return Result(
        account,
        Figure(threads, after.threads_count),
        Figure(_percent(survival), _percent(after.survival)),
        Figure(_percent(freshness), _percent(after.freshness)),
    )


def _percent(share: float | None) -> float | None:
    """A share as exact as the page says it, so that what reads the same is the same."""
    return None if share is None else round(share, 2)
