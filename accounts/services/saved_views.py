"""Keep, share, change and remove views of lists; say with which one a list opens."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.domain.access import UserRole, reads_everything
from accounts.domain.list_states import ListState
from accounts.models import DefaultView, ListName, SavedView, Sharing, Team, User
from accounts.services.acts import Recorder, act


def save_view(
    actor: User,
    list_name: ListName,
    state: ListState,
    *,
    name: str,
    sharing: str = Sharing.PRIVATE,
    team: Team | None = None,
    opens: bool = False,
) -> SavedView:
    """Keep what one sees under a name; `opens`: and open the list with it. *Raises* ValidationError."""
    _refuse_foreign_team(actor, sharing, team)
    row = SavedView(
        list_name=list_name,
        name=" ".join(name.split()),
        owner=actor,
        sharing=sharing,
        team=team if sharing == Sharing.TEAM else None,
        **_columns_of(state),
    )
    with act("save_view", actor, None, _("Saved the view %(name)s") % {"name": row.name}) as recorder:
        recorder.insert(row)
        if opens:
            _set_default(recorder, actor, list_name, row)
    return row


def edit_view(
    actor: User,
    row: SavedView,
    expected_version: int,
    state: ListState | None = None,
    opens: bool | None = None,
    **fields: Any,
) -> SavedView:
    """Change name, sharing, what a view shows, or whether one's list opens with it.

    *Raises* StaleEdit, ValidationError.
    """
    sharing = fields.get("sharing", row.sharing)
    fields["team"] = fields.get("team", row.team) if sharing == Sharing.TEAM else None
    _refuse_foreign_team(actor, sharing, fields["team"])
    if state is not None:
        fields.update(_columns_of(state))
    with act("edit_view", actor, None, _("Changed the view %(name)s") % {"name": row.name}) as recorder:
        changed = recorder.change(row, expected_version, **fields)
        if opens is not None and opens != DefaultView.objects.filter(user=actor, view=row).exists():
            _set_default(recorder, actor, row.list_name, row if opens else None)
    return changed


def copy_view(actor: User, row: SavedView) -> SavedView:
    """A private copy of one's own."""
    state = state_of(row)
    return save_view(actor, ListName(row.list_name), state, name=_("Copy of %(name)s") % {"name": row.name[:60]})


def remove_view(actor: User, row: SavedView) -> None:
    """Take a view away, from all who shared it."""
    with act("remove_view", actor, None, _("Deleted the view %(name)s") % {"name": row.name}) as recorder:
        for one in DefaultView.objects.filter(view=row).select_for_update().order_by("pk"):
            recorder.remove(one)
        recorder.retract(row)


def open_with(actor: User, list_name: ListName, view: SavedView | None) -> None:
    """Let a list open with a view from now on; with everything where none is given."""
    words = _("The list opens with %(name)s") % {"name": view.name if view else _("everything")}
    with act("open_with_view", actor, None, words) as recorder:
        _set_default(recorder, actor, list_name, view)


def _set_default(recorder: Recorder, actor: User, list_name: str, view: SavedView | None) -> None:
    held = DefaultView.objects.filter(user=actor, list_name=list_name).select_for_update().first()
    if held is not None and view is not None:
        recorder.change(held, view=view)
    elif held is not None:
        recorder.remove(held)
    elif view is not None:
        recorder.insert(DefaultView(user=actor, list_name=list_name, view=view))


def state_of(row: SavedView) -> ListState:
    """What a saved view shows."""
    filters = {name: tuple(values) for name, values in row.filters.items()}
    return ListState(filters, row.sort, tuple(row.columns))


def _columns_of(state: ListState) -> dict[str, Any]:
    return {"filters": state.plain(), "sort": state.sort, "columns": list(state.columns)}


def _refuse_foreign_team(actor: User, sharing: str, team: Team | None) -> None:
    if sharing != Sharing.TEAM:
        return
    if team is None:
        raise ValidationError({"team": _("Say which team.")})
    is_own = actor.team_id == team.pk or team.manager_id == actor.pk
    if not is_own and not reads_everything(UserRole(actor.role)):
        raise ValidationError({"team": _("Choose a team that is yours.")})
