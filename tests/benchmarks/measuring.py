"""Timing, and what is said of it."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

Work = Callable[[], object]


class Measurement(NamedTuple):
    """One line of the table: `floor` is the same work at its barest, `ratio` how many times more it takes."""

    name: str
    median: float
    unit: str
    floor: float | None = None
    ratio: float | None = None


def against(name: str, median: float, unit: str, floor: float) -> Measurement:
    """A measurement beside its floor; of a rate the ratio is turned round, so that 1 is always the best."""
    ratio = floor / median if unit.endswith("/s") else median / floor
    return Measurement(name, median, unit, floor, ratio)


def seconds(work: Work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def milliseconds(works: Iterable[Work]) -> list[float]:
    return [1000 * seconds(work) for work in works]


def alternately(measured: Work, floor: Work, rounds: int, warm_up: int = 5) -> tuple[float, float]:
    """Median milliseconds of two works done in turns."""
    pairs = [(seconds(measured), seconds(floor)) for _round in range(warm_up + rounds)][warm_up:]
    ours, bare = zip(*pairs, strict=True)
    return 1000 * statistics.median(ours), 1000 * statistics.median(bare)


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def say(line: str, end: str = "\n") -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(line + end)
    sys.stdout.flush()


def table(found: list[Measurement]) -> str:
    lines = [f"{'':<24}{'median':>10}  {'unit':<8}{'floor':>10}{'ratio':>8}"]
    for each in found:
        floor = "" if each.floor is None else f"{each.floor:,.2f}"
        ratio = "" if each.ratio is None else f"{each.ratio:.2f}"
        lines.append(f"{each.name:<24}{each.median:>10,.2f}  {each.unit:<8}{floor:>10}{ratio:>8}")
    return "\n".join(lines)


def save(found: Measurement, path: Path) -> None:
    """Put a measurement into the list; the others stay in it as they were last measured."""
    kept = {each["name"]: each for each in json.loads(path.read_text())} if path.exists() else {}
    kept[found.name] = _rounded(found)
    path.write_text(json.dumps(list(kept.values()), indent=1) + "\n")


def _rounded(each: Measurement) -> dict[str, object]:
    return {name: round(part, 3) if isinstance(part, float) else part for name, part in each._asdict().items()}
