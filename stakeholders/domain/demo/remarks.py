"""What was written down about the made-up people and accounts: interests, remarks, and notes.

Chosen by a checksum of the name and key instead of by chance, so that drawing the rest stays as it is.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple
from zlib import crc32

from stakeholders.domain.demo.drafts import AccountDraft, PersonDraft, TouchDraft

INTERESTS: Final = (
    "Data quality, sailing",
    "Automation in finance, choir singing",
    "Cycling, electric cars",
    "Change management, chess",
    "Cost of ownership, running",
    "Hiking, renewable energy",
    "Process mining, cooking",
    "Security by design, football",
    "Lean methods, theatre",
    "Reporting for the board, tennis",
)
REMARKS: Final = (
    "Likes figures before the meeting, not in it.",
    "Prefers short calls in the morning.",
    "Wants decisions confirmed in writing.",
    "Speaks for the whole team; bring news that can be passed on.",
    "Asks for examples from the same industry.",
    "Has a regular appointment with their board at the end of each quarter.",
)
PINNED: Final = (
    "Their fiscal year ends in March: budgets are asked for by December.",
    "Every purchase above EUR 50,000 goes through procurement; allow six weeks.",
    "Steering committee on the first Tuesday of each month, by video.",
    "All documents in their portal: https://portal.{domain}/suppliers",
)
NOTES: Final = (
    "Before the next review:\n- compare the figures with last year\n- bring two stories from {industry}",
    "They are rebuilding the intranet this year. Single sign-on comes first, then the reports.",
    "What they asked for:\n1. fewer steps in the approval\n2. a view for the board\n3. training for newcomers",
    "The new plant opens next spring; about 40 more people will use the product from then on.",
)
ONE_IN: Final = {"interests": 2, "remark": 3, "account": 3}


class NoteDraft(NamedTuple):
    """A note on an account, by one of ours."""

    user: int
    on: date
    text: str
    is_pinned: bool


def interests_of(person: PersonDraft) -> str:
    """What somebody cares about; of every other person it is not known."""
    return _one_of(INTERESTS, f"interests {person.key} {person.name}", ONE_IN["interests"])


def remark_on(person: PersonDraft) -> str:
    """What to mind with somebody, known of one in three."""
    return _one_of(REMARKS, f"remark {person.key} {person.name}", ONE_IN["remark"])


def notes_on(account: AccountDraft) -> list[NoteDraft]:
    """Notes of days on which we met them: one pinned and one of the last meeting, on two of three accounts."""
    number = crc32(account.name.encode())
    if not account.touches or (number % ONE_IN["account"] == 0 and account.index > len(PINNED)):
        return []
    first, last = account.touches[0], max(account.touches, key=lambda touch: touch.on)
    return [_note(account, first, PINNED, number, is_pinned=True), _note(account, last, NOTES, number, is_pinned=False)]


def _note(account: AccountDraft, touch: TouchDraft, texts: Sequence[str], number: int, *, is_pinned: bool) -> NoteDraft:
    text = texts[number % len(texts)].format(domain=account.domain, industry=account.industry.lower())
    return NoteDraft(touch.users[0], touch.on, text, is_pinned)


def _one_of(texts: Sequence[str], key: str, one_in: int) -> str:
    number = crc32(key.encode())
    return texts[number // one_in % len(texts)] if number % one_in == 0 else ""
