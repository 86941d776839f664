"""What was chosen for files with certain columns: a list, a new name, and forgetting."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ImportMapping
from accounts.selectors.import_sets import part_label, recognised_as
from accounts.services.importing.mappings import forget_mapping, rename_mapping
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import SettingsDeedView, row_or_404

SHOWN_COLUMNS = 6


class MappingListPage(SettingsListPage):
    """Every mapping that is remembered."""

    item = "mappings"
    title = gettext_lazy("Remembered mappings")
    note = gettext_lazy(
        "What was chosen for files with certain columns. The next such file is ready to be applied at once."
    )
    teaches = gettext_lazy("Once a file was brought in, what its columns mean is remembered here.")
    heads: ClassVar[Any] = [
        (gettext_lazy("Name"), False),
        (gettext_lazy("Recognised as"), False),
        (gettext_lazy("Becomes"), False),
        (gettext_lazy("Columns"), False),
        (gettext_lazy("Last used"), False),
    ]

    def lines(self) -> list[Line]:
        return [self._line(mapping) for mapping in ImportMapping.objects.visible_to(self.viewer).order_by("-used_at")]

    def _line(self, mapping: Any) -> Line:
        shown = ", ".join(mapping.header[:SHOWN_COLUMNS])
        more = len(mapping.header) - SHOWN_COLUMNS
        return Line(
            [
                Cell(str(mapping)),
                Cell(recognised_as(mapping) or "–", is_quiet=not mapping.preset),
                Cell(part_label(mapping), chip=_("left out") if mapping.is_left_out else ""),
                Cell(_("%(columns)s and %(more)s more") % {"columns": shown, "more": more} if more > 0 else shown),
                Cell(date_format(mapping.used_at, "SHORT_DATE_FORMAT")),
            ],
            reverse("accounts:mapping_rename", args=[mapping.pk]),
            [(gettext_lazy("Forget"), reverse("accounts:mapping_forget", args=[mapping.pk]))],
        )


class NameForm(forms.Form):
    """The name of a mapping."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


class MappingRenamePage(SettingsFormPage):
    """Call a mapping by another name."""

    item = "mappings"
    title = gettext_lazy("Rename the mapping")
    list_url_name = "accounts:mappings"

    def form(self, data: Any = None) -> forms.Form:
        held = row_or_404(ImportMapping, self.kwargs["mapping_id"])
        return NameForm(data, initial={"name": str(held)})

    def save(self, form: forms.Form) -> ImportMapping:
        held = row_or_404(ImportMapping, self.kwargs["mapping_id"])
        return rename_mapping(self.viewer, held, form.cleaned_data["name"])


class MappingForgetView(SettingsDeedView):
    """Forget a mapping."""

    list_url_name = "accounts:mappings"

    def do(self) -> None:
        forget_mapping(self.viewer, row_or_404(ImportMapping, self.kwargs["mapping_id"]))
