"""The constellation tab: the sky of an account at a date, in five views, for us or for the customer's eyes."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from stakeholders.domain.org_chart import org_chart
from stakeholders.selectors.constellation import Arrangement, Words, arrangement, picture, words
from stakeholders.selectors.reading import Reading, first_day, read_sky
from stakeholders.selectors.skies import sky_at
from stakeholders.selectors.sky_drawing import sky_svg
from stakeholders.selectors.sky_tables import coverage_matrix, people_list, quadrant
from stakeholders.selectors.suggestions import quiet_line
from stakeholders.services.places import keep_places

MANY = 60
VIEWS = {
    "sky": _("Sky"),
    "chart": _("Organisation chart"),
    "personas": _("Personas"),
    "matrix": _("Who knows whom"),
    "list": _("List"),
}
FOR_CUSTOMERS = ("sky",)


class SkyPage(AccountPage):
    """A page about the sky of an account, read at the date that the address names (today if none)."""

    tab = "constellation"

    @cached_property
    def as_of(self) -> date:
        """The date asked for; what lies ahead or is no date is today."""
        asked = self._date("as_of")
        return min(asked, today()) if asked else today()

    def _date(self, name: str) -> date | None:
        try:
            return parse_date(self.request.GET.get(name, ""))
        except ValueError:
            return None

    @cached_property
    def catalogue(self) -> Words:
        return words()

    @cached_property
    def reading(self) -> Reading:
        return read_sky(self.account.pk, self.as_of, self.catalogue)

    def address(self, name: str, *more: object, **query: object) -> str:
        """The address of a part of the constellation at the date shown."""
        url = reverse(f"stakeholders:{name}", args=[self.account.pk, *more])
        asked = {"as_of": self.as_of.isoformat()} if self.as_of != today() else {}
        given = {**asked, **{key: str(value) for key, value in query.items() if value}}
        return f"{url}?{'&'.join(f'{key}={value}' for key, value in given.items())}" if given else url


class ConstellationPage(SkyPage):
    """The sky, organisation chart, personas, coverage matrix or list; `customer=1` is the customer view."""

    template_name = "stakeholders/constellation.html"

    @property
    def is_for_customer(self) -> bool:
        return self.request.GET.get("customer") == "1"

    @property
    def view(self) -> str:
        asked = self.request.GET.get("view", "sky")
        allowed = FOR_CUSTOMERS if self.is_for_customer else VIEWS
        return asked if asked in allowed else "sky"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        if self.is_for_customer:
            return self.page("stakeholders/constellation_for_customer.html", **self._drawn(), **self._shared())
        met = quiet_line(self.account.pk) if self.as_of == today() else None
        return self.page(**self._shared(), **self._of_view(), reading=self.reading, met=met)

    def _shared(self) -> dict[str, Any]:
        begun = first_day(self.account.pk)
        return {
            "as_of": self.as_of,
            "is_today": self.as_of == today(),
            "first_day": min(begun, self.as_of) if begun else None,
            "last_day": today(),
            "view": self.view,
            "views": [(key, label, self.address("constellation", view=key)) for key, label in VIEWS.items()],
            "customer_url": self.address("constellation", customer="" if self.is_for_customer else "1"),
        }

    def _of_view(self) -> dict[str, Any]:
        match self.view:
            case "chart":
                return {"chart": org_chart(self.reading.found.sky)}
            case "personas":
                return {"quadrant": quadrant(self.reading)}
            case "matrix":
                return {"matrix": coverage_matrix(self.reading)}
            case "list":
                return {"rows": people_list(self.reading)}
            case _:
                return self._drawn()

    def _drawn(self) -> dict[str, Any]:
        drawn = picture(
            self.account,
            self.reading.found,
            self.catalogue,
            self._urls(),
            for_customer=self.is_for_customer,
            arranged=self._arranged(),
        )
        return {
            "sky": drawn,
            "fallback": sky_svg(drawn),
            "is_many": len(drawn["stars"]) > MANY,
            "graphml_url": self.address("graphml"),
        }

    def _arranged(self) -> Arrangement:
        """Everybody's place; who is drawn for the first time today stands there from now on, for every reader."""
        sky = self.reading.found.sky
        if self.as_of != today():
            return arrangement(sky, sky_at(self.account.pk, today()))
        arranged = arrangement(sky)
        keep_places(self.account.pk, arranged.fresh)
        return arranged

    def _urls(self) -> dict[str, str | None]:
        if self.is_for_customer:
            return {"panel": None, "place": None}
        return {
            "panel": self.address("star", 0).replace("/0/", "/{id}/"),
            "place": reverse("stakeholders:star_place", args=[self.account.pk]) if self.may_edit else None,
            "whatif": self.address("what_if"),
            "brief": f"{reverse('stakeholders:brief', args=[self.account.pk])}?attendees={{id}}",
        }
