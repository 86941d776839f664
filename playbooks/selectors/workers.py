"""Who does what a job does on accounts, where they are, and when they work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from accounts.domain.business_days import WorkWeek, local_day
from accounts.models import AccountTeamMember, User
from csm.foundation.facts import valid_at_q
from playbooks.domain.due import USUAL_DAYS
from playbooks.domain.running import Worker


@dataclass(frozen=True)
class Pod:
    """Those of ours who serve an account: by job, and the owner, who does what nobody has the job for."""

    by_job: Mapping[str, User]
    owner: User | None

    def doing(self, job: str) -> User | None:
        """Who does what a job does."""
        return self.by_job.get(job, self.owner)

    def worker(self, job: str, now: datetime) -> Worker:
        """Their date and working week; of nobody those of the installation."""
        return worker_of(self.doing(job), now)


def worker_of(user: User | None, now: datetime) -> Worker:
    """Where somebody is in time, and when they work."""
    zone = user.time_zone if user is not None and user.time_zone else settings.TIME_ZONE
    return Worker(local_day(now, zone), WorkWeek(user.country if user is not None else ""))


def usual_due_on(user: User | None) -> date:
    """The day something is due that somebody is given now, where nobody says another: a business day of theirs."""
    worker = worker_of(user, now())
    return worker.week.add(worker.on, USUAL_DAYS)


def next_work_day(user: User) -> date:
    """The first business day of theirs after today."""
    worker = worker_of(user, now())
    return worker.week.add(worker.on, 1)


def pods_of(account_ids: Iterable[int], owners: Mapping[int, int | None], on: date) -> dict[int, Pod]:
    """Who serves accounts on a day, by account id; two queries. Of several with one job, who has had it longest."""
    ids = sorted(set(account_ids))
    members = (
        AccountTeamMember.objects.filter(valid_at_q(on), account_id__in=ids, retracted_at__isnull=True)
        .filter(user__is_active=True)
        .select_related("user", "job")
        .order_by("account_id", "valid_from", "pk")
    )
    by_job: dict[int, dict[str, User]] = {account_id: {} for account_id in ids}
    for member in members:
        by_job[member.account_id].setdefault(member.job.key, member.user)
    users = User.objects.in_bulk([owner for owner in owners.values() if owner is not None])
    return {account_id: Pod(by_job[account_id], users.get(owners.get(account_id) or 0)) for account_id in ids}


def pod_of(account_id: int, owner_id: int | None, on: date) -> Pod:
    """Who serves one account on a day."""
    return pods_of([account_id], {account_id: owner_id}, on)[account_id]


def now() -> datetime:
    """This instant; in one place, so that a play sees one instant."""
    return timezone.now()
