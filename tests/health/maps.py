"""Maps drawn at accounts, so that alerts can be found."""

from datetime import UTC, datetime, timedelta

from accounts.models import Account, Role
from csm.foundation.clock import today
from stakeholders.models import Stakeholder
from stakeholders.services import people, roles, touchpoints
from stakeholders.services.conclusions import conclude_accounts
from tests.personas import Cast


def somebody(cast: Cast, account: Account, name: str, *held: str, met_days_ago: int | None = None) -> Stakeholder:
    """A stakeholder with roles, met by Cleo so many days ago."""
    someone = people.add_stakeholder(cast.ada, account, name=name, joined_on=today() - timedelta(days=700))
    for key in held:
        roles.assign_role(cast.ada, someone, Role.objects.get(key=key), today() - timedelta(days=600))
    if met_days_ago is not None:
        meet(cast, account, someone, met_days_ago)
    return someone


def meet(cast: Cast, account: Account, someone: Stakeholder, days_ago: int = 0) -> None:
    touchpoints.record_touchpoint(
        cast.ada,
        account,
        kind="meeting",
        touched_at=datetime.now(UTC) - timedelta(days=days_ago),
        users=[cast.cleo],
        stakeholders=[someone],
    )


def judge(*accounts: Account) -> None:
    """Conclude the skies of these accounts, as far as they are due, and settle their alerts."""
    conclude_accounts([account.pk for account in accounts])
