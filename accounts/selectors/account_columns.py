"""What a list of accounts can show: its own columns, those of upper apps, extra fields and tags."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import ORDERED, Extra, ExtraKind, loaded
from accounts.selectors.extra_reading import words_of
from accounts.selectors.extras import PREFIX
from accounts.selectors.tags import TagBook
from csm.foundation.lists import ListColumn
from csm.foundation.registry import Column, account_columns

OWN: list[ListColumn] = [
    ListColumn("name", _("Account"), lambda row: row.name, sort="name", is_wide=True),
    ListColumn(
        "arr",
        _("ARR"),
        lambda row: row.arr if row.arr is None else round(row.arr, 2),
        sort="arr",
        is_figure=True,
        unit=settings.BASE_CURRENCY,
    ),
    ListColumn("renewal", _("Renewal"), lambda row: row.renewal_on, sort="renewal"),
    ListColumn("owner", _("Owner"), lambda row: row.owner and row.owner.name, sort="owner"),
    ListColumn("segment", _("Segment"), lambda row: row.segment and row.segment.name, sort="segment"),
    ListColumn("phase", _("Phase"), lambda row: row.get_phase_display(), sort="phase"),
]
FURTHER: list[ListColumn] = [
    ListColumn("domain", _("Web domain"), lambda row: row.domain, is_shown_first=False),
    ListColumn("industry", _("Industry"), lambda row: row.industry, is_shown_first=False),
    ListColumn("region", _("Region"), lambda row: row.region, is_shown_first=False),
    ListColumn("employees", _("Employees"), lambda row: row.employees, is_figure=True, is_shown_first=False),
    ListColumn("id", _("Id"), lambda row: row.pk, is_figure=True, is_shown_first=False),
]


def account_list_columns(extras: Sequence[Extra], book: TagBook) -> list[ListColumn]:
    """Every column there is today; those shown first where nobody chose."""
    leading = [_registered(column) for column in account_columns if column.leads]
    registered = [_registered(column) for column in account_columns if not column.leads]
    return [OWN[0], *leading, *OWN[1:], *registered, *extra_columns(extras, book), *FURTHER]


def _registered(column: Column) -> ListColumn:
    return ListColumn(
        column.key,
        column.label,
        column.value or (lambda row: getattr(row, column.order_by, None)),
        template=column.cell,
        sort=column.key if column.order_by else "",
        is_figure=column.is_number,
        is_shown_first=column.is_shown_first,
    )


def extra_columns(extras: Sequence[Extra], book: TagBook) -> list[ListColumn]:
    """A column for the tags and one for each extra field."""
    tags = ListColumn("tags", _("Tags"), lambda row: book.of(row.tags) if row.tags else [], is_shown_first=False)
    return [tags, *(_extra(extra) for extra in extras)]


def _extra(extra: Extra) -> ListColumn:
    key = f"{PREFIX}{extra.key}"
    return ListColumn(
        key,
        extra.name,
        lambda row: loaded(extra, row.extra.get(extra.key)),
        html=lambda row: words_of(extra, loaded(extra, row.extra.get(extra.key))),
        sort=key,
        is_figure=extra.kind in ORDERED and extra.kind is not ExtraKind.DATE,
        is_wide=extra.kind is ExtraKind.TEXT,
        is_shown_first=False,
        unit=extra.currency,
    )
