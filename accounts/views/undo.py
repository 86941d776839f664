"""Undo what was just done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.domain.access import UserRole
from accounts.models import Account, Act, Merge
from accounts.selectors.list_edits import MANY, still_theirs
from accounts.selectors.merging import may_merge_at
from accounts.services.undo import UndoConflict, undo_act
from accounts.visibility import editable_or_404
from csm.foundation.views import PageView, anyone


class UndoView(PageView):
    """Reverse one's own act, then back to where one was."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, act_id: int) -> HttpResponse:
        done = editable_or_404(Act.objects.all(), self.viewer, pk=act_id)
        self._require_right(done)
        try:
            undo_act(done, self.viewer)
        except UndoConflict as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Undone: %(what)s") % {"what": done.summary})
        return self.go(self._back(done))

    def _require_right(self, done: Act) -> None:
        """What one may change no longer is not changed by undoing either."""
        if UserRole(self.viewer.role) is UserRole.EXECUTIVE:
            raise PermissionDenied
        merge = Merge.objects.filter(act=done).first()
        if merge is not None and may_merge_at(self.viewer, merge.accounts):
            return
        gone = done.kind in {"create_account", "remove_account"}
        mine = Account.objects.editable_by(self.viewer).filter(pk=done.account_id)
        if done.account_id is not None and not gone and not mine.exists():
            raise PermissionDenied
        if done.kind == MANY and not still_theirs(Act.objects.filter(pk=done.pk), self.viewer):
            raise PermissionDenied

    def _back(self, done: Act) -> str:
        came_from = self.request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            came_from, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return came_from if is_ours and done.kind != "create_account" else reverse("accounts:list")
