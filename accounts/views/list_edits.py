"""Edit many rows of a list: choose what to set, see how far it is, take it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.access import UserRole
from accounts.models import Act, EditState, ListEdit
from accounts.selectors.list_edits import left_out_in_words, still_theirs
from accounts.services.list_edits import AT_ONCE, begin_undoing, start_edit
from accounts.tasks import ask_to_edit
from accounts.views.list_pages import AboutList
from accounts.visibility import visible_or_404
from csm.foundation.deeds import Deed, deeds
from csm.foundation.forms import refuse
from csm.foundation.lists import list_kinds
from csm.foundation.paging import BadParameter
from csm.foundation.views import PageView, anyone


def may_edit_rows(viewer: Any) -> bool:
    """Everybody but those who only read; which rows are theirs is decided row by row."""
    return UserRole(viewer.role) is not UserRole.EXECUTIVE


class ListEditPage(AboutList):
    """What to set on the chosen rows, then set it: at once where they are few, in the background where many."""

    actions = {"POST": may_edit_rows}
    template_name = "accounts/list_edit.html"

    def post(self, request: HttpRequest, list_name: str) -> HttpResponse:
        ids, versions = self._chosen()
        if "set" not in request.POST:
            return self._show(self.kind.form(viewer=self.viewer), ids)
        form = self.kind.form(request.POST, viewer=self.viewer)
        if not ids or not form.is_valid():
            return self._show(form, ids)
        try:
            with deeds() as done:
                edit = start_edit(self.viewer, self.kind, ids, form.changes(), versions)
        except ValidationError as error:
            refuse(form, error)
            return self._show(form, ids)
        return self._done(edit, done) if edit.state == EditState.DONE else self._wait(edit)

    def _chosen(self) -> tuple[list[int], Mapping[int, int]]:
        """The ids of the rows chosen with the versions they were seen in, or all that match. *Raises* Http404."""
        if self.request.POST.get("all"):
            return self._all(), {}
        pairs = [text.partition(":") for text in self.request.POST.getlist("row")[: AT_ONCE * 2]]
        seen = {int(pk): int(version) for pk, _colon, version in pairs if _is_key(pk) and _is_key(version)}
        return list(seen), seen

    def _all(self) -> list[int]:
        try:
            return list(self.kind.listing(self.viewer, self.request.GET).keys())
        except BadParameter as error:
            raise Http404 from error

    def _show(self, form: Any, ids: list[int]) -> HttpResponse:
        is_dialog = bool(self.request.htmx) and self.request.htmx.target == "dialog"
        template = "accounts/_list_edit_dialog.html" if is_dialog else self.template_name
        is_all = bool(self.request.POST.get("all"))
        return self.page(
            template,
            form=form,
            count=len(ids),
            is_all=is_all,
            rows=[] if is_all else self.request.POST.getlist("row"),
            action=self.request.get_full_path(),
            cancel_url=self._back(),
        )

    def _done(self, edit: ListEdit, done: list[Deed]) -> HttpResponse:
        changed = ngettext("Changed %(count)d row.", "Changed %(count)d rows.", edit.changed) % {"count": edit.changed}
        deed = done[-1] if done and edit.changed else None
        self.tell(" ".join([changed, *left_out_in_words(edit)]), deed)
        return self.go(self._back())

    def _wait(self, edit: ListEdit) -> HttpResponse:
        ask_to_edit(edit)
        return self.go(reverse("accounts:list_edit_run", args=[edit.pk]))

    def _back(self) -> str:
        query = self.request.GET.urlencode()
        return f"{reverse(self.kind.url_name)}?{query}" if query else reverse(self.kind.url_name)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


class _OneEdit(PageView):
    @property
    def edit(self) -> ListEdit:
        return visible_or_404(ListEdit.objects.all(), self.viewer, pk=self.kwargs["edit_id"])

    def shown(self, edit: ListEdit) -> dict[str, Any]:
        kind = list_kinds.get(edit.list_name)
        if kind is None:
            raise Http404
        return {
            "edit": edit,
            "list_label": kind.label,
            "list_url": reverse(kind.url_name),
            "is_working": edit.state in (EditState.WORKING, EditState.UNDOING),
            "left_out": left_out_in_words(edit),
        }


class ListEditRunPage(_OneEdit):
    """How far an edit of many rows is, and what came of it."""

    actions = {"GET": anyone}
    template_name = "accounts/list_edit_run.html"

    def get(self, request: HttpRequest, edit_id: int) -> HttpResponse:
        return self.page(**self.shown(self.edit))


class ListEditProgressView(_OneEdit):
    """How far an edit is, for the bar; leads on when it is done."""

    actions = {"GET": anyone}
    template_name = "accounts/_list_edit_progress.html"

    def get(self, request: HttpRequest, edit_id: int) -> HttpResponse:
        edit = self.edit
        if edit.state not in (EditState.WORKING, EditState.UNDOING):
            return HttpResponse(headers={"HX-Redirect": reverse("accounts:list_edit_run", args=[edit.pk])})
        return self.page(**self.shown(edit))


class ListEditUndoView(_OneEdit):
    """Take all of an edit back."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, edit_id: int) -> HttpResponse:
        edit = self.edit
        if not still_theirs(Act.objects.filter(group=edit.group, undone_at__isnull=True), self.viewer):
            raise PermissionDenied
        if begin_undoing(edit):
            ask_to_edit(edit)
        else:
            messages.error(request, _("This is no longer at that stage."))
        return self.go(reverse("accounts:list_edit_run", args=[edit.pk]))
