"""Colleagues are invited by links that need no mail server: whoever has a link sets that user's password, once."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole
from accounts.domain.first_steps import Step
from accounts.forms.first_steps import InviteForm
from accounts.models import User
from accounts.selectors.installation import installation
from accounts.selectors.settings import not_invited
from accounts.services.installation import settle_step
from accounts.services.users import invite_users, password_address
from accounts.views.access import may_administer
from accounts.views.settings_frame import SettingsFormPage, SettingsPage


class Invited(NamedTuple):
    """Somebody and the link by which they set their password."""

    user: User
    link: str


class InvitationsPage(SettingsPage):
    """Who cannot sign in yet; a POST makes the links, which are shown only then."""

    actions = {"GET": may_administer, "POST": may_administer}
    template_name = "accounts/invitation_list.html"
    item = "users"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(waiting=[Invited(user, "") for user in not_invited()])

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = {int(key) for key in request.POST.getlist("user") if key.isdecimal()}
        users = [user for user in not_invited() if not chosen or user.pk in chosen]
        return self.page(
            waiting=[Invited(user, request.build_absolute_uri(password_address(user))) for user in users],
            has_links=True,
        )


class InvitePage(SettingsFormPage):
    """Invite several colleagues at once; then their links are shown."""

    actions = {"GET": may_administer, "POST": may_administer}
    template_name = "accounts/settings_form.html"
    item = "users"
    title = _("Invite colleagues")
    submit = _("Make their links")

    def form(self, data: Any = None) -> InviteForm:
        return InviteForm(data)

    def save(self, form: InviteForm) -> list[User]:
        said = form.cleaned_data
        made = invite_users(self.viewer, said["colleagues"].known, UserRole(said["role"]), said["team"])
        settle_step(self.viewer, installation(), Step.COLLEAGUES)
        return made

    def saved(self, saved: list[User], done: Any) -> HttpResponse:
        invited = [Invited(user, self.request.build_absolute_uri(password_address(user))) for user in saved]
        return self.page("accounts/invitation_list.html", waiting=invited, has_links=True)

    def cancel_url(self) -> str:
        return reverse("accounts:users")
