"""The record of merges, as far as a viewer sees all accounts concerned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.domain.access import UserRole, tidies
from accounts.models import Merge
from accounts.selectors.doubles import editable_among
from accounts.visibility import Viewer
from csm.foundation.merging import mergers
from csm.foundation.paging import Order, Page, Sort, read_page

UNDO_DAYS = 30
NEWEST_FIRST = Order("-id", Sort("pk", is_nullable=False), is_descending=True)


@dataclass(frozen=True)
class MergeLine:
    """A merge as the list shows it."""

    merge: Merge
    label: Any
    url: str
    until: datetime
    may_undo: bool


def undo_until(merged_at: datetime) -> datetime:
    """The last moment at which a merge of a moment can be undone."""
    return merged_at + timedelta(days=UNDO_DAYS)


def merge_page(viewer: Viewer, cursor: str, limit: int) -> Page[Merge]:
    """A page of merges, newest first. *Raises* BadParameter."""
    mine = Merge.objects.visible_to(viewer).select_related("act__actor", "act__undone_by")
    return read_page(mine.defer("act__changes", "act__touched"), NEWEST_FIRST, cursor, limit)


def merge_lines(viewer: Viewer, merges: Sequence[Merge]) -> list[MergeLine]:
    """Merges with where the row stands and whether the viewer may undo them."""
    mine = editable_among(viewer, {pk for one in merges for pk in one.accounts})
    tidy = tidies(UserRole(viewer.role))
    urls = {
        merger.key: merger.cards(viewer, [one.winner_id for one in merges if one.kind == merger.key])
        for merger in mergers
    }
    lines = []
    for one in merges:
        card = urls.get(one.kind, {}).get(one.winner_id)
        is_open = one.act.undone_at is None and timezone.now() <= undo_until(one.act.acted_at)
        may = tidy or (bool(one.accounts) and set(one.accounts) <= mine)
        merger = mergers.get(one.kind)
        label = merger.label if merger else one.kind
        lines.append(MergeLine(one, label, card.url if card else "", undo_until(one.act.acted_at), is_open and may))
    return lines
