"""Segments: how a group of accounts is engaged."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.cadences import longest_cadence
from accounts.forms.settings import SegmentForm
from accounts.models import Segment
from accounts.selectors.settings import listed_segments
from accounts.services.segments import create_segment, edit_segment
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import row_or_404


class SegmentListPage(SettingsListPage):
    """Every segment."""

    item = "segments"
    title = _("Segments")
    note = _("How closely accounts are served, which roles must be filled and how often we speak.")
    heads: ClassVar[Any] = [
        (_("Name"), False),
        (_("Touch level"), False),
        (_("Half-life in days"), True),
        (_("Accounts"), True),
    ]
    add_label = _("New segment")
    add_url_name = "accounts:segment_add"

    def lines(self) -> list[Line]:
        return [
            Line(
                [
                    Cell(row.name),
                    Cell(row.get_touch_level_display()),
                    Cell(row.half_life_days, True),
                    Cell(row.account_count, True),
                ],
                reverse("accounts:segment_edit", args=[row.pk]),
            )
            for row in listed_segments()
        ]


class SegmentAddPage(SettingsFormPage):
    """A new segment with its rules for roles."""

    template_name = "accounts/segment_form.html"
    item = "segments"
    title = _("New segment")
    submit = _("Add segment")
    list_url_name = "accounts:segments"

    def form(self, data: Any = None) -> SegmentForm:
        return SegmentForm(data)

    def save(self, form: SegmentForm) -> Segment:
        return create_segment(self.viewer, form.rules, **form.facts)


class SegmentEditPage(SettingsFormPage):
    """A segment with its rules for roles, in one form; every account of it is concluded anew."""

    template_name = "accounts/segment_form.html"
    item = "segments"
    title = _("Edit segment")
    list_url_name = "accounts:segments"

    def form(self, data: Any = None) -> SegmentForm:
        return SegmentForm(data, row=self._row())

    def save(self, form: SegmentForm) -> Segment:
        return edit_segment(self.viewer, self._row(), form.expected_version, form.rules, **form.facts)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(longest_cadence=longest_cadence(self._row().half_life_days), **extra)

    def _row(self) -> Segment:
        return row_or_404(Segment, self.kwargs["segment_id"])
