"""Selects written in one go read as Django's own."""

import pytest
from django import forms
from django.test.html import parse_html

from csm.foundation.forms import PlainSelect, write_selects_plainly

CHOICES = [("", "Any owner"), (3, "Ana <b>"), ("x&y", "Ben")]


class Filters(forms.Form):
    owner = forms.ChoiceField(choices=CHOICES, required=True, help_text="Whose.")
    q = forms.CharField(required=False)


@pytest.mark.parametrize("value", [None, "", 3, "3", "x&y", "nothing"])
def test_a_plain_select_is_what_a_select_is(value: object) -> None:
    attrs = {"id": "id_owner", "class": "form-select", "required": True, "disabled": False}
    plain = PlainSelect({"data-x": "1"}, CHOICES).render("owner", value, attrs)
    usual = forms.Select({"data-x": "1"}, CHOICES).render("owner", value, attrs)
    assert parse_html(plain) == parse_html(usual)


def test_only_selects_of_a_form_are_written_plainly() -> None:
    usual, plain = Filters({"owner": "3"}), Filters({"owner": "3"})
    write_selects_plainly(plain)
    assert isinstance(plain.fields["owner"].widget, PlainSelect)
    assert type(plain.fields["q"].widget) is forms.TextInput
    assert parse_html(str(plain["owner"])) == parse_html(str(usual["owner"]))
    assert plain.is_valid()
