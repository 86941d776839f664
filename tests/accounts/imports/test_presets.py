"""Raw exports are recognised by columns and ids, ids are made one spelling, words are read as they are meant."""

import io

import pytest

from accounts.domain.importing.columns import Field, suggest
from accounts.domain.importing.files import Format, Record
from accounts.domain.importing.foreign_ids import IdStyle, canonical_id, key_prefix, long_id
from accounts.domain.importing.meaning import Meaning, folded_values, plain_text
from accounts.domain.importing.presets import NOT_BLANK, Picker, Preset, Use, columns_of, recognise, without_footer
from accounts.domain.importing.rows import Reader
from accounts.domain.importing.trees import tables_of
from accounts.domain.importing.values import Misread, several, text, whole
from accounts.services.importing.account_fields import _contract_fields
from stakeholders.domain.presets import PRESETS

TEXT = Format("utf-8", shape="json")
HEADERS = {
    "salesforce.user": ("Id,Username,LastName,FirstName,Name,Email,IsActive", "0055g000001AAAA"),
    "salesforce.account": ("Id,Name,Type,ParentId,Industry,Website,OwnerId", "0015g000001AAAA"),
    "salesforce.contact": ("Id,AccountId,LastName,FirstName,Title,Email,ReportsToId", "0035g000001AAAA"),
    "salesforce.opportunity": ("Id,AccountId,Name,StageName,CloseDate,Amount", "0065g000001AAAA"),
    "salesforce.event": ("Id,WhoId,WhatId,AccountId,OwnerId,Subject,StartDateTime,Type", "00U5g000001AAAA"),
    "salesforce.task": ("Id,WhoId,WhatId,AccountId,OwnerId,Subject,ActivityDate,Status,TaskSubtype", "00T5g000001AAAA"),
    "hubspot.company": ("Record ID,Company name,Company Domain Name,Company owner,Annual Revenue", "8712"),
    "hubspot.contact": ("Record ID,First Name,Last Name,Email,Job Title,Buying Role,Associated Company IDs", "51"),
    "hubspot.meeting": ("Record ID,Meeting name,Meeting start time,Associated Contact IDs,Meeting outcome", "61"),
}
LABELS = {
    "salesforce.account": ("Account ID,Account Name,Billing Country,Employees,Account Owner", "0015g000001AAAA"),
    "salesforce.contact": ("Contact ID,First Name,Last Name,Account ID,Account Name,Email", "0035g000001AAAA"),
    "hubspot.contact": ("hs_object_id,firstname,lastname,email,hs_buying_role,associatedcompanyid", "51"),
    "hubspot.meeting": ("hs_object_id,hs_meeting_title,hs_meeting_start_time,associated contact ids", "61"),
}


@pytest.mark.parametrize(
    ("key", "header", "first"), [(key, *said) for key, said in [*HEADERS.items(), *LABELS.items()]]
)
def test_each_object_is_recognised_by_names_and_by_labels(key: str, header: str, first: str) -> None:
    names = header.split(",")
    found = recognise(names, [[first, *[""] * (len(names) - 1)]], PRESETS)
    assert found is not None
    assert found.key == key


def test_ids_of_another_object_are_not_this_object() -> None:
    header, _first = HEADERS["salesforce.account"]
    assert recognise(header.split(","), [["0035g000001AAAA"]], PRESETS) is None
    assert recognise(header.split(","), [["A-1"]], PRESETS) is None


def test_what_fits_twice_is_not_guessed() -> None:
    use = Use("a", "people", {"name": "Name"})
    twins = [Preset(key, "x", "X", key, ("Name",), (use,)) for key in ("one", "two")]
    assert recognise(["Name"], [["Ana"]], twins) is None
    assert recognise(["Name"], [["Ana"]], twins, "two.csv") == twins[1]


def test_first_of_the_known_headers_is_taken() -> None:
    said = {"owner": "Owner.Email | OwnerId", "name": "Account Name | Name", "phase": "Phase"}
    assert columns_of(["OwnerId", "Name", "owner.email"], said) == {"owner": 2, "name": 1}


def test_both_lengths_of_an_id_are_one() -> None:
    assert long_id("001D000000IRFma") == "001D000000IRFmaIAH"
    for word in ("001D000000IRFma", "001D000000IRFmaIAH", "001d000000irfmaiah", "001D000000IRFMAIAH"):
        assert canonical_id(word, IdStyle.SALESFORCE) == "001D000000IRFmaIAH"
    assert canonical_id("ana@x.example", IdStyle.SALESFORCE) == "ana@x.example"
    assert (key_prefix("001D000000IRFma"), key_prefix("Ana")) == ("001", "")


