"""Roles of people, one row for each: what a file does not name stays, and what was ended here is not brought back."""

from collections import defaultdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import day, several, text
from accounts.models import Role
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import find_accounts
from accounts.services.importing.bulk import close_many, insert_many, retract_many
from accounts.services.importing.kinds import Batch, Kind, Write
from csm.foundation.facts import Basis
from stakeholders.models import RoleHolding, RuledOut, Stakeholder
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.importing.participants import Participants, accounts_of_people
from stakeholders.services.importing.people_fields import role_options, role_parser


def fields() -> list[Field]:
    """What a file can say about somebody's role."""
    return [
        Field(
            "person", _("Person (e-mail or external id)"), text(254), ("contact id", "contact", "person id", "email")
        ),
        Field(
            "roles", _("Roles"), several(role_parser()), ("role", "contact role", "role key"), options=role_options()
        ),
        *ACCOUNT_FIELDS,
        Field("since", _("Since"), day, ("from date", "start date", "valid from"), is_date=True),
    ]


def claims(row: Row) -> list[Claim]:
    """Rows do not contradict each other: somebody may have several roles."""
    return []


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch, lambda rows: accounts_of_people(batch, rows, "person"))
        self.rows = [row for row in batch.rows if row.number in self.accounts]
        wanted = [(self.accounts[row.number], row["person"]) for row in self.rows if "person" in row]
        self.participants = Participants(batch.source, wanted)
        self.roles = {role.key: role for role in Role.objects.all()}
        ids = self.participants.stakeholder_ids
        held = list(RoleHolding.objects.standing().filter(stakeholder_id__in=ids))
        self.assumed = {(one.stakeholder_id, one.role_id): one for one in held if one.basis == Basis.ASSUMED}
        self.known = {(one.stakeholder_id, one.role_id) for one in held if one.basis != Basis.ASSUMED}
        denied = RuledOut.objects.filter(stakeholder_id__in=ids, role__isnull=False, retracted_at__isnull=True)
        self.known |= set(denied.values_list("stakeholder_id", "role_id"))
        self.made: list[RoleHolding] = []

    def judge(self, row: Row) -> None:
        account = self.accounts[row.number]
        if "person" not in row:
            self.batch.fail(row, "person", "needed")
            return
        stakeholder = self.participants.find(account, row["person"], row.get("since") or self.batch.as_of)
        if stakeholder is None:
            self.batch.fail(row, "person", "no_person", found=row["person"], account=account.name)
            return
        fresh = [key for key in row.get("roles", ()) if (stakeholder.pk, self.roles[key].pk) not in self.known]
        for key in fresh:
            self._give(row, stakeholder, self.roles[key])
        if fresh:
            names = ", ".join(str(self.roles[key]) for key in fresh)
            self.batch.create(row, f"{stakeholder.person.name}, {account.name}: {names}")
        else:
            self.batch.unchanged += 1

    def _give(self, row: Row, stakeholder: Stakeholder, role: Role) -> None:
        self.known.add((stakeholder.pk, role.pk))
        since = row.get("since") or self._default_since(stakeholder)
        self.made.append(RoleHolding(stakeholder=stakeholder, role=role, valid_from=since))

    def _default_since(self, stakeholder: Stakeholder) -> date | None:
        """Of somebody who is new to our records it is as old as these; else it is new on the file's day."""
        is_new = timezone.localdate(stakeholder.recorded_at) >= self.batch.as_of
        return stakeholder.joined_on if is_new else self.batch.as_of

    def write(self, recorder: Recorder) -> None:
        """Add the roles; the same ones that were assumed make way."""
        never: list[RoleHolding] = []
        ending: dict[date, list[RoleHolding]] = defaultdict(list)
        for fresh in self.made:
            since, assumed = fresh.valid_from, self.assumed.get((fresh.stakeholder_id, fresh.role_id))
            if assumed is not None and since is None:
                never.append(assumed)
            elif assumed is not None and since is not None and (assumed.valid_to is None or assumed.valid_to > since):
                ending[since].append(assumed)
        retract_many(recorder, never)
        for on, some in ending.items():
            close_many(recorder, some, on)
        insert_many(recorder, self.made)
        settle_assumptions(recorder, {fresh.stakeholder_id for fresh in self.made})
        changed = {note[0] for note in self.batch.notes}
        recorder.touches(*(self.accounts[row.number].pk for row in self.rows if row.number in changed))


def plan(batch: Batch) -> Write:
    """Judge rows of roles."""
    work = _Work(batch)
    for row in work.rows:
        work.judge(row)
    return work.write


ROLES = Kind(
    key="roles",
    label=_("Roles"),
    help=_("Who has which role in the decision. Roles that are not named stay; one that was ended here stays ended."),
    fields=fields,
    needs=(("person",), ("roles",)),
    claims=claims,
    plan=plan,
    position=35,
)
