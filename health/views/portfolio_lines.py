"""The figures of the portfolio as lines of its tables, each with the address of the accounts behind it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Segment, User
from accounts.models.accounts import PHASE_LABELS
from csm.foundation.registry import Load
from csm.foundation.templatetags.wording import short_money
from health.selectors.portfolio import BANDS, ROUTES, Owned, Portfolio, Sums, sum_of
from health.selectors.portfolio_rows import NOBODY, comparison_key
from health.views import portfolio_words as words
from health.views.portfolio_frame import PortfolioFrame


def names_of(rows: Any) -> dict[Any, str]:
    """Names by id."""
    return dict(rows.order_by().values_list("pk", "name"))


def share(part: Decimal, whole: Decimal) -> float:
    """A share in percent; 0 of nothing."""
    return float(100 * part / whole) if whole else 0.0


def tiles(page: PortfolioFrame, found: Portfolio) -> list[dict[str, Any]]:
    """The figures that a manager looks for first."""
    total = found.total
    of_all = {"safe": total.green_revenue, "risk": total.red_revenue, "single": total.single_revenue}
    return [
        _tile(_("Revenue a year"), total.revenue, None, page.rows_url(), _accounts(total.accounts)),
        _tile(_("Healthy"), of_all["safe"], total, page.rows_url(band_is="green"), tone="good"),
        _tile(_("At risk"), of_all["risk"], total, page.rows_url(band_is="red"), tone="risk"),
        _tile(_("Hangs on one person"), of_all["single"], total, page.rows_url(single="yes"), tone="watch"),
        _tile(_("Not enough known"), total.unknown_revenue, total, page.rows_url(band_is="unknown"), tone="unknown"),
    ]


def _tile(label: str, amount: Decimal, total: Sums | None, url: str, note: str = "", tone: str = "") -> dict[str, Any]:
    if total is not None:
        note = _("%(share)d %% of revenue") % {"share": round(share(amount, total.revenue))}
    return {"label": label, "amount": amount, "url": url, "note": note, "tone": tone}


def _accounts(count: int) -> str:
    return ngettext("%(count)d account", "%(count)d accounts", count) % {"count": count}


def band_lines(page: PortfolioFrame, found: Portfolio) -> list[dict[str, Any]]:
    """Revenue by band, and how it moved since last week."""
    return [
        {
            "label": words.BANDS[band],
            "tone": words.BAND_TONES[band],
            "sums": found.bands[band],
            "share": share(found.bands[band].revenue, found.total.revenue),
            "moved": found.bands[band].revenue - found.before(band) if found.has_before else None,
            "url": page.rows_url(band_is=band),
        }
        for band in BANDS
    ]


def route_lines(page: PortfolioFrame, found: Portfolio) -> list[dict[str, Any]]:
    """Revenue by how we reach those who decide."""
    return [
        {
            "key": route,
            "label": words.ROUTES[route],
            "tone": words.ROUTE_TONES[route],
            "sums": found.routes[route],
            "share": share(found.routes[route].revenue, found.total.revenue),
            "url": page.rows_url(route=route),
        }
        for route in ROUTES
    ]


Carried = Sequence[tuple[Load, Mapping[int | None, int]]]


def owner_lines(found: Owned, carried: Carried) -> list[dict[str, Any]]:
    """What each of ours carries, most revenue first; of work what they have on all accounts that the reader sees."""
    names = names_of(User.objects.filter(pk__in=[pk for pk in found.owners if pk]))
    most = max((sums.revenue for sums in found.owners.values()), default=Decimal(0))
    lines = [
        {
            "label": names.get(pk, "") if pk else _("without an owner"),
            "sums": sums,
            "share": share(sums.revenue, most),
            "pk": pk,
            "loads": [(load, counts.get(pk, 0)) for load, counts in carried],
        }
        for pk, sums in found.owners.items()
    ]
    return sorted(lines, key=lambda line: -line["sums"].revenue)


def loads_together(lines: Sequence[dict[str, Any]]) -> list[tuple[Load, int]]:
    """The work of some lines added up, kind by kind."""
    kinds = zip(*(line["loads"] for line in lines), strict=True)
    return [(kind[0][0], sum(count for _load, count in kind)) for kind in kinds]


def opening(page: PortfolioFrame, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of owners with the addresses behind their figures; only those shown have any, since there are hundreds."""
    return [_opened(page, line) for line in lines]


