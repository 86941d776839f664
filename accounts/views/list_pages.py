"""Around a list: choose its columns, keep views of it, take it away as a file."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.domain.list_states import ALL, ListState
from accounts.forms.saved_views import SavedViewForm
from accounts.models import ListName, SavedView
from accounts.selectors.list_exports import FORMATS, exported
from accounts.services import saved_views
from accounts.visibility import editable_or_404, visible_or_404
from csm.foundation.clock import today
from csm.foundation.lists import ListKind, chosen_columns, list_kinds
from csm.foundation.paging import BadParameter
from csm.foundation.views import DeedView, FormPage, PageView, anyone


class AboutList(PageView):
    """A page about the list of the address, in the state that its query says."""

    actions = {"GET": anyone}

    @cached_property
    def kind(self) -> ListKind:
        kind = list_kinds.get(self.kwargs["list_name"])
        if kind is None:
            raise Http404
        return kind

    @property
    def nav(self) -> str:  # type: ignore[override]
        return self.kind.key

    @cached_property
    def state(self) -> ListState:
        return ListState.of(self.request.GET.lists())

    def list_url(self, *pairs: tuple[str, str]) -> str:
        made = QueryDict(mutable=True)
        for name, value in pairs:
            made.appendlist(name, value)
        return f"{reverse(self.kind.url_name)}?{made.urlencode()}"


class ListColumnsPage(AboutList):
    """Which columns a list shows and in which order: a form that leads back to the list."""

    template_name = "accounts/list_columns.html"

    def get(self, request: HttpRequest, list_name: str) -> HttpResponse:
        listing = _listing(self.kind, self.viewer, request.GET)
        chosen = chosen_columns(listing.all_columns, self.state.columns)
        keys = {column.key for column in chosen}
        others = [column for column in listing.all_columns if column.key not in keys]
        kept = [pair for pair in self.state.parameters() if pair[0] != "columns"]
        if "view" in request.GET:
            kept.append(("view", request.GET["view"]))
        is_dialog = bool(self.request.htmx) and self.request.htmx.target == "dialog"
        template = "accounts/_list_columns_dialog.html" if is_dialog else self.template_name
        return self.page(template, list_url=reverse(self.kind.url_name), chosen=chosen, others=others, kept=kept)


def _listing(kind: ListKind, viewer: Any, query: QueryDict) -> Any:
    """The list in the state of a query. *Raises* Http404 where there is no such state."""
    try:
        return kind.listing(viewer, query)
    except BadParameter as error:
        raise Http404 from error


class ViewAddPage(FormPage, AboutList):
    """Keep what the list shows under a name."""

    actions = {"GET": anyone, "POST": anyone}
    title = _("Save this view")
    submit = _("Save view")

    def form(self, data: Any = None) -> SavedViewForm:
        return SavedViewForm(data, viewer=self.viewer)

    def save(self, form: SavedViewForm) -> SavedView:
        return saved_views.save_view(self.viewer, ListName(self.kind.key), self.state, **form.facts)

    def success_url(self, saved: SavedView) -> str:
        return self.list_url(("view", str(saved.pk)))

    def cancel_url(self) -> str:
        return self.list_url(*self.state.parameters())


class AboutView(AboutList):
    """A page about one saved view; those of others answer 404 where they are not shared with the reader."""

    @cached_property
    def kind(self) -> ListKind:
        return list_kinds.get(self.kept.list_name)  # type: ignore[return-value]

    @cached_property
    def kept(self) -> SavedView:
        found: SavedView = visible_or_404(SavedView.objects.all(), self.viewer, pk=self.kwargs["view_id"])
        return found

    def editable(self) -> SavedView:
        """The view, which the reader may change. *Raises* Http404, PermissionDenied."""
        found: SavedView = editable_or_404(SavedView.objects.all(), self.viewer, pk=self.kwargs["view_id"])
        return found

    def here(self) -> str:
        return self.list_url(("view", str(self.kept.pk)))


class ViewEditPage(FormPage, AboutView):
    """What a view is called, who sees it, and whether the list opens with it."""

    actions = {"GET": anyone, "POST": anyone}
    title = _("Edit view")

    def form(self, data: Any = None) -> SavedViewForm:
        row = self.editable()
        opens = self.viewer.default_views.filter(view=row).exists()
        return SavedViewForm(data, viewer=self.viewer, row=row, opens=opens)

    def save(self, form: SavedViewForm) -> SavedView:
        return saved_views.edit_view(self.viewer, self.editable(), form.expected_version, **form.facts)

    def success_url(self, saved: SavedView) -> str:
        return self.here()

    def cancel_url(self) -> str:
        return self.here()


class ViewDeed(DeedView, AboutView):
    """A button about one saved view."""

    actions = {"POST": anyone}

    def success_url(self) -> str:
        return self.here()


class ViewKeepView(ViewDeed):
    """Let the view keep what the list shows now."""

    def do(self) -> None:
        row = self.editable()
        saved_views.edit_view(self.viewer, row, row.row_version, self.state)


class ViewCopyView(ViewDeed):
    """A private copy of one's own."""

    def do(self) -> None:
        self.copy = saved_views.copy_view(self.viewer, self.kept)

    def success_url(self) -> str:
        return self.list_url(("view", str(self.copy.pk)))


class ViewOpensView(ViewDeed):
    """Open the list with this view from now on; with everything again where it is the one already."""

    def do(self) -> None:
        is_already = self.viewer.default_views.filter(view=self.kept).exists()
        saved_views.open_with(self.viewer, ListName(self.kept.list_name), None if is_already else self.kept)


class ViewRemoveView(ViewDeed):
    """Delete a view."""

    def do(self) -> None:
        row = self.editable()
        self.way_back = self.list_url(("view", ALL))  # worked out while the view still stands
        saved_views.remove_view(self.viewer, row)

    def success_url(self) -> str:
        return self.way_back


class ListExportView(AboutList):
    """The list as a file: the same columns, order and rows as on the screen, all of them."""

    def get(self, request: HttpRequest, list_name: str) -> HttpResponseBase:
        wanted = FORMATS.get(request.GET.get("format", "csv"))
        if wanted is None:
            raise Http404
        listing = _listing(self.kind, self.viewer, request.GET)
        name = f"{slugify(str(self.kind.label)) or self.kind.key}-{today():%Y-%m-%d}.{wanted.ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(exported(listing, wanted), content_type=wanted.content_type, headers=headers)
