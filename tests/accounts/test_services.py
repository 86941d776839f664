"""The rules the services of our side hold."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.domain.access import UserRole
from accounts.models import Account, AccountTeamMember, ExchangeRate, FactsVersion, Role, Segment, User
from accounts.services import accounts, catalogue, segments, users
from accounts.services.acts import StaleEdit
from accounts.services.segments import RoleRule
from tests.personas import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_no_account_becomes_a_parent_of_itself_at_any_depth(cast: Cast, depth: int) -> None:
    lowest = cast.acme
    for number in range(depth):
        lowest = accounts.create_account(cast.ada, name=f"Level {number}", parent=lowest)
    with pytest.raises(ValidationError, match=f"{lowest.name} is Acme itself or one of the accounts below it"):
        accounts.edit_account(cast.ada, cast.acme, 1, parent=lowest)
    assert Account.objects.get(pk=cast.acme.pk).parent is None


def test_an_account_is_not_its_own_parent(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Acme is Acme itself"):
        accounts.edit_account(cast.ada, cast.acme, 1, parent=cast.acme)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("https://www.Acme.com/about", "acme.com"), (" ACME.com:80 ", "acme.com"), ("ana@acme.com", "acme.com"), ("", "")],
)
def test_a_domain_is_kept_bare(cast: Cast, typed: str, kept: str) -> None:
    assert accounts.create_account(cast.ada, name="Delta", domain=typed).domain == kept


def test_a_handover_closes_one_job_and_opens_the_next_on_the_same_day(cast: Cast) -> None:
    member = AccountTeamMember.objects.get(account=cast.acme)
    accounts.hand_over_job(cast.mara, member, cast.carl, date(2026, 5, 1))
    rows = AccountTeamMember.objects.standing().filter(account=cast.acme).order_by("pk")
    assert [(row.user, row.valid_from, row.valid_to) for row in rows] == [
        (cast.cleo, None, date(2026, 5, 1)),
        (cast.carl, date(2026, 5, 1), None),
    ]


def test_the_same_job_twice_at_once_is_refused(cast: Cast) -> None:
    job = AccountTeamMember.objects.get(account=cast.acme).job
    with pytest.raises(ValidationError, match="overlaps"):
        accounts.assign_team_member(cast.cleo, cast.acme, cast.cleo, job)
    assert AccountTeamMember.objects.filter(account=cast.acme).count() == 1


def test_the_first_administrator_can_sign_in_and_there_is_no_second_set_up(db: None) -> None:
    ada = users.create_administrator(" Ada@Ours.example ", "Ada", PASSWORD)
    assert (ada.email, ada.role, ada.check_password(PASSWORD)) == ("ada@ours.example", UserRole.ADMINISTRATOR, True)
    with pytest.raises(users.AlreadySetUp):
        users.create_administrator("eve@ours.example", "Eve", PASSWORD)
    assert User.objects.count() == 1


def test_a_weak_password_sets_nothing_up(db: None) -> None:
    with pytest.raises(ValidationError, match="too short"):
        users.create_administrator("ada@ours.example", "Ada", "short")
    assert User.objects.count() == 0


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="last active administrator"):
        users.deactivate_user(cast.ada, cast.ada)
    with pytest.raises(ValidationError, match="last active administrator"):
        users.edit_user(cast.ada, User.objects.get(pk=cast.ada.pk), 1, role=UserRole.CSM)
    assert User.objects.get(pk=cast.ada.pk).is_active


def test_a_new_user_has_no_password_until_they_set_one(cast: Cast) -> None:
    nia = users.create_user(cast.ada, name=" Nia ", email=" NIA@ours.example", role=UserRole.CSM)
    assert (nia.name, nia.email, nia.has_usable_password()) == ("Nia", "nia@ours.example", False)


def test_a_cadence_above_two_half_lives_is_refused(cast: Cast) -> None:
    medium, champion = Segment.objects.get(name="Medium touch"), Role.objects.get(key="champion")
    with pytest.raises(ValidationError, match=r"at most 120 days.*Champion"):
        segments.edit_segment(cast.otto, medium, 1, {champion: RoleRule(True, 121)})
    segments.edit_segment(cast.otto, medium, 1, {champion: RoleRule(True, 120)})
    assert medium.segment_roles.get(role=champion).cadence_days == 120


def test_shortening_the_half_life_below_a_kept_cadence_is_refused(cast: Cast) -> None:
    medium = Segment.objects.get(name="Medium touch")
    with pytest.raises(ValidationError, match="Executive sponsor"):
        segments.edit_segment(cast.otto, medium, 1, half_life_days=44)
    assert Segment.objects.get(pk=medium.pk).half_life_days == 60


def test_two_who_edit_the_rules_of_a_segment_notice_each_other(cast: Cast) -> None:
    champion = Role.objects.get(key="champion")
    segments.edit_segment(cast.otto, Segment.objects.get(name="Medium touch"), 1, {champion: RoleRule(True, 30)})
    with pytest.raises(StaleEdit):
        segments.edit_segment(cast.ada, Segment.objects.get(name="Medium touch"), 1, {champion: RoleRule(True, 40)})
    assert Segment.objects.get(name="Medium touch").segment_roles.get(role=champion).cadence_days == 30


def versions() -> dict[int, int]:
    return dict(FactsVersion.objects.values_list("account_id", "facts_version"))


def test_editing_a_segment_makes_its_accounts_due_and_no_other(cast: Cast) -> None:
    high = Segment.objects.get(name="High touch")
    accounts.edit_account(cast.ada, cast.comet, 1, segment=high)
    segments.edit_segment(cast.otto, high, 1, half_life_days=50)
    assert versions() == {cast.comet.pk: 2}


def test_a_role_that_comes_to_decide_makes_every_account_due(cast: Cast) -> None:
    segments.edit_role(cast.otto, Role.objects.get(key="champion"), 1, decides=True)
    assert versions() == {cast.acme.pk: 1, cast.bolt.pk: 1, cast.comet.pk: 1}


@pytest.mark.parametrize(
    ("currency", "rate", "words"),
    [("EUR", "1", "base currency"), ("dollar", "1", "three letters"), ("USD", "0", "greater than 0")],
)
def test_a_rate_that_makes_no_sense_is_refused(cast: Cast, currency: str, rate: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        catalogue.set_exchange_rate(cast.otto, currency, date(2026, 1, 1), Decimal(rate))
    assert not ExchangeRate.objects.exists()
