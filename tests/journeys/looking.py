"""What axe finds on the page that is open, and whether the page is wider than its screen."""

from pathlib import Path
from typing import Literal

from django.conf import settings
from playwright.sync_api import Page

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
# Only colours change with the theme.
FIND = """async (theme) => {
    const only = theme === "dark" ? { runOnly: ["color-contrast", "link-in-text-block"] } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, any }) => `${theme}: ${id}: ${target} ${any[0]?.message ?? ""}`));
}"""
WIDER = """() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth} wide on a screen of ${clientWidth}`] : [];
}"""


def look(page: Page, theme: Literal["light", "dark"] = "light") -> list[str]:
    """The violations that axe finds; colours only in the dark, where nothing else differs."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    return list(page.evaluate(FIND, theme))


def wider(page: Page) -> list[str]:
    """What to say of a page that has to be scrolled sideways."""
    return list(page.evaluate(WIDER))
