"""What the made-up company keeps of its customers besides: two extra fields, some tags, a shared view."""

from random import Random
from typing import Any, Final, NamedTuple

from stakeholders.domain.demo.drafts import AccountDraft, PersonDraft
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import TouchLevel

TIER, SEATS = "customer_tier", "seats"
TIERS: Final = {TouchLevel.HIGH: "Gold", TouchLevel.MEDIUM: "Silver", TouchLevel.LOW: "Bronze"}
REFERENCE, PILOT, AT_RISK, VIP = "Reference", "Pilot", "At risk", "VIP"
TAGS: Final = (REFERENCE, PILOT, AT_RISK, VIP)
TAGGED: Final = {
    Situation.WOVEN: (REFERENCE,),
    Situation.BRIDGE: (REFERENCE, PILOT),
    Situation.LOST_CHAMPION: (AT_RISK,),
    Situation.QUIET: (AT_RISK,),
    Situation.NOT_CONNECTED: (PILOT,),
}


class ExtraDraft(NamedTuple):
    """An extra field of accounts: its key, its name, what it holds, and what may be chosen."""

    key: str
    name: str
    kind: str
    choices: tuple[str, ...]


class ViewDraft(NamedTuple):
    """A view of the accounts that everybody sees."""

    name: str
    filters: dict[str, list[str]]
    sort: str
    columns: list[str]


EXTRAS: Final = (
    ExtraDraft(TIER, "Customer tier", "choice", tuple(TIERS.values())),
    ExtraDraft(SEATS, "Seats", "number", ()),
)
VIEW: Final = ViewDraft(
    "Gold customers by seats",
    {f"extra.{TIER}": ["Gold"]},
    f"-extra.{SEATS}",
    ["owner", "arr", "renewal", "threads", f"extra.{SEATS}", "tags"],
)


def values_of(account: AccountDraft) -> dict[str, Any]:
    """The tier of an account and its seats; of one in six accounts the seats are not known."""
    random = Random(f"extras/{account.index}/{account.name}")
    seats = max(5, int(account.employees * random.uniform(0.05, 0.6)))
    known = {SEATS: seats} if random.random() > 1 / 6 else {}
    return {TIER: TIERS[account.touch_level], **known}


def tags_of_account(account: AccountDraft) -> tuple[str, ...]:
    """By its story; now and then an ordinary one is a reference or a pilot."""
    random = Random(f"tags/{account.index}/{account.name}")
    by_chance = tuple(tag for tag, share in ((REFERENCE, 0.1), (PILOT, 0.07)) if random.random() < share)
    return TAGGED.get(account.situation, by_chance)


def tags_of_person(person: PersonDraft) -> tuple[str, ...]:
    """One in twelve people is to be treated with care."""
    return (VIP,) if Random(f"tags/{person.key}/{person.name}").random() < 1 / 12 else ()
