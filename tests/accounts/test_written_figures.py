"""Numbers and currencies as people write them into forms, and the errors that stand at their fields."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.domain.figures import Ambiguous, Unreadable, typed_figure, written
from accounts.forms.accounts import AccountForm, ContractForm
from accounts.forms.deals import DealForm
from accounts.forms.fields import CurrencyField, FigureField, WholeField
from accounts.models import Contract, Product
from accounts.services.accounts import edit_account
from csm.foundation.forms import refuse
from tests.accounts.pages import signed_in, text_of
from tests.personas import Cast


@pytest.mark.parametrize(
    ("typed", "mark", "places", "meant"),
    [
        ("1,200.5", ".", 4, "1200.5"),
        ("1.200,5", ".", 4, "1200.5"),
        ("1,200.5", ",", 4, "1200.5"),
        ("40,5", ".", 4, "40.5"),
        ("40 %", ".", 0, "40"),
        ("€1.200", ".", 4, "1200"),
        ("EUR 1 200,50", ".", 2, "1200.50"),
        ("1'200", ".", 2, "1200"),
        ("1,200", ".", 4, "1200"),
        ("1.200", ",", 4, "1200"),
        ("1.200", ".", 2, "1200"),
        ("1.200.300", ".", 4, "1200300"),
        ("0.125", ".", 4, "0.125"),
        ("0,125", ".", 4, "0.125"),
        ("−5", ".", 4, "-5"),
        ("+7", ".", 4, "7"),
        ("12.5000", ".", 4, "12.5000"),
    ],
)
def test_a_number_is_understood_as_it_is_written(typed: str, mark: str, places: int, meant: str) -> None:
    assert str(typed_figure(typed, mark, places)) == meant


@pytest.mark.parametrize("typed", ["", "abc", "1,20.5", "12 days", "1.2M", "1,2,3", "--5", "1 EUR 2"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        typed_figure(typed, ".", 4)


@pytest.mark.parametrize(("typed", "mark"), [("1.200", "."), ("-1.200", "."), ("1,200", ",")])
def test_what_can_be_two_numbers_is_refused(typed: str, mark: str) -> None:
    with pytest.raises(Ambiguous):
        typed_figure(typed, mark, 4)


@pytest.mark.parametrize("figure", ["1.125", "1200", "0.5", "-12.345", "1200.5", "0", "999.999"])
@pytest.mark.parametrize("mark", [".", ","])
def test_what_a_form_shows_it_reads_again(figure: str, mark: str) -> None:
    assert typed_figure(written(Decimal(figure), mark, 4), mark, 4) == Decimal(figure)


def said_by(field: forms.Field, typed: str) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return " ".join(refused.value.messages)


def test_a_field_says_what_two_numbers_it_could_be() -> None:
    field = FigureField(max_digits=20, decimal_places=4)
    assert said_by(field, "1.250") == "This can be 1250 or 1.25. Write 1250 or 1.25."
    assert said_by(field, "1.125") == "This can be 1125 or 1.125. Write 1125 or 1.1250."
    assert said_by(field, "soon") == "This is no number. Write it such as 1200.5 or 1,200.50."
    assert "required" in said_by(field, " ")
    assert field.clean("1.1250") == Decimal("1.125")


def test_a_whole_number_is_whole_and_within_bounds() -> None:
    field = WholeField(min_value=0, max_value=100)
    assert field.clean("40 %") == 40
    assert said_by(field, "40.5") == "This must be a whole number."
    assert "100" in said_by(field, "140")
    assert WholeField(required=False).clean("") is None
    assert WholeField().clean("1.200") == 1200


@pytest.mark.parametrize(("typed", "code"), [("eur", "EUR"), ("€", "EUR"), (" usd ", "USD"), ("zł", "PLN")])
def test_a_currency_is_known_by_its_letters_or_its_own_sign(typed: str, code: str) -> None:
    assert CurrencyField().clean(typed) == code


@pytest.mark.parametrize("typed", ["Euros", "$", "kr", "12", "E1R", "€€"])
def test_another_currency_is_refused_with_an_example(typed: str) -> None:
    assert said_by(CurrencyField(), typed) == "Write the three letters of a currency, such as EUR."


def test_an_optional_currency_may_be_empty() -> None:
    assert CurrencyField(required=False).clean("") == ""


def contract(**typed: str) -> Any:
    given = {"starts_on": "2026-01-01", "ends_on": "2027-01-01", "annual_value": "€1.200", "currency": "eur"}
    return ContractForm({"outcome": "open", **given, **typed})


@pytest.mark.django_db
def test_an_amount_agrees_with_the_currency_beside_it(cast: Cast) -> None:
    product = Product.objects.create(name="Suite")
    good = contract(product=str(product.pk))
    assert good.is_valid(), good.errors
    assert (good.cleaned_data["annual_value"], good.cleaned_data["currency"]) == (Decimal(1200), "EUR")
    other = contract(product=str(product.pk), currency="USD")
    assert other.errors["annual_value"] == ["This says €, but the currency is USD."]
    deal = DealForm({"name": "Suite", "amount": "$ 900", "currency": "CAD", "probability": "80 %"})
    assert deal.is_valid(), deal.errors


@pytest.mark.django_db
def test_what_a_constraint_refuses_stands_at_its_field(cast: Cast) -> None:
    product = Product.objects.create(name="Suite")
    form = ContractForm({"product": str(product.pk), "starts_on": "2026-05-01", "ends_on": "2026-05-01",
                         "annual_value": "5", "currency": "EUR", "outcome": "open"},
                        instance=Contract(account=cast.acme))  # fmt: skip
    assert not form.is_valid()
    assert "__all__" not in form.errors
    assert {"starts_on", "ends_on"} & set(form.errors)


@pytest.mark.django_db
def test_what_a_service_refuses_by_a_constraint_stands_at_its_field(cast: Cast) -> None:
    form = contract()
    form.is_valid()
    for constraint in Contract._meta.constraints:
        if constraint.name and "value" in constraint.name:
            refuse(form, ValidationError(str(constraint.violation_error_message)))
    refuse(form, ValidationError("Of another kind."))
    assert form.non_field_errors() == ["Of another kind."]


@pytest.mark.django_db
def test_a_name_is_never_cut_and_a_domain_is_one(cast: Cast) -> None:
    client = signed_in(cast.ada)
    page = client.get("/accounts/new/").content.decode()
    assert "maxlength" not in page.split("<form", 2)[2].split("</form")[0]
    typed = {"name": "N" * 230, "domain": "not a domain at all", "phase": "adopt", "employees": "1,200"}
    answer = client.post("/accounts/new/", typed)
    form = answer.context["form"]
    assert form.errors["name"] == ["Ensure this value has at most 200 characters (it has 230)."]
    assert form.errors["domain"] == ["This is no web domain. Write it such as example.com."]
    assert "employees" not in form.errors
    assert "N" * 230 in text_of(answer) or "N" * 230 in answer.content.decode()
    pasted = AccountForm({"name": "Acme 2", "domain": "https://www.acme.example/x", "phase": "adopt"}, viewer=cast.ada)
    assert pasted.is_valid(), pasted.errors
    assert pasted.cleaned_data["domain"] == "acme.example"


@pytest.mark.django_db
def test_the_api_takes_no_other_domain_either(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        edit_account(cast.ada, cast.acme, cast.acme.row_version, domain="not a domain at all")
    assert refused.value.message_dict == {"domain": ["This is no web domain. Write it such as example.com."]}
    cast.acme.refresh_from_db()
    assert cast.acme.domain == ""
    assert (
        edit_account(cast.ada, cast.acme, cast.acme.row_version, domain="https://www.acme.example/").domain
        == "acme.example"
    )


def test_the_sign_of_the_readers_language_decides() -> None:
    field = FigureField(max_digits=20, decimal_places=4)
    with translation.override("de"):
        assert field.clean("1.200") == Decimal(1200)
        assert field.clean("1,5") == Decimal("1.5")
        assert field.prepare_value(Decimal("1.5")) == "1,5"
    assert field.clean("1,200") == Decimal(1200)
