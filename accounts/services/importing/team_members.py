"""Who of ours has which job at which account, one row for each; whoever a file does not name keeps theirs."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Parser, choice, day, user_word
from accounts.models import Account, AccountTeamMember, Job, User
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, find_accounts
from accounts.services.importing.bulk import insert_many
from accounts.services.importing.kinds import Batch, Kind, Write
from accounts.services.importing.user_references import OurPeople, refuse_stranger


def fields() -> list[Field]:
    """What a file can say about a member of an account team."""
    return [
        *ACCOUNT_FIELDS,
        Field("user", _("User (e-mail)"), user_word, ("user email", "team member", "member", "user id", "userid")),
        Field(
            "job",
            _("Job"),
            _job_parser(),
            ("team role", "role", "team member role"),
            options=tuple((job.key, job.name) for job in Job.objects.all()),
        ),
        Field("since", _("Since"), day, ("from date", "start date", "valid from"), is_date=True),
    ]


def _job_parser() -> Parser:
    words: dict[str, str | int] = {}
    for job in Job.objects.all():
        words[job.key], words[job.name] = job.key, job.key
    return choice(words)


def claims(row: Row) -> list[Claim]:
    """Rows do not contradict each other: somebody may have several jobs, and a job several people."""
    return []


class _Work:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.users = OurPeople(batch.source, [row["user"] for row in batch.rows if "user" in row])
        self.jobs = {job.key: job for job in Job.objects.all()}
        ids = {account.pk for account in self.accounts.values()}
        members = list(AccountTeamMember.objects.standing().filter(account_id__in=ids))
        self.held = {(member.account_id, member.user_id, member.job_id) for member in members}
        # Where a job was filled before, somebody new has it from the day of the file on; else since before our records.
        self.filled = {(one.account_id, one.job_id) for one in members if _is_older(one, batch)}
        self.made: list[AccountTeamMember] = []

    def judge(self, row: Row) -> None:
        user = self.users.find(row["user"]) if "user" in row else None
        if "user" not in row:
            self.batch.fail(row, "user", "needed")
        elif user is None:
            refuse_stranger(self.batch, row, "user", row["user"])
        elif "job" not in row:
            self.batch.unchanged += 1
        else:
            self._settle(row, self.accounts[row.number], user, self.jobs[row["job"]])

    def _settle(self, row: Row, account: Account, user: User, job: Job) -> None:
        """Somebody who has or had the job is known: a job that was ended here is not given back by a file."""
        key = (account.pk, user.pk, job.pk)
        if key in self.held:
            self.batch.unchanged += 1
            return
        since = self.batch.as_of if (account.pk, job.pk) in self.filled else None
        self.held.add(key)
        self.made.append(AccountTeamMember(account=account, user=user, job=job, valid_from=row.get("since", since)))
        self.batch.create(row, f"{user}, {job}, {account.name}")

    def write(self, recorder: Recorder) -> None:
        """Add the members."""
        insert_many(recorder, self.made)
        recorder.touches(*(member.account_id for member in self.made))


def _is_older(member: AccountTeamMember, batch: Batch) -> bool:
    return timezone.localdate(member.recorded_at) < batch.as_of


def plan(batch: Batch) -> Write:
    """Judge rows of account teams."""
    work = _Work(batch)
    for row in batch.rows:
        if row.number in work.accounts:
            work.judge(row)
    return work.write


TEAM_MEMBERS = Kind(
    key="team",
    label=_("Account team"),
    help=_("Who of ours has which job at which account. Whoever is not named keeps theirs."),
    fields=fields,
    needs=(NEEDS, ("user",), ("job",)),
    claims=claims,
    plan=plan,
    position=26,
)
