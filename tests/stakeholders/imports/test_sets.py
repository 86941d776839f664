"""Whole exports: tried, applied in order, taken back; the same twice changes nothing; dirt is said row by row."""

import io
import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Account, AccountTeamMember, ImportMapping, ImportRun, ImportSet, RunState, User
from accounts.selectors.import_sets import read_set
from accounts.selectors.imports import problems_of, remarks_of
from accounts.services.importing import runs, sets
from accounts.services.importing.set_working import work_on_set
from accounts.services.importing.working import work_on
from csm.foundation.clock import today
from stakeholders.domain.demo.crm.sets import SETS, hubspot_set, salesforce_set
from stakeholders.models import Conclusion, Connection, Person, RoleHolding, Stakeholder, Touchpoint
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.people import add_stakeholder
from stakeholders.services.roles import end_role
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast

Files = dict[str, bytes]
Bring = Callable[..., ImportSet]


def receive(cast: Cast, files: Files, **more: object) -> ImportSet:
    return sets.receive_set(cast.ada, [(name, io.BytesIO(raw)) for name, raw in files.items()], **more)  # type: ignore[arg-type]


def check(one: ImportSet) -> ImportSet:
    sets.begin_checking_set(one)
    return work(one)


def apply(one: ImportSet) -> ImportSet:
    sets.begin_applying_set(one)
    return work(one)


def undo(one: ImportSet, cast: Cast) -> ImportSet:
    sets.begin_undoing_set(one, cast.ada)
    return work(one)


def work(one: ImportSet) -> ImportSet:
    work_on_set(one.pk)
    one.refresh_from_db()
    return one


def counts(one: ImportSet) -> dict[str, tuple[int, int, int, int]]:
    """Created, updated, unchanged and failed rows by use, or by kind where no preset knows the file."""
    return {
        run.use or run.kind: (run.created, run.updated, run.unchanged, run.failed)
        for run in ImportRun.objects.filter(set=one)
    }


def problems(one: ImportSet, use: str) -> list[tuple[int, str]]:
    return [(problem.row, problem.text) for problem in problems_of(ImportRun.objects.get(set=one, use=use))]


def remarks(one: ImportSet, use: str) -> list[tuple[int, str, str]]:
    run = ImportRun.objects.get(set=one, use=use)
    return [(remark.row, remark.column, remark.text) for remark in remarks_of(run)]


@pytest.fixture
def bring(cast: Cast) -> Bring:
    """Try and apply files as Ada; what was foretold is what happened."""

    def run_through(files: Files, **more: object) -> ImportSet:
        one = check(receive(cast, files, **more))
        foretold = counts(one)
        one = apply(one)
        assert (one.state, counts(one)) == (RunState.APPLIED, foretold)
        return one

    return run_through


