"""Settings: which extra fields there are, and which tags."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import ExtraKind
from accounts.domain.tags import BadTag, clean_tag
from accounts.forms.extras import ExtraFieldForm, MergeTagForm, NewExtraFieldForm, TagForm
from accounts.models import ExtraField, Subject, Tag
from accounts.models.extras import KIND_LABELS
from accounts.selectors.extra_settings import listed_extra_fields, listed_tags
from accounts.selectors.tags import tag_options
from accounts.services import extras, tags
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import SettingsDeedView, row_or_404
from csm.foundation.views import PageView, anyone


class ExtraFieldListPage(SettingsListPage):
    """The extra fields of accounts and people; those removed can be brought back."""

    item = "extra_fields"
    title = _("Extra fields")
    note = _("What you keep of accounts and people beside what is built in. An import can add them from its columns.")
    heads: ClassVar[Any] = [(_("Name"), False), (_("Of"), False), (_("Holds"), False), (_("In the API"), False)]
    add_label = _("New extra field")
    add_url_name = "accounts:extra_field_add"
    teaches = _(
        "Keep what your company knows of its customers: a tier, a number of seats, a date. Name the first field."
    )

    def lines(self) -> list[Line]:
        return [self._line(row) for row in listed_extra_fields()]

    def _line(self, row: ExtraField) -> Line:
        is_removed = row.retracted_at is not None
        name = "extra_field_restore" if is_removed else "extra_field_remove"
        words = _("Bring back") if is_removed else _("Remove")
        return Line(
            [
                Cell(row.name, is_quiet=is_removed, chip=_("removed") if is_removed else ""),
                Cell(row.get_subject_display()),
                Cell(_holds(row)),
                Cell(f"extra.{row.key}", is_quiet=True),
            ],
            "" if is_removed else reverse("accounts:extra_field_edit", args=[row.pk]),
            [(words, reverse(f"accounts:{name}", args=[row.pk]))],
        )


def _holds(row: ExtraField) -> str:
    words = str(KIND_LABELS[ExtraKind(row.kind)])
    details = row.currency or ", ".join(row.choices[:4]) + (", …" if len(row.choices) > 4 else "")
    return f"{words}: {details}" if details else words


class ExtraFieldAddPage(SettingsFormPage):
    """A new extra field."""

    item = "extra_fields"
    title = _("New extra field")
    submit = _("Add extra field")
    list_url_name = "accounts:extra_fields"

    def form(self, data: Any = None) -> NewExtraFieldForm:
        return NewExtraFieldForm(data)

    def save(self, form: NewExtraFieldForm) -> ExtraField:
        given = form.facts
        subject, kind = Subject(given.pop("subject")), ExtraKind(given.pop("kind"))
        return extras.create_extra_field(self.viewer, subject, kind=kind, **given)


class ExtraFieldEditPage(SettingsFormPage):
    """An extra field: its name, its choices."""

    item = "extra_fields"
    title = _("Edit extra field")
    list_url_name = "accounts:extra_fields"

    def _row(self) -> ExtraField:
        return row_or_404(ExtraField, self.kwargs["field_id"])

    def form(self, data: Any = None) -> ExtraFieldForm:
        return ExtraFieldForm(data, row=self._row())

    def save(self, form: ExtraFieldForm) -> ExtraField:
        return extras.edit_extra_field(self.viewer, self._row(), form.expected_version, **form.facts)


class ExtraFieldRemoveView(SettingsDeedView):
    """Hide an extra field with its values."""

    list_url_name = "accounts:extra_fields"

    def do(self) -> None:
        row = row_or_404(ExtraField, self.kwargs["field_id"])
        if row.retracted_at is None:
            extras.remove_extra_field(self.viewer, row)


class ExtraFieldRestoreView(SettingsDeedView):
    """Bring a removed extra field back with its values."""

    list_url_name = "accounts:extra_fields"

    def do(self) -> None:
        row = row_or_404(ExtraField, self.kwargs["field_id"])
        if row.retracted_at is not None:
            extras.restore_extra_field(self.viewer, row)


class TagListPage(SettingsListPage):
    """The tags in use and not in use."""

    item = "tags"
    title = _("Tags")
    note = _("Words people put on accounts and persons. They make them by typing; here they are renamed and merged.")
    heads: ClassVar[Any] = [(_("Tag"), False), (_("Accounts"), True), (_("People"), True)]
    teaches = _("Nobody has tagged anything yet. Edit an account or a person and type a word under Tags.")

    def lines(self) -> list[Line]:
        return [
            Line(
                [Cell(tag.name), *(Cell(count, is_figure=True) for count in counts)],
                reverse("accounts:tag_edit", args=[tag.pk]),
                [(_("Remove"), reverse("accounts:tag_remove", args=[tag.pk]))],
            )
            for tag, counts in listed_tags()
        ]


def _tag_or_404(pk: int) -> Tag:
    """A tag as it stands, not one that was merged into another."""
    tag = row_or_404(Tag, pk)
    if tag.retracted_at is not None or tag.merged_into_id is not None:
        raise Http404
    return tag


class TagEditPage(SettingsFormPage):
    """Rename a tag, or merge it into another."""

    item = "tags"
    title = _("Edit tag")
    list_url_name = "accounts:tags"
    template_name = "accounts/tag_form.html"

    def form(self, data: Any = None) -> TagForm:
        return TagForm(data, row=_tag_or_404(self.kwargs["tag_id"]))

    def save(self, form: TagForm) -> Tag:
        tag = _tag_or_404(self.kwargs["tag_id"])
        return tags.rename_tag(self.viewer, tag, form.expected_version, form.facts["name"])

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(**{"merge_url": reverse("accounts:tag_merge", args=[self.kwargs["tag_id"]]), **extra})


class TagMergePage(SettingsFormPage):
    """Let a tag count as another one everywhere."""

    item = "tags"
    submit = _("Merge")
    list_url_name = "accounts:tags"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Merge the tag %(name)s") % {"name": _tag_or_404(self.kwargs["tag_id"]).name}

    def form(self, data: Any = None) -> MergeTagForm:
        return MergeTagForm(data, tag=_tag_or_404(self.kwargs["tag_id"]))

    def save(self, form: MergeTagForm) -> None:
        tags.merge_tag(self.viewer, _tag_or_404(self.kwargs["tag_id"]), form.cleaned_data["into"])


class TagRemoveView(SettingsDeedView):
    """Take a tag off everything."""

    list_url_name = "accounts:tags"

    def do(self) -> None:
        tags.remove_tag(self.viewer, _tag_or_404(self.kwargs["tag_id"]))


class TagOptionsView(PageView):
    """Tags that begin as typed, as options of a field one types in; the typed word too, where it is none yet."""

    actions = {"GET": anyone}
    template_name = "accounts/_tag_options.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        words = request.GET.get("q", "")
        try:
            typed = clean_tag(words)
        except (BadTag, ValidationError):
            return self.page(names=[], fresh="")
        names = tag_options(typed)
        is_known = typed.casefold() in {name.casefold() for name in names}
        return self.page(names=names, fresh="" if is_known or "known" in request.GET else typed)
