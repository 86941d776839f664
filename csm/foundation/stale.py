"""Two people saved the same row: what each says, field by field, and the choice of the one who came second."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from csm.foundation.forms import BOOKKEEPING, held, sent

CHOICE = "choose-"
THEIRS = "theirs"


@dataclass(frozen=True)
class Difference:
    """A field whose two versions differ; `prefers_theirs` where only the other person changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    prefers_theirs: bool

    @property
    def choice(self) -> str:
        return f"{CHOICE}{self.name}"


def differences(mine: forms.BaseForm, theirs: forms.BaseForm) -> list[Difference]:
    """The fields in which what was typed differs from what is there now, in the order of the form."""
    typed, now, seen = _typed(mine), held(theirs), _seen(mine)
    return [
        Difference(
            name,
            str(mine[name].label),
            _shown(mine.fields[name], typed[name]),
            _shown(mine.fields[name], now[name]),
            prefers_theirs=typed[name] == seen.get(name),
        )
        for name in now
        if typed[name] != now[name]
    ]


def settled(data: QueryDict, theirs: forms.BaseForm) -> QueryDict:
    """What was typed, with the other person's version where that was chosen."""
    merged = data.copy()
    for name, now in held(theirs).items():
        if data.get(f"{CHOICE}{theirs.add_prefix(name)}", data.get(f"{CHOICE}{name}")) == THEIRS:
            merged.setlist(theirs.add_prefix(name), _as_list(now))
    return merged


def carried(mine: forms.BaseForm, theirs: forms.BaseForm) -> list[tuple[str, str]]:
    """The hidden fields that bring what was typed into the second try, at the version now there."""
    pairs = [(mine.add_prefix(name), one) for name, typed in _typed(mine).items() for one in _as_list(typed)]
    bookkeeping = [(mine.add_prefix(name), str(theirs.initial[name])) for name in BOOKKEEPING]
    return [*pairs, *bookkeeping]


def _typed(form: forms.BaseForm) -> dict[str, str | list[str]]:
    fields = [(name, field) for name, field in form.fields.items() if name not in BOOKKEEPING]
    return {name: sent(field, form.cleaned_data.get(name)) for name, field in fields}


def _seen(form: forms.BaseForm) -> Mapping[str, Any]:
    try:
        seen = json.loads(form.cleaned_data.get("seen") or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _as_list(words: str | list[str]) -> list[str]:
    if isinstance(words, list):
        return words
    return [words] if words else []


def _shown(field: forms.Field, words: str | list[str]) -> str:
    if isinstance(field, forms.BooleanField):
        return _("yes") if words else _("no")
    labels = _labels(field, words)
    return ", ".join(labels.get(one, one) for one in _as_list(words)) or _("nothing")


def _labels(field: forms.Field, words: str | list[str]) -> dict[str, str]:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        rows = field.queryset.filter(pk__in=_as_list(words))
        return {str(row.pk): field.label_from_instance(row) for row in rows}
    choices: Any = getattr(field, "choices", ())
    return {str(value): str(label) for value, label in choices}
