"""Likely doubles as readers see them: only where both are visible and one of them is theirs to change."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.access import UserRole, tidies
from accounts.domain.doubles import LIKELY_FROM, Likelihood, likelihood
from accounts.models import Account, Distinction, Double
from accounts.models.merging import LIKELIHOOD_LABELS
from accounts.visibility import Viewer
from csm.foundation.merging import Card, Merger, mergers
from csm.foundation.paging import Order, Page, Sort, read_page

MOST_LIKELY_FIRST = Order("-score", Sort("score", is_nullable=False), is_descending=True)


# Asked for where a page holds none of a kind, so that every page makes the same queries.
NOBODY = 0


def open_doubles(viewer: Viewer) -> "QuerySet[Double]":
    """Pairs proposed to a viewer: both standing and visible, not said to be distinct, one side theirs to change."""
    distinct = Distinction.objects.filter(
        kind=OuterRef("kind"),
        first_id=OuterRef("first_id"),
        second_id=OuterRef("second_id"),
        retracted_at__isnull=True,
    )
    mine = Q(pk__in=[])
    for merger in mergers:
        mine |= _seen(viewer, merger)
    return Double.objects.filter(mine).exclude(Exists(distinct))


def _seen(viewer: Viewer, merger: Merger) -> Q:
    seen = merger.model.objects.visible_to(viewer).order_by().values("pk")
    pair = Q(kind=merger.key, first_id__in=seen, second_id__in=seen)
    if tidies(UserRole(viewer.role)):
        return pair
    ours = merger.model.objects.editable_by(viewer).order_by().values("pk")
    return pair & (Q(first_id__in=ours) | Q(second_id__in=ours))


def doubles_at(doubles: "QuerySet[Double]", account_id: int) -> "QuerySet[Double]":
    """Those of which one side is at an account."""
    return doubles.filter(accounts__contains=[account_id])


def count_likely(viewer: Viewer, account_id: int) -> int:
    """How many likely doubles an account has, as far as the viewer sees them; one query."""
    here = doubles_at(open_doubles(viewer), account_id)
    return here.filter(Q(score__gte=LIKELY_FROM) | Q(suggested_at__isnull=False)).count()


def doubles_figure(viewer: Any, account: Any) -> Mapping[str, Any]:
    """What the head of an account says of its doubles."""
    return {"count": count_likely(viewer, account.pk)}


@dataclass(frozen=True)
class Line:
    """One proposal as a list shows it."""

    double: Double
    merger: Merger
    first: Card
    second: Card
    reasons: Sequence[str]
    may_merge: bool

    @property
    def likelihood(self) -> Likelihood | None:
        return likelihood(self.double.score)

    @property
    def word(self) -> str:
        """How likely, in a word; empty where somebody suggested what was not found."""
        return str(LIKELIHOOD_LABELS[self.likelihood]) if self.likelihood else ""


def double_page(doubles: "QuerySet[Double]", cursor: str, limit: int) -> Page[Double]:
    """A page of proposals, most likely first. *Raises* BadParameter."""
    return read_page(doubles.select_related("suggested_by"), MOST_LIKELY_FIRST, cursor, limit)


def lines_of(viewer: Viewer, doubles: Sequence[Double]) -> list[Line]:
    """What is to be said of proposals, in a fixed number of queries."""
    cards = {merger.key: merger.cards(viewer, _ids(doubles, merger.key)) for merger in mergers}
    rights = _rights(viewer, doubles)
    return [
        Line(
            double,
            merger,
            cards[merger.key][double.first_id],
            cards[merger.key][double.second_id],
            merger.reasons_in_words(double.reasons),
            double.pk in rights,
        )
        for double in doubles
        if (merger := mergers.get(double.kind)) is not None
    ]


def _ids(doubles: Sequence[Double], kind: str) -> list[int]:
    found = sorted({pk for one in doubles if one.kind == kind for pk in (one.first_id, one.second_id)})
    return found or [NOBODY]


def _rights(viewer: Viewer, doubles: Sequence[Double]) -> set[int]:
    """Ids of the pairs the viewer may merge."""
    concerned: dict[int, Collection[int]] = {}
    for merger in mergers:
        of: Mapping[int, set[int]] = merger.accounts_of(_ids(doubles, merger.key))
        for one in doubles:
            if one.kind == merger.key:
                concerned[one.pk] = of[one.first_id] | of[one.second_id]
    every = {pk for ids in concerned.values() for pk in ids}
    mine = editable_among(viewer, every)
    return {pk for pk, ids in concerned.items() if tidies(UserRole(viewer.role)) or (ids and set(ids) <= mine)}


def editable_among(viewer: Any, account_ids: Collection[int]) -> set[int]:
    """Those of some accounts whose facts the viewer may change."""
    return set(Account.objects.editable_by(viewer).filter(pk__in=account_ids).values_list("pk", flat=True))
