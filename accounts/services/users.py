"""Create and change users and teams."""

from collections.abc import Sequence
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.access import UserRole
from accounts.domain.addresses import normalised_email
from accounts.domain.invitees import Invitee
from accounts.models import Team, User
from accounts.services.acts import act


class AlreadySetUp(Exception):
    """There are users already, so nobody can make themselves administrator."""


def create_user(actor: User | None, **fields: Any) -> User:
    """Create a user without a password: they set one by the link that `views.users` shows. *Raises* ValidationError."""
    user = User(**_cleaned(fields))
    user.set_unusable_password()
    with act("create_user", actor, None, _("Created the user %(name)s") % {"name": user}) as recorder:
        return recorder.insert(user)


def invite_users(actor: User, invitees: Sequence[Invitee], role: UserRole, team: Team | None = None) -> list[User]:
    """Create users without a password, all or none. *Raises* ValidationError naming each that is a user already."""
    emails = [invitee.email for invitee in invitees]
    known = User.objects.filter(email__in=emails).order_by("email").values_list("email", flat=True)
    if known:
        raise ValidationError([_("%(email)s is a user already.") % {"email": email} for email in known])
    words = ngettext("Invited %(count)s colleague", "Invited %(count)s colleagues", len(invitees))
    with act("invite_users", actor, None, words % {"count": len(invitees)}) as recorder:
        return [recorder.insert(_invited(invitee, role, team)) for invitee in invitees]


def _invited(invitee: Invitee, role: UserRole, team: Team | None) -> User:
    user = User(name=invitee.name, email=invitee.email, role=role, team=team)
    user.set_unusable_password()
    return user


def password_address(user: User) -> str:
    """The address at which whoever has it sets a user's password: once, within three days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def edit_user(actor: User | None, user: User, expected_version: int, **fields: Any) -> User:
    """Change a user. *Raises* StaleEdit, ValidationError (nobody takes the last administrator away)."""
    with act("edit_user", actor, None, _("Edited the user %(name)s") % {"name": user}) as recorder:
        changed = recorder.change(user, expected_version, **_cleaned(fields))
        _require_an_administrator()
        return changed


def deactivate_user(actor: User | None, user: User) -> None:
    """Let a user sign in no more; what they did stays. *Raises* ValidationError for the last administrator."""
    with act("deactivate_user", actor, None, _("Deactivated %(name)s") % {"name": user}) as recorder:
        recorder.change(user, is_active=False)
        _require_an_administrator()


def reactivate_user(actor: User | None, user: User) -> None:
    """Let a user sign in again."""
    with act("reactivate_user", actor, None, _("Reactivated %(name)s") % {"name": user}) as recorder:
        recorder.change(user, is_active=True)


def create_administrator(email: str, name: str, password: str) -> User:
    """Create the first user of an installation. *Raises* AlreadySetUp, ValidationError."""
    user = User(email=normalised_email(email), name=name.strip(), role=UserRole.ADMINISTRATOR)
    validate_password(password, user)
    user.set_password(password)
    with act("create_administrator", None, None, _("Set up the installation")) as recorder:
        _refuse_second_set_up()
        return recorder.insert(user)


def create_team(actor: User | None, **fields: Any) -> Team:
    """Create a team. *Raises* ValidationError."""
    team = Team(**fields)
    with act("create_team", actor, None, _("Created the team %(name)s") % {"name": team}) as recorder:
        return recorder.insert(team)


def edit_team(actor: User | None, team: Team, expected_version: int, **fields: Any) -> Team:
    """Change a team. *Raises* StaleEdit, ValidationError."""
    with act("edit_team", actor, None, _("Edited the team %(name)s") % {"name": team}) as recorder:
        return recorder.change(team, expected_version, **fields)


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(fields)
    if "email" in cleaned:
        cleaned["email"] = normalised_email(cleaned["email"])
    if "name" in cleaned:
        cleaned["name"] = cleaned["name"].strip()
    return cleaned


def _require_an_administrator() -> None:
    if not User.objects.filter(role=UserRole.ADMINISTRATOR, is_active=True).exists():
        raise ValidationError(_("Somebody has to administer: this is the last active administrator."))


def _refuse_second_set_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_user IN SHARE ROW EXCLUSIVE MODE")
    if User.objects.exists():
        raise AlreadySetUp
