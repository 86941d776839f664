"""The accounts list as people make it their own: columns, filters over extra fields and tags, saved views."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from accounts.domain.extras import ExtraKind
from accounts.domain.list_states import ListState
from accounts.models import Account, Act, DefaultView, ListName, SavedView, Sharing, Subject, Team
from accounts.services import extras, saved_views
from accounts.services.accounts import edit_account
from accounts.services.undo import undo_act
from tests.accounts.pages import rows_of, signed_in, text_of
from tests.personas import Cast

LIST = "/accounts/"


@pytest.fixture
def book(cast: Cast) -> Client:
    """The list as Ada sees it: three accounts with a tier, seats, a date, a flag, a note, and tags."""
    given: list[tuple[str, ExtraKind, dict[str, Any]]] = [
        ("Tier", ExtraKind.CHOICE, {"choices": ["Gold", "Silver"]}),
        ("Seats", ExtraKind.NUMBER, {}),
        ("Since", ExtraKind.DATE, {}),
        ("Pilot", ExtraKind.FLAG, {}),
        ("Note", ExtraKind.TEXT, {}),
    ]
    for name, kind, more in given:
        extras.create_extra_field(cast.otto, Subject.ACCOUNT, name=name, kind=kind, **more)
    held: list[tuple[Account, dict[str, Any], list[str]]] = [
        (cast.acme, {"tier": "Gold", "seats": 9, "since": "2024-05-01", "note": "Renewed twice"}, ["Key", "EMEA"]),
        (cast.bolt, {"tier": "Silver", "seats": 100, "pilot": True}, ["Key"]),
        (cast.comet, {"seats": 25.5, "since": "2025-01-31", "pilot": False, "note": "renews late"}, []),
    ]
    for account, values, tags in held:
        edit_account(cast.ada, account, 1, extra=values, tags=tags)
    return signed_in(cast.ada)


def names(client: Client, **parameters: Any) -> list[str]:
    response = client.get(LIST, {"sort": "name", **parameters})
    assert response.status_code == 200
    return [row.split()[1] if row.startswith("Choose") else row.split()[0] for row in rows_of(response)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"extra.tier": "Gold"}, ["Acme"]),
        ({"extra.seats": "25.5"}, ["Comet"]),
        ({"extra.seats.min": "10"}, ["Bolt", "Comet"]),
        ({"extra.seats.min": "10", "extra.seats.max": "99"}, ["Comet"]),
        ({"extra.since.max": "2024-12-31"}, ["Acme"]),
        ({"extra.since.min": "2024-05-01", "extra.since.max": "2024-05-01"}, ["Acme"]),
        ({"extra.pilot": "true"}, ["Bolt"]),
        ({"extra.pilot": "false"}, ["Comet"]),
        ({"extra.note": "Renewed twice"}, ["Acme"]),
        ({"extra.note": "renewed twice"}, []),
        ({"extra.note.contains": "RENEW"}, ["Acme", "Comet"]),
        ({"extra_empty": "tier"}, ["Comet"]),
        ({"extra_filled": "pilot"}, ["Bolt", "Comet"]),
        ({"tag": "key"}, ["Acme", "Bolt"]),
        ({"tag": ["Key", "EMEA"]}, ["Acme", "Bolt"]),
        ({"every_tag": ["Key", "EMEA"]}, ["Acme"]),
    ],
)
def test_a_filter_over_extra_fields_or_tags_finds(book: Client, asked: dict[str, Any], found: list[str]) -> None:
    assert names(book, **asked) == found


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"extra.seats.min": "many"}, "Enter a number."),
        ({"extra.since.min": "yesterday"}, "Enter a valid date."),
        ({"extra.tier": "Bronze"}, "Select a valid choice."),
        ({"tag": "Nowhere"}, "There is no tag “Nowhere”."),
    ],
)
def test_a_filter_that_cannot_be_read_finds_nothing_and_says_why(book: Client, asked: Any, words: str) -> None:
    response = book.get(LIST, asked)
    assert rows_of(response) == []
    assert words in text_of(response)


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("extra.seats", ["Acme", "Comet", "Bolt"]),
        ("-extra.seats", ["Bolt", "Comet", "Acme"]),
        ("extra.since", ["Acme", "Comet", "Bolt"]),
        ("-extra.since", ["Comet", "Acme", "Bolt"]),
        ("-extra.tier", ["Bolt", "Acme", "Comet"]),
    ],
)
def test_an_extra_field_sorts_numbers_as_numbers_and_nothing_last(book: Client, sort: str, found: list[str]) -> None:
    assert names(book, sort=sort) == found


def test_pages_follow_an_extra_field_through_to_the_empty_ones(book: Client) -> None:
    made = [Account(name=f"N{n:03d}", extra={"seats": n % 7} if n % 3 else {}) for n in range(110)]
    Account.objects.bulk_create(made)
    seen, url = [], f"{LIST}?sort=-extra.seats"
    while url:
        response = book.get(url)
        seen += [row.pk for row in response.context["page"].rows]
        url = f"{LIST}{response.context['next_url']}" if response.context["next_url"] else ""
    assert (len(seen), len(set(seen))) == (113, 113)
    held = Account.objects.in_bulk()
    values = [(row.extra.get("seats") is None, -row.extra.get("seats", 0)) for row in (held[pk] for pk in seen)]
    assert values == sorted(values)


def test_columns_stand_in_the_order_chosen(book: Client) -> None:
    response = book.get(LIST, {"columns": "tags,extra.seats,owner,nonsense", "sort": "name"})
    assert [str(head.label) for head in response.context["heads"]] == ["Account", "Tags", "Seats", "Owner"]
    assert rows_of(response)[0] == "Acme EMEA Key 9 Cleo"
    many = book.get(f"{LIST}?columns=owner&columns=extra.since&sort=name")
    assert rows_of(many)[0] == "Acme Cleo May 1, 2024"


def test_the_columns_dialog_offers_all_with_the_chosen_first(book: Client) -> None:
    page = book.get("/lists/accounts/columns/?columns=extra.seats,owner&sort=name&extra.tier=Gold")
    assert [column.key for column in page.context["chosen"]] == ["name", "extra.seats", "owner"]
    assert "phase" in [column.key for column in page.context["others"]]
    assert page.context["kept"] == [("extra.tier", "Gold"), ("sort", "name")]


def saved(client: Client, query: str, **fields: Any) -> SavedView:
    given = {"name": "Mine", "sharing": "private", **fields}
    assert client.post(f"/lists/accounts/views/new/?{query}", given).status_code == 302
    return SavedView.objects.latest("pk")


def test_a_view_keeps_filters_order_and_columns(book: Client) -> None:
    view = saved(
        book, "extra.seats.min=10&tag=Key&tag=EMEA&sort=-extra.seats&columns=extra.seats,owner&cursor=x&view=all"
    )
    assert view.filters == {"extra.seats.min": ["10"], "tag": ["Key", "EMEA"]}
    assert (view.sort, view.columns) == ("-extra.seats", ["extra.seats", "owner"])
    response = book.get(f"{LIST}?view={view.pk}")
    assert rows_of(response) == ["Bolt 100 nobody"]
    assert "Mine" in text_of(response)
    assert not response.context["address"].is_changed


def test_what_is_changed_of_a_view_can_be_kept(book: Client) -> None:
    view = saved(book, "extra.seats.min=10&sort=name")
    response = book.get(f"{LIST}?view={view.pk}")
    more = next(one.url for one in response.context["chosen"])
    changed = book.get(f"{LIST}{more}")
    assert [row.split()[0] for row in rows_of(changed)] == ["Acme", "Bolt", "Comet"]
    assert changed.context["address"].is_changed
    assert "Save changes" in text_of(changed)
    book.post(f"/lists/views/{view.pk}/keep/?{changed.context['address'].here}")
    view.refresh_from_db()
    assert (view.filters, view.sort) == ({}, "name")


def test_the_list_opens_with_the_default_until_everything_is_asked(book: Client) -> None:
    view = saved(book, "extra.tier=Gold", opens="on")
    assert [row.split()[0] for row in rows_of(book.get(LIST))] == ["Acme"]
    assert len(rows_of(book.get(f"{LIST}?view=all"))) == 3
    assert names(book) == ["Acme", "Bolt", "Comet"]
    book.post(f"/lists/views/{view.pk}/opens/")
    assert len(rows_of(book.get(LIST))) == 3
    book.post(f"/lists/views/{view.pk}/opens/")
    assert DefaultView.objects.get().view == view


def test_deleting_a_view_can_be_undone_with_its_place_as_default(cast: Cast, book: Client) -> None:
    view = saved(book, "extra.tier=Gold", opens="on")
    assert book.post(f"/lists/views/{view.pk}/remove/")["Location"] == f"{LIST}?view=all"
    assert book.get(f"{LIST}?view={view.pk}").status_code == 404
    assert len(rows_of(book.get(LIST))) == 3
    undo_act(Act.objects.latest("pk"), cast.ada)
    assert [row.split()[0] for row in rows_of(book.get(LIST))] == ["Acme"]


def keep(owner: Any, name: str, sharing: str = "private", team: Team | None = None) -> SavedView:
    state = ListState({"phase": ("adopt",)})
    return saved_views.save_view(owner, ListName.ACCOUNTS, state, name=name, sharing=sharing, team=team)


def test_who_sees_which_view(cast: Cast) -> None:
    team = Team.objects.get(name="North")
    keep(cast.cleo, "Private")
    keep(cast.cleo, "Team", Sharing.TEAM, team)
    keep(cast.cleo, "All", Sharing.EVERYBODY)
    seen = {
        name: sorted(SavedView.objects.visible_to(user).values_list("name", flat=True))
        for name, user in cast.users.items()
    }
    assert seen == {
        "ada": ["All"],
        "otto": ["All"],
        "mara": ["All", "Team"],
        "cleo": ["All", "Private", "Team"],
        "carl": ["All"],
        "edda": ["All"],
    }


def test_a_shared_view_shows_each_only_their_own(cast: Cast) -> None:
    view = keep(cast.cleo, "All", Sharing.EVERYBODY)
    assert [row.split()[0] for row in rows_of(signed_in(cast.carl).get(f"{LIST}?view={view.pk}"))] == ["Bolt"]


def test_a_view_of_others_is_read_and_copied_but_not_changed(cast: Cast) -> None:
    view, hidden = keep(cast.cleo, "All", Sharing.EVERYBODY), keep(cast.cleo, "Mine")
    carl = signed_in(cast.carl)
    for deed in ("edit", "keep", "remove"):
        assert carl.post(f"/lists/views/{view.pk}/{deed}/").status_code == 403
        assert carl.post(f"/lists/views/{hidden.pk}/{deed}/").status_code == 404
    assert carl.post(f"/lists/views/{hidden.pk}/copy/").status_code == 404
    assert carl.post(f"/lists/views/{view.pk}/copy/").status_code == 302
    copy = SavedView.objects.latest("pk")
    assert (copy.name, copy.owner, copy.sharing, copy.filters) == (
        "Copy of All",
        cast.carl,
        "private",
        {"phase": ["adopt"]},
    )
    view.refresh_from_db()
    assert (view.row_version, view.retracted_at) == (1, None)


def test_one_shares_with_ones_own_team_only(cast: Cast) -> None:
    other = Team.objects.create(name="South")
    client = signed_in(cast.cleo)
    page = client.post("/lists/accounts/views/new/?", {"name": "X", "sharing": "team", "team": other.pk})
    assert list(page.context["form"].errors) == ["team"]
    page = client.post("/lists/accounts/views/new/?", {"name": "X", "sharing": "team"})
    assert page.context["form"].errors["team"] == ["Say which team."]
    assert not SavedView.objects.exists()


def test_a_stale_change_of_a_view_shows_both(cast: Cast) -> None:
    view = keep(cast.cleo, "Mine")
    client = signed_in(cast.cleo)
    page = client.get(f"/lists/views/{view.pk}/edit/")
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    saved_views.edit_view(cast.cleo, view, 1, name="Renamed")
    answer = client.post(f"/lists/views/{view.pk}/edit/", {**given, "name": "Other"})
    assert [(one.mine, one.theirs) for one in answer.context["differing"]] == [("Other", "Renamed")]


def test_the_address_says_what_is_shown_when_only_rows_are_asked(book: Client) -> None:
    view = saved(book, "extra.seats.min=10&sort=name")
    asked = {"view": view.pk, "sort": "name", "extra.seats.min": "", "q": "", "phase": ""}
    answer = book.get(f"{LIST}?{urlencode(asked)}", headers={"HX-Request": "true", "HX-Target": "results"})
    assert parse_qs(urlsplit(answer["HX-Push-Url"]).query) == {"view": [str(view.pk)], "sort": ["name"]}
    assert len(rows_of(answer)) == 3
