"""What every template keeps: nothing inline under the strict content policy, components that say what they take."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
ICONS = TEMPLATES.parent / "static" / "img" / "icons.svg"

INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=|\shx-on|hx-vals=["']js:|<script(?![^>]*\ssrc=)""", re.IGNORECASE)
# What takes no parameters (table_end.html) needs no "only".
COMPONENT_INCLUDE = re.compile(r'{%\s*include "components/(?!table_end\.html)[^%]*%}')
ICON_USED = re.compile(r"icons\.svg' %}#([a-z][a-z-]*)\"")


def named(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_nothing_is_written_inline(page: Path) -> None:
    assert INLINE.findall(page.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_components_are_included_with_only(page: Path) -> None:
    includes = COMPONENT_INCLUDE.findall(page.read_text())
    assert [one for one in includes if not re.search(r"\bonly\s*%}$", one)] == []


@pytest.mark.parametrize("component", COMPONENTS, ids=named)
def test_a_component_opens_by_naming_its_parameters(component: Path) -> None:
    first_line = component.read_text().splitlines()[0]
    assert first_line.startswith("{#")
    assert re.search(r"[Pp]arameters?\b", first_line)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_icon_exists(page: Path) -> None:
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', ICONS.read_text()))
    used = {name for name in ICON_USED.findall(page.read_text()) if not name.endswith("-")}
    assert used - drawn == set()
