"""What is exported comes back: the same into an empty installation, nothing into the same one."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from accounts.models import (
    Account,
    Act,
    Contract,
    ExternalId,
    FactsVersion,
    ImportRun,
    Installation,
    Product,
    User,
)
from accounts.services.exporting import export_lines, exportable_kinds, own_key
from csm.foundation.clock import today
from stakeholders.domain.demo.portfolio import Order
from stakeholders.models import Person, Stakeholder, Touchpoint
from stakeholders.selectors.exports import written_at
from stakeholders.services.demo.loading import load_demo
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from stakeholders.services.touchpoints import record_touchpoint
from tests.accounts.imports.conftest import apply, check, upload
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast, assemble
from tests.stakeholders.imports.portfolio import imported_names, own_names, portfolio

KEPT = {"accounts_segment", "accounts_segmentrole", "accounts_role", "accounts_job", "django_migrations"}


def exported(viewer: User) -> dict[str, str]:
    return {kind.key: "".join(export_lines(kind, viewer)) for kind in exportable_kinds()}


def bring_all(files: dict[str, str], actor: User | None) -> dict[str, tuple[int, int, int]]:
    """What each file created, changed and could not bring."""
    brought = {}
    for kind, text in files.items():
        if text.count("\r\n") == 1:
            brought[kind] = (0, 0, 0)
            continue
        run = apply(check(upload(kind, text, actor)))
        assert run.state == "applied"
        brought[kind] = (run.created, run.updated, run.failed)
    return brought


def met(cast: Cast, somebody: Stakeholder, at: datetime, subject: str) -> None:
    record_touchpoint(
        cast.ada,
        cast.acme,
        kind="meeting",
        touched_at=at,
        users=[cast.cleo],
        stakeholders=[somebody],
        subject=subject,
        notes=f"{subject} of ours",
    )


def empty() -> None:
    """Take everything away but the catalogues that every installation begins with."""
    ours = ("accounts_", "stakeholders_", "health_", "playbooks_")
    tables = [name for name in connection.introspection.table_names() if name.startswith(ours)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in sorted(set(tables) - KEPT):
            cursor.execute(f'DELETE FROM "{table}"')


def untouched() -> tuple[object, ...]:
    return standing_facts(), Act.objects.count(), list(FactsVersion.objects.order_by("pk").values())


@pytest.fixture
def demo(db: None) -> User:
    """A made-up portfolio, and an administrator who sees it all."""
    cast = assemble()
    load_demo(Order(8, 3, today()))
    return cast.ada


def test_portfolio_comes_back_the_same_in_an_empty_installation(demo: User) -> None:
    before, files = portfolio(own_names(own_key())), exported(demo)
    assert all(len(facts) > 2 for facts in before.values())
    empty()
    bring_all(files, None)
    after = portfolio(imported_names())
    for subject, facts in before.items():
        assert after[subject] == facts, subject
    assert [run.failed for run in ImportRun.objects.order_by("pk")] == [0] * 5


def test_portfolio_imported_where_it_comes_from_changes_nothing(demo: User) -> None:
    files, before = exported(demo), untouched()
    assert bring_all(files, demo) == dict.fromkeys(files, (0, 0, 0))
    assert untouched() == before


def test_the_same_set_twice_adds_nothing(demo: User) -> None:
    files = exported(demo)
    empty()
    bring_all(files, None)
    before = untouched()
    assert bring_all(files, None) == dict.fromkeys(files, (0, 0, 0))
    assert untouched() == before


def test_person_who_left_and_came_back_has_both_stays_again(cast: Cast) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana", joined_on=date(2020, 1, 1))
    depart_stakeholder(cast.ada, ana, date(2022, 1, 1))
    add_stakeholder(cast.ada, cast.acme, person=ana.person, joined_on=date(2024, 1, 1))
    files, before = exported(cast.ada), untouched()
    assert bring_all(files, cast.ada) == dict.fromkeys(files, (0, 0, 0))
    assert untouched() == before
    empty()
    assert bring_all(files, None)["people"] == (2, 0, 0)
    stays = Stakeholder.objects.order_by("joined_on").values_list("person__name", "joined_on", "left_on")
    assert list(stays) == [("Ana", date(2020, 1, 1), date(2022, 1, 1)), ("Ana", date(2024, 1, 1), None)]
    assert Person.objects.count() == 1


def test_people_and_contracts_that_only_their_ids_tell_apart_stay_apart(cast: Cast) -> None:
    for _twin in range(2):
        add_stakeholder(cast.ada, cast.acme, name="Ana")
        Account.objects.create(name="Twin")
        Contract.objects.create(
            account=cast.acme,
            product=Product.objects.get_or_create(name="Suite")[0],
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 1, 1),
            annual_value=5,
            currency="EUR",
        )
    before, files, rows = portfolio(own_names(own_key())), exported(cast.ada), untouched()
    assert bring_all(files, cast.ada) == dict.fromkeys(files, (0, 0, 0))
    assert untouched() == rows
    empty()
    bring_all(files, None)
    assert portfolio(imported_names()) == before


def test_formulas_and_white_space_come_back_unharmed(cast: Cast) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="=HYPERLINK(1)", email="Ana@X.example")
    Person.objects.filter(pk=ana.person_id).update(notes="-1\r\n+2;\t'=x\n“”\u2028", phone="+49 30  1", interests="'@a")
    at = datetime(2026, 3, 1, 16, 5, 6, 789, tzinfo=UTC)
    met(cast, ana, at, "@home")
    before, files, rows = portfolio(own_names(own_key())), exported(cast.ada), untouched()
    cells = [cell for text in files.values() for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert bring_all(files, cast.ada) == dict.fromkeys(files, (0, 0, 0))
    assert untouched() == rows
    empty()
    bring_all(files, None)
    assert portfolio(imported_names()) == before


def test_touchpoint_changed_in_its_own_export_replaces_the_one_it_names(cast: Cast) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana")
    at = datetime(2026, 3, 1, 16, tzinfo=UTC)
    met(cast, ana, at, "Plan")
    text = exported(cast.ada)["touchpoints"].replace("Plan", "Plan B")
    assert bring_all({"touchpoints": text}, cast.ada) == {"touchpoints": (0, 1, 0)}
    assert [one.subject for one in Touchpoint.objects.standing()] == ["Plan B"]
    assert bring_all({"touchpoints": text}, cast.ada) == {"touchpoints": (0, 0, 0)}


def test_ids_of_another_installation_are_only_names_here(cast: Cast) -> None:
    files = exported(cast.ada)
    Installation.objects.update(own_key="cst00000000")
    bring_all({"accounts": files["accounts"]}, cast.ada)
    assert ExternalId.objects.filter(kind="account").count() == Account.objects.count()


@pytest.mark.parametrize("name", ["cleo", "mara", "edda"])
def test_export_holds_what_its_reader_sees_and_nothing_else(cast: Cast, name: str) -> None:
    viewer = cast.users[name]
    for account in Account.objects.all():
        add_stakeholder(cast.ada, account, name=f"Somebody of {account.name}")
    seen = set(Account.objects.visible_to(viewer).values_list("name", flat=True))
    files = exported(viewer)
    for account in Account.objects.all():
        for kind in ("accounts", "people"):
            assert (account.name in files[kind]) is (account.name in seen), (kind, account.name)


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (date(2026, 3, 1), "2026-03-01T16:00:00+00:00"),
        (date(2026, 3, 2), "2026-03-02T00:00:00+08:00"),
        (date(2026, 2, 28), "2026-03-01T16:00:00+00:00"),
    ],
)
def test_instant_is_written_so_that_its_day_comes_back(on: date, written: str) -> None:
    assert written_at(datetime(2026, 3, 1, 16, tzinfo=UTC), on).isoformat() == written
