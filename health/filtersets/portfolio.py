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
        for name, words in ANY.items():
            self.filters[name].extra["empty_label"] = words

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
