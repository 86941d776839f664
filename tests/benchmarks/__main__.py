"""Run the benchmarks, all or one, print the table and keep it in `.data/bench.json`."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")

from django.conf import settings

from tests.benchmarks import server  # noqa: F401 (sets Django up)
from tests.benchmarks.bulk import measure_import, measure_recompute, measure_recompute_two
from tests.benchmarks.databases import ACCOUNTS, prepare_portfolio
from tests.benchmarks.latency import measure_latency
from tests.benchmarks.measuring import Measurement, save, say, table
from tests.benchmarks.naive import measure_recompute_naive
from tests.benchmarks.pages import measure_api_list, measure_page
from tests.benchmarks.plays import measure_plays
from tests.benchmarks.skies import SIZES, measure_sky

Measure = Callable[[], Measurement]

PAGES = (
    "page_accounts", "page_account", "page_constellation", "page_brief", "page_go", "page_portfolio", "portfolio_parts",
    "page_my_day", "page_health", "page_goals", "page_plays", "page_promises_of", "page_tasks", "page_promises",
    "page_celebration", "page_champions", "page_handoffs", "page_playbooks", "page_value",
)  # fmt: skip
WITHOUT_PORTFOLIO: dict[str, Measure] = {
    **{f"sky_{size}": partial(measure_sky, size) for size in SIZES},
    "import_rows_per_second": measure_import,
}
WITH_PORTFOLIO: dict[str, Measure] = {
    "api_list_100": measure_api_list,
    **{name: partial(measure_page, name) for name in PAGES},
    "recompute": measure_recompute,
    "recompute_two": measure_recompute_two,
    "recompute_naive": measure_recompute_naive,
    "plays": measure_plays,
    "latency": measure_latency,
}


def main(names: list[str]) -> int:
    """Measure these, or all."""
    known = {**WITHOUT_PORTFOLIO, **WITH_PORTFOLIO}
    unknown = set(names) - set(known)
    if unknown:
        say(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 2
    wanted = [name for name in known if not names or name in names]
    if set(wanted) & set(WITH_PORTFOLIO):
        say(f"Preparing the portfolio of {ACCOUNTS:,} accounts ...")
        prepare_portfolio()
    found = [_measured(name, known[name]) for name in wanted]
    say(table(found))
    return 0


def _measured(name: str, measure: Measure) -> Measurement:
    say(f"  {name} ...")
    found = measure()
    save(found, Path(settings.DATA_DIR) / "bench.json")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
