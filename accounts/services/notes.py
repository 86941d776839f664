"""Notes on an account: write, edit, pin, take back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, AccountNote, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today


def write_note(
    actor: User | None, account: Account, *, text: str, noted_on: date | None = None, is_pinned: bool = False
) -> AccountNote:
    """Write a note; one that is pinned takes the place of the one pinned before. *Raises* ValidationError."""
    note = AccountNote(account_id=account.pk, text=text.strip(), noted_on=noted_on or today(), is_pinned=is_pinned)
    with act("write_note", actor, account.pk, _("Wrote a note")) as recorder:
        if is_pinned:
            _unpin(recorder, account.pk)
        return recorder.insert(note)


def edit_note(
    actor: User | None,
    note: AccountNote,
    expected_version: int | None = None,
    *,
    text: str | None = None,
    noted_on: date | None = None,
    is_pinned: bool | None = None,
) -> AccountNote:
    """Change a note in place. *Raises* StaleEdit, ValidationError."""
    said = {"text": None if text is None else text.strip(), "noted_on": noted_on, "is_pinned": is_pinned}
    changes = {name: value for name, value in said.items() if value is not None and value != getattr(note, name)}
    with act("edit_note", actor, note.account_id, _("Edited a note")) as recorder:
        if changes.get("is_pinned"):
            _unpin(recorder, note.account_id)
        edited = {"edited_at": timezone.now(), "edited_by": actor} if changes.keys() & {"text", "noted_on"} else {}
        return recorder.change(note, expected_version, **changes, **edited)


def pin_note(actor: User | None, note: AccountNote) -> AccountNote:
    """Let a note stand on top of every page of its account, or no longer. *Raises* StaleEdit."""
    words = _("Took a note from the top") if note.is_pinned else _("Pinned a note")
    with act("pin_note", actor, note.account_id, words) as recorder:
        if not note.is_pinned:
            _unpin(recorder, note.account_id)
        return recorder.change(note, is_pinned=not note.is_pinned)


def remove_note(actor: User | None, note: AccountNote) -> None:
    """Take a note back."""
    with act("remove_note", actor, note.account_id, _("Removed a note")) as recorder:
        recorder.retract(note)


def _unpin(recorder: Recorder, account_id: int) -> None:
    """Free the top. The account is locked, so that two people cannot each pin a note at once."""
    Account.objects.select_for_update(of=("self",)).get(pk=account_id)
    for former in AccountNote.objects.standing().filter(account_id=account_id, is_pinned=True):
        recorder.change(former, is_pinned=False)
