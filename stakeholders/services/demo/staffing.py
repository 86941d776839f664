"""What all accounts of the portfolio share: our people, teams, products, segments and exchange rates."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import ExchangeRate, Job, Product, Role, Segment, Team, User
from stakeholders.domain.demo.agreements import PRODUCTS, rates
from stakeholders.domain.demo.drafts import StaffDraft
from stakeholders.domain.demo.portfolio import Order
from stakeholders.domain.demo.staff import CORE, OUR_DOMAIN
from stakeholders.domain.sky import TouchLevel
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.selectors.title_rules import rule_book
from stakeholders.services.demo.extras import Extras, share_extras
from stakeholders.services.demo.marks import mark

PASSWORD: Final = "look-at-the-stars"  # noqa: S105 (printed at start, for made-up people only)
KINDS_OF_WORK: Final = {
    "account_executive": "account executive",
    "sales_engineer": "sales engineer",
    "executive_sponsor": "executive, sponsors accounts",
}


class Login(NamedTuple):
    """Somebody to sign in as, and what they are."""

    name: str
    email: str
    password: str
    what: str


@dataclass(frozen=True)
class Shared:
    """Ids of the shared rows: staff by number, the others by key."""

    users: list[int]
    emails: list[str]
    segments: dict[TouchLevel, int]
    products: dict[str, int]
    roles: dict[str, int]
    jobs: dict[str, int]
    extras: Extras
    book: RuleBook


def demo_logins() -> list[Login]:
    """The people one can sign in as, the CSM with the accounts to look at first before all."""
    known = User.objects.filter(is_active=True, email__in=[_email(row[0]) for row in CORE]).in_bulk(field_name="email")
    logins = [
        Login(row[0], _email(row[0]), PASSWORD, _what(row[1], row[6], bool(row[3])))
        for row in CORE
        if _email(row[0]) in known
    ]
    return sorted(logins, key=lambda login: login.name != "Cleo Hartmann")


def share(order: Order) -> Shared:
    """Make what is missing of the shared rows and mark it."""
    return Shared(
        users=_users(order),
        emails=[each.email for each in order.staff],
        segments={level: _segment(level) for level in TouchLevel},
        products={name: _product(name) for name in PRODUCTS},
        roles=dict(Role.objects.values_list("key", "pk")),
        jobs=dict(Job.objects.values_list("key", "pk")),
        extras=share_extras(),
        book=rule_book(),
    )


def set_rates(order: Order) -> None:
    """Enter the exchange rates that nobody entered."""
    for currency, since, rate in rates(settings.BASE_CURRENCY, order.as_of):
        row, is_new = ExchangeRate.objects.get_or_create(currency=currency, valid_from=since, defaults={"rate": rate})
        if is_new:
            mark("exchange_rate", f"{currency}-{since}", row.pk)


def _email(name: str) -> str:
    return f"{name.split()[0].lower().replace('é', 'e')}@{OUR_DOMAIN}"


def _what(role: str, job: str, is_manager: bool) -> str:
    return "manager of a team" if is_manager else KINDS_OF_WORK.get(job, role)


def _users(order: Order) -> list[int]:
    teams = {name: _team(name) for name in dict.fromkeys(each.team or each.manages for each in order.staff) if name}
    password = make_password(PASSWORD)
    users = [_user(each, teams, password) for each in order.staff]
    for each, pk in zip(order.staff, users, strict=True):
        if each.manages:
            Team.objects.filter(pk=teams[each.manages], manager=None).update(manager=pk)
    return users


def _team(name: str) -> int:
    team, is_new = Team.objects.get_or_create(name=name)
    if is_new:
        mark("team", name, team.pk)
    return team.pk


def _user(staff: StaffDraft, teams: dict[str, int], password: str) -> int:
    fields = {
        "name": staff.name,
        "role": staff.role,
        "archetype": staff.archetype,
        "time_zone": staff.time_zone,
        "team_id": teams.get(staff.team),
        "password": password,
        "is_active": staff.active_to is None,
        "active_from": staff.active_from,
        "active_to": staff.active_to,
    }
    user, is_new = User.objects.get_or_create(email=staff.email, defaults=fields)
    if is_new:
        mark("user", staff.email, user.pk)
    return user.pk


def _segment(level: TouchLevel) -> int:
    segment = Segment.objects.filter(touch_level=level.value).order_by("pk").first()
    if segment is None:
        segment = Segment.objects.create(name=f"Demo, {level.value} touch", touch_level=level.value)
        mark("segment", segment.name, segment.pk)
    return segment.pk


def _product(name: str) -> int:
    product, is_new = Product.objects.get_or_create(name=name)
    if is_new:
        mark("product", name, product.pk)
    return product.pk
