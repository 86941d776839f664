"""Load the portfolio: drawn account by account, written in chunks, concluded at the end."""

from collections.abc import Callable
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from csm.foundation.demo_parts import demo_parts
from stakeholders.domain.demo.portfolio import Order, draft_portfolio
from stakeholders.domain.demo.staff import FIRST_CSM
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.demo.extras import share_view
from stakeholders.services.demo.marks import is_loaded
from stakeholders.services.demo.rows import ChunkWriter
from stakeholders.services.demo.staffing import set_rates, share
from stakeholders.services.suggestions import keep_suggestions

CHUNK: Final = 100
WRITTEN: Final = (
    "accounts_account", "accounts_contract", "accounts_accountteammember", "accounts_factsversion",
    "stakeholders_person", "stakeholders_stakeholder", "stakeholders_position", "stakeholders_roleholding",
    "stakeholders_assessment", "stakeholders_connection", "stakeholders_departure", "stakeholders_successor",
    "stakeholders_touchpoint", "stakeholders_touchpointuser", "stakeholders_touchpointstakeholder",
    "stakeholders_calendarevent", "stakeholders_invitee",
    "stakeholders_recognition", "stakeholders_recognitionstakeholder", "stakeholders_commitment",
    "stakeholders_concern", "stakeholders_milestone",
)  # fmt: skip

Report = Callable[[int, int], None]


class DemoIsLoadedError(Exception):
    """There is a demo portfolio already."""

    def __init__(self) -> None:
        super().__init__(_("There is a demo portfolio already. Remove it first: manage.py demo --remove"))


def load_demo(order: Order, report: Report = lambda done, total: None) -> int:
    """Write the portfolio and conclude it; returns how many accounts there are. *Raises* DemoIsLoadedError.

    `report` is told the accounts written and all of them after each chunk. Each chunk is one transaction, so that
    memory stays bounded; whatever was not concluded here when it was stopped is found by the sweep.
    """
    if is_loaded():
        raise DemoIsLoadedError
    with transaction.atomic():
        set_rates(order)
        writer = ChunkWriter(share(order))
        share_view(writer.shared.users[FIRST_CSM])
    drafts = draft_portfolio(order)
    while chunk := list(islice(drafts, CHUNK)):
        with transaction.atomic():
            ids = writer.write(chunk)
            keep_suggestions(ids)
            for part in demo_parts:
                part.write(order, chunk[0].index, ids)
        report(len(writer.account_ids), order.accounts)
    _analyse()
    conclude_accounts(writer.account_ids)
    for part in demo_parts:
        part.finish(order, writer.account_ids)
    return len(writer.account_ids)


def _analyse() -> None:
    """Let the planner know of the new rows before the first question, not a minute later."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(WRITTEN)}")
