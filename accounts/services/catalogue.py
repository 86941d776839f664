"""Change what there is to choose from: jobs, products and exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import ExchangeRate, Job, Product, User
from accounts.selectors.touched import accounts_paid_in
from accounts.services.acts import act


def create_job(actor: User | None, **fields: Any) -> Job:
    """Add a job that a user can have on an account. *Raises* ValidationError."""
    job = Job(**fields)
    with act("create_job", actor, None, _("Created the job %(name)s") % {"name": job}) as recorder:
        return recorder.insert(job)


def edit_job(actor: User | None, job: Job, expected_version: int, **fields: Any) -> Job:
    """Change a job. *Raises* StaleEdit, ValidationError."""
    with act("edit_job", actor, None, _("Edited the job %(name)s") % {"name": job}) as recorder:
        return recorder.change(job, expected_version, **fields)


def create_product(actor: User | None, **fields: Any) -> Product:
    """Add a product. *Raises* ValidationError."""
    product = Product(**fields)
    with act("create_product", actor, None, _("Created the product %(name)s") % {"name": product}) as recorder:
        return recorder.insert(product)


def edit_product(actor: User | None, product: Product, expected_version: int, **fields: Any) -> Product:
    """Change a product. *Raises* StaleEdit, ValidationError."""
    with act("edit_product", actor, None, _("Edited the product %(name)s") % {"name": product}) as recorder:
        return recorder.change(product, expected_version, **fields)


def set_exchange_rate(actor: User | None, currency: str, valid_from: date, rate: Decimal) -> ExchangeRate:
    """Say what one unit of a currency is worth in the base currency from a date on, in place of what was said
    of that date before. *Raises* ValidationError.
    """
    code = currency.strip().upper()
    _refuse_bad_rate(code, rate)
    held = ExchangeRate.objects.filter(currency=code, valid_from=valid_from).first()
    words = _("%(currency)s is worth %(rate)s from %(day)s") % {"currency": code, "rate": rate, "day": valid_from}
    with act("set_exchange_rate", actor, None, words) as recorder:
        recorder.touches(*accounts_paid_in([code]))
        if held is not None:
            return recorder.change(held, rate=rate)
        return recorder.insert(ExchangeRate(currency=code, valid_from=valid_from, rate=rate))


def remove_exchange_rate(actor: User | None, rate: ExchangeRate) -> None:
    """Remove a rate that was entered by mistake."""
    words = _("Removed the rate of %(currency)s from %(day)s") % {"currency": rate.currency, "day": rate.valid_from}
    with act("remove_exchange_rate", actor, None, words) as recorder:
        recorder.touches(*accounts_paid_in([rate.currency]))
        recorder.remove(rate)


def _refuse_bad_rate(code: str, rate: Decimal) -> None:
    if code == settings.BASE_CURRENCY:
        words = _("%(currency)s is the base currency: its rate is always 1.")
        raise ValidationError({"currency": words % {"currency": code}})
    if len(code) != 3 or not code.isalpha():
        raise ValidationError({"currency": _("Give the three letters of the currency, such as USD.")})
    if rate <= 0:
        raise ValidationError({"rate": _("A rate is greater than 0.")})
