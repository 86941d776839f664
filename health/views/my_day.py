"""My day: the few things worth doing now, each with its reason and one click to start; renewals; people to confirm."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from csm.foundation.clock import today
from csm.foundation.my_day import Day, DayItem, DaySource, day_sources
from csm.foundation.views import PageView, anyone
from health.domain.my_day import MOST, fold, pick
from health.selectors.alerts import Book
from stakeholders.selectors.rounds import round_now

LOOKED_AT = 60  # of each source: more than seven at two an account need, and a "more" that one can still read
NAMED = 3


class MyDayPage(PageView):
    """At most seven things, two an account, by revenue at stake, chance and urgency; the rest behind "more"."""

    actions = {"GET": anyone}
    template_name = "health/my_day.html"
    nav = "my_day"

    def get(self, request: HttpRequest) -> HttpResponse:
        day = Day(self.viewer)
        found = [(source, source.find(day, LOOKED_AT)) for source in day_sources]
        first, rest = pick(fold(item for _source, items in found for item in items))
        book = day.once(Book)
        worth, now = book.stakes(item.account_id for item in (*first, *rest)), round_now(self.viewer, book.own)
        return self.page(
            first=[(item, worth[item.account_id]) for item in first],
            rest=[(item, worth[item.account_id]) for item in rest],
            among_rest=list(_named(found, {item.key for folded in rest for item in folded.items})),
            most=MOST,
            is_own=book.is_own,
            renewals=book.renewals(),
            asked=[item.stakeholder for item in now.open[:NAMED]],
            asked_count=len(now.open),
            today=today(),
        )


def _named(found: Iterable[tuple[DaySource, Sequence[DayItem]]], folded: Collection[str]) -> Iterator[str]:
    """What is folded away and must not be overlooked: "2 tasks of yours"."""
    for source, items in found:
        count = sum(item.key in folded for item in items)
        if source.named is not None and count:
            yield source.named(count)
