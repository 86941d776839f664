"""The parts that the constellation asks for: a star's panel, what if, comparison, introductions, exports, places."""

import math
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from accounts.models import Account
from accounts.views.frame import AccountPage
from accounts.visibility import editable_or_404
from csm.foundation.clock import today
from csm.foundation.known import known_of
from csm.foundation.views import PageView, anyone
from stakeholders.domain.comparison import compare
from stakeholders.domain.conclusions import summarise
from stakeholders.domain.export import graphml, sky_graph
from stakeholders.domain.what_if import what_if
from stakeholders.models import Stakeholder
from stakeholders.selectors.assumed_reading import assumed_lines
from stakeholders.selectors.promises import pending_of
from stakeholders.selectors.reading import read_sky
from stakeholders.selectors.star_reading import StarReading
from stakeholders.selectors.title_rules import rule_book
from stakeholders.selectors.wording import change_sentences
from stakeholders.services.places import place_star
from stakeholders.views.constellation import SkyPage

A_QUARTER = timedelta(days=91)
MOST_OUT = 50


class SkyPart(SkyPage):
    """A part of the constellation page, without the frame of the account around it."""

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, may_edit=self.may_edit, **extra)


class StarPanel(SkyPart):
    """What is known of one star, with the arithmetic of each strength."""

    template_name = "stakeholders/constellation_star.html"

    def get(self, request: HttpRequest, account_id: int, stakeholder_id: int) -> HttpResponse:
        if stakeholder_id not in self.reading.stars:
            raise Http404
        star = StarReading(self.reading, stakeholder_id)
        visible = set(
            Account.objects.visible_to(self.viewer)
            .filter(pk__in=[row.account_id for row in star.elsewhere])
            .values_list("pk", flat=True)
        )
        elsewhere = [row.account if row.account_id in visible else None for row in star.elsewhere]
        return self.page(
            one=star,
            reading=self.reading,
            as_of=self.as_of,
            elsewhere=elsewhere,
            known=known_of("stakeholder", self.viewer, [stakeholder_id]),
            pending=pending_of([stakeholder_id], today())[stakeholder_id],
            today=today(),
            assumed=assumed_lines(star.star, self._role_names(), rule_book()),
        )

    def _role_names(self) -> dict[str, str]:
        return {key: role.name for key, role in self.reading.catalogue.roles.items()}


class WhatIfPart(SkyPart):
    """The figures without some people: `without` names stakeholders, `ours` users, by comma."""

    template_name = "stakeholders/constellation_what_if.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        sky = self.reading.found.sky
        out = [star_id for star_id in self._ids("without") if star_id in self.reading.stars]
        users = [user_id for user_id in self._ids("ours") if user_id in self.reading.users]
        if not out and not users:
            return self.page(out=[])
        seen = what_if(sky, out, users)
        names = [*(self.reading.stars[one].name for one in out), *(self.reading.users[one] for one in users)]
        return self.page(
            out=names, seen=seen, before=summarise(seen.before), after=summarise(seen.after), reading=self.reading
        )

    def _ids(self, name: str) -> list[int]:
        asked = self.request.GET.get(name, "").split(",")[:MOST_OUT]
        return sorted({int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 19})


class ComparisonPart(SkyPart):
    """What changed between two dates, in words; by default the last quarter up to the date shown."""

    template_name = "stakeholders/constellation_comparison.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        until = min(self._date("until") or self.as_of, today())
        since = min(self._date("since") or until - A_QUARTER, until)
        return self.page(since=since, until=until, last_day=today(), sentences=self._sentences(since, until))

    def _sentences(self, since: date, until: date) -> list[str]:
        before, after = (read_sky(self.account.pk, day, self.catalogue) for day in (since, until))
        changes = compare(before.found.sky, after.found.sky, before.kept, after.kept)
        return change_sentences(changes, {key: role.name for key, role in self.catalogue.roles.items()})


class IntroductionsPart(SkyPart):
    """Whom to meet next: the introductions that raise threads and survival most, with the warm path and why."""

    template_name = "stakeholders/constellation_introductions.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        if "best" in request.GET:
            return self.page("stakeholders/constellation_step.html", step=self.reading.best_step())
        return self.page(introductions=self.reading.introductions())


class GraphmlExport(SkyPage):
    """The sky as a graph for other tools; internal, as its name says."""

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        found = self.reading.found
        text = graphml(sky_graph(found.sky, found.known, found.met))
        name = f"constellation-{self.account.pk}-{self.as_of.isoformat()}-internal.graphml"
        return HttpResponse(
            text,
            content_type="application/graphml+xml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class StarPlacePart(AccountPage):
    """Keeps where a star was dragged to: POST `id` ("s12"), `x` and `y` in 0-1."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, account_id: int) -> HttpResponse:
        account = self.require_editable()
        key, x, y = self._given(request.POST)
        if key[0] == "u":  # ours stand at the rim in their order; nothing is kept
            return JsonResponse({}, status=202)
        stakeholders = Stakeholder.objects.filter(account=account)
        stakeholder = editable_or_404(stakeholders, self.viewer, pk=int(key[1:]))
        place_star(self.viewer, stakeholder, x, y)
        return HttpResponse(status=204)

    def _given(self, data: Any) -> tuple[str, float, float]:
        key = data.get("id", "")
        try:
            x, y = float(data.get("x", "")), float(data.get("y", ""))
        except ValueError as error:
            raise Http404 from error
        if key[:1] not in {"s", "u"} or not key[1:].isascii() or not key[1:].isdigit() or len(key) > 19:
            raise Http404
        if not (math.isfinite(x) and math.isfinite(y)):
            raise Http404
        return key, x, y
