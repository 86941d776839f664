"""How far the judging of all accounts is, how fast it goes, and which accounts were set aside."""

from dataclasses import dataclass

from django.db import connection

from csm.foundation.clock import today
from csm.foundation.progress import Progress
from stakeholders.models import Conclusion
from stakeholders.models.conclusions import TRIES

MOST_SHOWN = 100

COUNT = """
    SELECT count(*), count(*) FILTER (WHERE is_due AND attempts < %(tries)s),
        count(*) FILTER (WHERE judged_at > now() - interval '1 minute'), count(*) FILTER (WHERE attempts >= %(tries)s)
    FROM (
        SELECT coalesce(c.attempts, 0) AS attempts, c.judged_at,
            coalesce(c.judged_version, -1) <> coalesce(f.facts_version, 0) OR c.judged_on IS DISTINCT FROM %(on)s
                AS is_due
        FROM accounts_account a
        LEFT JOIN stakeholders_conclusion c ON c.account_id = a.id
        LEFT JOIN accounts_factsversion f ON f.account_id = a.id
        WHERE a.retracted_at IS NULL
    ) AS each_account
"""


@dataclass(frozen=True)
class JudgingNow:
    """How many accounts there are, are due, were judged within the last minute, and are set aside."""

    accounts: int
    due: int
    judged_in_a_minute: int
    set_aside: int

    @property
    def done(self) -> int:
        return self.accounts - self.due - self.set_aside

    @property
    def progress(self) -> Progress:
        """At the pace of the last minute; how long it takes is unknown while nothing was judged in it."""
        rate = self.judged_in_a_minute / 60
        return Progress(self.done / max(self.accounts, 1), rate, self.due / rate if rate else None)


@dataclass(frozen=True)
class SetAside:
    """An account that is not judged until it is tried again; `complaint` is empty where the process was ended."""

    account_id: int
    account: str
    attempts: int
    complaint: str


def judging_now() -> JudgingNow:
    """How far the judging of all accounts is, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"on": today(), "tries": TRIES})
        return JudgingNow(*cursor.fetchone())


def set_aside() -> list[SetAside]:
    """The first accounts that were set aside, by name."""
    rows = Conclusion.objects.filter(attempts__gte=TRIES, account__retracted_at__isnull=True)
    named = rows.order_by("account__name", "pk").values_list("pk", "account__name", "attempts", "complaint")
    return [SetAside(*row) for row in named[:MOST_SHOWN]]
