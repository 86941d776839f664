"""Importing our own people."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, administers
from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import choice, country, day, email, flag, text, time_zone
from accounts.domain.lifecycle import Archetype
from accounts.models import AccountTeamMember, ExternalId, Team, User
from accounts.selectors.exports import exported_users
from accounts.selectors.references import rows_named, users_by_email
from accounts.services.acts import Recorder
from accounts.services.importing.bulk import Edit, change_many, insert_many, keep_changed
from accounts.services.importing.kinds import Batch, Kind, Write

ROLE_WORDS: dict[str, str | int] = {
    **{role.value: role.value for role in UserRole},
    "admin": "administrator",
    "ops": "operations",
    "csops": "operations",
    "customer success manager": "csm",
    "exec": "executive",
    "team lead": "manager",
}
ARCHETYPE_WORDS: dict[str, str | int] = {
    **{kind.value: kind.value for kind in Archetype},
    "adopt and renew": "adopt_renew",
    "adopt, renew and upsell": "adopt_renew_upsell",
    "adopt, renew and expand": "adopt_renew_expand",
}
PLAIN = ("name", "role", "archetype", "active_from", "active_to", "is_active", "time_zone", "country")


def fields() -> list[Field]:
    """What a file can say about a user."""
    return [
        Field("email", _("E-mail"), email, ("e-mail address", "mail", "user email", "work email", "login", "username")),
        Field("name", _("Name"), text(150), ("full name", "user", "user name", "display name", "employee")),
        Field("first_name", _("First name"), text(100), ("firstname", "given name")),
        Field("last_name", _("Last name"), text(100), ("lastname", "surname", "family name")),
        Field("role", _("Role"), choice(ROLE_WORDS), ("profile", "permission", "access", "user role", "user type")),
        Field("team", _("Team"), text(100), ("team name", "group", "department", "pod")),
        Field("archetype", _("Kind of CSM"), choice(ARCHETYPE_WORDS), ("csm type", "kind of csm", "csm archetype")),
        Field("active_from", _("With us since"), day, ("start date", "hire date", "active from"), is_date=True),
        Field("active_to", _("Left us on"), day, ("end date", "leave date", "active to"), is_date=True),
        Field("is_active", _("May sign in"), flag, ("active", "enabled", "is active")),
        Field("time_zone", _("Time zone"), time_zone, ("timezone", "tz")),
        Field("country", _("Country of work"), country, ("country code", "work country", "office country")),
        Field("external_id", _("External id"), text(200), ("user id", "id", "owner id", "employee id", "record id")),
    ]


def claims(row: Row) -> list[Claim]:
    """A user is known by e-mail and by external id."""
    said = tuple(sorted((name, str(given)) for name, given in row.values.items()))
    return [Claim((name, row[name]), said) for name in ("email", "external_id") if name in row]


def _name(row: Row) -> str:
    parts = (str(row.get("first_name", "")), str(row.get("last_name", "")))
    return str(row.get("name", "")) or " ".join(part for part in parts if part)


def _said(row: Row) -> dict[str, Any]:
    said = {name: row[name] for name in PLAIN if name in row}
    return {**said, "name": _name(row)} if _name(row) else said


def plan(batch: Batch) -> Write:
    """Judge rows of users."""
    known = users_by_email(row["email"] for row in batch.rows if "email" in row)
    named = rows_named("user", [(batch.source, row.get("external_id", "")) for row in batch.rows])
    by_id = {user.pk: user for user in User.objects.filter(pk__in=set(named.values()))}
    teams = {team.name.lower(): team for team in Team.objects.all()}
    work = _Work(batch, teams)
    for row in batch.rows:
        user = by_id.get(named.get((batch.source, row.get("external_id", "")), 0))
        same_mail = known.get(row.get("email", ""))
        if user and same_mail and user.pk != same_mail.pk:
            batch.fail(row, "external_id", "belongs_to_another", found=row["external_id"], name=user)
        else:
            work.judge(row, user or same_mail, is_named=user is not None)
    return work.write


class _Work:
    def __init__(self, batch: Batch, teams: dict[str, Team]) -> None:
        self.batch = batch
        self.teams = teams
        self.new_teams: dict[str, Team] = {}
        self.made: dict[str, tuple[User, Row]] = {}
        self.edits: list[tuple[User, dict[str, Any], Team | None]] = []
        self.names: list[tuple[Row, User]] = []
        self.may_administer = batch.actor is None or administers(UserRole(batch.actor.role))

    def judge(self, row: Row, user: User | None, *, is_named: bool) -> None:
        if not self.may_administer and self._concerns_administrators(row, user):
            self.batch.fail(row, "role", "only_administrators")
        elif user is not None and user == self.batch.actor and self._loses_administration(row):
            self.batch.fail(row, "role", "own_administration")
        elif user is not None:
            self._settle(row, user, is_named=is_named)
        elif "email" not in row:
            self.batch.fail(row, "email", "needed")
        elif not _name(row):
            self.batch.fail(row, "name", "needed_to_create")
        elif row["email"] in self.made or row["email"] in self.batch.coming:
            self.batch.unchanged += 1
        else:
            self._create(row)

    def _concerns_administrators(self, row: Row, user: User | None) -> bool:
        """Who is no administrator may not make one, nor touch one (an e-mail leads to a new password)."""
        return row.get("role") == UserRole.ADMINISTRATOR or (user is not None and administers(UserRole(user.role)))

    def _loses_administration(self, row: Row) -> bool:
        """So that somebody is left who administers."""
        return row.get("role", UserRole.ADMINISTRATOR) != UserRole.ADMINISTRATOR or not row.get("is_active", True)

    def _create(self, row: Row) -> None:
        user = User(email=row["email"], password=make_password(None), team=self._team(row), **_said(row))
        self.made[row["email"]] = (user, row)
        self.batch.create(row, user.name)
        if self.batch.is_trial:
            self.batch.coming.add(row["email"])

    def _team(self, row: Row) -> Team | None:
        name = row.get("team")
        if name is None:
            return None
        return self.teams.get(name.lower()) or self.new_teams.setdefault(name.lower(), Team(name=name))

    def _settle(self, row: Row, user: User, *, is_named: bool) -> None:
        wanted = {**({"email": row["email"]} if "email" in row else {}), **_said(row)}
        edits = keep_changed(user, {name: new for name, new in wanted.items() if name not in self.batch.only_new})
        changes = [(name, getattr(user, name), new) for name, new in edits.items()]
        team = self._team(row)
        if team is not None and (team.pk is None or team.pk != user.team_id):
            changes.append(("team", user.team, team.name))
        else:
            team = None
        if "external_id" in row and not is_named:
            changes.append(("external_id", None, row["external_id"]))
            self.names.append((row, user))
        self.batch.settle(row, str(user), changes)
        if edits or team:
            self.edits.append((user, edits, team))

    def write(self, recorder: Recorder) -> None:
        """Write what was judged."""
        insert_many(recorder, list(self.new_teams.values()))
        insert_many(recorder, [user for user, _row in self.made.values()])
        with_team: list[Edit] = [
            (user, {**edits, **({"team_id": team.pk} if team else {})}) for user, edits, team in self.edits
        ]
        change_many(recorder, with_team)
        self.names += [(row, user) for user, row in self.made.values() if "external_id" in row]
        insert_many(
            recorder,
            [
                ExternalId(source=self.batch.source, kind="user", value=row["external_id"], row_id=user.pk)
                for row, user in self.names
            ],
        )
        self._touch(recorder)

    def _touch(self, recorder: Recorder) -> None:
        """Who is with us decides which relationships are live."""
        dated = [user.pk for user, edits, _team in self.edits if {"active_from", "active_to", "is_active"} & set(edits)]
        if dated:
            served = AccountTeamMember.objects.standing().filter(user_id__in=dated)
            recorder.touches(*served.values_list("account_id", flat=True).distinct())


USERS = Kind(
    key="users",
    label=_("Users"),
    help=_("Our own people: who signs in, with which role, in which team."),
    fields=fields,
    needs=(("email", "external_id"),),
    claims=claims,
    plan=plan,
    position=10,
    export=exported_users,
    not_exported=("first_name", "last_name"),
)
