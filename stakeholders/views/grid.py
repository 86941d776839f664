"""The quick-set grid over the people of an account, or of a whole book; saving what is set, and undoing it."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.utils import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from accounts.domain.access import UserRole
from accounts.filtersets import AccountFilterSet
from accounts.models import Account, Act
from accounts.services.undo import UndoConflict, undo_group
from accounts.views.frame import AccountPage
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Page
from csm.foundation.views import PageView, anyone
from stakeholders.domain.quick_set import Cell, Refusal, Refused
from stakeholders.forms.grid import read_steps
from stakeholders.models import Assessment, Position, Stakeholder
from stakeholders.selectors.books import asked_about, people_page, present_at
from stakeholders.selectors.constellation import words
from stakeholders.selectors.grid_rows import CHOICES, COLUMNS, EXACT, SETTABLE, GridRow, cell_text, grid_rows
from stakeholders.selectors.reading import Reading, read_sky
from stakeholders.services.quick_set import GROUP, quick_set

ROWS = 50
EVERYBODY = "everybody"
FILTERS = ("segment", "owner", "phase")
GRID: dict[str, Any] = {"columns": COLUMNS, "choices": CHOICES, "exact": EXACT}


class AccountGridPage(AccountPage):
    """The people of an account in a grid: those worth asking about, or everybody."""

    template_name = "stakeholders/grid_account.html"
    tab = "people"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        reading = read_sky(self.account.pk, today(), words())
        why = asked_why(reading)
        is_everybody = request.GET.get("show") == EVERYBODY
        here = present_at(Account.objects.filter(pk=self.account.pk), today()).select_related("person", "account")
        rows = grid_rows(sorted(here, key=lambda one: _first_asked(one, list(why))), today(), why)
        shown = rows if is_everybody else [row for row in rows if row.stakeholder.pk in why]
        counts: dict[str, Any] = {"asked_count": len(why), "everybody_count": len(rows)}
        return self.page(rows=shown, is_everybody=is_everybody, is_editable=self.may_edit, **counts, **GRID)


def asked_why(reading: Reading) -> dict[int, str]:
    """Why one asks about whom, of the questions that the grid can answer, what can change most first."""
    why: dict[int, str] = {}
    for asked in reading.questions:
        if asked.star is not None and asked.question.kind in SETTABLE:
            why.setdefault(asked.star.id, asked.words.why)
    return why


def _first_asked(one: Stakeholder, asked: list[int]) -> tuple[int, str]:
    return asked.index(one.pk) if one.pk in asked else len(asked), one.person.name


class BookGridPage(PageView):
    """The people of all accounts one may change, or of those that filters choose, a page at a time."""

    actions = {"GET": anyone}
    template_name = "stakeholders/grid_book.html"
    nav = "people"

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Account.objects.editable_by(self.viewer)
        filters = AccountFilterSet(request.GET, mine, request=request)
        accounts = filters.qs if filters.form.is_valid() else mine.none()
        is_everybody = request.GET.get("show") == EVERYBODY
        page = self._part(accounts, is_everybody)
        return self.page(
            partial="grid-rows",
            filters=filters,
            first_filters=[filters.form[name] for name in FILTERS if name in filters.form.fields],
            rows=self._rows(page),
            is_everybody=is_everybody,
            is_editable=True,
            everybody_url=self._url(show=EVERYBODY),
            asked_url=self._url(show=""),
            previous_url=self._url(cursor=page.previous_cursor) if page.previous_cursor else "",
            next_url=self._url(cursor=page.next_cursor) if page.next_cursor else "",
            **GRID,
        )

    def _part(self, accounts: Any, is_everybody: bool) -> Page[Stakeholder]:
        people = present_at(accounts, today())
        chosen = people if is_everybody else asked_about(people, SETTABLE)
        try:
            return people_page(chosen, self.request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error

    def _rows(self, page: Page[Stakeholder]) -> list[GridRow]:
        return grid_rows(list(page.rows), today())

    def _url(self, **changed: str | None) -> str:
        address: Any = self.request.GET.copy()
        for name, value in {"cursor": None, **changed}.items():
            address.pop(name, None)
            if value:
                address[name] = value
        return f"?{address.urlencode()}"


class GridSaveView(PageView):
    """Saves what was set: steps of cells, each step by itself; answers what was refused and why."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            steps = read_steps(orjson.loads(request.body))
        except (ValueError, RecursionError) as error:
            return JsonResponse({"detail": str(error)}, status=400)
        return JsonResponse({"steps": [self._saved(cells) for cells in steps]})

    def _saved(self, cells: list[Cell]) -> dict[str, Any]:
        try:
            done = quick_set(self.viewer, cells)
        except IntegrityError:  # somebody wrote the same fact in the same moment
            refused = list(told(Refusal(each, Refused.CHANGED) for each in cells))
            return {"group": "", "summary": "", "refused": refused, "now": self._now(cells)}
        refused = list(told(done.refused))
        return {"group": done.group, "summary": done.summary, "refused": refused, "now": self._now(cells)}

    def _now(self, cells: Iterable[Cell]) -> list[dict[str, Any]]:
        """What stands in the rows of these cells: setting one may let a rule assume another."""
        mine: Any = Stakeholder.objects.editable_by(self.viewer)
        return list(standing(mine.filter(pk__in={cell.stakeholder_id for cell in cells})))


