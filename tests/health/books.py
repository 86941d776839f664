"""Made-up books: accounts with contracts, kept conclusions and scores, written straight into the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.models import Account, Contract, Product, Segment, User
from csm.foundation.clock import today
from health.domain.bands import band_of
from health.models import DailyScore, Score
from stakeholders.models import Conclusion


@dataclass
class Held:
    """An account as a test made it up; None is not known."""

    account: Account
    arr: Decimal | None
    renewal_on: date | None
    score: float | None
    score_before: float | None
    threads: str
    survival: float | None
    assumed: int

    @property
    def band(self) -> str:
        return "unknown" if self.score is None else band_of(self.score).value

    @property
    def at_stake(self) -> Decimal | None:
        """The revenue weighted by the chance that no route is left when it renews."""
        if self.arr is None or self.renewal_on is None or self.survival is None:
            return None
        days = (self.renewal_on - today()).days
        chance = self.survival ** (days / 365) if self.survival > 0 else 0.0
        return round(self.arr * Decimal(1 - chance), 2)


ROUTES: dict[str, tuple[int | None, str, str]] = {
    "multi": (2, "", "connected"),
    "bridge": (1, "bridge", "connected"),
    "decider": (1, "decider", "connected"),
    "no_route": (0, "", "no_route"),
    "not_yet": (0, "", "not_connected_yet"),
    "unknown": (None, "", "unknown"),
}


def write_book(seed: int, count: int, owners: Sequence[User] = (), name: str = "Customer") -> list[Held]:
    """Write a book of accounts with every mixture of known and unknown."""
    random = Random(seed)
    segments = [None, *Segment.objects.all()]
    product, _made = Product.objects.get_or_create(name="Suite")
    accounts = Account.objects.bulk_create(
        Account(
            name=f"{name} {place}",
            segment=random.choice(segments),
            owner=random.choice([None, *owners]),
            phase=random.choice(("land", "adopt", "expand", "renew")),
            region=random.choice(("", "EMEA", "Americas")),
        )
        for place in range(count)
    )
    book = [_held(random, account) for account in accounts]
    _write(book, product)
    return book


def _held(random: Random, account: Account) -> Held:
    threads = random.choice(list(ROUTES))
    survival = None if threads == "unknown" else 0.0 if threads in {"no_route", "not_yet"} else random.uniform(0.5, 1)
    has_contract = random.random() < 0.85
    return Held(
        account,
        Decimal(random.randrange(1000, 90_000)) if has_contract else None,
        today() + timedelta(days=random.randrange(0, 500)) if has_contract and random.random() < 0.9 else None,
        random.choice([None, round(random.uniform(0, 100), 1)]),
        random.choice([None, round(random.uniform(0, 100), 1)]),
        threads,
        survival,
        random.choice((0, 0, 2)),
    )


def _write(book: Sequence[Held], product: Product) -> None:
    Contract.objects.bulk_create(
        Contract(
            account=held.account,
            product=product,
            starts_on=today() - timedelta(days=200),
            ends_on=(held.renewal_on or today() + timedelta(days=50)) + timedelta(days=held.renewal_on == today()),
            annual_value=held.arr,
            currency="EUR",
            outcome="open" if held.renewal_on else "renewed",
        )
        for held in book
        if held.arr is not None
    )
    Conclusion.objects.bulk_create(
        Conclusion(
            account=held.account,
            threads=ROUTES[held.threads][0],
            cut_kind=ROUTES[held.threads][1],
            state=ROUTES[held.threads][2],
            survival=held.survival,
            assumed=held.assumed,
        )
        for held in book
    )
    Score.objects.bulk_create(
        Score(account=held.account, score=held.score, band="" if held.score is None else held.band) for held in book
    )
    DailyScore.objects.bulk_create(
        DailyScore(
            account=held.account,
            on=today() - timedelta(days=7),
            score=held.score_before,
            band="" if held.score_before is None else band_of(held.score_before).value,
        )
        for held in book
    )
    for held in book:
        if held.renewal_on == today():
            held.renewal_on = today() + timedelta(days=1)


def sell(
    account: Account,
    starts_on: date,
    ends_on: date,
    annual_value: int,
    outcome: str = "open",
    currency: str = "EUR",
    product: str = "Suite",
) -> Contract:
    """A contract as it stands in the database."""
    sold, _made = Product.objects.get_or_create(name=product)
    return Contract.objects.create(
        account=account,
        product=sold,
        starts_on=starts_on,
        ends_on=ends_on,
        annual_value=Decimal(annual_value),
        currency=currency,
        outcome=outcome,
    )
