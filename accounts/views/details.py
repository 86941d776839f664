"""The notes and facts of an account, its family, its names in other systems and what was done about it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.accounts import ExternalIdForm
from accounts.models import Account, Act, ExternalId, Subject, User
from accounts.selectors.account_pages import children_of, history_of, names_elsewhere, undoable
from accounts.selectors.extra_reading import extra_lines, tags_of
from accounts.selectors.notes import SHOWN, latest_notes
from accounts.services.accounts import forget_name_elsewhere, name_elsewhere
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from csm.foundation.paging import BadParameter, Order, Page, Sort, read_page

ACTS = 20
NEWEST_FIRST = Order("-id", Sort("pk", is_nullable=False), is_descending=True)


class DetailsPage(AccountPage):
    """Notes, facts, family, names elsewhere, history with undo."""

    template_name = "accounts/account_details.html"
    tab = "details"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        history = read_history(history_of(self.account), request.GET.get("cursor", ""))
        parent = Account.objects.visible_to(self.viewer).filter(children=self.account.pk).first()
        notes = latest_notes(self.account)
        return self.page(
            notes=notes[:SHOWN],
            has_more_notes=len(notes) > SHOWN,
            parent=parent,
            children=children_of(self.account, self.viewer)[:200],
            extra_lines=extra_lines(Subject.ACCOUNT, self.account),
            tags=tags_of(self.account),
            names=names_elsewhere(self.account),
            history=history,
            acts=_act_lines(history.rows, self.viewer),
        )


class NameElsewherePage(AccountFormPage):
    """The id of the account in another system."""

    tab = "details"
    title = _("Id in another system")

    def form(self, data: Any = None) -> ExternalIdForm:
        return ExternalIdForm(data)

    def save(self, form: ExternalIdForm) -> ExternalId:
        return name_elsewhere(self.viewer, self.account, **form.cleaned_data)


class ForgetNameView(AccountDeedView):
    """Remove the id of the account in another system."""

    tab = "details"

    def do(self) -> None:
        name = ExternalId.objects.filter(kind="account", row_id=self.account.pk, pk=self.kwargs["name_id"]).first()
        if name is None:
            raise Http404
        forget_name_elsewhere(self.viewer, self.account, name)


WHOLES = {"edit": "accounts:list_edit_run", "import": "accounts:import"}


class ActLine(NamedTuple):
    """An act, whether the viewer may try to undo it, and where the whole is of which theirs is a part."""

    act: Act
    may_undo: bool
    whole_url: str


def _act_lines(acts: Sequence[Act], viewer: User) -> list[ActLine]:
    mine = undoable(acts, viewer)
    return [ActLine(one, one.pk in mine, _whole_url(one) if one.actor_id == viewer.pk else "") for one in acts]


def _whole_url(one: Act) -> str:
    kind, _colon, whole = one.group.partition(":")
    return reverse(WHOLES[kind], args=[whole]) if kind in WHOLES else ""


def read_history(acts: "models.QuerySet[Act]", cursor: str) -> Page[Act]:
    """A page of acts, newest first. *Raises* BadRequest for a cursor that is none."""
    try:
        return read_page(acts, NEWEST_FIRST, cursor, ACTS)
    except BadParameter as error:
        raise BadRequest(str(error)) from error
