"""What quick entry would record, in one sentence."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.domain.sky import TouchKind
from stakeholders.models.words import TOUCH_LABELS


def entry_sentence(form: Any) -> str:
    """A form filled by one line, as a sentence: what, when, with whom, about what."""
    held = form.initial
    theirs = [form.fields["stakeholders"].label_from_instance(row) for row in _rows(form, "stakeholders")]
    what = _("%(kind)s on %(day)s") % {
        "kind": str(TOUCH_LABELS[TouchKind(held["kind"])]).capitalize(),
        "day": date_format(held["on"], "DATE_FORMAT"),
    }
    whom = _(" with %(names)s") % {"names": _listed(theirs)} if theirs else ""
    about = _(" about “%(subject)s”") % {"subject": held["subject"]} if held["subject"] else ""
    return f"{what}{whom}{about}."


def _rows(form: Any, name: str) -> list[Any]:
    keys = form.initial[name]
    found = {row.pk: row for row in form.fields[name].queryset.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
