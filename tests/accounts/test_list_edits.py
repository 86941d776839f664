"""Many rows edited at once, and the list taken away as a file equal to the screen."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from accounts.domain.extras import ExtraKind
from accounts.models import Account, Act, EditState, ListEdit, Subject
from accounts.selectors.tags import TagBook
from accounts.services import extras
from accounts.services.accounts import edit_account
from accounts.services.list_edits import carry_on
from tests.accounts.pages import rows_of, signed_in, text_of, undo_urls
from tests.personas import Cast

EDIT = "/lists/accounts/edit/"


@pytest.fixture
def mara(cast: Cast) -> Client:
    """Mara manages Cleo, who owns Acme; with open reading she sees Bolt and Comet too but may not edit them."""
    return signed_in(cast.mara)


def chosen(*accounts: Account) -> list[str]:
    return [f"{row.pk}:{row.row_version}" for row in Account.objects.filter(pk__in=[one.pk for one in accounts])]


def test_few_rows_change_at_once_and_one_undo_takes_all_back(cast: Cast) -> None:
    extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Seats", kind=ExtraKind.NUMBER)
    ada = signed_in(cast.ada)
    given = {"set": 1, "row": chosen(cast.acme, cast.bolt), "owner": cast.carl.pk, "phase": "renew"}
    answer = ada.post(EDIT, {**given, "add_tags": ["Key"], "extra.seats": "7"}, follow=True)
    rows = Account.objects.order_by("pk")
    assert [(row.owner, row.phase, row.extra, TagBook().of(row.tags)) for row in rows] == [
        (cast.carl, "renew", {"seats": 7}, ["Key"]),
        (cast.carl, "renew", {"seats": 7}, ["Key"]),
        (None, "adopt", {}, []),
    ]
    assert "Changed 2 rows." in text_of(answer)
    ada.post(undo_urls(answer)[0])
    assert [(row.owner, row.phase, row.extra, row.tags) for row in Account.objects.order_by("pk")[:2]] == [
        (cast.cleo, "adopt", {}, []),
        (None, "adopt", {}, []),
    ]


def test_rows_of_others_are_left_out_and_named(cast: Cast, mara: Client, settings: Any) -> None:
    settings.OPEN_READING = True
    given = {"set": 1, "row": chosen(cast.acme, cast.bolt, cast.comet), "phase": "expand"}
    answer = mara.post(EDIT, given, follow=True)
    assert "Changed 1 row. Left out since you may not edit them: 2 (Bolt, Comet)." in text_of(answer)
    assert list(Account.objects.order_by("pk").values_list("phase", flat=True)) == ["expand", "adopt", "adopt"]


def test_rows_nobody_may_see_are_counted_without_their_names(cast: Cast, mara: Client) -> None:
    answer = mara.post(EDIT, {"set": 1, "row": chosen(cast.acme, cast.bolt), "phase": "expand"}, follow=True)
    words = text_of(answer)
    assert "Changed 1 row. Left out since they are no longer there: 1." in words
    assert "Bolt" not in words


def test_rows_changed_meanwhile_are_left_out_and_said(cast: Cast) -> None:
    rows = chosen(cast.acme, cast.bolt)
    edit_account(cast.ada, cast.bolt, 1, region="North")
    answer = signed_in(cast.ada).post(EDIT, {"set": 1, "row": rows, "phase": "land"}, follow=True)
    assert "Changed 1 row. Left out since somebody changed them meanwhile: 1 (Bolt)." in text_of(answer)
    assert Account.objects.get(pk=cast.bolt.pk).phase == "adopt"


def test_nothing_chosen_to_set_is_said_and_sets_nothing(cast: Cast) -> None:
    page = signed_in(cast.ada).post(EDIT, {"set": 1, "row": chosen(cast.acme)})
    assert page.context["form"].non_field_errors() == ["Choose at least one thing to set."]
    assert not ListEdit.objects.exists()


def test_a_tag_that_is_none_cannot_be_removed(cast: Cast) -> None:
    page = signed_in(cast.ada).post(EDIT, {"set": 1, "row": chosen(cast.acme), "remove_tags": ["Nowhere"]})
    assert page.context["form"].errors == {"remove_tags": ["There is no tag “Nowhere”."]}
    assert not Act.objects.filter(kind="edit_many").exists()


def test_those_who_only_read_edit_nothing(cast: Cast) -> None:
    edda = signed_in(cast.edda)
    assert edda.post(EDIT, {"set": 1, "row": chosen(cast.acme), "phase": "land"}).status_code == 403
    assert "Choose Acme" not in edda.get("/accounts/").content.decode()
    assert Account.objects.get(pk=cast.acme.pk).phase == "adopt"


def test_the_undo_of_a_row_no_longer_ones_own_is_refused(cast: Cast) -> None:
    cleo = signed_in(cast.cleo)
    answer = cleo.post(EDIT, {"set": 1, "row": chosen(cast.acme), "phase": "land"}, follow=True)
    row = Account.objects.get(pk=cast.acme.pk)
    edit_account(cast.ada, row, row.row_version, owner=cast.carl)
    cast.acme.team_members.all().delete()
    assert cleo.post(undo_urls(answer)[0]).status_code == 403
    assert Account.objects.get(pk=cast.acme.pk).phase == "land"


def test_all_that_match_are_edited_in_the_background_and_undone(cast: Cast) -> None:
    Account.objects.bulk_create([Account(name=f"N{number:04d}", region="North") for number in range(1200)])
    ada = signed_in(cast.ada)
    answer = ada.post(f"{EDIT}?region=North", {"set": 1, "all": 1, "add_tags": ["Key"]})
    edit = ListEdit.objects.get()
    assert (answer["Location"], edit.total, edit.done) == (f"/lists/edits/{edit.pk}/", 1200, 0)
    assert "Setting it, row by row. 0 of 1,200" in text_of(ada.get(f"/lists/edits/{edit.pk}/progress/"))
    assert carry_on(edit.pk)
    edit.refresh_from_db()
    assert (edit.state, edit.done, Account.objects.exclude(tags=[]).count()) == (EditState.WORKING, 1000, 1000)
    assert not carry_on(edit.pk)
    words = text_of(ada.get(f"/lists/edits/{edit.pk}/"))
    assert "1,200 rows changed." in words
    ada.post(f"/lists/edits/{edit.pk}/undo/")
    assert not carry_on(edit.pk)
    assert Account.objects.exclude(tags=[]).count() == 0
    assert "All of it was taken back." in text_of(ada.get(f"/lists/edits/{edit.pk}/"))


def test_another_does_not_see_ones_edit(cast: Cast) -> None:
    signed_in(cast.ada).post(EDIT, {"set": 1, "row": chosen(cast.acme), "phase": "land"})
    edit = ListEdit.objects.get()
    otto = signed_in(cast.otto)
    for answer in (otto.get(f"/lists/edits/{edit.pk}/"), otto.post(f"/lists/edits/{edit.pk}/undo/")):
        assert answer.status_code == 404
    assert ListEdit.objects.get().state == EditState.DONE


def body(client: Client, query: str) -> bytes:
    answer = client.get(f"/lists/accounts/export/?{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(client: Client, query: str, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(client, query).decode(encoding))))


@pytest.fixture
def filled(cast: Cast) -> Client:
    extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Seats", kind=ExtraKind.NUMBER)
    extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Budget", kind=ExtraKind.MONEY, currency="USD")
    extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Since", kind=ExtraKind.DATE)
    values = {"seats": 1200, "budget": 9.5, "since": "2026-03-01"}
    edit_account(cast.ada, cast.acme, 1, name="=Acme", extra=values, tags=["Key", "EMEA"])
    return signed_in(cast.ada)


COLUMNS = "columns=extra.seats,extra.budget,extra.since,tags,owner"


def test_the_export_has_the_columns_rows_and_order_of_the_screen(filled: Client) -> None:
    Account.objects.bulk_create([Account(name=f"N{number:03d}", phase="land") for number in range(120)])
    query = f"phase=land&sort=-name&{COLUMNS}"
    shown, url = [], f"/accounts/?{query}"
    while url:
        page = filled.get(url)
        shown += [row.name for row in page.context["page"].rows]
        url = f"/accounts/{page.context['next_url']}" if page.context["next_url"] else ""
    written = table(filled, query, "utf-8-sig")
    assert written[0] == ["Account", "Seats", "Budget (USD)", "Since", "Tags", "Owner"]
    assert [row[0] for row in written[1:]] == shown
    assert len(shown) == 120


def test_the_export_for_readers_speaks_their_way_and_carries_no_formula(filled: Client) -> None:
    written = table(filled, f"extra_filled=seats&{COLUMNS}", "utf-8-sig")
    assert written[1] == ["'=Acme", "1200", "9.5", "03/01/2026", "EMEA; Key", "Cleo"]


def test_the_export_for_readers_of_german_uses_semicolons_and_commas(filled: Client, settings: Any) -> None:
    settings.LANGUAGE_CODE = "de"
    settings.LANGUAGES = [("de", "Deutsch")]
    answer = body(filled, f"extra_filled=seats&{COLUMNS}").decode("utf-8-sig")
    assert answer.splitlines()[1] == '\'=Acme;1200;9,5;01.03.2026;"EMEA; Key";Cleo'


def test_the_export_for_programs_is_iso_by_keys(filled: Client) -> None:
    written = table(filled, f"format=iso&sort=name&{COLUMNS}")
    assert written[0] == ["name", "extra.seats", "extra.budget", "extra.since", "tags", "owner"]
    assert written[1] == ["'=Acme", "1200", "9.5", "2026-03-01", "EMEA;Key", "Cleo"]


def test_the_workbook_holds_typed_values(filled: Client) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(body(filled, f"format=xlsx&sort=name&{COLUMNS}"))).active
    rows = list(sheet.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("Account", "Seats", "Budget (USD)", "Since", "Tags", "Owner")
    assert rows[1][:3] == ("=Acme", 1200, 9.5)
    assert f"{rows[1][3]:%Y-%m-%d}" == "2026-03-01"
    assert len(rows) == 4


def test_the_export_holds_only_what_the_reader_sees(cast: Cast) -> None:
    assert [row[0] for row in table(signed_in(cast.carl), "sort=name", "utf-8-sig")[1:]] == ["Bolt"]


@pytest.mark.parametrize("query", ["format=pdf", "sort=nonsense", "extra.nonsense=1&sort=extra.nonsense"])
def test_an_export_of_no_such_list_is_not_there(cast: Cast, query: str) -> None:
    assert signed_in(cast.ada).get(f"/lists/accounts/export/?{query}").status_code == 404


def test_what_is_on_the_screen_is_in_the_export(filled: Client) -> None:
    screen = rows_of(filled.get(f"/accounts/?sort=name&{COLUMNS}"))
    assert screen[0] == "=Acme 1,200 USD 9.5 March 1, 2026 EMEA Key Cleo"
