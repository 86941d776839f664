"""What to set on many rows at once: whatever is left alone stays as it is on each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import Extra, ExtraKind
from accounts.forms.extras import TagsField, TagsInput, form_field
from accounts.models import Segment, Subject, User
from accounts.models.accounts import PHASE_LABELS
from accounts.selectors.extras import PREFIX, extra_fields
from accounts.services.many_accounts import given_changes

AS_IT_IS = ("", _("leave as it is"))
NONE = "none"


class ManyRowsForm(forms.Form):
    """Tags and extra values for many rows; a list adds what else it has."""

    subject: Subject

    def __init__(self, data: Any = None, *, viewer: Any) -> None:
        super().__init__(data, auto_id="many_%s")  # the page behind the dialog has fields of the same names
        self.viewer = viewer
        self.extras = extra_fields(self.subject)
        self.fields["add_tags"] = TagsField(label=_("Add tags"))
        known = TagsInput(_("Type a tag"), known_only=True)
        self.fields["remove_tags"] = TagsField(label=_("Remove tags"), widget=known)
        for extra in self.extras:
            self.fields[f"{PREFIX}{extra.key}"] = _as_it_is(extra)
        if self.extras:
            choices = [(extra.key, extra.name) for extra in self.extras]
            self.fields["empty"] = forms.MultipleChoiceField(
                label=_("Empty these"), required=False, choices=choices, widget=forms.CheckboxSelectMultiple
            )

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(PREFIX) and name != "empty"]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX) or name == "empty"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(value not in (None, "", []) for value in given.values()):
            raise forms.ValidationError(_("Choose at least one thing to set."))
        return given

    def changes(self) -> dict[str, Any]:
        """What is set, as it is stored; new tags are made. *Raises* ValidationError."""
        given = self.cleaned_data
        extra: dict[str, Any] = dict.fromkeys(given.get("empty", []))
        for one in self.extras:
            value = given[f"{PREFIX}{one.key}"]
            if value not in (None, ""):
                extra[one.key] = value
        tags = {name: given[name] for name in ("add_tags", "remove_tags")}
        return {**self.columns(), **given_changes(self.viewer, self.subject, {"extra": extra, **tags})}

    def columns(self) -> dict[str, Any]:
        """The columns that are set, by attname."""
        return {}


def _as_it_is(extra: Extra) -> forms.Field:
    field = form_field(extra)
    if extra.kind in (ExtraKind.CHOICE, ExtraKind.FLAG):
        choices: Any = field
        choices.choices = [AS_IT_IS, *list(choices.choices)[1:]]
    return field


class ManyAccountsForm(ManyRowsForm):
    """Owner, segment, phase, tags and extra values of many accounts."""

    subject = Subject.ACCOUNT
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    phase = forms.ChoiceField(
        label=_("Phase"), required=False, choices=[AS_IT_IS, *((p.value, words) for p, words in PHASE_LABELS.items())]
    )

    def __init__(self, data: Any = None, *, viewer: Any) -> None:
        super().__init__(data, viewer=viewer)
        users = User.objects.filter(is_active=True).order_by("name", "pk")
        self._offer("owner", _("nobody"), users)
        self._offer("segment", _("no segment"), Segment.objects.all())

    def _offer(self, name: str, nothing: Any, rows: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [AS_IT_IS, (NONE, nothing), *((str(row.pk), str(row)) for row in rows)]

    def columns(self) -> dict[str, Any]:
        given = self.cleaned_data
        found: dict[str, Any] = {"phase": given["phase"]} if given["phase"] else {}
        for name in ("owner", "segment"):
            if given[name]:
                found[f"{name}_id"] = None if given[name] == NONE else int(given[name])
        return found
