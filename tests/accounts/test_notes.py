"""Notes on an account: written, edited, pinned, taken back, undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AccountNote, Act
from accounts.services.acts import StaleEdit
from accounts.services.notes import edit_note, pin_note, remove_note, write_note
from accounts.services.undo import undo_act
from tests.personas import Cast


def pinned(account_id: int) -> list[str]:
    rows = AccountNote.objects.standing().filter(account_id=account_id, is_pinned=True)
    return list(rows.values_list("text", flat=True))


def test_a_note_holds_who_wrote_it_and_of_which_day_it_speaks(cast: Cast) -> None:
    note = write_note(cast.cleo, cast.acme, text="  Fiscal year ends in March. ", noted_on=date(2026, 1, 5))
    note.refresh_from_db()
    assert (note.text, note.noted_on, note.recorded_by) == ("Fiscal year ends in March.", date(2026, 1, 5), cast.cleo)
    assert (note.is_pinned, note.edited_at, note.row_version) == (False, None, 1)


def test_an_empty_or_endless_note_is_refused_and_nothing_is_written(cast: Cast) -> None:
    for text in ("   ", "x" * 10_001):
        with pytest.raises(ValidationError) as refused:
            write_note(cast.cleo, cast.acme, text=text)
        assert list(refused.value.message_dict) == ["text"]
    assert not AccountNote.objects.exists()
    assert not Act.objects.filter(kind="write_note").exists()


def test_pinning_a_note_takes_the_other_from_the_top_and_undo_brings_it_back(cast: Cast) -> None:
    first = write_note(cast.cleo, cast.acme, text="first", is_pinned=True)
    second = write_note(cast.cleo, cast.acme, text="second")
    assert pinned(cast.acme.pk) == ["first"]
    pin_note(cast.cleo, second)
    assert pinned(cast.acme.pk) == ["second"]
    undo_act(Act.objects.get(kind="pin_note"), cast.cleo)
    assert pinned(cast.acme.pk) == ["first"]
    first.refresh_from_db()
    assert first.text == "first"


def test_a_stale_edit_is_refused_and_what_the_other_wrote_stays(cast: Cast) -> None:
    note = write_note(cast.cleo, cast.acme, text="first")
    edit_note(cast.mara, AccountNote.objects.get(pk=note.pk), 1, text="second")
    with pytest.raises(StaleEdit):
        edit_note(cast.cleo, note, 1, text="third")
    kept = AccountNote.objects.get(pk=note.pk)
    assert (kept.text, kept.edited_by, kept.row_version) == ("second", cast.mara, 2)


def test_an_edit_that_changes_nothing_leaves_the_note_as_it_was(cast: Cast) -> None:
    note = write_note(cast.cleo, cast.acme, text="first")
    edit_note(cast.mara, note, 1, text="first ")
    kept = AccountNote.objects.get(pk=note.pk)
    assert (kept.edited_by, kept.row_version) == (None, 1)


def test_removing_a_note_is_undone_with_its_words(cast: Cast) -> None:
    note = write_note(cast.cleo, cast.acme, text="first", is_pinned=True)
    remove_note(cast.cleo, note)
    assert not AccountNote.objects.standing().exists()
    undo_act(Act.objects.get(kind="remove_note"), cast.cleo)
    assert pinned(cast.acme.pk) == ["first"]


def test_notes_are_seen_by_who_sees_the_account_and_changed_by_who_works_on_it(cast: Cast) -> None:
    write_note(cast.cleo, cast.acme, text="first")
    readers = {name for name, user in cast.users.items() if AccountNote.objects.visible_to(user).exists()}
    writers = {name for name, user in cast.users.items() if AccountNote.objects.editable_by(user).exists()}
    assert readers == {"ada", "otto", "mara", "cleo", "edda"}
    assert writers == {"ada", "mara", "cleo"}
