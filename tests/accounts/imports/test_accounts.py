"""Accounts, their teams, contracts and parents from files."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.domain.access import UserRole
from accounts.models import Account, AccountTeamMember, Act, Contract, ExternalId, FactsVersion, ImportRun, Team, User
from accounts.selectors.imports import problems_of
from tests.accounts.imports.conftest import Import, check, upload
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast, user

HEADER = (
    "Account ID,Account name,Parent,Segment,Owner e-mail,CSM,Website,Product,Contract start,Contract end,ARR,Currency\n"
)
ROWS = HEADER + (
    "X1,Delta,,high touch,cleo@ours.example,cleo@ours.example;carl@ours.example,www.delta.example,"
    "Suite,2026-01-01,2027-01-01,12000,EUR\n"
    "X1,Delta,,,,,,Extra,2026-02-01,2027-02-01,500.50,USD\n"
    "X2,Delta Cargo,Delta,,,,,,,,,\n"
)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.failed


def problems(run: ImportRun) -> list[tuple[int, str]]:
    return [(problem.row, problem.text) for problem in problems_of(run)]


def test_accounts_come_with_team_contracts_and_parent(cast: Cast, bring: Import) -> None:
    run = bring("accounts", ROWS)
    assert counts(run) == (2, 1, 0, 0)
    delta = Account.objects.get(name="Delta")
    assert (delta.segment and delta.segment.name, delta.owner, delta.domain) == (
        "High touch",
        cast.cleo,
        "delta.example",
    )
    team = AccountTeamMember.objects.filter(account=delta, job__key="csm").order_by("user__name")
    assert [(member.user, member.valid_from) for member in team] == [(cast.carl, None), (cast.cleo, None)]
    contracts = Contract.objects.filter(account=delta).order_by("starts_on")
    assert [(one.product.name, one.ends_on, one.annual_value, one.currency) for one in contracts] == [
        ("Suite", date(2027, 1, 1), Decimal("12000.00"), "EUR"),
        ("Extra", date(2027, 2, 1), Decimal("500.50"), "USD"),
    ]
    assert Account.objects.get(name="Delta Cargo").parent == delta
    assert (
        ExternalId.objects.get(source="csv", kind="account", value="X2").row_id
        == Account.objects.get(name="Delta Cargo").pk
    )


def test_the_same_file_twice_changes_nothing(cast: Cast, bring: Import) -> None:
    bring("accounts", ROWS)
    before, acts, versions = standing_facts(), Act.objects.count(), list(FactsVersion.objects.order_by("pk").values())
    run = bring("accounts", ROWS)
    assert counts(run) == (0, 0, 3, 0)
    assert standing_facts() == before
    assert Act.objects.count() == acts
    assert list(FactsVersion.objects.order_by("pk").values()) == versions


def test_blank_cells_do_not_erase_and_a_new_team_is_a_change_from_the_day_of_the_file(
    cast: Cast, bring: Import
) -> None:
    bring("accounts", ROWS, as_of=date(2026, 1, 1))
    bring("accounts", "Account ID,Segment,CSM,Website\nX1,,mara@ours.example,\n", as_of=date(2026, 3, 1))
    delta = Account.objects.get(name="Delta")
    assert delta.segment is not None
    assert delta.segment.name == "High touch"
    assert delta.domain == "delta.example"
    team = AccountTeamMember.objects.filter(account=delta, job__key="csm").order_by("user__name")
    assert [(str(member.user), member.valid_from, member.valid_to) for member in team] == [
        ("Carl", None, date(2026, 3, 1)),
        ("Cleo", None, date(2026, 3, 1)),
        ("Mara", date(2026, 3, 1), None),
    ]


def test_account_is_known_by_its_id_under_a_new_name(cast: Cast, bring: Import) -> None:
    bring("accounts", ROWS)
    run = bring("accounts", "Account ID,Account name\nX1,Delta Holding\n")
    assert counts(run) == (0, 1, 0, 0)
    assert not Account.objects.filter(name="Delta").exists()


def test_account_that_has_no_id_yet_is_linked_by_name(cast: Cast, bring: Import) -> None:
    run = bring("accounts", "Account ID,Account name\nX9,acme\n")
    assert counts(run) == (0, 1, 0, 0)
    assert ExternalId.objects.get(value="X9").row_id == cast.acme.pk
    assert Account.objects.filter(name__iexact="acme").count() == 1


def test_parents_may_come_later_in_the_file(cast: Cast, bring: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.services.importing.runs.CHUNK_ROWS", 2)
    monkeypatch.setattr("accounts.services.importing.applying.CHUNK_ROWS", 2)
    names = [f"L{number}" for number in range(7)]
    text = "Name,Parent\n" + "".join(f"{name},{parent}\n" for name, parent in zip(names, [*names[1:], ""], strict=True))
    run = bring("accounts", text)
    assert counts(run) == (7, 0, 0, 0)
    chain = {account.name: account.parent and account.parent.name for account in Account.objects.filter(name__in=names)}
    assert chain == dict(zip(names, [*names[1:], None], strict=True))


def test_circles_and_strangers_are_refused_while_the_rest_goes_in(cast: Cast, bring: Import) -> None:
    bring("accounts", "Name,Parent\nBolt,Acme\n")
    text = (
        "Name,Parent,Owner e-mail,Segment,Product,Start date,End date,ARR\n"
        "Acme,Bolt,,,,,,\n"
        "New one,Nowhere,,,,,,\n"
        "Epsilon,,nobody@ours.example,,,,,\n"
        "Zeta,,,Platinum,,,,\n"
        "Eta,,,,Suite,2026-05-01,2026-05-01,5\n"
        "Theta,,,,Suite,,,5\n"
        "Iota,,,,,,,\n"
    )
    run = bring("accounts", text)
    assert counts(run) == (1, 0, 0, 6)
    assert problems(run) == [
        (2, "“Bolt” is this account or below it, so it cannot be its parent."),
        (3, "There is no account “Nowhere” to be the parent."),
        (4, "There is no user with the e-mail “nobody@ours.example”. Import users first."),
        (5, "There is no segment “Platinum”; there are: High touch, Low touch, Medium touch."),
        (6, "The end must be after the start."),
        (7, "A contract needs product, first day, renewal date and annual value."),
        (7, "A contract needs product, first day, renewal date and annual value."),
    ]
    assert Account.objects.filter(name="Iota").exists()
    assert not Account.objects.filter(name__in=["New one", "Epsilon", "Zeta", "Eta", "Theta"]).exists()


def test_rows_that_contradict_each_other_are_named(cast: Cast, bring: Import) -> None:
    run = bring("accounts", "Account ID,Name,Industry\nX1,Delta,Rail\nX1,Delta,Banking\n")
    assert problems(run) == [(3, "This says something else than row 2 about the same; keep one of the two.")]
    assert Account.objects.get(name="Delta").industry == "Rail"


def test_row_that_only_names_an_account_may_come_before_the_one_that_describes_it(cast: Cast, bring: Import) -> None:
    text = (
        "Name,Industry,CSM,Parent,Product,Start date,End date,ARR\n"
        "Delta,,,,Suite,2026-01-01,2027-01-01,5\n"
        "Delta,Rail,cleo@ours.example,Acme,Extra,2026-01-01,2027-01-01,6\n"
        "Delta,,,,Third,2026-01-01,2027-01-01,7\n"
    )
    assert counts(bring("accounts", text)) == (1, 2, 0, 0)
    delta = Account.objects.get(name="Delta")
    assert (delta.industry, delta.parent, Contract.objects.filter(account=delta).count()) == ("Rail", cast.acme, 3)
    assert AccountTeamMember.objects.filter(account=delta, user=cast.cleo).exists()
    assert counts(bring("accounts", text)) == (0, 0, 3, 0)


def test_several_accounts_of_a_name_are_not_guessed_between(cast: Cast, bring: Import) -> None:
    Account.objects.create(name="Acme")
    run = bring("accounts", "Name,Industry\nAcme,Rail\n")
    assert problems(run) == [(2, "2 accounts are called “Acme”; use an external id.")]


def test_what_was_removed_here_does_not_come_back(cast: Cast, bring: Import) -> None:
    bring("accounts", "Account ID,Name\nX1,Delta\n")
    Account.objects.filter(name="Delta").update(retracted_at="2026-01-01T00:00Z")
    run = bring("accounts", "Account ID,Name\nX1,Delta\n")
    assert problems(run) == [(2, "What this id stands for was removed here; it is not brought back by an import.")]


def test_users_come_with_team_and_without_a_password(cast: Cast, bring: Import) -> None:
    text = "E-mail,Name,Role,Team\nNew@Ours.example,Nel,CSM,South\nother@ours.example,Oz,csm,South\n"
    assert counts(bring("users", text)) == (2, 0, 0, 0)
    nel = User.objects.get(email="new@ours.example")
    assert (nel.name, nel.role, nel.team, nel.has_usable_password()) == (
        "Nel",
        "csm",
        Team.objects.get(name="South"),
        False,
    )
    assert counts(bring("users", text)) == (0, 0, 2, 0)
    assert counts(bring("users", "E-mail,Team\nnew@ours.example,North\n")) == (0, 1, 0, 0)
    nel.refresh_from_db()
    assert nel.team == Team.objects.get(name="North")


def test_operations_neither_make_nor_touch_administrators(cast: Cast, bring: Import) -> None:
    text = "E-mail,Name,Role\nevil@x.example,Eve,administrator\nada@ours.example,Ada 2,\ncarl@ours.example,Carl 2,\n"
    run = bring("users", text, actor=cast.otto)
    assert counts(run) == (0, 1, 0, 2)
    assert [row for row, _text in problems(run)] == [2, 3]
    assert not User.objects.filter(name__in=["Eve", "Ada 2"]).exists()


def test_nobody_takes_their_own_administration_away(cast: Cast, bring: Import) -> None:
    run = bring("users", "E-mail,Role\nada@ours.example,csm\n")
    assert problems(run) == [(2, "You cannot take your own administration away.")]
    cast.ada.refresh_from_db()
    assert cast.ada.role == UserRole.ADMINISTRATOR


def test_checking_writes_nothing(cast: Cast) -> None:
    user("Zed", UserRole.CSM)
    before = standing_facts()
    run = check(upload("accounts", ROWS, cast.ada))
    assert counts(run) == (2, 1, 0, 0)
    assert standing_facts() == before
    assert not Act.objects.filter(group=run.group).exists()
