"""What a page complains of, and when it has come to rest."""

import time
from collections.abc import Callable

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from playwright.sync_api import Page

from csm.foundation.clock import today
from stakeholders.models import Conclusion
from stakeholders.services.conclusions import conclude_accounts

PATIENCE_SECONDS = 10

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


def holds_soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold while one waits: what a worker of the product does by itself."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def conclude(*account_ids: int) -> None:
    """Have these accounts judged, and wait where a worker of the product has some of them in hand already."""
    conclude_accounts(account_ids)
    judged = Conclusion.objects.annotate(version=Coalesce("account__facts__facts_version", Value(0))).filter(
        pk__in=account_ids, judged_on=today(), judged_version=F("version")
    )
    assert holds_soon(lambda: judged.count() == len(account_ids))
