"""The charts of the portfolio as coordinates for templates; all numbers are ready to stand in an SVG."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csm.foundation.templatetags.wording import short_money
from health.domain.account_sky import HEIGHT, Placed, Seen, place_accounts, x_of, y_of
from health.domain.bands import USUAL_BOUNDS
from health.domain.columns import columns
from health.selectors.portfolio import NONE, Sums
from health.selectors.portfolio_rows import Row
from health.selectors.renewals import CATEGORIES, Total, month_after
from health.views import portfolio_words as words
from health.views.portfolio_frame import PortfolioFrame

AREA: Final = (480.0, 150.0)
ROOM_FOR_TODAY: Final = 16
SINGLE: Final = frozenset({"bridge", "decider"})


def at(number: float) -> str:
    """A coordinate, whatever the reader's decimal sign."""
    return f"{number:.1f}"


def month_chart(page: PortfolioFrame, months: Mapping[date | None, Mapping[str, Total]]) -> list[dict[str, Any]]:
    """What renews in each of twelve months, piled up by forecast; before them what is overdue, if anything."""
    named: list[date | None] = [None] if None in months else []
    month = page.book.day.replace(day=1)
    for _month in range(12):
        named.append(month)
        month = month_after(month)
    piles = [[float(months.get(key, {}).get(each, Total()).worth) for each in CATEGORIES] for key in named]
    placed = columns(piles, *AREA)
    return [_month_column(page, key, months.get(key, {}), column) for key, column in zip(named, placed, strict=True)]


def _month_column(page: PortfolioFrame, month: date | None, held: Mapping[str, Total], column: Any) -> dict[str, Any]:
    total = sum((held.get(category, Total()) for category in CATEGORIES), Total())
    parts = [
        {"tone": words.FORECAST_TONES[category], "top": at(part.top), "height": at(part.height)}
        for category, part in zip(CATEGORIES, column.parts, strict=True)
    ]
    asked = {"month": f"{month:%Y-%m}"} if month else {"due": "overdue"}
    return {
        "label": date_format(month, "M") if month else _("overdue"),
        "name": date_format(month, "YEAR_MONTH_FORMAT") if month else _("Overdue"),
        "total": total,
        "categories": [(words.FORECASTS[each], held.get(each, Total())) for each in CATEGORIES],
        "money": short_money(total.worth),
        "left": at(column.left),
        "width": at(column.width),
        "middle": at(column.middle),
        "label_y": at(column.top - 5),
        "parts": parts,
        "url": page.address("health:renewals", **asked),
    }


def tenth_chart(page: PortfolioFrame, tenths: Mapping[int, Sums]) -> list[dict[str, Any]]:
    """How many accounts have which score; those of which not enough is known stand apart, first."""
    keys = range(-1, 10)
    placed = columns([[float(tenths.get(key, NONE).accounts)] for key in keys], *AREA)
    return [
        {
            "label": "?" if key < 0 else str(10 * key),
            "name": words.NOT_KNOWN if key < 0 else _("score %(a)s to %(b)s") % {"a": 10 * key, "b": 10 * key + 10},
            "tone": _tone_of(key),
            "sums": tenths.get(key, NONE),
            "left": at(column.left),
            "width": at(column.width),
            "middle": at(column.middle),
            "top": at(column.parts[0].top),
            "height": at(column.parts[0].height),
            "label_y": at(column.top - 5),
            "url": page.rows_url(tenth=str(key)),
        }
        for key, column in zip(keys, placed, strict=True)
    ]


def _tone_of(tenth: int) -> str:
    if tenth < 0:
        return "unknown"
    middle = 10 * tenth + 5
    if middle >= USUAL_BOUNDS.green_from:
        return "good"
    return "watch" if middle >= USUAL_BOUNDS.amber_from else "risk"


def trend_chart(weeks: Mapping[date, Mapping[str, tuple[int, Decimal]]]) -> list[dict[str, Any]]:
    """Revenue by health in each of some weeks, piled up with the worst at the bottom."""
    order = ("red", "amber", "green", "unknown")
    piles = [[float(held.get(band, (0, 0))[1]) for band in order] for held in weeks.values()]
    placed = columns(piles, *AREA, gap=0.15)
    drawn = [_week(day, held, order, column) for (day, held), column in zip(weeks.items(), placed, strict=True)]
    for week in drawn[1::2]:
        week["label"] = ""  # every other date: two beside each other would overlap
    return drawn


