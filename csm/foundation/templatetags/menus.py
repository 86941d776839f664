"""The entries of a menu as the reader sees them. Load with `{% load menus %}`."""

from typing import Any, NamedTuple

from django import template
from django.urls import reverse

from csm.foundation.registry import Label, menu_items

register = template.Library()


class Entry(NamedTuple):
    """One page of a menu; `is_current` where one is on it or below it."""

    key: str
    label: Label
    url: str
    is_current: bool


@register.simple_tag(takes_context=True)
def menu_of(context: Any, *menus: str) -> list[Entry]:
    """The pages of some menus, one menu after the other, that are for the reader; no query."""
    request = context["request"]
    shown = [item for menu in menus for item in menu_items if item.menu == menu and item.is_for(request.user)]
    urls = [(item, reverse(item.url_name)) for item in shown]
    return [Entry(item.key, item.label, url, request.path.startswith(url)) for item, url in urls]
