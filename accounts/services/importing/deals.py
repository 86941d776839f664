"""Files of deals: one row for a deal, known by external id, else by account and name."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.deals import DealStage, likely_since
from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.deal_words import probability, stage
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import currency, day, flag, instant, money, text, user_word
from accounts.models import Account, Deal, ExternalId
from accounts.models.deals import LONGEST_REASON, STAGE_CHOICES
from accounts.selectors.references import names_of, rows_named
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS, claim, find_accounts
from accounts.services.importing.bulk import change_many, insert_many, keep_changed
from accounts.services.importing.kinds import Batch, Kind, Write
from accounts.services.importing.user_references import OurPeople, refuse_stranger, stranger_code

DEAL = "deal"
PLAIN = ("name", "amount", "currency", "probability", "expected_on", "lost_reason", "needs_handoff", "live_at")
# A file that gives only the day of closing means noon, which today may lie ahead still.
SAME_DAY = timedelta(hours=24)


def fields() -> list[Field]:
    """What a file can say about a deal."""
    moment = instant(ZoneInfo(settings.TIME_ZONE))
    return [
        Field("external_id", _("External id"), text(200), ("deal id", "opportunity id", "id", "record id")),
        *ACCOUNT_FIELDS[:3],
        Field("name", _("Name"), text(200), ("deal name", "opportunity name", "deal", "opportunity")),
        Field("amount", _("Amount"), money, ("value", "deal amount")),
        Field("currency", _("Currency"), currency, ("currency code",)),
        Field("probability", _("Probability in per cent"), probability, ("deal probability", "probability (%)")),
        Field("expected_on", _("Expected close"), day, ("expected close date", "expected"), is_date=True),
        Field("stage", _("Stage"), stage, ("deal stage", "status", "stage name"), options=tuple(STAGE_CHOICES)),
        Field("is_won", _("Is won"), flag, ("won", "is closed won")),
        Field("is_closed", _("Is closed"), flag, ("closed",)),
        Field("closed_at", _("Closed at"), moment, ("close date", "closed on", "closed date"), is_date=True),
        Field("lost_reason", _("Why it was lost"), text(LONGEST_REASON), ("closed lost reason", "loss reason")),
        Field("owner", _("Owner of the deal"), user_word, ("deal owner", "opportunity owner", "sales rep")),
        Field("needs_handoff", _("Needs a handoff"), flag, ("handoff", "new business")),
        Field("live_at", _("Went live at"), moment, ("go-live", "go live date", "live on"), is_date=True),
    ]


def claims(row: Row) -> list[Claim]:
    """A deal is said one thing of, by its id, else by account and name."""
    if "external_id" in row:
        said = tuple(sorted((name, str(given)) for name, given in row.values.items()))
        return [Claim((DEAL, row["external_id"]), said)]
    return [claim(row, row["name"].casefold())] if "name" in row else []


class _Work:
    """The deals to be added and changed by one batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.accounts = find_accounts(batch)
        self.owners = OurPeople(batch.source, (row.get("owner", "") for row in batch.rows))
        self.named = rows_named(DEAL, [(batch.source, row.get("external_id", "")) for row in batch.rows])
        self.by_id: dict[int, Deal] = Deal.objects.standing().in_bulk(list(set(self.named.values())))
        ids = {account.pk for account in self.accounts.values()}
        standing = list(Deal.objects.standing().filter(account_id__in=ids).order_by("-pk"))
        self.by_name: dict[tuple[int, str], Deal] = {(one.account_id, one.name.casefold()): one for one in standing}
        self.foreign = set(names_of(DEAL, batch.source, [one.pk for one in standing]))
        self.touched: set[int] = set()
        self.made: dict[Any, tuple[Deal, str]] = {}
        self.edits: dict[int, tuple[Deal, dict[str, Any]]] = {}
        self.names: list[tuple[str, Deal]] = []
        self.now = timezone.now()

    def take(self, row: Row, account: Account) -> None:
        """Compare a row with the deal there is, or make it."""
        held = self._held(row, account)
        if held is None and "name" not in row:
            self.batch.fail(row, "name", "needed")
            return
        wanted = self._wanted(row, account, held)
        if wanted is None:
            return
        if held is None:
            self._make(row, account, wanted)
        else:
            self._settle(row, held, wanted)

    def _held(self, row: Row, account: Account) -> Deal | None:
        """The deal that a row is about: what it calls it, else by its name, unless that one is called otherwise."""
        word = row.get("external_id", "")
        known = self.by_id.get(self.named.get((self.batch.source, word), 0))
        if known is not None:
            return known
        alike = self.by_name.get((account.pk, row.get("name", "").casefold()))
        if alike is None or (word and alike.pk in self.foreign):
            return None
        if word:
            self.foreign.add(alike.pk)
        return alike

    def _make(self, row: Row, account: Account, wanted: dict[str, Any]) -> None:
        key = row.get("external_id") or (account.pk, row["name"].casefold())
        if key in self.made:
            return
        self.made[key] = (Deal(**wanted), row.get("external_id", ""))
        self.batch.create(row, f"{row['name']}, {account.name}")

    def _settle(self, row: Row, held: Deal, wanted: dict[str, Any]) -> None:
        edits = keep_changed(held, wanted)
        shown = [(name, getattr(held, name), new) for name, new in edits.items() if name != "likely_at"]
        word = row.get("external_id")
        if word and (self.batch.source, word) not in self.named:
            self.names.append((word, held))
            shown.append(("external_id", None, word))
        if edits:
            self.edits[held.pk] = (held, edits)
            self.touched |= {held.account_id, edits.get("account_id", held.account_id)}
        self.batch.settle(row, held.name, shown)

    def _wanted(self, row: Row, account: Account, held: Deal | None) -> dict[str, Any] | None:
        """The columns that a row asks for; None where it has failed."""
        wanted = {name: row[name] for name in PLAIN if name in row}
        wanted["account_id"] = account.pk
        owner = self._owner(row)
        if owner is None:
            return None
        wanted |= owner
        said = _stage(row) or (held.stage if held else DealStage.OPEN.value)
        wanted["stage"] = said
        return self._open(wanted, held) if said == DealStage.OPEN else self._closed(row, wanted, held)

    def _open(self, wanted: dict[str, Any], held: Deal | None) -> dict[str, Any]:
        chance = wanted.get("probability", held.probability if held else None)
        since = likely_since(chance, held.likely_at if held else None, self.now)
        return {**wanted, "closed_at": None, "likely_at": since, "lost_reason": ""}

    def _closed(self, row: Row, wanted: dict[str, Any], held: Deal | None) -> dict[str, Any] | None:
        closed_at = row.get("closed_at") or (held.closed_at if held else None)
        if closed_at is None:
            self.batch.fail(row, "closed_at", "needed")
            return None
        for name, moment in (("closed_at", closed_at), ("live_at", wanted.get("live_at"))):
            if moment is not None and moment > self.now + SAME_DAY:
                self.batch.fail(row, name, "ahead", found=moment.date())
                return None
        wanted["closed_at"] = self._kept(held, closed_at)
        if wanted.get("live_at"):
            wanted["live_at"] = min(wanted["live_at"], self.now)
        return wanted if wanted["stage"] == DealStage.LOST else {**wanted, "lost_reason": ""}

    def _kept(self, held: Deal | None, said: datetime) -> datetime:
        """The instant of closing; one that was cut to what had passed then, or is known more exactly, stays."""
        if held is not None and held.closed_at is not None and _is_day_alone(said):
            zone = ZoneInfo(settings.TIME_ZONE)
            if held.closed_at.astimezone(zone).date() == said.astimezone(zone).date():
                return held.closed_at
        return min(said, self.now)

    def _owner(self, row: Row) -> dict[str, Any] | None:
        word = row.get("owner", "")
        if not word or word in self.owners:
            return {"owner_id": self.owners[word].pk} if word else {}
        if "owner" in self.batch.lenient:
            row.remark("owner", stranger_code(word), found=word)
            return {}
        refuse_stranger(self.batch, row, "owner", word)
        return None

    def write(self, recorder: Recorder) -> None:
        """Write what was judged."""
        made = [deal for deal, _word in self.made.values()]
        insert_many(recorder, made)
        change_many(recorder, list(self.edits.values()))
        names = [*self.names, *((word, deal) for deal, word in self.made.values() if word)]
        insert_many(
            recorder,
            [ExternalId(source=self.batch.source, kind=DEAL, value=word, row_id=deal.pk) for word, deal in names],
        )
        recorder.touches(*(deal.account_id for deal in made), *self.touched)


def _stage(row: Row) -> str:
    """The stage that a row says: plain yes and no before the words of somebody's own pipeline."""
    if row.get("is_won"):
        return DealStage.WON.value
    if row.get("is_closed"):
        return DealStage.LOST.value if row.get("is_won") is False else str(row.get("stage", DealStage.LOST))
    return str(row.get("stage", ""))


def _is_day_alone(moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return (local.hour, local.minute, local.second) == (12, 0, 0)


def plan(batch: Batch) -> Write:
    """Judge rows of deals."""
    work = _Work(batch)
    for row in batch.rows:
        if row.number in work.accounts:
            work.take(row, work.accounts[row.number])
    return work.write


DEALS = Kind(
    key="deals",
    label=_("Deals"),
    help=_("What sales is selling or has sold to an account; winning one starts the handoff."),
    fields=fields,
    needs=(("external_id", "name"), NEEDS[:3]),
    claims=claims,
    plan=plan,
    position=26,
)
