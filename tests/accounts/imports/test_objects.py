"""JSON as a table: lists of objects, as exports and Salesforce's trees write them."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.importing.files import Record, Unreadable, detect, records


def read(given: Any) -> list[Record]:
    raw = given if isinstance(given, bytes) else json.dumps(given).encode()
    file = io.BytesIO(raw)
    form = detect(file)
    assert form.shape == "json"
    return list(records(file, form))


def test_list_of_objects_is_a_table_of_all_their_keys() -> None:
    assert read([{"Name": "Ana", "Age": 7}, {"Name": "Bo", "City": "Köln"}]) == [
        (1, ["Name", "Age", "City"]),
        (2, ["Ana", "7", ""]),
        (3, ["Bo", "", "Köln"]),
    ]


def test_tree_of_salesforce_gives_parent_fields_and_its_reference() -> None:
    contact = {
        "attributes": {"type": "Contact", "referenceId": "c1"},
        "LastName": "Silva",
        "Account": {"attributes": {"type": "Account"}, "Name": "Acme"},
        "Tasks": {"records": [{"Subject": "Call"}]},
    }
    assert read({"totalSize": 1, "done": True, "records": [contact], "nextRecordsUrl": None}) == [
        (1, ["attributes.type", "attributes.referenceId", "LastName", "Account.Name", "Tasks.records"]),
        (2, ["Contact", "c1", "Silva", "Acme", '[{"Subject": "Call"}]']),
    ]


def test_values_become_text_that_is_understood_exactly() -> None:
    row = {"a": 1.234, "b": 12.0, "c": True, "d": None, "e": ["x", 2], "f": 10**30, "g": "1.234"}
    assert read([row, {"a": "z"}])[1].cells == ["1.2340", "12", "true", "", "x;2", str(10**30), "1.234"]


def test_half_a_character_does_not_reach_the_records() -> None:
    assert read(rb'[{"Name": "A\ud800"}]')[1].cells == ["A\ufffd"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_of_text_are_those_of_objects(encoding: str) -> None:
    assert read('[{"Name": "Zoë"}]'.encode(encoding))[1].cells == ["Zoë"]


@pytest.mark.parametrize(
    ("raw", "code", "params"),
    [
        (b"[]", "empty", {}),
        (b"[{}]", "empty", {}),
        (b'{"records": []}', "empty", {}),
        (b'[{"a": ""}]', "no_rows", {}),
        (b'[{"a": 1}, {"a": ', "json", {"row": "3"}),
        (b'[{"a": 1}', "json", {"row": "2"}),
        (b'[{"a": 1} {"a": 2}]', "json", {"row": "2"}),
        (b'[{"a": 1}] and more', "json", {"row": "2"}),
        (b'[{"a": NaN}]', "json", {"row": "2"}),
        (b'{"records": [{"a": 1}]', "json", {"row": "2"}),
        (b'{"rows": [{"a": 1}]}', "json_shape", {}),
        (b'{"a": 1}\n{"a": 2}', "json_shape", {}),
        (b"[1, 2]", "json_shape", {}),
        (b'["Name"]', "json_shape", {}),
        (b'[{"a":' + b"[" * 100_000, "json_deep", {"row": "2"}),
        (b'[{"a": "' + b"x" * 1_100_000 + b'"}]', "cell", {"row": "2"}),
        (json.dumps([{f"c{number}": 1 for number in range(501)}]).encode(), "columns", {"found": "501", "most": "500"}),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, code: str, params: dict[str, str]) -> None:
    with pytest.raises(Unreadable) as refused:
        read(raw)
    assert (refused.value.code, refused.value.params) == (code, params)


@given(st.lists(st.dictionaries(st.text(min_size=1), st.text(), max_size=4), max_size=4), st.integers(0, 200))
def test_objects_cut_off_anywhere_are_refused(rows: list[dict[str, str]], at: int) -> None:
    raw = json.dumps([{"Name": "Ana"}, *rows]).encode()
    with pytest.raises(Unreadable):
        read(raw[: 12 + at % max(1, len(raw) - 12)])
