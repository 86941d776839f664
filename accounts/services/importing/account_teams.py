"""The account team of imported accounts: a cell names everybody who has the job from the file's day on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accounts.domain.importing.intervals import holds, next_start
from accounts.domain.importing.rows import Row
from accounts.models import Account, AccountTeamMember, Job, User
from accounts.selectors.references import who_took_up
from accounts.services.acts import Recorder
from accounts.services.importing.account_fields import TEAM
from accounts.services.importing.bulk import close_many, insert_many
from accounts.services.importing.kinds import Batch
from accounts.services.importing.user_references import OurPeople, refuse_stranger


class Teams:
    """The members to be added and ended by one batch."""

    def __init__(self, batch: Batch, users: OurPeople, account_ids: Iterable[int]) -> None:
        self.batch = batch
        self.users = users
        self.jobs = {f"{TEAM}{job.key}": job for job in Job.objects.all()}
        self.held: dict[tuple[int, int], list[AccountTeamMember]] = defaultdict(list)
        for member in (
            AccountTeamMember.objects.standing().filter(account_id__in=set(account_ids)).select_related("user")
        ):
            self.held[member.account_id, member.job_id].append(member)
        self.took_up = who_took_up("account", account_ids)
        self.added: list[AccountTeamMember] = []
        self.ended: dict[int, AccountTeamMember] = {}

    def refuse_unknown(self, row: Row) -> None:
        """A team is made of users of ours."""
        for name in row.values:
            if name.startswith(TEAM):
                for address in row[name]:
                    if address not in self.users:
                        refuse_stranger(self.batch, row, name, address)

    def judge(self, row: Row, account: Account, *, is_new: bool) -> list[tuple[str, Any, Any]]:
        """Compare each job the row fills with who has it; returns the changes."""
        changes = []
        for name in row.values:
            job = self.jobs.get(name)
            if job is not None:
                before = [] if is_new else self._settle(account, job)
                wanted = [self.users[address] for address in row[name]]
                if self._change(account, job, before, wanted, is_new=is_new):
                    changes.append((name, [str(member.user) for member in before], [str(user) for user in wanted]))
        return changes

    def _settle(self, account: Account, job: Job) -> list[AccountTeamMember]:
        held = self.held[account.pk, job.pk]
        return [member for member in held if holds(member, self.batch.as_of) and member.pk not in self.ended]

    def _change(
        self, account: Account, job: Job, before: list[AccountTeamMember], wanted: list[User], *, is_new: bool
    ) -> bool:
        staying = {member.user_id for member in before}
        leaving = [member for member in before if member.user_id not in {user.pk for user in wanted}]
        if account.pk in self.took_up:
            leaving = []
        coming = [user for user in wanted if user.pk not in staying]
        self.ended.update({member.pk: member for member in leaving})
        for user in coming:
            member = AccountTeamMember(account=account, user=user, job=job)
            if not is_new:
                later = [fact for fact in self.held[account.pk, job.pk] if fact.user_id == user.pk]
                member.valid_from, member.valid_to = self.batch.as_of, next_start(later, self.batch.as_of)
                self.held[account.pk, job.pk].append(member)
            self.added.append(member)
        return bool(leaving or coming)

    def write(self, recorder: Recorder) -> None:
        """End and add members."""
        ended = [member for member in self.ended.values() if member.pk is not None]
        close_many(recorder, ended, self.batch.as_of)
        insert_many(recorder, self.added)
        recorder.touches(*(member.account_id for member in [*ended, *self.added]))
