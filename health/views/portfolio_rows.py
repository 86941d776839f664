"""The accounts behind a figure of the portfolio."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Segment, User
from accounts.models.accounts import PHASE_LABELS
from health.selectors.portfolio_rows import CONDITIONS, NOBODY, is_known, portfolio_rows
from health.views import portfolio_words as words
from health.views.portfolio_frame import PortfolioFrame
from health.views.portfolio_lines import names_of

ROWS = 100


class PortfolioRowsPage(PortfolioFrame):
    """The accounts behind a figure; what they add up to is the figure."""

    template_name = "health/portfolio_rows.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = asked_of(request.GET)
        start = request.GET.get("start", "0")
        offset = int(start) if start.isdecimal() and len(start) < 8 else 0
        found = portfolio_rows(self.book, asked, ROWS, offset)
        owners = names_of(User.objects.filter(pk__in={row.owner_id for row in found.rows}))
        segments = names_of(Segment.objects.filter(pk__in={row.segment_id for row in found.rows}))
        lines = [
            {
                "row": row,
                "chance": None if row.chance is None else 100 * row.chance,
                "owner": owners.get(row.owner_id, ""),
                "segment": segments.get(row.segment_id, ""),
                "band": words.BANDS[row.band],
                "tone": words.BAND_TONES[row.band],
                "route": words.ROUTES[row.threads],
            }
            for row in found.rows
        ]
        further = offset + ROWS if offset + len(found.rows) < found.accounts else None
        return self.page(
            lines=lines,
            found=found,
            asked=[in_words(name, value, owners, segments) for name, value in asked.items()],
            next_url=self.rows_url(**asked, start=str(further)) if further else None,
            previous_url=self.rows_url(**asked, start=str(max(0, offset - ROWS))) if offset else None,
            back_url=self.address("health:portfolio"),
        )


def asked_of(query: Mapping[str, str]) -> dict[str, str]:
    """What a figure asks of its rows, from an address. *Raises* BadRequest."""
    asked = {name: query[name] for name in query if name in CONDITIONS}
    for name, value in asked.items():
        if not is_known(name, value):
            raise BadRequest(_("There is no group “%(value)s” here.") % {"value": value[:60]})
    return asked


def in_words(name: str, value: str, owners: Mapping[Any, str], segments: Mapping[Any, str]) -> str:
    """What a figure asks of its rows, as one would say it."""
    if value == NOBODY:
        return _("without one")
    if name in {"band_is", "was"}:
        label = str(words.BANDS[value])
        return f"{label} {words.ASKED['was']}" if name == "was" else label
    if name == "route":
        return str(words.ROUTES[value])
    if name == "tenth":
        return tenth_in_words(int(value))
    if name == "valued":
        return _("revenue known") if value == "yes" else _("revenue not known")
    if name == "phase_is":
        return str(dict(PHASE_LABELS).get(value, value))  # type: ignore[call-overload]
    named = {"owner_is": owners, "segment_is": segments}.get(name, {})
    if named:
        return named.get(int(value) if value.isdecimal() else value, value)
    return str(words.ASKED.get(name, value))


def tenth_in_words(tenth: int) -> str:
    """The scores of a column of the distribution."""
    if tenth < 0:
        return str(words.NOT_KNOWN)
    return _("score %(low)s to %(high)s") % {"low": 10 * tenth, "high": 10 * tenth + 10}
