"""Go anywhere and do anything: the list of the palette, and the same as a page without scripts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.selectors.going import MOST_VISITED, Going, kwargs_of
from csm.foundation.views import PageView, anyone

LONGEST = 200


class GoPage(PageView):
    """What fits the words `q` on the page `here`; with `action` what that action can be done to."""

    actions = {"GET": anyone}
    template_name = "accounts/go.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        going = Going(self.viewer, self._text("q").strip(), kwargs_of(self._text("here")), self._visited())
        action = self._text("action")
        groups = going.aims(action) if action else going.groups()
        return self.page(
            partial="palette-list",
            groups=groups,
            words=going.words,
            action=action,
            asked=going.asks(action),
            count=sum(len(group.ways) for group in groups),
        )

    def _text(self, name: str) -> str:
        return self.request.GET.get(name, "").replace("\0", "")[:LONGEST]

    def _visited(self) -> list[Mapping[str, Any]]:
        return [kwargs_of(path) for path in self.request.GET.getlist("recent")[:MOST_VISITED]]
