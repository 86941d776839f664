"""What a page complains of, and when it has come to rest."""

from playwright.sync_api import Page

AT_REST = """() => document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-settling")
    && [...document.querySelectorAll("[data-map-canvas]")].every((canvas) => "ready" in canvas.dataset)"""


class Watch:
    """Gathers errors of scripts, of the console (content policy included) and of loading."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self._keep(page, str(error)))
        page.on("console", lambda said: self._keep(page, said.text) if said.type == "error" else None)

    def _keep(self, page: Page, said: str) -> None:
        self.errors.append(f"{page.url}: {said}")


def settle(page: Page) -> None:
    """Wait until the page is loaded, asked parts have arrived and the map is drawn."""
    page.wait_for_function(AT_REST)
