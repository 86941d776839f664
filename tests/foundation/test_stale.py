"""What two versions of a row look like beside each other, and what is chosen of them."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import pytest
from django import forms
from django.http import QueryDict

from accounts.models import Contract
from csm.foundation.deeds import deeds, note
from csm.foundation.forms import FactsForm, held, sent
from csm.foundation.stale import carried, differences, settled

pytestmark = pytest.mark.django_db


class ContractFacts(FactsForm):
    """A form with a number, a date and a choice."""

    agreed = forms.BooleanField(required=False)

    class Meta:
        model = Contract
        fields: ClassVar[list[str]] = ["annual_value", "ends_on", "outcome"]


def row(value: str, outcome: str = "open", version: int = 1) -> Contract:
    return Contract(pk=1, annual_value=Decimal(value), ends_on=date(2027, 1, 1), outcome=outcome, row_version=version)


def typed(opened: Contract, **changed: str) -> ContractFacts:
    form = ContractFacts(row=opened)
    given = {**held(form), "row_version": str(opened.row_version), "seen": form.initial["seen"], **changed}
    bound = ContractFacts({name: str(value) for name, value in given.items() if value}, row=opened)
    assert bound.is_valid(), bound.errors
    return bound


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.DecimalField(), Decimal("900.00"), "900"),
        (forms.DecimalField(), Decimal("1E+3"), "1000"),
        (forms.DateField(), date(2027, 1, 1), "2027-01-01"),
        (forms.BooleanField(), True, "on"),
        (forms.BooleanField(), False, ""),
        (forms.CharField(), None, ""),
        (forms.MultipleChoiceField(), [1, 2], ["1", "2"]),
    ],
)
def test_a_value_in_the_words_a_form_sends(field: forms.Field, value: object, words: object) -> None:
    assert sent(field, value) == words


def test_the_same_number_written_otherwise_is_no_difference() -> None:
    assert differences(typed(row("900.00"), annual_value="900.0"), ContractFacts(row=row("900", version=2))) == []


def test_each_field_shows_both_versions_and_prefers_whoever_changed_it() -> None:
    mine, theirs = typed(row("900"), annual_value="950"), ContractFacts(row=row("900", "renewed", version=2))
    assert [(one.name, one.mine, one.theirs, one.prefers_theirs) for one in differences(mine, theirs)] == [
        ("annual_value", "950", "900", False),
        ("outcome", "open", "renewed", True),
    ]


def test_what_was_chosen_is_what_is_saved() -> None:
    mine, theirs = typed(row("900"), annual_value="950", agreed="on"), ContractFacts(row=row("900", "churned", 2))
    data = QueryDict(mutable=True)
    for name, value in carried(mine, theirs):
        data.appendlist(name, value)
    data.update({"choose-outcome": "theirs", "choose-annual_value": "mine", "choose-agreed": "theirs"})
    chosen = settled(data, theirs)
    names = ("annual_value", "outcome", "row_version", "agreed")
    assert [chosen.get(name) for name in names] == ["950", "churned", "2", None]


def test_a_form_never_touches_its_row() -> None:
    opened = row("900")
    assert typed(opened, annual_value="950").facts["annual_value"] == Decimal("950")
    assert opened.annual_value == Decimal("900")


def test_deeds_are_heard_by_the_innermost_listener_only() -> None:
    note(1, "nobody listens")
    with deeds() as outer:
        note(2, "outer")
        with deeds() as inner:
            note(3, "inner")
        note(4, "outer again")
    assert [deed.pk for deed in outer] == [2, 4]
    assert [deed.pk for deed in inner] == [3]
