"""How the tests of the pages sign in and read what they get."""

import re
from typing import Any

from django.test import Client

from accounts.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    """What a reader sees of a page, in one line."""
    body = response.content.decode()
    body = re.sub(r"(?s)<(script|style|template|head).*?</\1>", " ", body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def rows_of(response: Any) -> list[str]:
    """The rows of the first table of a page, each as words."""
    body = re.search(r"(?s)<tbody.*?</tbody>", response.content.decode())
    found = re.findall(r"(?s)<tr.*?</tr>", body.group()) if body else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in found]


def fields_of(response: Any) -> dict[str, Any]:
    """What the form of a page would send if it were submitted as it is."""
    form = response.context["form"]
    held = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in held.items() if value not in (None, False)}


def undo_urls(response: Any) -> list[str]:
    return re.findall(r'action="(/acts/\d+/undo/)"', response.content.decode())
