"""The stories of the default portfolio, read from what is concluded about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Account, Contract, ExternalId
from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.domain.demo.situations import Situation, situation_of
from stakeholders.models import Conclusion, Departure, Person, RoleHolding, Stakeholder
from stakeholders.selectors.skies import sky_at
from stakeholders.services.conclusions import count_due

pytestmark = pytest.mark.django_db


def accounts_of(order: Order, situation: Situation) -> list[int]:
    values = [f"{i:05d}" for i in range(order.accounts) if situation_of(i, order.seed) is situation]
    marked = ExternalId.objects.filter(source="demo", kind="account", value__in=values).order_by("value")
    return list(marked.values_list("row_id", flat=True))


@pytest.fixture
def concluded(sixty: Order) -> Callable[[Situation], list[Conclusion]]:
    def of(situation: Situation) -> list[Conclusion]:
        return list(Conclusion.objects.filter(account_id__in=accounts_of(sixty, situation)).order_by("account_id"))

    return of


def test_everything_is_concluded_when_the_load_ends(sixty: Order) -> None:
    assert Account.objects.count() == 60
    assert count_due() == 0


def test_a_bridge_hangs_on_one_person_who_does_not_decide(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    found = concluded(Situation.BRIDGE)
    assert {(each.state, each.threads, each.cut_kind) for each in found} == {("single", 1, "bridge")}


def test_all_routes_of_the_first_account_pass_through_marta_rossi(
    concluded: Callable[[Situation], list[Conclusion]],
) -> None:
    first = concluded(Situation.BRIDGE)[0]
    assert first.account.name == "Vesperia Logistica S.p.A."
    [key] = first.key_persons
    assert Stakeholder.objects.get(pk=key).person.name == "Marta Rossi"


def test_woven_accounts_have_three_threads_of_several_of_ours(
    concluded: Callable[[Situation], list[Conclusion]],
) -> None:
    found = concluded(Situation.WOVEN)
    assert {(each.state, each.threads) for each in found} == {("multi", 3)}
    assert min(each.our_threads or 0 for each in found) >= 2


def test_a_lost_champion_leaves_no_route_and_an_orphaned_role(
    concluded: Callable[[Situation], list[Conclusion]],
) -> None:
    found = concluded(Situation.LOST_CHAMPION)
    assert {(each.state, each.threads) for each in found} == {("no_route", 0)}
    assert min(each.orphaned_roles for each in found) >= 1
    left_on = Departure.objects.get(stakeholder__account=found[0].account_id, stakeholder__number=1).left_on
    assert timedelta(days=20) <= today() - left_on <= timedelta(days=36)


def test_whoever_never_answered_is_not_connected_yet(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    found = concluded(Situation.NOT_CONNECTED)
    assert {(each.state, each.threads, each.last_touch_on) for each in found} == {("not_connected_yet", 0, None)}


def test_churn_has_its_cause_in_the_facts(sixty: Order) -> None:
    for account_id in accounts_of(sixty, Situation.CHURNED):
        ended = Contract.objects.get(account=account_id, outcome="churned").ends_on
        sponsor = Stakeholder.objects.get(account=account_id, number=4)
        assert sponsor.left_on is not None
        assert sponsor.left_on < ended < today()
        assert sky_before(account_id, sponsor) is True
        assert Conclusion.objects.get(pk=account_id).threads == 0


def sky_before(account_id: int, star: Stakeholder) -> bool:
    assert star.left_on is not None
    sky = sky_at(account_id, star.left_on - timedelta(days=1))
    return any(each.id == star.pk and each.is_present(sky.as_of) for each in sky.stars)


def test_a_champion_moved_to_another_customer(sixty: Order) -> None:
    before, after = (accounts_of(sixty, each)[0] for each in (Situation.MOVED_FROM, Situation.MOVED_TO))
    person = Person.objects.get(name="Inês Carvalho", stakeholders__account=before)
    held = list(person.stakeholders.order_by("joined_on").values_list("account_id", flat=True))
    assert sorted(held) == sorted([before, after])
    joined = person.stakeholders.get(account=after)
    left = person.stakeholders.get(account=before)
    assert left.left_on is not None
    assert joined.joined_on is not None
    assert left.left_on < joined.joined_on
    assert RoleHolding.objects.filter(stakeholder=joined, role__key="champion").count() == 1
    assert left.departures.get().reason == f"Moved to {Account.objects.get(pk=after).name}"


def test_a_steady_rhythm_that_stopped_is_an_unusual_silence(
    concluded: Callable[[Situation], list[Conclusion]],
) -> None:
    for each in concluded(Situation.QUIET):
        assert each.silent >= 2
        assert each.stale >= 1
        assert each.last_touch_on is not None
        assert today() - each.last_touch_on >= timedelta(days=120)


def test_one_who_decides_is_the_only_one_mapped(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    found = concluded(Situation.DECIDER)
    assert {(each.state, each.threads, each.cut_kind) for each in found} == {("single", 1, "decider")}


def test_nobody_knows_who_decides_at_an_unmapped_account(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    assert {(each.state, each.threads) for each in concluded(Situation.UNMAPPED)} == {("unknown", None)}


def test_a_successor_took_over_the_role(sixty: Order) -> None:
    for account_id in accounts_of(sixty, Situation.SUCCEEDED):
        departed = Stakeholder.objects.get(account=account_id, number=1)
        successor = departed.named_successors.get().successor
        roles = successor.role_holdings.values_list("role__key", "valid_from", "valid_to")
        assert ("champion", departed.left_on, None) in roles
        assert departed.role_holdings.get(role__key="champion").valid_to == departed.left_on


def test_balance_tips_to_leaders_or_lacks_them(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    assert {each.leaders_share for each in concluded(Situation.LEADERS_ONLY)} == {1.0}
    assert max(each.leaders_share or 0 for each in concluded(Situation.USERS_ONLY)) < 0.2


def test_an_account_mapped_from_titles_rests_on_assumptions(concluded: Callable[[Situation], list[Conclusion]]) -> None:
    others = [each.assumed / each.stakeholders for each in concluded(Situation.ORDINARY)]
    assert min(each.assumed / each.stakeholders for each in concluded(Situation.ASSUMED)) > max(others)


def test_somebody_opposes_the_champion(sixty: Order) -> None:
    for account_id in accounts_of(sixty, Situation.OPPOSED):
        assert Account.objects.get(pk=account_id).connections.filter(kind="opposes").count() == 1


def test_handed_over_accounts_had_another_csm_before(sixty: Order) -> None:
    for account_id in accounts_of(sixty, Situation.HANDED_OVER):
        members = Account.objects.get(pk=account_id).team_members.filter(job__key="csm")
        former = members.get(valid_to__isnull=False)
        assert former.user.name == "Jonas Lund"
        assert former.valid_to == members.get(valid_to__isnull=True).valid_from


def test_some_accounts_belong_to_others(sixty: Order) -> None:
    assert Account.objects.filter(parent__isnull=False).count() == 6
