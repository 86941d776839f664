"""100,000 people and 300,000 touchpoints imported into a running installation, and its pages meanwhile.

`python -m tests.benchmarks.large_import` starts the whole product on a scratch database, sends the files to its API,
visits pages once a second until they are applied, and prints a table. It takes some minutes.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from csm.foundation.clock import today
from tests.benchmarks import server  # noqa: F401 (sets Django up)
from tests.benchmarks.databases import scratch_database
from tests.benchmarks.installation import Installation
from tests.benchmarks.measuring import Measurement, milliseconds, p95, say, seconds, table

ACCOUNTS, PEOPLE, TOUCHPOINTS = 4_000, int(os.environ.get("BENCH_PEOPLE", "100000")), 3
TITLES = (
    "Chief Information Officer", "VP Finance", "Head of Procurement", "Security Engineer", "IT Manager",
    "Director of Operations", "Software Engineer", "Purchasing Manager", "Chief Financial Officer", "Analyst",
    "Data Protection Officer", "Product Owner",
)  # fmt: skip
PAGES = ("/accounts/", "/accounts/{id}/details/", "/accounts/{id}/constellation/", "/people/", "/imports/{run}/")
OURS = "cleo@constellation.example"


def accounts() -> Iterator[str]:
    yield "external_id,name,domain"
    for number in range(ACCOUNTS):
        yield f"A{number},Company {number},company{number}.example"


def people() -> Iterator[str]:
    yield "external_id,name,email,account_domain,title,department,joined_on"
    for number in range(PEOPLE):
        at = f"company{number % ACCOUNTS}.example"
        department = "Finance" if number % 3 == 0 else ""
        yield (
            f"P{number},First{number % 977} Last{number},p{number}@{at},{at},{TITLES[number % len(TITLES)]},"
            f"{department},{date(2024, 1, 1) + timedelta(days=number % 365)}"
        )


def touchpoints() -> Iterator[str]:
    yield "external_id,account_domain,touched_at,kind,subject,ours,theirs"
    for number in range(PEOPLE * TOUCHPOINTS):
        whom = number * 7919 % PEOPLE
        at = f"company{whom % ACCOUNTS}.example"
        day = today() - timedelta(days=number % 300 + 1)
        kind = ("meeting", "call", "email")[number % 3]
        yield f"T{number},{at},{day} 10:{number % 60:02},{kind},Subject {number},{OURS},p{whom}@{at}"


def send(ours: Installation, kind: str, lines: Iterator[str]) -> dict[str, Any]:
    file = ("\n".join(lines) + "\n").encode()
    answer = ours.api.post(
        f"{ours.url}/api/v1/imports/",
        data={"kind": kind, "source": "bench", "then": "apply"},
        files={"file": (f"{kind}.csv", file)},
        timeout=120,
    )
    answer.raise_for_status()
    return dict(answer.json())


def stands(ours: Installation, run_id: int) -> dict[str, Any]:
    answer = ours.api.get(f"{ours.url}/api/v1/imports/{run_id}/", timeout=60)
    answer.raise_for_status()
    return dict(answer.json())


@contextmanager
def installed() -> Iterator[Installation]:
    with scratch_database(), tempfile.TemporaryDirectory() as data:
        started = Installation(Path(data))
        try:
            yield started
        finally:
            started.stop()


def measure(ours: Installation, kind: str, lines: Iterator[str], expected: int) -> Iterator[Measurement]:
    """Send a file, visit pages until it is applied; gives seconds to check, to apply, and how long pages took."""
    run: dict[str, Any] = {}
    sending = seconds(lambda: run.update(send(ours, kind, lines)))
    began, applying_at, done, times = time.monotonic(), None, -1, []
    for page in cycle(PAGES):
        now = stands(ours, run["id"])
        if now["state"] == "applying" and applying_at is None:
            applying_at, done = time.monotonic(), -1
        if now["state"] not in ("checking", "applying"):
            break
        if now["rows_done"] < done:
            raise RuntimeError(f"Progress went back from {done} to {now['rows_done']}.")
        done = now["rows_done"] if applying_at is not None else -1
        times += milliseconds([_visit(ours, page.format(id=1, run=run["id"]))])
        ours.weigh()
        time.sleep(1)
    ended = time.monotonic()
    if (now["state"], now["created"]) != ("applied", expected):
        raise RuntimeError(f"{kind}: {now['state']}, {now['created']} of {expected} rows.")
    yield Measurement(f"{kind}: receive", sending, "s")
    yield Measurement(f"{kind}: check", (applying_at or ended) - began, "s")
    yield Measurement(f"{kind}: apply", ended - (applying_at or ended), "s")
    if len(times) > 1:
        yield Measurement(f"{kind}: pages", p95(times), "ms p95")


def _visit(ours: Installation, path: str) -> Callable[[], None]:
    return lambda: ours.visit(path)


def main() -> int:
    with installed() as ours:
        found = [
            *measure(ours, "accounts", accounts(), ACCOUNTS),
            *measure(ours, "people", people(), PEOPLE),
            *measure(ours, "touchpoints", touchpoints(), PEOPLE * TOUCHPOINTS),
            Measurement("largest process", ours.most_memory, "MB"),
        ]
    say(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
