"""The filters of the portfolio: those of the accounts list, as one sees few of them on a page of figures."""

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import Extra
from accounts.filtersets import AccountFilterSet
from accounts.models import Account
from csm.foundation.forms import write_selects_plainly

SHOWN: Final = ("team", "owner", "segment", "phase", "health", "threads", "renewal", "region")
ANY: Final = {"health": _("Any health"), "threads": _("Any threads")}
NO_EXTRAS: Final[tuple[Extra, ...]] = ()


class PortfolioFilterSet(AccountFilterSet):
    """Accounts by team, owner, segment, phase, band, threads, renewal and region; the list's other filters hold too."""

    def __init__(self, data: Any, mine: "QuerySet[Account]", request: Any) -> None:
        super().__init__(data, mine, request=request, extras=NO_EXTRAS)
        self.mine = mine
        for name, words in ANY.items():
            self.filters[name].extra["empty_label"] = words

    def offer_regions(self) -> None:
        """Let the region be chosen from what there is among the accounts one may see."""
        regions = self.mine.exclude(region="").order_by("region").values_list("region", flat=True).distinct()
        choices = [("", _("Any region")), *((one, one) for one in regions)]
        self.form.fields["region"].widget = forms.Select(choices=choices)

    def shown(self) -> Iterator[forms.BoundField]:
        """The fields that stand on the page."""
        write_selects_plainly(self.form)
        return (self.form[name] for name in SHOWN)

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen, as pairs of an address."""
        return [(name, value) for name in self.form.fields for value in self._given(name) if value.strip()]

    def _given(self, name: str) -> list[str]:
        held: Any = self.data
        return list(held.getlist(name)) if hasattr(held, "getlist") else []
