"""Names of companies without what the law adds, and which accounts look like one."""

import doctest
from types import ModuleType

import pytest

from accounts.domain import account_doubles, company_names, doubles, merge_choices, weaving
from accounts.domain.account_doubles import Company, judge
from accounts.domain.company_names import company_words
from accounts.domain.doubles import likelihood


@pytest.mark.parametrize("module", [account_doubles, company_names, doubles, merge_choices, weaving])
def test_examples_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH", "ACME, Inc."),
        ("Acme GmbH & Co. KG", "Acme Ltd."),
        ("Société Générale S.A.", "Societe Generale"),
        ("Vesperia Logistica S.p.A.", "Vesperia Logistica Srl"),
        ("Beta Sp. z o.o.", "BETA SA"),
        ("Gamma A/S", "Gamma AB"),
        ("Delta Co., Ltd.", "Delta B.V."),
        ("ООО Ромашка", "Ромашка, ОАО"),
        ("The Omega Company", "Omega Corp"),
        ("Grupo Sol S.A. de C.V.", "Grupo Sol"),
    ],
)
def test_legal_forms_do_not_make_another_company(one: str, other: str) -> None:
    assert company_words(one) == company_words(other)


@pytest.mark.parametrize(("one", "other"), [("Alpha Bank", "Alpha Insurance"), ("3M", "M3"), ("SAP SE", "SAS SE")])
def test_other_words_are_another_company(one: str, other: str) -> None:
    assert company_words(one) != company_words(other)


def word(one: Company, other: Company) -> str | None:
    points, _reasons = judge(one, other)
    found = likelihood(points)
    return found.value if found else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Company(1, "Acme GmbH", "acme.de"), Company(2, "Acme Inc", "acme.de"), "certain"),
        (Company(1, "Acme GmbH", "acme.de"), Company(2, "Acme", ""), "possible"),
        (Company(1, "Acme", "acme.de"), Company(2, "ACME", "acme.com"), "likely"),
        (Company(1, "Acme", "acme.de"), Company(2, "Zenith", "acme.de"), None),
        (Company(1, "Acme", "gmail.com"), Company(2, "Zenith", "gmail.com"), None),
        (Company(1, "Acme Machines", "a.de"), Company(2, "Acme Machinse", "a.de"), "likely"),
        (Company(1, "Acme", "acme.de", parent_id=9), Company(2, "Acme", "acme.de", parent_id=9), "likely"),
    ],
)
def test_what_looks_like_one_customer_is_proposed_in_a_fitting_word(
    one: Company, other: Company, expected: str | None
) -> None:
    assert word(one, other) == expected
    assert judge(one, other)[0] == judge(other, one)[0]


def test_a_parent_and_its_child_are_two() -> None:
    assert judge(Company(1, "Acme", "acme.de"), Company(2, "Acme", "acme.de", parent_id=1)) == (0, ())


def test_one_crm_id_written_long_and_short_is_the_same() -> None:
    short = Company(1, "Acme", ids=(("salesforce", "0015g00000AbCdE"),))
    long = Company(2, "Acme Holdings of the North", ids=(("crm", "0015g00000AbCdEAAZ"),))
    assert [reason.key for reason in judge(short, long)[1]] == ["longer_company", "same_crm_id"]
