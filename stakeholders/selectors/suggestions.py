"""Whom we met and do not have on the map: of one account, and of all that somebody sees."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Account
from accounts.visibility import Viewer
from csm.foundation.paging import Order, Page, Sort, read_page
from stakeholders.domain.calendars.attendance import name_from_address
from stakeholders.models import Invitee, Suggestion

NAMED = 3
SORTS = {"last_seen_on": Sort("last_seen_on", is_nullable=False)}
Key = tuple[int, str]


class Met(NamedTuple):
    """With whom of ours somebody was seen, the most frequent first, and on which days first and last."""

    users: tuple[str, ...] = ()
    first_on: date | None = None


@dataclass(frozen=True)
class SuggestedRow:
    """One suggestion as the page shows it."""

    suggestion: Suggestion
    met: Met
    may_edit: bool

    @property
    def name(self) -> str:
        return shown_name(self.suggestion)

    @property
    def is_named(self) -> bool:
        """Whether the name was seen, and not only told from the address."""
        return bool(self.suggestion.name)


def shown_name(suggestion: Suggestion) -> str:
    """The name as seen, else what their address tells."""
    return suggestion.name or name_from_address(suggestion.email)


@dataclass(frozen=True)
class QuietLine:
    """Who was met and is not on the map of an account, in one line: some names, and how many more."""

    names: tuple[str, ...]
    count: int

    @property
    def others(self) -> int:
        return self.count - len(self.names)


def quiet_line(account_id: int) -> QuietLine | None:
    """What the constellation says of people met who are not on it, those met most often first. One query."""
    met = list(Suggestion.objects.open().filter(account_id=account_id).order_by("-times_seen", "-last_seen_on", "pk"))
    return QuietLine(tuple(map(shown_name, met[:NAMED])), len(met)) if met else None


def suggested_at(account: Account, *, may_edit: bool) -> list[SuggestedRow]:
    """Everybody suggested at one account, those met most often first. Two queries."""
    found = Suggestion.objects.open().filter(account_id=account.pk).order_by("-times_seen", "-last_seen_on", "pk")
    rows = list(found.select_related("account"))
    met = met_by(rows)
    return [SuggestedRow(row, met[row.account_id, row.email], may_edit) for row in rows]


def suggestions_wanted(viewer: Viewer, wanted: Mapping[str, Any]) -> "QuerySet[Suggestion]":
    """The suggestions a viewer sees with words and state as asked for: open ones, or those that were decided."""
    mine = Suggestion.objects.visible_to(viewer)
    mine = mine.decided() if wanted.get("state") == "decided" else mine.open()
    for word in str(wanted.get("q", "")).split():
        mine = (
            mine.filter(name__icontains=word)
            | mine.filter(email__icontains=word)
            | mine.filter(account__name__icontains=word)
        )
    return mine


@dataclass(frozen=True)
class Book:
    """A page of the suggestions of all accounts that somebody sees, the latest seen first."""

    viewer: Viewer
    wanted: Mapping[str, Any]
    cursor: str
    limit: int

    @cached_property
    def page(self) -> Page[Suggestion]:
        found = suggestions_wanted(self.viewer, self.wanted).filter(last_seen_on__isnull=False)
        order = Order.parse("-last_seen_on", SORTS, "-last_seen_on")
        return read_page(found.select_related("account", "decided_by"), order, self.cursor, self.limit)

    @cached_property
    def rows(self) -> list[SuggestedRow]:
        shown = list(self.page.rows)
        mine = Account.objects.editable_by(self.viewer).filter(pk__in={row.account_id for row in shown})
        editable = set(mine.values_list("pk", flat=True))
        met = met_by(shown)
        return [SuggestedRow(row, met[row.account_id, row.email], row.account_id in editable) for row in shown]


def met_by(suggestions: Sequence[Suggestion]) -> dict[Key, Met]:
    """Who of ours met each of these, and since when; in two queries."""
    wanted = {(row.account_id, row.email) for row in suggestions}
    seen = Invitee.objects.filter(
        account_id__in={key[0] for key in wanted}, email__in={key[1] for key in wanted}, is_ours=False
    ).exclude(answer__in=["declined", "gone"])
    events: dict[int, list[Key]] = defaultdict(list)
    first: dict[Key, date] = {}
    for account_id, email, event_id, on in seen.filter(event__is_cancelled=False).values_list(
        "account_id", "email", "event_id", "event__starts_on"
    ):
        key = (account_id, email)
        if key in wanted:
            events[event_id].append(key)
            first[key] = min(on, first.get(key, on))
    ours = _ours_at(events)
    found = {key: Met(tuple(name for name, _count in ours[key].most_common()), on) for key, on in first.items()}
    return defaultdict(Met, found)


def _ours_at(events: Mapping[int, Sequence[Key]]) -> dict[Key, Counter[str]]:
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    there = Invitee.objects.filter(event__in=list(events), is_ours=True, user__isnull=False)
    for event_id, name in there.exclude(answer__in=["declined", "gone"]).values_list("event_id", "user__name"):
        for key in events[event_id]:
            found[key][name] += 1
    return found
