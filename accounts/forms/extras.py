"""Extra fields and tags on the forms of accounts and people, and the forms that define them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.extras import DIGITS, LONGEST_TEXT, Extra, ExtraKind, Unacceptable, loaded, stored
from accounts.domain.tags import LONGEST, BadTag, split_tags
from accounts.forms.fields import DayField, FigureField
from accounts.models import ExtraField, Subject, Tag
from accounts.models.extras import KIND_CHOICES
from accounts.selectors.extras import PREFIX
from accounts.selectors.tags import TagBook
from accounts.services.extras import expected_of
from csm.foundation.forms import FactsForm, seen_now

YES_OR_NO = [("", _("not known")), ("true", _("yes")), ("false", _("no"))]


class TagsInput(forms.Widget):
    """Tags typed one after the other, with those that exist proposed; kept as chips."""

    template_name = "accounts/_tags_widget.html"

    def __init__(self, placeholder: Any = "", *, known_only: bool = False) -> None:
        super().__init__()
        self.placeholder = placeholder or _("Type a word")
        self.known_only = known_only

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        url = f"{reverse('accounts:tag_options')}{'?known=1' if self.known_only else ''}"
        chosen = [one for one in value or [] if one.strip()]
        shown = {"url": url, "placeholder": self.placeholder, "chosen": chosen}
        context["widget"].update(shown)
        return context


class TagsField(forms.Field):
    """Tags by name; new words become tags when the form is saved."""

    widget = TagsInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "tag": _("“%(tag)s” cannot be a tag: use 1 to %(most)d characters and no comma.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "label": _("Tags"), **options})

    def to_python(self, value: Any) -> list[str]:
        named = [tag for words in value or [] for tag in self._tags(words)]
        return list({tag.casefold(): tag for tag in reversed(named)}.values())[::-1]

    def _tags(self, words: str) -> list[str]:
        try:
            return split_tags(words)
        except BadTag:
            params = {"tag": words[:60], "most": LONGEST}
            raise forms.ValidationError(self.error_messages["tag"], "tag", params) from None


def form_field(extra: Extra) -> forms.Field:
    """The form field for values of an extra field, with the widget that suits them."""
    made: forms.Field = _FIELDS[extra.kind](extra)
    return made


class _NumberField(FigureField):
    """A number that fifteen digits say."""

    def __init__(self, extra: Extra, **options: Any) -> None:
        places = 2 if extra.kind is ExtraKind.MONEY else None
        super().__init__(decimal_places=places, max_digits=DIGITS, required=False, **options)
        self.extra = extra

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        try:
            stored(self.extra, given)
        except Unacceptable:
            raise forms.ValidationError(expected_of(self.extra)) from None
        return given


def _number(extra: Extra) -> forms.Field:
    label = f"{extra.name} ({extra.currency})" if extra.currency else extra.name
    return _NumberField(extra, label=label)


def _choice(extra: Extra) -> forms.Field:
    choices = [("", _("not known")), *((one, one) for one in extra.choices)]
    return forms.ChoiceField(label=extra.name, choices=choices, required=False)


def _flag(extra: Extra) -> forms.Field:
    meant = {"true": True, "false": False}
    return forms.TypedChoiceField(
        label=extra.name, choices=YES_OR_NO, required=False, coerce=lambda word: meant[str(word)], empty_value=None
    )


_FIELDS: dict[ExtraKind, Any] = {
    ExtraKind.TEXT: lambda extra: forms.CharField(label=extra.name, max_length=LONGEST_TEXT, required=False),
    ExtraKind.NUMBER: _number,
    ExtraKind.MONEY: _number,
    ExtraKind.DATE: lambda extra: DayField(label=extra.name, required=False),
    ExtraKind.FLAG: _flag,
    ExtraKind.CHOICE: _choice,
}


def initial_of(extra: Extra, held: Mapping[str, Any]) -> Any:
    """A stored value as its form field begins with it."""
    value = loaded(extra, held.get(extra.key))
    return str(value).lower() if isinstance(value, bool) else value


class ExtendedForm(FactsForm):
    """A form of an account or a person, with the extra fields of the day and with tags."""

    def extend(self, extras: Sequence[Extra]) -> None:
        """Add the fields; `facts` then holds `extra` by key and `tags` by name."""
        row: Any = self.row
        held = row.extra if row is not None else {}
        self.extras = extras
        for extra in extras:
            name = f"{PREFIX}{extra.key}"
            self.fields[name] = self._field_holding(extra, held)
            self.initial[name] = initial_of(extra, held)
        self.fields["tags"] = TagsField()
        self.initial["tags"] = TagBook().of(row.tags) if row is not None else []
        self.initial["seen"] = seen_now(self)

    def _field_holding(self, extra: Extra, held: Mapping[str, Any]) -> forms.Field:
        """The field of an extra; a choice that is no longer offered stays while the row holds it."""
        kept = held.get(extra.key)
        if extra.kind is ExtraKind.CHOICE and kept and kept not in extra.choices:
            extra = Extra(extra.key, extra.name, extra.kind, (*extra.choices, kept))
        return form_field(extra)

    def extra_fields(self) -> list[forms.BoundField]:
        return [self[f"{PREFIX}{extra.key}"] for extra in self.extras]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed; of the extra values only those that changed, so that an old choice may stay."""
        given = super().facts
        row: Any = self.row
        values = {extra.key: given.pop(f"{PREFIX}{extra.key}") for extra in self.extras}
        held = row.extra if row is not None else {}
        changed = {key: value for key, value in values.items() if not self._is_held(key, value, held)}
        return {**given, "extra": changed}

    def _is_held(self, key: str, value: Any, held: Mapping[str, Any]) -> bool:
        extra = next(one for one in self.extras if one.key == key)
        now: object = loaded(extra, held.get(key))
        return now == (None if value == "" else value)


