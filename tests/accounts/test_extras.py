"""Extra fields and tags: defined, held, edited, undone, removed and brought back."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.domain.extras import ExtraKind
from accounts.models import Account, Act, ExtraField, Subject, Tag
from accounts.selectors.extra_settings import listed_tags
from accounts.selectors.tags import TagBook, tagged
from accounts.services import accounts, extras, tags
from accounts.services.acts import act
from accounts.services.importing.bulk import change_many
from accounts.services.undo import UndoConflict, undo_act
from tests.accounts.pages import fields_of, rows_of, signed_in, text_of
from tests.personas import Cast


@pytest.fixture
def fields(cast: Cast) -> dict[str, ExtraField]:
    given: list[tuple[str, ExtraKind, dict[str, Any]]] = [
        ("Tier", ExtraKind.CHOICE, {"choices": ["Gold", "Silver", "gold", ""]}),
        ("Seats", ExtraKind.NUMBER, {}),
        ("Budget", ExtraKind.MONEY, {"currency": "usd"}),
        ("Since", ExtraKind.DATE, {}),
        ("Pilot", ExtraKind.FLAG, {}),
        ("Nickname", ExtraKind.TEXT, {}),
    ]
    made = (extras.create_extra_field(cast.otto, Subject.ACCOUNT, name=n, kind=k, **more) for n, k, more in given)
    return {row.key: row for row in made}


def edit(cast: Cast, **given: Any) -> Account:
    row = Account.objects.get(pk=cast.acme.pk)
    return accounts.edit_account(cast.cleo, row, row.row_version, **given)


def test_a_field_gets_a_key_choices_and_a_currency(fields: dict[str, ExtraField]) -> None:
    assert (fields["tier"].choices, fields["budget"].currency) == (["Gold", "Silver"], "USD")
    assert list(fields) == ["tier", "seats", "budget", "since", "pilot", "nickname"]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "tier", "kind": ExtraKind.TEXT},
        {"name": "Empty", "kind": ExtraKind.CHOICE},
        {"name": "Money", "kind": ExtraKind.MONEY, "currency": "EURO"},
        {"name": "", "kind": ExtraKind.TEXT},
    ],
)
def test_a_field_that_cannot_be_is_refused(cast: Cast, fields: dict[str, ExtraField], given: Any) -> None:
    before = (ExtraField.objects.count(), Act.objects.count())
    with pytest.raises(ValidationError):
        extras.create_extra_field(cast.otto, Subject.ACCOUNT, **given)
    assert (ExtraField.objects.count(), Act.objects.count()) == before


def test_the_same_name_may_be_of_people_too(cast: Cast, fields: dict[str, ExtraField]) -> None:
    assert extras.create_extra_field(cast.otto, Subject.PERSON, name="Tier", kind=ExtraKind.TEXT).key == "tier"


def test_values_that_do_not_fit_change_nothing(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"tier": "Gold"})
    with pytest.raises(ValidationError) as refused:
        edit(cast, name="Other", extra={"tier": "Bronze", "seats": "many", "colour": "red"})
    assert refused.value.message_dict["extra"] == [
        "Tier: One of Gold, Silver is expected.",
        "Seats: A number of at most 15 digits is expected.",
        "colour: There is no such extra field; there are: tier, seats, budget, since, pilot, nickname.",
    ]
    held = Account.objects.get(pk=cast.acme.pk)
    assert (held.name, held.extra) == ("Acme", {"tier": "Gold"})


def test_undo_puts_back_only_what_the_change_concerned(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"tier": "Gold", "seats": 5}, tags=["Pilot", "EMEA"])
    first = Act.objects.filter(kind="edit_account").latest("pk")
    edit(cast, extra={"nickname": "Ace"}, tags=["Pilot", "EMEA", "Key"])
    undo_act(first, cast.cleo)
    held = Account.objects.get(pk=cast.acme.pk)
    assert (held.extra, TagBook().of(held.tags)) == ({"nickname": "Ace"}, ["Key"])


def test_undo_is_refused_once_the_same_field_was_changed_again(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"tier": "Gold"})
    first = Act.objects.latest("pk")
    edit(cast, extra={"tier": "Silver"})
    with pytest.raises(UndoConflict):
        undo_act(first, cast.cleo)
    assert Account.objects.get(pk=cast.acme.pk).extra == {"tier": "Silver"}


def test_many_rows_change_in_one_statement_and_are_undone(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"nickname": 'the "\\ best'})
    tag = tags.create_tag(cast.cleo, "Pilot").pk
    rows = list(Account.objects.order_by("pk"))
    with act("bulk", cast.ada, None, "many") as recorder:
        change_many(recorder, [(row, {"extra": {**row.extra, "seats": 2.5}, "tags": [tag]}) for row in rows])
    held = Account.objects.order_by("pk")
    assert [row.extra["seats"] for row in held] == [2.5, 2.5, 2.5]
    assert (held[0].extra["nickname"], held[0].tags) == ('the "\\ best', [tag])
    undo_act(Act.objects.latest("pk"), cast.ada)
    assert [(row.extra, row.tags) for row in Account.objects.order_by("pk")][:2] == [
        ({"nickname": 'the "\\ best'}, []),
        ({}, []),
    ]


def test_renaming_keeps_values_and_removing_hides_them(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"tier": "Gold"})
    client = signed_in(cast.cleo)
    row = extras.edit_extra_field(cast.otto, fields["tier"], 1, name="Class")
    details = f"/accounts/{cast.acme.pk}/details/"
    assert "Class Gold" in text_of(client.get(details))
    extras.remove_extra_field(cast.otto, row)
    assert "Gold" not in text_of(client.get(details))
    assert Account.objects.get(pk=cast.acme.pk).extra == {"tier": "Gold"}
    undo_act(Act.objects.latest("pk"), cast.otto)
    assert "Class Gold" in text_of(client.get(details))


def test_a_removed_field_comes_back_unless_its_name_is_taken(cast: Cast, fields: dict[str, ExtraField]) -> None:
    client = signed_in(cast.otto)
    for name in ("tier", "seats"):
        client.post(f"/settings/extra-fields/{fields[name].pk}/remove/")
    made = extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Tier", kind=ExtraKind.TEXT)
    assert made.key == "tier_2"
    for name in ("tier", "seats"):
        client.post(f"/settings/extra-fields/{fields[name].pk}/restore/")
    standing = ExtraField.objects.standing().values_list("key", flat=True)
    assert sorted(standing) == ["budget", "nickname", "pilot", "seats", "since", "tier_2"]


def test_the_form_has_the_right_widgets_and_keeps_an_old_choice(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"tier": "Gold", "pilot": False, "budget": 12.5}, tags=["Key"])
    extras.edit_extra_field(cast.otto, fields["tier"], 1, choices=["Silver"])
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/edit/"
    page = client.get(url)
    body = page.content.decode()
    assert '<option value="Gold" selected>' in body
    assert '<option value="false" selected>' in body
    assert 'type="date" name="extra.since"' in body
    assert "Budget (USD)" in body
    given = {**fields_of(page), "extra.seats": "7", "extra.since": "2026-02-01", "tags": ["Key", "at risk"]}
    assert client.post(url, given).status_code == 302
    held = Account.objects.get(pk=cast.acme.pk)
    assert held.extra == {"tier": "Gold", "pilot": False, "budget": 12.5, "seats": 7, "since": "2026-02-01"}
    assert TagBook().of(held.tags) == ["at risk", "Key"] or TagBook().of(held.tags) == ["Key", "at risk"]


def test_what_was_typed_wrongly_stays_beside_its_error(cast: Cast, fields: dict[str, ExtraField]) -> None:
    client, url = signed_in(cast.cleo), f"/accounts/{cast.acme.pk}/edit/"
    given = {**fields_of(client.get(url)), "extra.budget": "12.3456", "extra.tier": "Bronze", "tags": ["x" * 41]}
    page = client.post(url, given)
    errors = page.context["form"].errors
    assert sorted(errors) == ["extra.budget", "extra.tier", "tags"]
    assert 'value="12.3456"' in page.content.decode()
    assert "x" * 41 in page.content.decode()
    assert Account.objects.get(pk=cast.acme.pk).extra == {}
    assert not Tag.objects.exists()


def test_details_say_values_in_the_words_of_the_reader(cast: Cast, fields: dict[str, ExtraField]) -> None:
    edit(cast, extra={"budget": Decimal("1200.5"), "pilot": True, "since": "2026-03-01", "seats": 12000}, tags=["Key"])
    words = text_of(signed_in(cast.cleo).get(f"/accounts/{cast.acme.pk}/details/"))
    assert "Budget USD 1,200.5 Since March 1, 2026 Pilot yes" in words
    assert "Seats 12,000" in words
    assert "Tags Key" in words


def test_a_tag_is_one_whatever_its_capitals(cast: Cast) -> None:
    edit(cast, tags=["Pilot", "PILOT", " pilot "])
    assert [(tag.name, counts) for tag, counts in listed_tags()] == [("Pilot", [1, 0])]
    edit(cast, tags=["pilot"])
    assert Tag.objects.count() == 1


def test_merged_tags_are_one_and_come_apart_again(cast: Cast) -> None:
    edit(cast, tags=["EMEA"])
    accounts.edit_account(cast.ada, cast.bolt, 1, tags=["Europe"])
    emea, europe = (Tag.objects.get(name=name) for name in ("EMEA", "Europe"))
    tags.merge_tag(cast.otto, emea, europe)
    book = TagBook()
    both = Account.objects.filter(tagged(book, [europe.pk], needs_all=False)).order_by("name")
    assert [row.name for row in both] == ["Acme", "Bolt"]
    assert book.of(Account.objects.get(pk=cast.acme.pk).tags) == ["Europe"]
    assert (book.id_of("emea"), book.id_of("europe")) == (europe.pk, europe.pk)
    assert [(tag.name, counts) for tag, counts in listed_tags()] == [("Europe", [2, 0])]
    undo_act(Act.objects.latest("pk"), cast.otto)
    assert [(tag.name, counts) for tag, counts in listed_tags()] == [("EMEA", [1, 0]), ("Europe", [1, 0])]


def test_a_removed_tag_is_off_everything_until_undone(cast: Cast) -> None:
    edit(cast, tags=["Pilot"])
    tags.remove_tag(cast.otto, Tag.objects.get())
    assert TagBook().of(Account.objects.get(pk=cast.acme.pk).tags) == []
    undo_act(Act.objects.latest("pk"), cast.otto)
    assert TagBook().of(Account.objects.get(pk=cast.acme.pk).tags) == ["Pilot"]


def test_a_tag_renamed_to_another_is_refused(cast: Cast) -> None:
    first = tags.create_tag(cast.otto, "Pilot")
    tags.create_tag(cast.otto, "Key")
    with pytest.raises(ValidationError):
        tags.rename_tag(cast.otto, first, 1, "KEY")
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Key", "Pilot"]


def test_suggestions_are_what_begins_so_and_the_word_itself(cast: Cast) -> None:
    for name in ("Pilot", "Past pilot", "Key"):
        tags.create_tag(cast.otto, name)
    client = signed_in(cast.cleo)
    assert text_of(client.get("/lists/tags/find/?q=pil")) == "Past pilot Pilot pil new tag"
    assert text_of(client.get("/lists/tags/find/?q=PILOT")) == "Past pilot Pilot"
    assert text_of(client.get("/lists/tags/find/?q=a,b")) == ""


def test_the_settings_define_rename_and_merge(cast: Cast) -> None:
    client = signed_in(cast.otto)
    given = {"subject": "account", "name": "Tier", "kind": "choice", "choices": "Gold\nSilver\n", "position": "100"}
    assert client.post("/settings/extra-fields/new/", given).status_code == 302
    assert rows_of(client.get("/settings/extra-fields/")) == [
        "Tier accounts choice: Gold, Silver extra.tier Remove Tier accounts"
    ]
    row = ExtraField.objects.get()
    page = client.get(f"/settings/extra-fields/{row.pk}/")
    client.post(f"/settings/extra-fields/{row.pk}/", {**fields_of(page), "choices": "Gold\nBronze"})
    row.refresh_from_db()
    assert row.choices == ["Gold", "Bronze"]
    one, other = (tags.create_tag(cast.otto, name) for name in ("One", "Other"))
    client.post(f"/settings/tags/{one.pk}/merge/", {"into": other.pk})
    assert [row.split()[0] for row in rows_of(client.get("/settings/tags/"))] == ["Other"]
    assert client.get(f"/settings/tags/{one.pk}/").status_code == 404


def test_a_choice_field_without_choices_says_so_beside_the_field(cast: Cast) -> None:
    given = {"subject": "account", "name": "Tier", "kind": "choice", "choices": "", "position": "100"}
    page = signed_in(cast.otto).post("/settings/extra-fields/new/", given)
    assert list(page.context["form"].errors) == ["choices"]
    assert not ExtraField.objects.exists()


def test_suggestions_for_nothing_are_none(cast: Cast) -> None:
    assert text_of(signed_in(cast.cleo).get("/lists/tags/find/")) == ""
