"""An installation's own rules, and how changing them reaches everybody: what is assumed, never what is stated."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Account, Act, FactsVersion
from accounts.services.acts import StaleEdit
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from stakeholders.models import Position, RoleHolding, Stakeholder, TitleRound, TitleRule
from stakeholders.selectors.title_rules import fingerprint, rule_book, rules_in_order, shipped_rules
from stakeholders.services import people, title_round
from stakeholders.services.title_rules import create_rule, edit_rule, move_rule, remove_rule, switch_rule
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def add(cast: Cast, account: Account, title: str, **more: Any) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, account, name=title, title=title, **more)


def level(who: Stakeholder) -> tuple[str, str]:
    row = Position.objects.valid_at(today()).get(stakeholder=who)
    return row.level, row.level_basis


def version(account: Account) -> int:
    return FactsVersion.objects.get(account=account).facts_version


def test_every_shipped_rule_is_one_that_a_user_could_have_written() -> None:
    for rule in shipped_rules():
        columns = {
            name: list(value) if isinstance(value := getattr(rule, name), tuple) else value for name in rule.__slots__
        }
        TitleRule(**columns).full_clean()


def test_an_own_rule_comes_first_and_reaches_everybody(cast: Cast) -> None:
    ninja, stated = add(cast, cast.acme, "Ninja"), add(cast, cast.bolt, "Ninja", level="manager")
    title_round.apply_title_rules()
    before = version(cast.acme), version(cast.bolt)
    create_rule(cast.otto, key="ninjas", name="Ninjas", phrases=["ninja"], level="director", roles=["champion"])
    assert title_round.apply_title_rules() == 2
    assert (level(ninja), level(stated)) == (("director", "assumed"), ("manager", "stated"))
    assert (
        RoleHolding.objects.valid_at(today()).filter(stakeholder=ninja, role__key="champion").get().basis == "assumed"
    )
    assert (version(cast.acme), version(cast.bolt)) == (before[0] + 1, before[1] + 1)
    assert title_round.apply_title_rules() == 0


def test_only_accounts_where_something_changes_are_concluded_anew(cast: Cast) -> None:
    add(cast, cast.acme, "Ninja")
    add(cast, cast.bolt, "CEO")
    title_round.apply_title_rules()
    before = version(cast.bolt)
    create_rule(cast.otto, key="ninjas", name="Ninjas", phrases=["ninja"], level="director")
    title_round.apply_title_rules()
    assert version(cast.bolt) == before


def test_undoing_a_rule_takes_back_what_it_brought(cast: Cast) -> None:
    ninja = add(cast, cast.acme, "Ninja")
    create_rule(cast.otto, key="ninjas", name="Ninjas", phrases=["ninja"], level="director")
    title_round.apply_title_rules()
    undo_act(Act.objects.get(kind="create_title_rule"), cast.otto)
    title_round.apply_title_rules()
    assert level(ninja) == ("", "stated")


def test_a_shipped_rule_is_switched_off_by_an_own_one_and_comes_back_when_that_is_removed(cast: Cast) -> None:
    boss = add(cast, cast.acme, "CEO")
    own = switch_rule(cast.otto, "chief-executive", is_on=False)
    title_round.apply_title_rules()
    assert level(boss) == ("", "stated")
    remove_rule(cast.otto, own)
    title_round.apply_title_rules()
    assert level(boss) == ("executive", "assumed")
    assert not TitleRule.objects.exists()


def test_undoing_an_import_or_addition_works_after_the_rules_changed(cast: Cast) -> None:
    boss = add(cast, cast.acme, "CEO")
    switch_rule(cast.otto, "executives-decide", is_on=False)
    edit_rule(cast.otto, "chief-executive", authority=7)
    title_round.apply_title_rules()
    undo_act(Act.objects.get(kind="add_stakeholder"), cast.cleo)
    boss.refresh_from_db()
    assert boss.retracted_at is not None


def test_moving_a_rule_changes_which_one_wins() -> None:
    keys = [rule.key for rule in rules_in_order()]
    assert keys.index("trainees") < keys.index("managers")
    move_rule(None, "trainees", is_up=True)
    moved = [rule.key for rule in rules_in_order()]
    place = keys.index("trainees")
    assert moved[place - 1 : place + 1] == [keys[place], keys[place - 1]]
    move_rule(None, "trainees", is_up=False)
    assert [rule.key for rule in rules_in_order()] == keys
    assert move_rule(None, keys[0], is_up=True) is None


def test_a_rule_that_says_nothing_speaks_of_nobody_or_cannot_be_tried_is_refused(cast: Cast) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"phrases": ["ninja"]}, "level"),
        ({"level": "director"}, "phrases"),
        ({"phrases": ["* officer"], "level": "director"}, "phrases"),
        ({"phrases": ["it*"], "level": "director"}, "phrases"),
        ({"phrases": ["ninja"], "level": "director", "assumes_nothing": True}, "level"),
        ({"phrases": ["ninja"], "authority": 11}, "authority"),
    ]
    for fields, field in wrong:
        with pytest.raises(ValidationError) as caught:
            create_rule(cast.otto, key="new", name="New", **fields)
        assert field in caught.value.message_dict
    with pytest.raises(ValidationError):
        create_rule(cast.otto, key="chief-executive", name="Mine", phrases=["boss"], level="director")
    assert not TitleRule.objects.exists()


def test_a_stale_change_of_a_rule_is_refused(cast: Cast) -> None:
    create_rule(cast.otto, key="ninjas", name="Ninjas", phrases=["ninja"], level="director")
    edit_rule(cast.otto, "ninjas", 1, level="manager")
    with pytest.raises(StaleEdit):
        edit_rule(cast.otto, "ninjas", 1, level="vp")
    assert rule_book().assume("Ninja").level.value == "manager"  # type: ignore[union-attr]


def test_a_round_is_resumed_where_it_stopped_and_begins_anew_under_other_rules(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_round, "CHUNK", 2)
    for _each in range(3):
        add(cast, cast.acme, "CEO")
    title_round.apply_title_rules(-1)
    halfway = TitleRound.objects.get()
    assert (halfway.finished_at, halfway.fingerprint) == (None, fingerprint())
    title_round.apply_title_rules()
    assert TitleRound.objects.get().finished_at is not None
    switch_rule(None, "executives-decide", is_on=False)
    assert title_round.apply_title_rules() == 3
