"""Renewals by date, each with its forecast, and what was forecast against what happened."""

import re
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Contract
from health.models.forecasts import CATEGORY_CHOICES
from health.selectors.renewals import CATEGORIES, DUE, Due, Total, Window, contracts_shown, forecasts_of, held_against
from health.views import portfolio_words as words
from health.views.access import may_overrule
from health.views.portfolio_frame import PortfolioFrame

ROWS = 100
WINDOWS = {
    "overdue": gettext_lazy("overdue"),
    "30": gettext_lazy("within 30 days"),
    "90": gettext_lazy("within 90 days"),
    "180": gettext_lazy("within 180 days"),
    "365": gettext_lazy("within a year"),
}


class RenewalsPage(PortfolioFrame):
    """The undecided renewals of a window, the next first."""

    template_name = "health/renewals.html"
    tab = "renewals"

    def get(self, request: HttpRequest) -> HttpResponse:
        window, category, offset = self.asked()
        since, until = window.bounds()
        due = Due(self.book.accounts, window.day, since, until)
        totals = due.totals()
        worth = due.keys(category, ROWS, offset)
        shown = totals[category] if category else sum(totals.values(), Total())
        asked = {"due": "" if window.month else window.due, "month": f"{window.month:%Y-%m}" if window.month else ""}
        further = offset + ROWS if offset + len(worth) < shown.contracts else None
        here = {**asked, "forecast": category}
        return self.page(
            lines=self.lines(worth, window.day),
            windows=[
                (key, label, self.address("health:renewals", due=key), key == asked["due"])
                for key, label in WINDOWS.items()
            ],
            month=window.month,
            totals=self.total_lines(totals, asked),
            together=sum(totals.values(), Total()),
            all_url=self.address("health:renewals", **asked),
            category=category,
            shown=shown,
            kept=[(name, value) for name, value in here.items() if value],
            categories=CATEGORY_CHOICES,
            may_overrule=may_overrule(self.viewer),
            held=self.held(window.day),
            next_url=self.address("health:renewals", **here, start=str(further)) if further else None,
            previous_url=self.address("health:renewals", **here, start=str(max(0, offset - ROWS))) if offset else None,
        )

    def asked(self) -> tuple[Window, str, int]:
        """The window, the category and the first row of the address. *Raises* BadRequest."""
        query = self.request.GET
        due, category, start = query.get("due", "180"), query.get("forecast", ""), query.get("start", "0")
        if due not in DUE or (category and category not in CATEGORIES):
            raise BadRequest(_("There is no such group of renewals."))
        offset = int(start) if start.isdecimal() and len(start) < 8 else 0
        return Window(self.book.day, due, month_of(query.get("month", ""))), category, offset

    def lines(self, worth: Any, day: date) -> list[dict[str, Any]]:
        """The contracts in order, each with what is forecast of it."""
        contracts, editable = contracts_shown(list(worth), self.viewer)
        said = forecasts_of(list(worth), day)
        return [_line(contracts[pk], worth[pk], said.get(pk, {}), pk in editable, day) for pk in worth]

    def total_lines(self, totals: Any, asked: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "key": key,
                "label": words.FORECASTS[key],
                "tone": words.FORECAST_TONES[key],
                "total": totals[key],
                "url": self.address("health:renewals", **asked, forecast=key),
            }
            for key in CATEGORIES
        ]

    def held(self, day: date) -> list[dict[str, Any]]:
        """What was forecast 90 days before the renewals of the last year, against what happened."""
        rows = held_against(self.book.accounts, day, since=day - timedelta(days=365))
        return [
            {
                "row": row,
                "label": words.FORECASTS[row.category.value if row.category else "none"],
                "share": 100 * row.share,
                "low": 100 * row.interval.low,
                "high": 100 * row.interval.high,
                "value_share": 100 * float(row.renewed_value / row.value) if row.value else None,
            }
            for row in rows
        ]


def month_of(text: str) -> date | None:
    """The first day of a month written as 2026-03. *Raises* BadRequest."""
    if not text:
        return None
    if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text):
        raise BadRequest(_("A month is written like 2026-03."))
    return date.fromisoformat(f"{text}-01")


def _line(contract: Contract, amounts: Any, said: Any, may_edit: bool, day: date) -> dict[str, Any]:
    health = getattr(contract.account, "health", None)
    band = (health.band if health else "") or "unknown"
    return {
        "contract": contract,
        "worth": amounts[0],
        "expected": amounts[1],
        "said": said.get(False),
        "override": said.get(True),
        "reason": next((said[key].reason for key in (True, False) if key in said and said[key].reason), ""),
        "may_edit": may_edit,
        "band": words.BANDS[band],
        "tone": words.BAND_TONES[band],
        "is_overdue": contract.ends_on < day,
    }