def _week(day: date, held: Mapping[str, tuple[int, Decimal]], order: Sequence[str], column: Any) -> dict[str, Any]:
    whole = sum(revenue for _count, revenue in held.values())
    red = held.get("red", (0, Decimal(0)))[1]
    parts = [
        {"tone": words.BAND_TONES[band], "top": at(part.top), "height": at(part.height)}
        for band, part in zip(order, column.parts, strict=True)
    ]
    return {
        "name": date_format(day, "SHORT_DATE_FORMAT"),
        "label": date_format(day, "j M"),
        "left": at(column.left),
        "width": at(column.width),
        "middle": at(column.middle),
        "parts": parts,
        "risk": f"{100 * red / whole:.0f} %" if whole else "",
        "bands": [(words.BANDS[band], *held.get(band, (0, Decimal(0)))) for band in order],
    }


def account_sky(rows: Sequence[Row], day: date, within_days: int = 365) -> dict[str, Any]:
    """The accounts by renewal date and health, largest first."""
    seen = [
        Seen(row.id, row.name, (row.renewal_on - day).days, row.score, float(row.arr or Decimal(0)))
        for row in rows
        if row.renewal_on is not None
    ]
    by_id = {row.id: row for row in rows}
    return {
        "stars": [_star(by_id[placed.id], placed) for placed in place_accounts(seen, within_days)],
        "months": _sky_months(day, within_days),
        "lines": [(at(y_of(score)), f"{score:.0f}") for score in (100.0, *reversed(USUAL_BOUNDS), 0.0)],
        "zones": _zones(),
        "strip_y": at(y_of(None)),
        "axis_y": at(HEIGHT - 6),
    }


def _zones() -> list[dict[str, str]]:
    edges = {"good": (USUAL_BOUNDS.green_from, 100.0), "watch": USUAL_BOUNDS, "risk": (0.0, USUAL_BOUNDS.amber_from)}
    found = []
    for tone, (low, high) in edges.items():
        bottom, top = y_of(min(low, high)), y_of(max(low, high))
        found.append({"tone": tone, "top": at(top), "height": at(bottom - top)})
    return found


def _sky_months(day: date, within_days: int) -> list[tuple[str, str]]:
    found, month = [], month_after(day.replace(day=1))
    while (days := (month - day).days) <= within_days - 15:
        if days >= ROOM_FOR_TODAY:
            found.append((at(x_of(days, within_days)), date_format(month, "M")))
        month = month_after(month)
    return found


def _star(row: Row, placed: Placed) -> dict[str, SafeString]:
    """A star, its name where there is room, and its row in the table.

    Made here and in one go, since there are many: each text is escaped once, everything else is a number.
    """
    said = _Said(
        name=escape(row.name),
        url=reverse("accounts:detail", args=[row.id]),
        band=escape(str(words.BANDS[row.band])),
        score="" if row.score is None else f"{row.score:.0f}",
        route=escape(str(words.ROUTES[row.threads])),
    )
    return {"mark": _mark(row, placed, said), "name": _name(placed, said.name), "line": _table_row(row, said)}


class _Said(NamedTuple):
    """What is said of an account in words, escaped."""

    name: str
    url: str
    band: str
    score: str
    route: str


def _mark(row: Row, placed: Placed, said: _Said) -> SafeString:
    money = escape(short_money(row.arr, settings.BASE_CURRENCY))
    renewal = escape(date_format(row.renewal_on or date.max))
    x, y, tone = at(placed.x), at(placed.y), words.BAND_TONES[row.band]
    halo = f'<circle class="halo" cx="{x}" cy="{y}" r="{at(placed.radius + 3.5)}"/>' if row.threads in SINGLE else ""
    told = f"{said.name} · {f'{said.band} {said.score}'.strip()} · {money} · {renewal} · {said.route}"
    return SafeString(
        f'<a href="{said.url}" aria-label="{said.name}, {said.band}, {money}" tabindex="-1"><title>{told}</title>{halo}'
        f'<circle class="star star-{tone}" cx="{x}" cy="{y}" r="{at(placed.radius)}"/></a>'
    )


def _name(placed: Placed, name: str) -> SafeString:
    if placed.label_x is None:
        return SafeString("")
    return SafeString(f'<text class="name" x="{at(placed.label_x)}" y="{at(placed.label_y)}">{name}</text>')


def _table_row(row: Row, said: _Said) -> SafeString:
    revenue = escape(number_format(row.arr or 0, 0, use_l10n=True, force_grouping=True))
    renewal = escape(date_format(row.renewal_on or date.max, "SHORT_DATE_FORMAT"))
    return SafeString(
        f'<tr data-row><td><a href="{said.url}">{said.name}</a></td><td>{said.band}</td>'
        f'<td class="num">{said.score}</td><td class="num">{revenue}</td>'
        f'<td class="text-nowrap">{renewal}</td><td>{said.route}</td></tr>'
    )
