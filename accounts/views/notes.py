"""Write, edit, pin and take back the notes on an account."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.forms.notes import NoteForm
from accounts.models import AccountNote
from accounts.services.notes import edit_note, pin_note, remove_note, write_note
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404


class NoteAddPage(AccountFormPage):
    """A new note."""

    tab = "details"
    title = _("New note")
    submit = _("Keep note")

    def form(self, data: Any = None) -> NoteForm:
        return NoteForm(data, instance=AccountNote(account_id=self.account.pk))

    def save(self, form: NoteForm) -> AccountNote:
        return write_note(self.viewer, self.account, **form.facts)


class _OneNote(AccountPage):
    """Reaches the note of the address through the account of the address."""

    tab = "details"

    @cached_property
    def note(self) -> AccountNote:
        rows = AccountNote.objects.filter(account_id=self.account.pk)
        found: AccountNote = visible_or_404(rows, self.viewer, pk=self.kwargs["note_id"])
        return found


class NoteEditPage(_OneNote, AccountFormPage):
    """Set a note right, from wherever it is shown."""

    title = _("Edit note")

    def form(self, data: Any = None) -> NoteForm:
        return NoteForm(data, row=self.note)

    def save(self, form: NoteForm) -> AccountNote:
        return edit_note(self.viewer, self.note, form.expected_version, **form.facts)

    def success_url(self, saved: AccountNote) -> str:
        return self.request.htmx.current_url_abs_path or self.tab_url()


class NotePinView(_OneNote, AccountDeedView):
    """Let a note stand on top of every page of its account, or no longer."""

    def do(self) -> None:
        pin_note(self.viewer, self.note)


class NoteRemoveView(_OneNote, AccountDeedView):
    """Take a note back."""

    def do(self) -> None:
        remove_note(self.viewer, self.note)
