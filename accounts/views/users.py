"""Users and teams, for administrators; a link by which a user sets a password without any mail."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.settings import TeamForm, UserForm
from accounts.models import Team, User
from accounts.selectors.settings import listed_teams, listed_users
from accounts.services.users import (
    create_team,
    create_user,
    deactivate_user,
    edit_team,
    edit_user,
    password_address,
    reactivate_user,
)
from accounts.views.access import may_administer
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage, SettingsPage
from accounts.views.settings_rows import SettingsDeedView, row_or_404

NONE = Cell("–", is_quiet=True)


class UserListPage(SettingsListPage):
    """Everybody of ours."""

    actions = {"GET": may_administer}
    item = "users"
    title = _("Users")
    note = _("Who signs in, what they may do, and which team they work in.")
    heads: ClassVar[Any] = [
        (_("Name"), False),
        (_("E-mail"), False),
        (_("Role"), False),
        (_("Kind of CSM"), False),
        (_("Team"), False),
    ]
    add_label = _("New user")
    add_url_name = "accounts:user_add"

    def lines(self) -> list[Line]:
        return [self._line(user) for user in listed_users()]

    def _line(self, user: Any) -> Line:
        state = _("no password yet") if user.has_no_password else ""
        chip = state if user.is_active else _("inactive")
        return Line(
            [
                Cell(user.name, chip=chip, is_quiet=not user.is_active),
                Cell(user.email),
                Cell(user.get_role_display()),
                Cell(user.get_archetype_display()) if user.archetype else NONE,
                Cell(user.team) if user.team else NONE,
            ],
            reverse("accounts:user_edit", args=[user.pk]),
        )


class UserAddPage(SettingsFormPage):
    """A new user, who then sets a password by a link."""

    actions = {"GET": may_administer, "POST": may_administer}
    item = "users"
    title = _("New user")
    submit = _("Add user")
    list_url_name = "accounts:users"

    def form(self, data: Any = None) -> UserForm:
        return UserForm(data)

    def save(self, form: UserForm) -> User:
        return create_user(self.viewer, **form.facts)

    def success_url(self, saved: User) -> str:
        return reverse("accounts:user_edit", args=[saved.pk])


class UserEditPage(SettingsFormPage):
    """A user, with the buttons that let them in and out."""

    actions = {"GET": may_administer, "POST": may_administer}
    template_name = "accounts/user_form.html"
    item = "users"
    title = _("Edit user")
    list_url_name = "accounts:users"

    @cached_property
    def user(self) -> User:
        return row_or_404(User, self.kwargs["user_id"])

    def form(self, data: Any = None) -> UserForm:
        return UserForm(data, row=self.user)

    def save(self, form: UserForm) -> User:
        return edit_user(self.viewer, row_or_404(User, self.user.pk), form.expected_version, **form.facts)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(edited=self.user, **extra)


class PasswordLinkPage(SettingsPage):
    """Show a link by which a user sets a password; whoever has it can, once, for three days."""

    actions = {"POST": may_administer}
    template_name = "accounts/user_password_link.html"
    item = "users"

    def post(self, request: HttpRequest, user_id: int) -> HttpResponse:
        user = row_or_404(User, user_id)
        return self.page(edited=user, link=request.build_absolute_uri(password_address(user)))


class UserDeactivateView(SettingsDeedView):
    """Let a user sign in no more."""

    actions = {"POST": may_administer}
    list_url_name = "accounts:users"

    def do(self) -> None:
        deactivate_user(self.viewer, row_or_404(User, self.kwargs["user_id"]))


class UserReactivateView(SettingsDeedView):
    """Let a user sign in again."""

    actions = {"POST": may_administer}
    list_url_name = "accounts:users"

    def do(self) -> None:
        reactivate_user(self.viewer, row_or_404(User, self.kwargs["user_id"]))


class TeamListPage(SettingsListPage):
    """Every team and its manager."""

    actions = {"GET": may_administer}
    item = "teams"
    title = _("Teams")
    note = _("A manager sees and edits the accounts of everybody in their teams.")
    heads: ClassVar[Any] = [(_("Name"), False), (_("Manager"), False), (_("Active members"), True)]
    add_label = _("New team")
    add_url_name = "accounts:team_add"
    teaches = _("Teams tie CSMs to the manager who sees and coaches their accounts.")

    def lines(self) -> list[Line]:
        return [
            Line(
                [Cell(team.name), Cell(team.manager) if team.manager else NONE, Cell(team.member_count, True)],
                reverse("accounts:team_edit", args=[team.pk]),
            )
            for team in listed_teams()
        ]


class TeamAddPage(SettingsFormPage):
    """A new team."""

    actions = {"GET": may_administer, "POST": may_administer}
    item = "teams"
    title = _("New team")
    submit = _("Add team")
    list_url_name = "accounts:teams"

    def form(self, data: Any = None) -> TeamForm:
        return TeamForm(data)

    def save(self, form: TeamForm) -> Team:
        return create_team(self.viewer, **form.facts)


class TeamEditPage(SettingsFormPage):
    """A team."""

    actions = {"GET": may_administer, "POST": may_administer}
    item = "teams"
    title = _("Edit team")
    list_url_name = "accounts:teams"

    def form(self, data: Any = None) -> TeamForm:
        return TeamForm(data, row=row_or_404(Team, self.kwargs["team_id"]))

    def save(self, form: TeamForm) -> Team:
        return edit_team(self.viewer, row_or_404(Team, self.kwargs["team_id"]), form.expected_version, **form.facts)
