"""Plain text that people wrote, as a page shows it: paragraphs, lists and links, everything else as typed."""

import re
from collections.abc import Iterable
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BULLET = re.compile(r"^\s*[-*•]\s+")
NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+")
BLANK, BULLETS, NUMBERS, WORDS = "", "ul", "ol", "p"


@register.filter
def as_written(text: str | None) -> SafeString:
    """Show lines beginning with - or 1. as lists, addresses as links, the rest as paragraphs; no markup is heeded."""
    lines = (text or "").replace("\r\n", "\n").split("\n")
    blocks = (_block(kind, list(group)) for kind, group in groupby(lines, key=_kind) if kind != BLANK)
    return mark_safe("".join(blocks))  # noqa: S308 (made of escaped parts)


def _kind(line: str) -> str:
    if not line.strip():
        return BLANK
    return BULLETS if BULLET.match(line) else NUMBERS if NUMBER.match(line) else WORDS


def _block(kind: str, lines: list[str]) -> SafeString:
    if kind == WORDS:
        return format_html("<p>{}</p>", _joined(lines))
    mark = BULLET if kind == BULLETS else NUMBER
    items = format_html_join("", "<li>{}</li>", ((_linked(mark.sub("", line)),) for line in lines))
    return format_html("<{}>{}</{}>", kind, items, kind)


def _joined(lines: Iterable[str]) -> SafeString:
    return mark_safe("<br>".join(_linked(line) for line in lines))  # noqa: S308 (each line is escaped)


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line.strip(), nofollow=True, autoescape=True))  # noqa: S308 (urlize escapes)
