"""Create and change accounts, their names in other systems, and who of ours works on them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from accounts.domain.addresses import is_host, normalised_domain
from accounts.models import Account, AccountTeamMember, ExternalId, Job, Subject, User
from accounts.selectors.family import line_of
from accounts.services.acts import act
from accounts.services.extras import values_after
from accounts.services.ownership import owner_change
from accounts.services.tags import tags_named
from csm.foundation.clock import today

# Held while a parent is set, so that two people cannot each close half of a circle at once.
FAMILY_LOCK = 7_201_001


def create_account(actor: User | None, **fields: Any) -> Account:
    """Create an account; tags by name, extra values by key. *Raises* ValidationError."""
    name = str(fields.get("name", "")).strip()
    with act("create_account", actor, None, _("Created the account %(name)s") % {"name": name}) as recorder:
        account = recorder.insert(Account(**_cleaned(actor, fields, {})))
        recorder.account_id = account.pk
        recorder.touches(account.pk)
    return account


def edit_account(actor: User | None, account: Account, expected_version: int, **fields: Any) -> Account:
    """Change facts of an account; extra values that are not named stay.

    *Raises* StaleEdit, ValidationError (a parent below itself included).
    """
    with act("edit_account", actor, account.pk, _("Edited %(name)s") % {"name": account.name}) as recorder:
        cleaned = _cleaned(actor, fields, account.extra)
        if cleaned.get("parent") is not None:
            _refuse_circle(account, cleaned["parent"])
        handed_over = owner_change(account, cleaned["owner"].pk) if cleaned.get("owner") is not None else None
        edited = recorder.change(account, expected_version, **cleaned)
        if handed_over is not None:
            recorder.insert(handed_over)
        return edited


def remove_account(actor: User | None, account: Account) -> None:
    """Take an account back that was created by mistake; it stays in the records."""
    with act("remove_account", actor, account.pk, _("Removed %(name)s") % {"name": account.name}) as recorder:
        recorder.retract(account)


def assign_team_member(
    actor: User | None, account: Account, user: User, job: Job, on: date | None = None
) -> AccountTeamMember:
    """Give a user a job on the account from a date on; today where none is said."""
    member = AccountTeamMember(account=account, user=user, job=job, valid_from=on or today())
    words = _("%(user)s became %(job)s") % {"user": user, "job": job}
    with act("assign_team_member", actor, account.pk, words) as recorder:
        return recorder.insert(member)


def hand_over_job(actor: User | None, member: AccountTeamMember, user: User, on: date) -> AccountTeamMember:
    """Let another user take over a job from a date on: a change, the first one's time stays on record."""
    successor = AccountTeamMember(account_id=member.account_id, user=user, job=member.job, valid_from=on)
    names = {"user": user, "job": member.job, "before": member.user}
    words = _("%(user)s took over as %(job)s from %(before)s") % names
    with act("hand_over_job", actor, member.account_id, words) as recorder:
        recorder.close(member, on)
        return recorder.insert(successor)


def end_team_member(actor: User | None, member: AccountTeamMember, on: date) -> None:
    """End a user's job on the account: the date is the first day they no longer have it."""
    words = _("%(user)s is no longer %(job)s") % {"user": member.user, "job": member.job}
    with act("end_team_member", actor, member.account_id, words) as recorder:
        recorder.close(member, on)


def correct_team_member(actor: User | None, member: AccountTeamMember, **fields: Any) -> AccountTeamMember:
    """Set right what was recorded wrongly of a job (user, job, since): the old record is taken back."""
    kept = {"user": member.user, "job": member.job, "valid_from": member.valid_from, "valid_to": member.valid_to}
    corrected = AccountTeamMember(account_id=member.account_id, **{**kept, **fields})
    words = _("Corrected that %(user)s is %(job)s") % {"user": member.user, "job": member.job}
    with act("correct_team_member", actor, member.account_id, words) as recorder:
        recorder.retract(member)
        return recorder.insert(corrected)


def retract_team_member(actor: User | None, member: AccountTeamMember) -> None:
    """Take back a job that was recorded by mistake: it never held."""
    words = _("%(user)s never was %(job)s") % {"user": member.user, "job": member.job}
    with act("retract_team_member", actor, member.account_id, words) as recorder:
        recorder.retract(member)


def name_elsewhere(actor: User | None, account: Account, source: str, value: str) -> ExternalId:
    """Record the id an account has in another system, in place of the one it had there."""
    words = _("Named %(name)s in %(source)s") % {"name": account.name, "source": source}
    with act("name_elsewhere", actor, account.pk, words) as recorder:
        for former in ExternalId.objects.filter(kind="account", row_id=account.pk, source=source):
            recorder.remove(former)
        return recorder.insert(ExternalId(source=source, kind="account", value=value, row_id=account.pk))


def forget_name_elsewhere(actor: User | None, account: Account, name: ExternalId) -> None:
    """Remove the id an account has in another system."""
    words = _("Removed the id in %(source)s") % {"source": name.source}
    with act("forget_name_elsewhere", actor, account.pk, words) as recorder:
        recorder.remove(name)


def _cleaned(actor: User | None, fields: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    cleaned = dict(fields)
    if "extra" in cleaned:
        cleaned["extra"] = values_after(Subject.ACCOUNT, held, cleaned["extra"])
    if "tags" in cleaned:
        cleaned["tags"] = tags_named(actor, cleaned["tags"])
    if "name" in cleaned:
        cleaned["name"] = cleaned["name"].strip()
    if "domain" in cleaned:
        cleaned["domain"] = _domain(cleaned["domain"])
    return cleaned


def _domain(typed: str) -> str:
    """The bare host of what was typed. *Raises* ValidationError where it is none."""
    try:
        return web_domain(typed)
    except ValidationError as error:
        raise ValidationError({"domain": error}) from error


def web_domain(typed: str) -> str:
    """The bare host of what was typed, or nothing. *Raises* ValidationError where it is none."""
    domain = normalised_domain(typed)
    if domain and not is_host(domain):
        raise ValidationError(_("This is no web domain. Write it such as example.com."))
    return domain


def _refuse_circle(account: Account, parent: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FAMILY_LOCK])
    if account.pk in line_of(parent.pk):
        words = _("%(parent)s is %(name)s itself or one of the accounts below it, so it cannot be its parent.")
        raise ValidationError({"parent": words % {"parent": parent.name, "name": account.name}})