def standing(people: Any) -> Iterator[dict[str, Any]]:
    """What stands in each cell of some people, as the page shows it."""
    for row in grid_rows(list(people.select_related("person", "account")), today()):
        for cell in row.cells:
            yield {
                "stakeholder": row.stakeholder.pk,
                "column": cell.column.value,
                "value": cell.value,
                "text": cell.text,
                "is_assumed": cell.is_assumed,
            }


def told(refused: Iterable[Refusal]) -> Iterator[dict[str, Any]]:
    """What was not set, why, and what stands there."""
    for cell, why, now in refused:
        text = cell_text(cell.column, now)
        yield {
            "stakeholder": cell.stakeholder_id,
            "column": cell.column.value,
            "detail": REFUSALS[why]() % {"now": text},
            "now": now,
            "can_insist": why is Refused.CHANGED,
        }


REFUSALS = {
    Refused.CHANGED: lambda: _("Somebody else changed this meanwhile: it is now %(now)s."),
    Refused.LEFT: lambda: _("They have left the account."),
    Refused.NOT_YOURS: lambda: _("There is no such person on an account that you may change."),
    Refused.TWICE: lambda: _("It was set twice in one step."),
}


def _stakeholders_in(changes: list[Any]) -> set[int]:
    """Whom an act of the grid was about: those of the facts it inserted."""
    models: tuple[Any, ...] = (Assessment, Position)
    found: set[int] = set()
    for model in models:
        ids = [pk for label, pk, *_columns in changes if label == model._meta.label_lower]
        found.update(model.objects.filter(pk__in=ids).values_list("stakeholder_id", flat=True))
    return found


class GridUndoView(PageView):
    """Takes back one step of the grid: all of it, or nothing and why."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, group: str) -> HttpResponse:
        acts = Act.objects.filter(group=group, actor_id=self.viewer.pk)
        accounts = set(acts.values_list("account_id", flat=True)) if group.startswith(GROUP) else set()
        if not accounts:
            raise Http404
        self._require_right(accounts)
        try:
            undo_group(group, self.viewer)
        except UndoConflict as error:
            return JsonResponse({"detail": str(error)}, status=409)
        touched = {key for done in acts for key in _stakeholders_in(done.changes)}
        mine: Any = Stakeholder.objects.editable_by(self.viewer)
        return JsonResponse({"now": list(standing(mine.filter(pk__in=touched)))})

    def _require_right(self, accounts: set[int]) -> None:
        mine = Account.objects.editable_by(self.viewer).filter(pk__in=accounts).count()
        if UserRole(self.viewer.role) is UserRole.EXECUTIVE or mine < len(accounts):
            raise PermissionDenied
