"""Uploading a file, and saying which column holds what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import ImportRun
from accounts.selectors.extras import PREFIX
from accounts.selectors.import_readings import ShownReading, readings_of
from accounts.selectors.imports import sample_of
from accounts.services.importing.keeping import kept_words
from accounts.services.importing.kinds import Kind, kinds
from accounts.services.importing.reading import judge_columns, questions_of
from csm.foundation.clock import today

FEW = 3
SELECT = {"class": "form-select"}


class UploadForm(forms.Form):
    """A file, what its rows are, and what they hold for."""

    kind = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV, an Excel workbook (.xlsx), JSON, or for a calendar .ics; how it is written is found out."),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.json,.ics,text/csv,text/plain,application/json"}
        ),
    )
    as_of = DayField(
        label=_("True as of"), help_text=_("Changed values hold from this day on; before it stays as it was.")
    )
    source = forms.SlugField(
        label=_("System the external ids come from"),
        max_length=40,
        initial="csv",
        help_text=_("Use the same word each time, for example salesforce."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds()]  # type: ignore[attr-defined]
        self.fields["as_of"].initial = today


class ColumnsForm(forms.Form):
    """For each column of the file the field it holds, or none, and how it is written where its cells do not tell."""

    def __init__(self, data: Any, run: ImportRun, kind: Kind) -> None:
        super().__init__(data)
        self.run = run
        by_column = {index: key for key, index in run.mapping.items()}
        fields = kind.fields()
        own = [(field.key, str(field.label)) for field in fields if not field.key.startswith(PREFIX)]
        extra = [(field.key, str(field.label)) for field in fields if field.key.startswith(PREFIX)]
        free = [index for index, name in enumerate(run.header) if index not in by_column and name.strip()]
        kept = kept_words(run, kind, free)
        self.seems = {index: words[0][1] for index, words in kept.items()}
        if kept:
            self.fields["keep_rest"] = forms.BooleanField(
                label=_("Keep every other column as an extra field"),
                required=False,
                help_text=_("Of each column that is not imported and not empty, as what it seems to hold."),
            )
        for index, name in enumerate(run.header):
            choices: list[Any] = [("", _("(not imported)")), *own]
            choices += [(_("Extra fields"), extra)] if extra else []
            choices += [(_("Keep as a new extra field"), kept[index])] if index in kept else []
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name or _("Column %(number)s") % {"number": index + 1},
                choices=choices,
                required=False,
                initial=by_column.get(index, ""),
                widget=forms.Select(attrs=SELECT),
            )
        self.readings = self._readings(kind, run.mapping if data is None else _columns_by_field(data))
        for one in self.readings:
            if one.choices:
                self.fields[one.name] = forms.ChoiceField(
                    label=_("How “%(column)s” is read") % {"column": one.header},
                    choices=one.choices if len(one.choices) <= FEW else [("", _("Choose")), *one.choices],
                    initial=one.answer,
                    widget=forms.RadioSelect if len(one.choices) <= FEW else forms.Select(attrs=SELECT),
                    error_messages={"required": _("Choose how this is read.")},
                )

    def _readings(self, kind: Kind, mapping: dict[str, int]) -> list[ShownReading]:
        width = len(self.run.header)
        chosen = {key: index for key, index in mapping.items() if 0 <= index < width}
        judge_columns(self.run, kind, chosen)
        return readings_of(questions_of(self.run, kind, chosen), self.run.header, kind.fields())

    def columns(self) -> list[tuple[Any, list[str], list[tuple[ShownReading, Any]], str]]:
        """Each column's choice beside its first values, how it is read, and what it seems to hold if nothing known."""
        samples = sample_of(self.run)
        return [
            (
                self[f"column_{index}"],
                samples[index],
                [pair for pair in self._inputs() if pair[0].column == index],
                self.seems.get(index, ""),
            )
            for index in range(len(self.run.header))
        ]

    def _inputs(self) -> list[tuple[ShownReading, Any]]:
        return [(one, self[one.name] if one.choices else None) for one in self.readings]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in cleaned.items():
            if name.startswith("column_") and key:
                if key in seen:
                    self.add_error(name, _("Another column holds this already; choose one of the two."))
                seen[key] = name
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        """Column by field."""
        return _columns_by_field(self.cleaned_data)

    @property
    def answers(self) -> dict[int, dict[str, str]]:
        """What was said of how columns are read, by column and aspect."""
        said: dict[int, dict[str, str]] = {}
        for one in self.readings:
            if one.choices:
                said.setdefault(one.column, {})[one.aspect] = self.cleaned_data[one.name]
        return said


def _columns_by_field(data: Mapping[str, str]) -> dict[str, int]:
    chosen = {name.removeprefix("column_"): key for name, key in data.items() if name.startswith("column_") and key}
    return {key: int(index) for index, key in chosen.items() if index.isdecimal()}
