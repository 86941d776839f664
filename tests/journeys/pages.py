"""The pages of the sweep, read from `pages.txt`: every route there is, and what it answers to a GET."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

LIST = Path(__file__).with_name("pages.txt")
SHOWN = {"page", "open", "guarded"}
KINDS = SHOWN | {"part", "file", "on", "post", "other"}


class Line(NamedTuple):
    """One route of the list; `asked` are the further addresses (queries) at which the page is looked at."""

    route: str
    kind: str
    asked: tuple[str, ...]


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every route of the product as the resolver knows it; the API and the Django admin count as one each."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if route in {"admin/", "api/v1/", "^api/"}:
            yield route
        elif isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route or "(home)"


def lines() -> list[Line]:
    """The committed list."""
    rows = [text.split() for text in LIST.read_text().splitlines() if text and not text.startswith("#")]
    return [Line(row[0], row[1], tuple(row[2:])) for row in rows]


def addresses() -> list[tuple[str, str]]:
    """What the sweep opens: the kind, and the route with its query."""
    shown = [line for line in lines() if line.kind in SHOWN]
    return [(line.kind, line.route + query) for line in shown for query in ("", *line.asked)]