def _opened(page: PortfolioFrame, line: dict[str, Any]) -> dict[str, Any]:
    if "pk" not in line:  # the others together
        return {**line, "loads": [(load, count, "") for load, count in line["loads"]]}
    pk = line["pk"]
    loads = [(load, count, load.address(pk) if count else "") for load, count in line["loads"]]
    return {**line, "urls": figure_urls(page, owner_is=str(pk or NOBODY)), "loads": loads}


def figure_urls(page: PortfolioFrame, **whose: str) -> dict[str, str]:
    """The accounts behind each figure of an owner, or of all."""
    return {
        "accounts": page.rows_url(**whose),
        "risk": page.rows_url(**whose, band_is="red"),
        "renewing": page.rows_url(**whose, renewing="yes"),
        "single": page.rows_url(**whose, single="yes"),
        "unknown": page.rows_url(**whose, band_is="unknown"),
    }


def folded(lines: list[dict[str, Any]], most: int = 25) -> list[dict[str, Any]]:
    """The first lines, and the others added up in one, so that the table still adds up."""
    if len(lines) <= most + 1:
        return lines
    others = lines[most:]
    label = _("%(count)d others") % {"count": len(others)}
    sums = sum_of([line["sums"] for line in others])
    work = {"loads": loads_together(others)} if "loads" in others[0] else {}
    return [*lines[:most], {"label": label, "sums": sums, "share": 0.0, "url": "", **work}]


def compared_lines(page: PortfolioFrame, found: Portfolio, compare: str) -> list[dict[str, Any]]:
    """Segments, phases or regions side by side."""
    if compare == "segment":
        names: dict[Any, str] = {str(pk): name for pk, name in names_of(Segment.objects.all()).items()}
    elif compare == "phase":
        names = {phase.value: str(label) for phase, label in PHASE_LABELS.items()}
    else:
        names = {}
    lines = []
    for key, sums in found.compared.items():
        name, value = comparison_key(compare, key)
        label = names.get(key, key) if key else _("none named")
        survival = None if sums.mean_survival is None else 100 * sums.mean_survival
        lines.append(
            {
                "label": label,
                "sums": sums,
                "survival": survival,
                "url": page.rows_url(**{name: value}),
                "mix": mix(sums),
                "said": mix_in_words(sums),
            }
        )
    return sorted(lines, key=lambda line: -line["sums"].revenue)


def mix(sums: Sums) -> list[dict[str, Any]]:
    """The bands of a group as parts of one bar, in percent of its revenue."""
    parts, left = [], 0.0
    for band in BANDS:
        width = share(getattr(sums, f"{band}_revenue"), sums.revenue)
        parts.append({"tone": words.BAND_TONES[band], "left": f"{left:.2f}", "width": f"{width:.2f}"})
        left += width
    return parts


def mix_in_words(sums: Sums) -> str:
    """The bands of a group as a screen reader says them."""
    parts = [(words.BANDS[band], share(getattr(sums, f"{band}_revenue"), sums.revenue)) for band in BANDS]
    return ", ".join(f"{label} {part:.0f} %" for label, part in parts)


def move_lines(page: PortfolioFrame, found: Portfolio, most: int = 4) -> list[dict[str, Any]]:
    """The largest changes of band since last week."""
    changed = [(pair, sums) for pair, sums in found.moves.items() if pair[0] != pair[1]]
    ordered = sorted(changed, key=lambda item: -item[1].revenue)[:most] if found.has_before else []
    return [
        {
            "was": words.BANDS[was],
            "now": words.BANDS[now],
            "sums": sums,
            "money": short_money(sums.revenue, settings.BASE_CURRENCY),
            "url": page.rows_url(was=was, band_is=now),
        }
        for (was, now), sums in ordered
    ]
