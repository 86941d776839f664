"""The sky as SVG, drawn on the server: what is seen without scripts, printed, and read by screen readers.

Only presentation attributes and classes are used, since the content policy allows no inline style.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, MARGIN = 1000, 640, 60
SMALLEST, PER_POINT = 8.0, 1.0


def sky_svg(drawn: Mapping[str, Any]) -> SafeString:
    """Draw what `picture` says: lines under stars under names."""
    points = {f"s{star['id']}": _point(star) for star in drawn["stars"]}
    points |= {f"u{user['id']}": _point(user) for user in drawn["ours"]}
    title = _("Constellation of %(name)s on %(date)s") % {
        "name": drawn["account"]["name"],
        "date": drawn["as_of_label"],
    }
    return format_html(
        '<svg class="sky-drawing" viewBox="0 0 {} {}" role="img" aria-label="{}"><g>{}</g><g>{}</g><g>{}</g></svg>',
        WIDTH,
        HEIGHT,
        title,
        format_html_join("", "{}", ((_line(line, points),) for line in drawn["lines"])),
        format_html_join("", "{}", ((_user(user),) for user in drawn["ours"])),
        format_html_join("", "{}", ((_star(star),) for star in drawn["stars"])),
    )


def _point(thing: Mapping[str, Any]) -> tuple[float, float]:
    x, y = thing["x"], thing["y"]
    across = (0.5 if x is None else x) * (WIDTH - 2 * MARGIN) + MARGIN
    down = (0.5 if y is None else y) * (HEIGHT - 2 * MARGIN) + MARGIN
    return round(across, 1), round(down, 1)


def _line(line: Mapping[str, Any], points: Mapping[str, tuple[float, float]]) -> SafeString:
    (x1, y1), (x2, y2) = points.get(line["from"], (0, 0)), points.get(line["to"], (0, 0))
    if line["from"] not in points or line["to"] not in points:
        return SafeString("")
    state = "is-past" if line["is_past"] else "is-fading" if line.get("label") == "fading" else ""
    return format_html(
        '<line class="sky-line sky-line-{} {}" x1="{}" y1="{}" x2="{}" y2="{}" stroke-width="{}"/>',
        line["kind"],
        state,
        x1,
        y1,
        x2,
        y2,
        round(1 + 4 * (line.get("strength") or 0), 1),
    )


def _star(star: Mapping[str, Any]) -> SafeString:
    x, y = _point(star)
    state = "is-hollow" if not star["is_present"] else f"is-step-{star.get('influence_step') or 0}"
    radius = SMALLEST + PER_POINT * (star.get("authority") or 0)
    letter = star["ring"]["letter"] if star.get("ring") else ""
    return format_html(
        '<g class="sky-star {}{}"><title>{}</title><circle cx="{}" cy="{}" r="{}"/>'
        '<text class="sky-letter" x="{}" y="{}">{}</text><text class="sky-name" x="{}" y="{}">{}</text></g>',
        state,
        " is-key" if star.get("is_key") else "",
        ", ".join(said for said in (star["name"], star["title"], star.get("leaves")) if said),
        x,
        y,
        radius,
        x,
        y + 4,
        letter,
        x,
        y + radius + 15,
        star["name"],
    )


def _user(user: Mapping[str, Any]) -> SafeString:
    x, y = _point(user)
    return format_html(
        '<g class="sky-user"><rect x="{}" y="{}" width="18" height="18" rx="5"/>'
        '<text class="sky-name" x="{}" y="{}">{}</text></g>',
        x - 9,
        y - 9,
        x,
        y + 24,
        user["name"],
    )
