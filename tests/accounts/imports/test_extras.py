"""Columns kept as extra fields, extra values and tags from files, and out of them and in again."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.domain.extras import ExtraKind
from accounts.models import Account, Act, ExtraField, ImportRun, RunState, Subject, Tag
from accounts.selectors.imports import changes_of, problems_of
from accounts.selectors.tags import TagBook
from accounts.services import accounts, extras
from accounts.services.exporting import export_lines
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of
from accounts.services.undo import undo_group
from stakeholders.models import Person
from tests.accounts.imports.conftest import Import, apply, check, upload
from tests.accounts.pages import text_of
from tests.personas import Cast

FILE = (
    "Account name,Tier level,Seats,Customer since,Pilot,Budget,Remark,Blank\n"
    'Delta,Gold,"1,200",31/03/2024,yes,EUR 10.50,said so,\n'
    "Echo,Silver,35,2024-05-01,no,,,\n"
    "Foxtrot,gold,7,,yes,EUR 3,,\n"
    "Golf,Silver,,01/02/2025,,,,\n"
    "Hotel,Gold,12.5,,,,,\n"
    "India,Silver,,,,,,\n"
)


def receive(cast: Cast, text: str, kind: str = "accounts") -> ImportRun:
    found = kind_of(kind)
    assert found is not None
    return runs.receive_file(cast.ada, found, io.BytesIO(text.encode()), "a.csv")


def keep(run: ImportRun, **columns: str) -> ImportRun:
    """Take the proposed mapping, with some columns (by header, _ for a space) given to fields or kept."""
    kind = kind_of(run.kind)
    assert kind is not None
    said = {name.replace("_", " "): field for name, field in columns.items()}
    runs.choose_mapping(run, runs.named_mapping(run, kind, said))
    return run


def test_columns_are_kept_as_what_all_their_cells_hold(cast: Cast) -> None:
    kept = dict.fromkeys(["Tier_level", "Seats", "Customer_since", "Pilot", "Budget", "Remark"], "keep")
    run = apply(check(keep(receive(cast, FILE), **kept)))
    assert (run.created, run.failed) == (6, 0), problems_of(run)
    made = {row.key: (row.kind, row.choices, row.currency) for row in ExtraField.objects.all()}
    assert made == {
        "tier_level": ("choice", ["Gold", "Silver"], ""),
        "seats": ("number", [], ""),
        "customer_since": ("date", [], ""),
        "pilot": ("flag", [], ""),
        "budget": ("money", [], "EUR"),
        "remark": ("text", [], ""),
    }
    assert Account.objects.get(name="Delta").extra == {
        "tier_level": "Gold",
        "seats": 1200,
        "customer_since": "2024-03-31",
        "pilot": True,
        "budget": 10.5,
        "remark": "said so",
    }
    assert Account.objects.get(name="Hotel").extra == {"tier_level": "Gold", "seats": 12.5}


def test_the_same_file_again_finds_its_fields_and_changes_nothing(cast: Cast) -> None:
    kept = {"Seats": "keep", "Tier_level": "keep:text"}
    apply(check(keep(receive(cast, FILE), **kept)))
    run = receive(cast, FILE)
    assert set(run.mapping) >= {"name", "extra.seats", "extra.tier_level"}
    run = apply(check(keep(run)))
    assert (run.created, run.updated, run.unchanged) == (0, 0, 6)
    assert ExtraField.objects.count() == 2


def test_a_cell_that_does_not_fit_is_a_problem_of_its_row(cast: Cast) -> None:
    text = "Account name,Seats,Pilot,Tier\nDelta,many,perhaps,Gold\nEcho,12345678901234567,yes,Bronze\n"
    extras.create_extra_field(cast.ada, Subject.ACCOUNT, name="Grade", kind=ExtraKind.CHOICE, choices=["Gold"])
    run = check(keep(receive(cast, text), Seats="keep:number", Pilot="keep:flag", Tier="extra.grade"))
    assert sorted((one.row, one.column, one.text) for one in problems_of(run)) == [
        (2, "Pilot", "“perhaps” is neither yes nor no."),
        (2, "Seats", "“many” is not a number of at most 15 digits."),
        (3, "Seats", "“12345678901234567” is not a number of at most 15 digits."),
        (3, "Tier", "“Bronze” is not one of: Gold."),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("keep:colour", "A column can be kept as one of"),
        ("keep:choice", "“Seats” holds too many different words for a choice."),
        ("keep:date", "There is an extra field “Seats” already, which holds number. Choose it for this column."),
    ],
)
def test_a_column_that_cannot_be_kept_so_is_refused(cast: Cast, said: str, words: str) -> None:
    if said == "keep:date":
        extras.create_extra_field(cast.ada, Subject.ACCOUNT, name="seats ".strip().title(), kind=ExtraKind.NUMBER)
    before = ExtraField.objects.count()
    with pytest.raises(ValidationError) as refused:
        keep(receive(cast, FILE), Seats=said)
    assert refused.value.messages[0].startswith(words)
    assert ExtraField.objects.count() == before


def test_tags_are_added_and_new_ones_made(cast: Cast, bring: Import) -> None:
    accounts.edit_account(cast.ada, cast.acme, 1, tags=["Key"])
    checked = check(upload("accounts", "Account name,Tags\nAcme,key; Pilot\nBolt,Pilot|EMEA\n", cast.ada))
    assert changes_of(checked, "updated")[0].changes == [("Tags (added to those there are)", "Key", "Key, Pilot")]
    assert Tag.objects.count() == 1
    apply(checked)
    book = TagBook()
    assert [book.of(row.tags) for row in Account.objects.order_by("pk")] == [["Key", "Pilot"], ["EMEA", "Pilot"], []]
    assert bring("accounts", "Account name,Tags\nAcme,Pilot\n").unchanged == 1


def test_people_have_extra_values_and_tags_too(cast: Cast) -> None:
    text = "Name,E-mail,Account,Newsletter,Tags\nAna,ana@x.example,Acme,yes,VIP\nBob,bob@x.example,Acme,no,\n"
    run = apply(check(keep(receive(cast, text, "people"), Newsletter="keep")))
    assert (run.created, run.failed) == (2, 0), problems_of(run)
    ana = Person.objects.get(name="Ana")
    assert (ana.extra, TagBook().of(ana.tags)) == ({"newsletter": True}, ["VIP"])
    again = apply(
        check(keep(receive(cast, text.replace("Ana,ana@x.example,Acme,yes", "Ana,ana@x.example,Acme,no"), "people")))
    )
    assert (again.updated, again.unchanged) == (1, 1)
    assert Person.objects.get(name="Ana").extra == {"newsletter": False}


def test_undoing_an_import_takes_its_values_and_leaves_those_of_others(cast: Cast) -> None:
    run = apply(check(keep(receive(cast, "Account name,Seats\nAcme,7\n"), Seats="keep")))
    extras.create_extra_field(cast.ada, Subject.ACCOUNT, name="Note", kind=ExtraKind.TEXT)
    acme = Account.objects.get(pk=cast.acme.pk)
    accounts.edit_account(cast.cleo, acme, acme.row_version, extra={"note": "ours"}, tags=["Key"])
    undo_group(run.group, cast.ada)
    held = Account.objects.get(pk=cast.acme.pk)
    assert (held.extra, TagBook().of(held.tags)) == ({"note": "ours"}, ["Key"])


def test_what_is_exported_comes_in_again_unchanged(cast: Cast) -> None:
    for name, kind in (("Seats", ExtraKind.NUMBER), ("Since", ExtraKind.DATE), ("Pilot", ExtraKind.FLAG)):
        extras.create_extra_field(cast.ada, Subject.ACCOUNT, name=name, kind=kind)
    values = {"seats": 0.000001, "since": "2026-03-01", "pilot": False}
    accounts.edit_account(cast.ada, cast.acme, 1, extra=values, tags=["=Key", "EMEA"])
    found = kind_of("accounts")
    assert found is not None
    written = "".join(export_lines(found, cast.ada))
    acts = Act.objects.count()
    run = apply(check(keep(receive(cast, written))))
    assert (run.created, run.updated, run.unchanged, run.failed) == (0, 0, 3, 0), problems_of(run)
    assert Act.objects.count() == acts


def test_the_page_offers_what_a_column_seems_to_hold_and_keeps_the_rest(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    file = SimpleUploadedFile("a.csv", FILE.encode())
    sent = client.post("/imports/new/", {"kind": "accounts", "file": file, "as_of": "2026-01-05", "source": "csv"})
    columns = f"{sent['Location']}columns/"
    page = client.get(columns)
    words = text_of(page)
    assert "choice (Gold, Silver), as it seems" in words
    assert "money (EUR), as it seems" in words
    form = page.context["form"]
    given = {form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "keep_rest"}
    client.post(columns, {**given, "keep_rest": "on"})
    assert sorted(ExtraField.objects.values_list("key", flat=True)) == [
        "budget",
        "customer_since",
        "pilot",
        "remark",
        "seats",
        "tier_level",
    ]
    assert ImportRun.objects.get().state != RunState.MAPPING


def test_the_api_keeps_columns_and_a_refusal_keeps_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)

    def send(mapping: str) -> int:
        file = SimpleUploadedFile("a.csv", FILE.encode())
        return client.post("/api/v1/imports/", {"kind": "accounts", "file": file, "mapping": mapping}).status_code

    assert send('{"Seats": "keep", "Pilot": "keep:colour"}') == 400
    assert not ExtraField.objects.exists()
    assert not ImportRun.objects.exists()
    assert send('{"Seats": "keep", "Pilot": "keep:text"}') == 201
    assert dict(ExtraField.objects.values_list("key", "kind")) == {"seats": "number", "pilot": "text"}
