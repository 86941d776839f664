"""Which column holds what, by the names that people and their systems give to columns."""

from accounts.domain.importing.claims import Claim, Claims
from accounts.domain.importing.columns import Field, repeated, seems_headless, signature, suggest, without
from accounts.domain.importing.files import Record
from accounts.domain.importing.rows import Problem, Reader
from accounts.domain.importing.values import email, text, whole

FIELDS = [
    Field("email", "E-mail", email, ("e-mail address", "work email")),
    Field("name", "Name", text(20), ("full name", "contact name")),
    Field("influence", "Influence", whole(0, 10), ("influence score",)),
]


def test_columns_are_found_by_key_synonym_and_likeness() -> None:
    assert suggest(["Work E-Mail", "FULL_NAME", "Influense"], FIELDS) == {"email": 0, "name": 1, "influence": 2}


def test_each_column_serves_one_field_and_the_first_of_a_repeated_header_counts() -> None:
    assert suggest(["Name", "E-mail", "name", "Color"], FIELDS) == {"name": 0, "email": 1}
    assert repeated(["Name", "E-mail", "name"]) == ["Name", "name"]


def test_signature_knows_the_same_header_again_however_it_is_spelled() -> None:
    assert signature(["E-Mail", "Full name"]) == signature(["e_mail", "FULL NAME"])
    assert signature(["E-Mail", "Full name"]) != signature(["Full name", "E-Mail"])


def test_first_row_of_data_is_noticed() -> None:
    assert seems_headless(["ana@x.example", "Ana"], FIELDS)
    assert not seems_headless(["E-mail", "12"], FIELDS)
    assert not seems_headless(["Colour", "Taste"], FIELDS)


def test_remembered_mapping_loses_what_no_longer_exists() -> None:
    assert without({"email": 0, "gone": 1, "name": 9}, 3, FIELDS) == {"email": 0}


def test_row_is_read_with_blank_cells_left_out() -> None:
    reader = Reader(FIELDS, {"email": 1, "name": 0}, 2, "dmy")
    row, problems = reader.read(Record(7, ["Ana", " "]))
    assert (row.number, row.values, problems) == (7, {"name": "Ana"}, [])


def test_problems_name_row_field_and_what_was_expected() -> None:
    reader = Reader(FIELDS, {"email": 0, "influence": 1, "name": 2}, 3, "dmy")
    row, problems = reader.read(Record(9, ["nobody", "11", "An\0a", "more"]))
    assert row.values == {}
    assert problems == [
        Problem(9, "", "cells", {"found": "4", "expected": "3"}),
        Problem(9, "email", "email", {"found": "nobody"}),
        Problem(9, "name", "nul", {"found": "Ana"}),
        Problem(9, "influence", "whole", {"least": "0", "most": "10", "found": "11"}),
    ]


def test_rows_that_say_different_things_of_the_same_contradict_each_other() -> None:
    claims = Claims()
    assert claims.contradicted_by(2, [Claim("ana", "CTO"), Claim("a@x", "CTO")]) is None
    assert claims.contradicted_by(3, [Claim("ana", "CTO")]) is None
    assert claims.contradicted_by(4, [Claim("ana", "CEO")]) == 2
    assert claims.contradicted_by(5, [Claim("bo", "CEO"), Claim("a@x", "CEO")]) == 2
