"""Uploading a file, and saying which column holds what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import ImportRun
from accounts.selectors.imports import sample_of
from accounts.services.importing.kinds import Kind, kinds
from csm.foundation.clock import today

DATE_ORDERS = [("dmy", _("day first: 31/03/2026")), ("mdy", _("month first: 03/31/2026"))]


class UploadForm(forms.Form):
    """A file, what its rows are, and what they hold for."""

    kind = forms.ChoiceField(label=_("What the rows are"))
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV, an Excel workbook (.xlsx) or JSON; how it is written is found out."),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.json,text/csv,text/plain,application/json"}
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
    """For each column of the file the field it holds, or none."""

    date_order = forms.ChoiceField(
        label=_("Dates like 03/04/2026 are written"),
        choices=DATE_ORDERS,
        help_text=_("Where some date of the file tells, that counts."),
    )

    def __init__(self, data: Any, run: ImportRun, kind: Kind) -> None:
        super().__init__(data, initial={"date_order": run.date_order})
        self.run = run
        by_column = {index: key for key, index in run.mapping.items()}
        choices = [("", _("(not imported)")), *((field.key, str(field.label)) for field in kind.fields())]
        for index, name in enumerate(run.header):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=name or _("Column %(number)s") % {"number": index + 1},
                choices=choices,
                required=False,
                initial=by_column.get(index, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def columns(self) -> list[tuple[Any, list[str]]]:
        """Each column's choice beside its first values."""
        samples = sample_of(self.run)
        return [(self[f"column_{index}"], samples[index]) for index in range(len(self.run.header))]

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
        chosen = {name: key for name, key in self.cleaned_data.items() if name.startswith("column_") and key}
        return {key: int(name.removeprefix("column_")) for name, key in chosen.items()}
