"""What was merged, and undoing it."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Merge
from accounts.selectors.merges import merge_lines, merge_page
from accounts.selectors.merging import may_merge_at
from accounts.services.undo import UndoConflict, undo_act
from accounts.visibility import visible_or_404
from csm.foundation.paging import BadParameter
from csm.foundation.views import PageView, anyone

ROWS = 25


class MergeListPage(PageView):
    """Merges, the latest first."""

    actions = {"GET": anyone}
    template_name = "accounts/merge_list.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            page = merge_page(self.viewer, request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            lines=merge_lines(self.viewer, page.rows),
            previous_url=f"?cursor={page.previous_cursor}" if page.previous_cursor else "",
            next_url=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        )


class MergeUndoView(PageView):
    """Undo a merge, one's own or another's, with the rights that merging takes."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, merge_id: int) -> HttpResponse:
        merge = visible_or_404(Merge.objects.select_related("act"), self.viewer, pk=merge_id)
        if not may_merge_at(self.viewer, merge.accounts):
            raise PermissionDenied
        try:
            undo_act(merge.act, self.viewer)
        except UndoConflict as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Undone: %(what)s") % {"what": merge.act.summary})
        return self.go(reverse("accounts:merges"))
