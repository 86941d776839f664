"""Uploading several files at once, and saying what is still open about them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import ImportSet
from accounts.selectors.import_sets import FileLine, SetReading, Word, options_of
from accounts.services.importing.kinds import kinds
from accounts.services.importing.sets import MOST_FILES
from csm.foundation.clock import today

SUFFIXES = ".csv,.tsv,.txt,.xlsx,.xlsm,.json,text/csv,text/plain,application/json"


class FilesInput(forms.ClearableFileInput):
    """A field that takes several files, chosen or dropped."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, Sequence) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in given] or [super().clean(None, initial)]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once.") % {"most": MOST_FILES})
        return files


class SetUploadForm(forms.Form):
    """Files of any of the systems that are known, in any order."""

    chosen_files = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_("Choose or drop all files of an export together: accounts, contacts, roles, activities, users."),
        widget=FilesInput(attrs={"accept": SUFFIXES, "class": "drop-files"}),
    )
    as_of = DayField(
        label=_("True as of"), help_text=_("Changed values hold from this day on; before it stays as it was.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as_of"].initial = today


class SetChoicesForm(forms.Form):
    """What the files hold that nothing recognised, which are left out, and what words mean."""

    def __init__(self, data: Any, one: ImportSet, reading: SetReading) -> None:
        super().__init__(data)
        self.reading = reading
        runs = {part.run.pk: part.run for line in reading.files for part in line.parts}
        for line in reading.files:
            self._add_file(line)
        for place, word in enumerate(reading.words):
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=_("%(word)s means") % {"word": word.word},
                choices=[("", _("nothing here")), *options_of(runs[word.run_id], word.field)],
                initial=word.meaning,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.fields["is_whole"] = forms.BooleanField(
            label=_("The files name everybody who is at these accounts"),
            help_text=_("Then people who came by an earlier file and are missing now are listed, for you to look at."),
            initial=one.is_whole,
            required=False,
        )

    def _add_file(self, line: FileLine) -> None:
        if line.is_plain:
            run = line.parts[0].run
            self.fields[f"kind_{run.pk}"] = forms.ChoiceField(
                label=_("What %(file)s holds") % {"file": line.name},
                choices=[("", _("(left out)")), *((kind.key, kind.label) for kind in kinds())],
                initial="" if run.is_left_out else run.kind,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            return
        for part in line.parts:
            self.fields[f"take_{part.run.pk}"] = forms.BooleanField(
                label=part.label, initial=not part.run.is_left_out, required=False
            )

    def lines(self) -> list[tuple[FileLine, list[Any]]]:
        """Each file with the fields about it."""
        return [(line, [(part, self[self._name(part.run)]) for part in line.parts]) for line in self.reading.files]

    def words(self) -> list[tuple[Word, Any]]:
        """Each word with the field that says what it means."""
        return [(word, self[f"word_{place}"]) for place, word in enumerate(self.reading.words)]

    def _name(self, run: Any) -> str:
        return f"take_{run.pk}" if run.preset else f"kind_{run.pk}"

    def said(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        chosen = self.cleaned_data
        kinds_said = {int(name[5:]): key for name, key in chosen.items() if name.startswith("kind_")}
        values: dict[int, dict[str, dict[str, str]]] = {}
        for place, word in enumerate(self.reading.words):
            meant = chosen[f"word_{place}"]
            if meant != word.meaning or not word.is_known:
                values.setdefault(word.run_id, {}).setdefault(word.field, {})[word.word] = meant
        return {
            "kinds": {pk: key for pk, key in kinds_said.items() if key},
            "left_out": {
                **{pk: not key for pk, key in kinds_said.items()},
                **{int(name[5:]): not taken for name, taken in chosen.items() if name.startswith("take_")},
            },
            "values": values,
            "is_whole": chosen["is_whole"],
        }