def test_number_that_a_spreadsheet_rounded_is_nobody() -> None:
    assert canonical_id("8712.0", IdStyle.NUMBER) == "8712"
    with pytest.raises(Misread) as refused:
        canonical_id("8.71235E+11", IdStyle.NUMBER)
    assert refused.value.expected == "rounded_id"


def test_picker_takes_rows_that_say_something_once() -> None:
    use = Use(
        "o",
        "users",
        {"email": "Mail"},
        only={"Mail": NOT_BLANK},
        unless={"Gone": frozenset({"true"})},
        is_distinct=True,
    )
    picker = Picker(["Mail", "Gone"], use)
    rows = [["a@x.example", "False"], ["", ""], ["A@x.example ", ""], ["b@x.example", "TRUE"], ["b@x.example"]]
    assert [picker.takes(row) for row in rows] == [True, False, False, False, True]


def test_picker_takes_nothing_where_the_column_is_missing() -> None:
    assert not Picker(["Mail"], Use("o", "users", {}, only={"Other": NOT_BLANK})).takes(["a@x.example"])


def test_lines_below_a_report_are_left_out_and_short_rows_within_it_are_not() -> None:
    rows = [Record(2, ["1", "a"]), Record(3, ["short"]), Record(4, ["2", "b"]), Record(5, ["Generated by"])]
    assert [row.number for row in without_footer(rows)] == [2, 3, 4]


def test_annual_revenue_is_never_what_the_customer_pays() -> None:
    for name in ("Annual Revenue", "AnnualRevenue", "annualrevenue", "Annual Revenue (converted)", "Annual revenues"):
        assert "annual_value" not in suggest(["Name", name], _contract_fields())
    assert suggest(["ARR"], _contract_fields()) == {"annual_value": 0}


def test_words_are_read_as_they_are_meant_and_others_are_remarked() -> None:
    values = folded_values({"roles": {"DECISION_MAKER": "decision_maker", "Other": ""}})
    fields = [
        Field("roles", "Roles", several(text(20))),
        Field("size", "Size", whole(0, 9)),
        Field("kind", "Kind", text(9)),
    ]
    meaning = Meaning(values=values, lenient=frozenset({"size"}), constants={"kind": "meeting"})
    reader = Reader(fields, {"roles": 0, "size": 1}, 2, meaning=meaning)
    row, problems = reader.read(Record(4, ["Decision Maker;Other;Gatekeeper", "many"]))
    assert (row.values, problems) == ({"roles": ("decision_maker",), "kind": "meeting"}, [])
    assert [(remark.field, remark.code, remark.params["found"]) for remark in row.remarks] == [
        ("roles", "no_meaning", "Gatekeeper"),
        ("size", "whole", "many"),
    ]


def test_markup_becomes_words() -> None:
    assert plain_text("<div>One &lt; two<br>three</div><script>x</script>") == "One < two\nthree\nx"
    assert plain_text("a < b") == "a < b"


@pytest.mark.parametrize("raw", [b"{", b"[1, 2]", b'{"records": []}', b"\xff{}", b"[" * 9999, b'[{"Name": "Ana"}]'])
def test_json_that_is_no_tree_is_left_to_those_who_read_json(raw: bytes) -> None:
    assert tables_of(io.BytesIO(raw), TEXT) == []


def test_tree_names_records_by_what_they_are_known_by() -> None:
    tree = b"""{"records": [{"attributes": {"type": "Contact", "referenceId": "c1"}, "LastName": "Berg",
        "AccountId": "@a1", "ReportsToId": "@c2",
        "Owner": {"Email": "una@ours.example", "attributes": {"type": "User"}}},
        {"attributes": {"type": "Contact", "referenceId": "c2"}, "LastName": "Silva", "Email": "ana@x.example"},
        {"attributes": {"type": "Account", "referenceId": "a1"}, "Name": "Delta", "IsDeleted": false}]}"""
    contacts, accounts = tables_of(io.BytesIO(tree), TEXT)
    assert (contacts.object, accounts.object) == ("Contact", "Account")
    assert contacts.rows[0] == {
        "LastName": "Berg",
        "AccountId": "",
        "ReportsToId": "ana@x.example",
        "Owner.Email": "una@ours.example",
        "Name": "Berg",
        "Account.Name": "Delta",
    }
    assert list(accounts.cells()) == [["Name", "IsDeleted"], ["Delta", "false"]]
