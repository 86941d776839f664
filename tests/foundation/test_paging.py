"""Pages by keyset: walking a list forward and back gives every row once, whatever the order and the shape of rows."""

from base64 import urlsafe_b64encode

import pytest
from django.db.models import F

from accounts.models import Account
from csm.foundation.paging import BadParameter, Order, Sort, parse_limit, read_page

SORTS = {
    "name": Sort("name", is_nullable=False),
    "employees": Sort("employees"),
    "size": Sort("size"),
    "id": Sort("id"),
}
EMPLOYEES = [5, None, 3, 3, None, 9, 1]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _accounts() -> None:
    Account.objects.bulk_create(Account(name=f"A{place}", employees=number) for place, number in enumerate(EMPLOYEES))


def order(name: str) -> Order:
    return Order.parse(name, SORTS, default="name")


def names_of(rows: object) -> list[str]:
    return [row.name if isinstance(row, Account) else row["name"] if isinstance(row, dict) else row[0] for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["A0", "A1", "A2", "A3", "A4", "A5", "A6"]),
        ("-name", ["A6", "A5", "A4", "A3", "A2", "A1", "A0"]),
        ("employees", ["A6", "A2", "A3", "A0", "A5", "A1", "A4"]),
        ("-employees", ["A5", "A0", "A3", "A2", "A6", "A4", "A1"]),
        ("-size", ["A5", "A0", "A3", "A2", "A6", "A4", "A1"]),
        ("-id", ["A6", "A5", "A4", "A3", "A2", "A1", "A0"]),
    ],
)
@pytest.mark.parametrize("shape", ["instances", "values", "values_list"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_walking_forward_and_back_gives_every_row_once(sort: str, expected: list[str], shape: str, limit: int) -> None:
    queryset = Account.objects.annotate(size=F("employees"))
    rows = {
        "instances": queryset,
        "values": queryset.values("name"),
        "values_list": queryset.values_list("name"),
    }[shape]
    page = read_page(rows, order(sort), limit=limit)
    assert page.previous_cursor is None
    pages = [names_of(page.rows)]
    while page.next_cursor:
        page = read_page(rows, order(sort), page.next_cursor, limit)
        pages.append(names_of(page.rows))
    assert [name for found in pages for name in found] == expected
    for earlier in reversed(pages[:-1]):
        assert page.previous_cursor is not None
        page = read_page(rows, order(sort), page.previous_cursor, limit)
        assert names_of(page.rows) == earlier
    assert page.previous_cursor is None


def test_rows_inserted_meanwhile_move_nothing() -> None:
    first = read_page(Account.objects.all(), order("name"), limit=3)
    Account.objects.create(name="A00 came late")
    second = read_page(Account.objects.all(), order("name"), first.next_cursor or "", limit=3)
    assert names_of(second.rows) == ["A3", "A4", "A5"]


def test_a_page_costs_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        read_page(Account.objects.all(), order("-employees"), limit=3)


def test_values_rows_carry_only_what_was_asked_for() -> None:
    assert list(read_page(Account.objects.values("name"), order("name"), limit=1).rows) == [{"name": "A0"}]
    assert list(read_page(Account.objects.values_list("name"), order("name"), limit=1).rows) == [("A0",)]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "####",
        urlsafe_b64encode(b"[]").decode(),
        urlsafe_b64encode(b'["employees",false,"many",1]').decode(),
        urlsafe_b64encode(b'["employees",false,[1],1]').decode(),
        urlsafe_b64encode(b'["employees",false,3,true]').decode(),
        urlsafe_b64encode(b'["employees",false,3,9223372036854775808]').decode(),
        urlsafe_b64encode(b'["name",false,"A1",1]').decode(),
    ],
)
def test_a_made_up_cursor_is_refused_by_name(cursor: str) -> None:
    with pytest.raises(BadParameter) as refused:
        read_page(Account.objects.all(), order("employees"), cursor)
    assert refused.value.name == "cursor"


def test_an_undeclared_order_is_refused_with_the_choices() -> None:
    with pytest.raises(BadParameter, match="employees, id, name, size"):
        order("notes")


@pytest.mark.parametrize("text", ["0", "501", "-1", "ten", "1.5", "99999999"])
def test_a_limit_is_from_1_to_500(text: str) -> None:
    with pytest.raises(BadParameter, match="500"):
        parse_limit(text)


def test_a_limit_may_be_left_out() -> None:
    assert (parse_limit(""), parse_limit("500"), parse_limit("", default=7)) == (50, 500, 7)
