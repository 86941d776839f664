"""Search over everything that is registered: as a listbox while one types, as a page otherwise."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from csm.foundation.registry import search_sources
from csm.foundation.views import PageView, anyone

IN_LIST = 6
ON_PAGE = 50


class SearchPage(PageView):
    """What fits the words, grouped by source."""

    actions = {"GET": anyone}
    template_name = "accounts/search.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "").replace("\0", "").strip()[:200]
        is_list = self.request.htmx.target == "search-results"
        groups = self._groups(words, IN_LIST if is_list else ON_PAGE) if words else []
        return self.page(partial="search-results", words=words, groups=groups)

    def _groups(self, words: str, limit: int) -> list[dict[str, Any]]:
        found = ((source, list(source.find(self.viewer, words, limit))) for source in search_sources)
        return [{"key": source.key, "label": source.label, "hits": hits} for source, hits in found if hits]