def table(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()


A1, A2 = "0015g00000AAAA1AAP", "0015g00000AAAA2AAP"
C1, C2, C3 = "0035g00000CCCC1AAP", "0035g00000CCCC2AAP", "0035g00000CCCC3AAP"
U1 = "0055g00000UUUU1AAP"
ACCOUNTS = table("Id,Name,Industry,OwnerId,AnnualRevenue", f"{A1},Delta,Rail,{U1},5000000", f"{A2},Echo,Rail,,")
CONTACTS = table(
    "Id,AccountId,FirstName,LastName,Title,Email,ReportsToId",
    f"{C1},{A1},Ana,Silva,CFO,ana@delta.example,",
    f"{C2},{A1[:15]},Bo,Berg,Head of Operations,bo@delta.example,{C1[:15]}",
)
USERS = table("Id,Name,Email,Username,IsActive", f"{U1},Una,una@ours.example,una.crm,true")


def test_salesforce_export_becomes_a_map_and_twice_changes_nothing(cast: Cast, bring: Bring) -> None:
    files = salesforce_set(today(), customers=12)
    one = bring(files)
    found = counts(one)
    assert found["accounts"] == (12, 0, 0, 0)
    assert found["users"] == (7, 0, 0, 0)
    assert found["team"] == (24, 0, 0, 0)
    assert Account.objects.filter(parent__isnull=False).count() == 1
    assert Connection.objects.filter(kind="reports_to").count() == found["reporting_lines"][0] > 30
    assert RoleHolding.objects.filter(role__decides=True).count() > 20
    assert Touchpoint.objects.standing().count() == found["meetings"][0] > 50
    before = standing_facts()
    again = counts(bring(files))
    assert {use: (created, updated) for use, (created, updated, _same, _failed) in again.items()} == dict.fromkeys(
        again, (0, 0)
    )
    assert standing_facts() == before


def test_dirt_of_a_salesforce_export_is_said_row_by_row(cast: Cast, bring: Bring) -> None:
    one = bring(salesforce_set(today(), customers=12))
    assert [text for _row, text in problems(one, "people")] == [
        "This says something else than row 7 about the same; keep one of the two.",
        "This is needed.",
    ]
    assert [text.split(" is known")[0] for _row, text in problems(one, "reporting_lines")] == [
        "Nobody “003Gx00000GONE0IAP”"
    ]
    assert [text.split(" at ")[0] for _row, text in problems(one, "contact_roles")] == [
        "Nobody “003Gx0000000101IAA” is known"
    ]
    assert [text.split(" at ")[0] for _row, text in problems(one, "meetings")] == [
        "Nobody “00QGx00000LEAD0MAP” is known"
    ]
    assert [(column, text) for _row, column, text in remarks(one, "accounts")] == [
        ("Website", "“n/a” is not a web domain; write it like example.com.")
    ]
    assert [(column, text) for _row, column, text in remarks(one, "people")] == [
        ("Email", "“not@valid” is not an e-mail address.")
    ]
    assert not Person.objects.filter(email__in=["old@deleted.example", "nobody@nowhere.example"]).exists()


def test_hubspot_export_comes_in_with_roles_and_owners_by_name(cast: Cast, bring: Bring) -> None:
    one = bring(hubspot_set(today(), customers=12))
    found = counts(one)
    assert (found["accounts"], found["users"]) == ((12, 0, 0, 0), (7, 0, 0, 0))
    assert problems(one, "people") == [(1 + found["people"][0] + 1, "This is needed.")]
    assert not Connection.objects.exists()
    assert set(Account.objects.filter(owner__isnull=False).values_list("owner__name", flat=True)) >= {
        "Cleo Hartmann",
        "Carl Nowak",
    }
    assert set(Touchpoint.objects.exclude(notes="").values_list("notes", flat=True)) == {
        "They asked for numbers & dates.\nNext: a plan"
    }
    assert not Touchpoint.objects.filter(subject="Prepare the review").exists()
    before = standing_facts()
    again = counts(bring(hubspot_set(today(), customers=12)))
    assert {created + updated for created, updated, _same, _failed in again.values()} == {0}
    assert standing_facts() == before


def test_trying_a_set_writes_nothing(cast: Cast) -> None:
    before = standing_facts()
    one = check(receive(cast, {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS, "User.csv": USERS}))
    assert counts(one) == {
        "users": (1, 0, 0, 0),
        "accounts": (2, 0, 0, 0),
        "people": (2, 0, 0, 0),
        "reporting_lines": (1, 0, 0, 0),
    }
    assert one.state == RunState.CHECKED
    assert standing_facts() == before


def test_set_is_undone_whole(cast: Cast, bring: Bring) -> None:
    before = standing_facts()
    one = undo(bring({"Contact.csv": CONTACTS, "Account.csv": ACCOUNTS, "User.csv": USERS}), cast)
    assert one.state == RunState.UNDONE
    assert set(ImportRun.objects.filter(set=one).values_list("state", flat=True)) == {RunState.UNDONE}
    assert standing_facts() == before


def test_set_on_which_something_was_built_is_not_undone_at_all(cast: Cast, bring: Bring) -> None:
    one = bring({"Contact.csv": CONTACTS, "Account.csv": ACCOUNTS, "User.csv": USERS})
    add_stakeholder(cast.ada, Account.objects.get(name="Delta"), name="Dora")
    before = standing_facts()
    one = undo(one, cast)
    assert (one.state, one.stop_code) == (RunState.APPLIED, "conflict")
    assert standing_facts() == before


def test_one_file_of_a_set_is_undone_alone_and_the_rest_later(cast: Cast, bring: Bring) -> None:
    before = standing_facts()
    one = bring({"Contact.csv": CONTACTS, "Account.csv": ACCOUNTS, "User.csv": USERS})
    lines = ImportRun.objects.get(set=one, use="reporting_lines")
    runs.begin_undoing(lines, cast.ada)
    work_on(lines.pk)
    assert not Connection.objects.standing().exists()
    assert Stakeholder.objects.standing().count() == 2
    assert undo(one, cast).state == RunState.UNDONE
    assert standing_facts() == before


def test_worker_that_dies_half_way_leaves_whole_parts_and_the_next_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.services.importing.receiving.CHUNK_ROWS", 20)
    one = check(receive(cast, salesforce_set(today(), customers=12)))
    sets.begin_applying_set(one)
    assert work_on_set(one.pk, seconds=0.2) is True
    one.refresh_from_db()
    assert one.state == RunState.APPLYING
    states = list(ImportRun.objects.filter(set=one).values_list("state", flat=True))
    assert RunState.CHECKED in states
    assert work(one).state == RunState.APPLIED
    assert Account.objects.count() == 12 + 3


def test_owner_is_linked_by_the_file_of_users_and_comes_without_a_login(cast: Cast, bring: Bring) -> None:
    bring({"Account.csv": ACCOUNTS, "User.csv": USERS})
    una = User.objects.get(email="una@ours.example")
    assert Account.objects.get(name="Delta").owner == una
    assert (una.has_usable_password(), una.role, una.is_active) == (False, "csm", True)


def test_account_whose_owner_nobody_knows_comes_in_without(cast: Cast, bring: Bring) -> None:
    one = bring({"Account.csv": ACCOUNTS})
    assert counts(one) == {"accounts": (2, 0, 0, 0)}
    assert Account.objects.get(name="Delta").owner is None
    words = f"Nobody of ours is known as “{U1}” (by e-mail, by id in this source, or by a name only one has)."
    assert remarks(one, "accounts") == [(2, "OwnerId", f"{words} Add the file of users.")]
    assert not Account.objects.get(name="Delta").contracts.exists()


def test_owner_with_an_address_is_made_once_and_an_existing_one_is_not_renamed(cast: Cast, bring: Bring) -> None:
    rows = table(
        "Id,Name,Industry,Owner.Email,Owner.Name",
        f"{A1},Delta,Rail,New@Ours.example,Nel",
        f"{A2},Echo,Rail,new@ours.example,Nel",
        "0015g00000AAAA3AAP,Foxtrot,Rail,cleo@ours.example,Cleo in the CRM",
    )
    one = bring({"Account.csv": rows})
    assert counts(one) == {"owners": (1, 0, 1, 0), "accounts": (3, 0, 0, 0)}
    cast.cleo.refresh_from_db()
    assert cast.cleo.name == "Cleo"
    assert Account.objects.get(name="Foxtrot").owner == cast.cleo


def test_new_manager_ends_the_line_to_the_former_one(cast: Cast, bring: Bring) -> None:
    day = today()
    bring({"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS}, as_of=day - timedelta(days=60))
    Stakeholder.objects.update(recorded_at="2025-01-01T00:00Z")
    moved = table(
        "Id,AccountId,FirstName,LastName,Title,Email,ReportsToId",
        f"{C1},{A1},Ana,Silva,CFO,ana@delta.example,",
        f"{C2},{A1},Bo,Berg,Head of Operations,bo@delta.example,{C3}",
        f"{C3},{A1},Cy,Cole,COO,cy@delta.example,{C1}",
    )
    bring({"Contact.csv": moved})
    lines = Connection.objects.standing().order_by("pk").values_list("to_stakeholder__person__name", "valid_to")
    assert list(lines.filter(from_stakeholder__person__name="Bo Berg")) == [("Ana Silva", day), ("Cy Cole", None)]


def test_role_that_was_ended_here_is_not_given_back(cast: Cast, bring: Bring) -> None:
    roles = table("Id,ContactId,OpportunityId,Role", f"x,{C1},,Decision Maker", f"y,{C1},,Influencer")
    files = {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS, "Roles.csv": roles}
    assert counts(bring(files))["contact_roles"] == (1, 0, 1, 0)
    end_role(cast.ada, RoleHolding.objects.standing().get(role__key="decision_maker"), today())
    assert counts(bring(files))["contact_roles"] == (0, 0, 2, 0)
    assert not RoleHolding.objects.valid_at(today()).filter(role__key="decision_maker").exists()


def test_word_without_a_meaning_is_shown_and_once_explained_remembered(cast: Cast, bring: Bring) -> None:
    roles = table("Id,ContactId,OpportunityId,Role", f"x,{C1},,Gatekeeper", f"y,{C2},,Evaluator")
    files = {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS, "Roles.csv": roles}
    one = check(receive(cast, files))
    words = read_set(one).words
    assert [(word.word, word.rows, word.meaning, word.is_known) for word in words] == [
        ("Gatekeeper", 1, "", False),
        ("Evaluator", 1, "", True),
    ]
    sets.choose(one, values={words[0].run_id: {"roles": {"Gatekeeper": "procurement"}}})
    assert one.state == RunState.MAPPING
    one = apply(check(one))
    assert counts(one)["contact_roles"] == (1, 0, 1, 0)
    assert RoleHolding.objects.get(role__key="procurement").basis == "stated"
    later = receive(cast, files)
    assert [(word.word, word.meaning, word.is_known) for word in read_set(later).words][-1] == (
        "Gatekeeper",
        "procurement",
        True,
    )


def test_file_that_nothing_recognises_waits_for_a_word_and_is_known_next_time(cast: Cast, bring: Bring) -> None:
    odd = table("Firma,Branche,Quark", "Delta,Rail,1")
    one = receive(cast, {"odd.csv": odd})
    line = read_set(one).files[0]
    assert (line.recognised, line.is_unknown) == ("", True)
    with pytest.raises(Exception, match="Nothing here can be brought in yet"):
        sets.begin_checking_set(one)
    run = line.parts[0].run
    sets.choose(one, kinds={run.pk: "accounts"})
    run.refresh_from_db()
    runs.choose_mapping(run, {"name": 0, "industry": 1})
    assert counts(apply(check(one))) == {"accounts": (1, 0, 0, 0)}
    again = check(receive(cast, {"new.csv": odd}))
    assert counts(again) == {"accounts": (0, 0, 1, 0)}
    assert ImportMapping.objects.get().name == "odd.csv"


def test_part_that_is_left_out_stays_out_next_time(cast: Cast, bring: Bring) -> None:
    files = {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS}
    one = receive(cast, files)
    lines = ImportRun.objects.get(set=one, use="reporting_lines")
    sets.choose(one, left_out={lines.pk: True})
    apply(check(one))
    assert not Connection.objects.exists()
    assert ImportRun.objects.get(set=receive(cast, files), use="reporting_lines").is_left_out


def test_tree_of_records_comes_in_without_ids_and_twice_changes_nothing(cast: Cast, bring: Bring) -> None:
    def contact(ref: str, last: str, **more: object) -> dict[str, object]:
        said = {"attributes": {"type": "Contact", "referenceId": ref}, "LastName": last}
        return {**said, "Email": f"{last.lower()}@delta.example", **more}

    people = [contact("ContactRef1", "Silva", Title="CFO"), contact("ContactRef2", "Berg", ReportsToId="@ContactRef1")]
    account = {
        "attributes": {"type": "Account", "referenceId": "AccountRef1"},
        "Name": "Delta",
        "Contacts": {"records": people},
    }
    files = {"tree.json": json.dumps({"records": [account]}).encode()}
    assert counts(bring(files)) == {"accounts": (1, 0, 0, 0), "people": (2, 0, 0, 0), "reporting_lines": (1, 0, 0, 0)}
    assert Connection.objects.get().to_stakeholder.person.email == "silva@delta.example"
    before = standing_facts()
    assert counts(bring(files)) == {"accounts": (0, 0, 1, 0), "people": (0, 0, 2, 0), "reporting_lines": (0, 0, 1, 0)}
    assert standing_facts() == before


def test_report_with_labels_and_lines_below_is_read_to_its_end(cast: Cast, bring: Bring) -> None:
    report = table(
        '"Account ID","Account Name","Billing Country","Employees"',
        f'"{A1[:15]}","Delta","France","1,200"',
        '"Generated By: Ada  3/12/2026 10:00 AM"',
        '"Confidential Information - Do Not Distribute"',
    )
    assert counts(bring({"report.csv": report})) == {"accounts": (1, 0, 0, 0)}
    assert Account.objects.get(name="Delta").employees == 1200


def test_member_of_an_account_team_comes_by_role_and_is_not_given_back(cast: Cast, bring: Bring) -> None:
    team = table(
        "Id,AccountId,UserId,TeamMemberRole",
        f"m1,{A1},{U1},Customer Success Manager",
        f"m2,{A1},{U1},Barista",
        f"m3,{A2},0055g00000UUUU9AAP,Sales Rep",
    )
    files = {"Account.csv": ACCOUNTS, "User.csv": USERS, "Team.csv": team}
    one = bring(files)
    assert counts(one)["team"] == (1, 0, 1, 1)
    member = AccountTeamMember.objects.get(user__email="una@ours.example")
    assert (member.job.key, member.valid_from) == ("csm", None)
    AccountTeamMember.objects.filter(pk=member.pk).update(valid_to=date(2026, 1, 1))
    assert counts(bring(files))["team"] == (0, 0, 2, 1)


@pytest.mark.parametrize(("make", "threads"), [(salesforce_set, {0: 2, 1: 6, 2: 6}), (hubspot_set, {0: 4, 1: 7, 2: 3})])
def test_export_without_a_rating_leads_to_routes(
    cast: Cast, bring: Bring, make: Callable[..., Files], threads: dict[int, int]
) -> None:
    bring(make(today(), customers=14))
    names = Account.objects.exclude(pk__in=[cast.acme.pk, cast.bolt.pk, cast.comet.pk])
    conclude_accounts(names.values_list("pk", flat=True))
    found = Conclusion.objects.filter(account__in=names).values_list("threads", flat=True)
    assert Counter(found) == threads


@pytest.mark.parametrize("system", sorted(SETS))
def test_exports_of_the_examples_are_those_that_are_made(system: str) -> None:
    folder = Path(settings.BASE_DIR) / "docs" / "examples" / system
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert held == SETS[system](date(2026, 3, 31))
