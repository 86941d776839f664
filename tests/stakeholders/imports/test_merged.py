"""After a merge: a file that names either id, either e-mail or a former name reaches the one that stayed."""

from accounts.models import Account, AccountTeamMember, Contract, ExternalId
from accounts.services.merging.merging import merge
from csm.foundation.merging import mergers
from stakeholders.models import Person, Position, RoleHolding, Stakeholder, Touchpoint
from tests.accounts.imports.conftest import Import
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast
from tests.stakeholders.imports.test_people import counts

PEOPLE = "Account,Contact ID,E-mail,Name,Phone,Job title,Roles\n"
MARTA = "Acme,C1,marta@acme.example,Marta Rossi,+39 1,CFO,champion\n"
DOUBLE = "Acme,C2,m.rossi@acme.example,M. Rossi,+39 2,Controller,user\n"
ACCOUNTS = "Account ID,Account Name,Website,Industry,CSM\n"


def merge_people(cast: Cast) -> tuple[Person, Person]:
    """Marta, who came as C1, takes up C2."""
    persons = mergers.get("person")
    assert persons is not None
    marta, double = (Person.objects.get(email=f"{local}@acme.example") for local in ("marta", "m.rossi"))
    merge(cast.ada, persons, marta, double, {"email": marta.pk, "phone": marta.pk, "position": marta.pk})
    return marta, double


def test_the_file_that_brought_both_changes_nothing_and_makes_nobody_again(cast: Cast, bring: Import) -> None:
    bring("people", PEOPLE + MARTA + DOUBLE)
    merge_people(cast)
    before = standing_facts()
    assert counts(bring("people", PEOPLE + MARTA + DOUBLE)) == (0, 0, 2, 0)
    assert standing_facts() == before
    held = RoleHolding.objects.standing().filter(stakeholder__person__email="marta@acme.example", basis="stated")
    assert sorted(held.values_list("role__key", flat=True)) == ["champion", "user"]


def test_the_id_of_the_one_that_went_fills_what_is_empty_and_overwrites_nothing(cast: Cast, bring: Import) -> None:
    bring("people", PEOPLE + MARTA + DOUBLE)
    marta, _double = merge_people(cast)
    Person.objects.filter(pk=marta.pk).update(phone="")
    assert counts(bring("people", PEOPLE + DOUBLE.replace("Controller", "Treasurer"))) == (0, 1, 0, 0)
    marta.refresh_from_db()
    assert (marta.name, marta.email, marta.phone) == ("Marta Rossi", "marta@acme.example", "+39 2")
    titles = Position.objects.standing().filter(stakeholder__person=marta).values_list("title", flat=True)
    assert list(titles) == ["CFO"]


def test_the_id_of_the_one_that_stayed_still_changes_them(cast: Cast, bring: Import) -> None:
    bring("people", PEOPLE + MARTA + DOUBLE)
    marta, _double = merge_people(cast)
    assert counts(bring("people", PEOPLE + MARTA.replace("+39 1", "+39 9"))) == (0, 1, 0, 0)
    marta.refresh_from_db()
    assert marta.phone == "+39 9"


def test_the_email_of_the_one_that_went_finds_them_alone_and_in_touchpoints(cast: Cast, bring: Import) -> None:
    bring("people", PEOPLE + MARTA + DOUBLE)
    marta, _double = merge_people(cast)
    row = "Acme,,m.rossi@acme.example,Marta R,+39 5,,\n"
    assert counts(bring("people", PEOPLE + row)) == (0, 0, 1, 0)
    touch = "Account,Type,Date,Participants,Our people\nAcme,call,2026-02-01,m.rossi@acme.example,cleo@ours.example\n"
    assert counts(bring("touchpoints", touch)) == (1, 0, 0, 0)
    assert [stay.person_id for stay in Touchpoint.objects.get().stakeholders.all()] == [marta.pk]
    assert Person.objects.standing().count() == 1


def merge_accounts(cast: Cast) -> tuple[Account, Account]:
    companies = mergers.get("account")
    assert companies is not None
    beta, again = (Account.objects.get(name=name) for name in ("Beta", "Beta GmbH"))
    merge(cast.ada, companies, beta, again, {"name": beta.pk, "domain": beta.pk, "industry": beta.pk})
    return beta, again


BETA = "A1,Beta,beta.example,Rail,cleo@ours.example\n"
AGAIN = "A2,Beta GmbH,beta.de,Roads,carl@ours.example\n"


def test_accounts_of_the_file_that_brought_both_stay_one(cast: Cast, bring: Import) -> None:
    bring("accounts", ACCOUNTS + BETA + AGAIN)
    beta, _again = merge_accounts(cast)
    before = standing_facts()
    assert counts(bring("accounts", ACCOUNTS + BETA + AGAIN)) == (0, 0, 2, 0)
    assert standing_facts() == before
    team = AccountTeamMember.objects.standing().filter(account=beta).values_list("user__name", flat=True)
    assert sorted(team) == ["Carl", "Cleo"]


def test_a_name_or_web_domain_it_had_finds_the_account(cast: Cast, bring: Import) -> None:
    bring("accounts", ACCOUNTS + BETA + AGAIN)
    beta, _again = merge_accounts(cast)
    people = "Account,Web domain,E-mail,Name\nBeta GmbH,,a@x.example,Ana A\n,beta.de,b@x.example,Bo B\n"
    assert counts(bring("people", people)) == (2, 0, 0, 0)
    held = Stakeholder.objects.standing().filter(account=beta).values_list("person__name", flat=True)
    assert sorted(held) == ["Ana A", "Bo B"]
    contract = (
        "Account Name,Product,Contract start,Contract end,ARR,Currency\nBeta GmbH,Suite,2026-01-01,2027-01-01,100,EUR\n"
    )
    assert bring("accounts", contract).failed == 0
    assert Contract.objects.get().account == beta
    assert Account.objects.standing().filter(name__startswith="Beta").count() == 1


def test_whom_a_file_knows_by_name_only_it_finds_at_the_account_that_stayed(cast: Cast, bring: Import) -> None:
    bring("accounts", ACCOUNTS + BETA + AGAIN)
    named = "Account,Name,Job title\nBeta GmbH,Eve Fox,Analyst\n"
    bring("people", named)
    beta, _again = merge_accounts(cast)
    assert counts(bring("people", named)) == (0, 0, 1, 0)
    assert counts(bring("people", named.replace("Beta GmbH", "Beta"))) == (0, 0, 1, 0)
    assert Stakeholder.objects.standing().filter(account=beta).count() == 1
    assert ExternalId.objects.filter(kind="stakeholder").count() == 2