class ExtraFieldForm(FactsForm):
    """What an extra field is called and what one may choose."""

    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line. What is no longer listed stays where it was chosen."),
    )

    class Meta:
        model = ExtraField
        fields: ClassVar[list[str]] = ["name", "choices", "currency", "position"]
        help_texts: ClassVar[dict[str, Any]] = {
            "position": _("Forms and lists show the lowest first."),
            "currency": _("Three letters, such as EUR; all its amounts are in it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.row
        if isinstance(row, ExtraField):
            self._keep_only_what_fits(row)
        self.initial["seen"] = seen_now(self)

    def _keep_only_what_fits(self, row: ExtraField) -> None:
        self.initial["choices"] = "\n".join(row.choices)
        if row.kind != ExtraKind.CHOICE:
            del self.fields["choices"]
        if row.kind != ExtraKind.MONEY:
            del self.fields["currency"]

    def clean_choices(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]


class NewExtraFieldForm(ExtraFieldForm):
    """A new extra field: whose it is and what it holds cannot be changed later."""

    subject = forms.ChoiceField(label=_("Of"), choices=Subject.choices)
    kind = forms.ChoiceField(label=_("Holds"), choices=KIND_CHOICES, help_text=_("This cannot be changed later."))
    field_order = ["subject", "name", "kind", "choices", "currency", "position"]


class TagForm(FactsForm):
    """What a tag is called."""

    class Meta:
        model = Tag
        fields: ClassVar[list[str]] = ["name"]


class MergeTagForm(forms.Form):
    """Which tag takes the place of another."""

    into = forms.ModelChoiceField(Tag.objects.none(), label=_("Merge into"), empty_label=_("Choose a tag"))

    def __init__(self, data: Any = None, *, tag: Tag) -> None:
        super().__init__(data)
        others = Tag.objects.standing().filter(merged_into__isnull=True).exclude(pk=tag.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
