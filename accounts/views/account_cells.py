"""The cells of the accounts list that are more than words.

Written here and not as templates: a page has some hundreds of them, and an include for each would cost more than
everything else on it.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from csm.foundation.lists import ListColumn
from csm.foundation.templatetags.wording import in_words, short_money

NONE = mark_safe('<span class="text-secondary">–</span>')


def quiet(words: str, spoken: str = "") -> SafeString:
    """Words that say there is nothing; `spoken` for those who do not see the sign."""
    if spoken:
        return format_html('<span class="text-secondary" aria-label="{}">{}</span>', spoken, words)
    return format_html('<span class="text-secondary">{}</span>', words)


def name(row: Any) -> SafeString:
    domain = format_html(' <span class="text-secondary text-nowrap">{}</span>', row.domain) if row.domain else ""
    url = reverse("accounts:detail", args=[row.pk])
    return format_html('<a href="{}"><strong>{}</strong></a>{}', url, row.name, domain)


def arr(row: Any) -> SafeString:
    if row.arr is None:
        return quiet(_("no rate")) if row.arr_is_partial else quiet("–", _("no running contract"))
    currency = settings.BASE_CURRENCY
    partly = f" · {_('without contracts in a currency that has no rate')}" if row.arr_is_partial else ""
    exact = f"{currency} {floatformat(row.arr, '2g')}{partly}"
    words = f"{short_money(row.arr, currency)}{' +' if row.arr_is_partial else ''}"
    return format_html('<abbr class="exact" title="{}">{}</abbr>', exact, words)


def renewal(row: Any) -> SafeString:
    if row.renewal_on is None:
        return quiet("–", _("no open contract"))
    day = row.renewal_on
    times = (f"{day:%Y-%m-%d}", date_format(day), in_words(day))
    return format_html('<time class="exact" datetime="{}" title="{}">{}</time>', *times)


def owner(row: Any) -> SafeString:
    return format_html("{}", row.owner.name) if row.owner else quiet(_("nobody"))


def chips(words: list[str]) -> SafeString:
    """Tags side by side."""
    if not words:
        return NONE
    return mark_safe(" ".join(format_html('<span class="chip">{}</span>', one) for one in words))  # noqa: S308


RICH = {"name": name, "arr": arr, "renewal": renewal, "owner": owner}


def dressed_account(column: ListColumn) -> ListColumn:
    """A column of accounts with its cell as the page shows it."""
    return replace(column, html=RICH[column.key]) if column.key in RICH else dressed(column)


def dressed(column: ListColumn) -> ListColumn:
    """A column of any list with its cell as the page shows it."""
    if column.key == "tags":
        return replace(column, html=lambda row: chips(column.value(row)))
    return column


def cell(column: ListColumn, row: Any) -> Any:
    """What a cell shows; a dash for nothing."""
    shown = column.html(row) if column.html else column.value(row)
    return NONE if shown is None or shown == "" else shown
