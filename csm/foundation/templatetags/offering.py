"""What upper apps let one do about a thing that a page shows, and know of it. Load with `{% load offering %}`."""

from typing import NamedTuple

from django import template
from django.urls import reverse

from csm.foundation.known import KnownById
from csm.foundation.registry import Known, Label
from csm.foundation.registry import offers as registered

register = template.Library()


class Offered(NamedTuple):
    """The words of a button and the address of its dialog."""

    label: Label
    url: str


@register.simple_tag
def offers(about: str, account_id: int, row_id: int) -> list[Offered]:
    """What is offered about one row of an account; no query."""
    return [
        Offered(one.label, f"{reverse(one.url_name, args=[account_id])}?{one.about}={row_id}")
        for one in registered
        if one.about == about
    ]


@register.filter
def of(known: KnownById, row_id: int) -> list[Known]:
    """What is known of one row, out of what is known of all: `{{ known|of:alert.pk }}`."""
    return known.get(row_id, [])
