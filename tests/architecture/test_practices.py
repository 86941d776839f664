"""The table of practices: every practice has a row, and every test it names is there."""

import re
from pathlib import Path

from django.conf import settings

TABLE = Path(settings.BASE_DIR) / "docs" / "practices.md"
FAMILIES = {"S0": 7, "S1": 12, "S2": 14, "S3": 5, "S4": 6}


def rows() -> dict[str, list[str]]:
    """The cells of each row, by the id of its practice."""
    lines = [line.strip("|").split("|") for line in TABLE.read_text().splitlines() if re.match(r"\| [SX]\d", line)]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_every_practice_has_a_row_and_a_test_unless_it_is_open() -> None:
    wanted = [f"{family}.{number}" for family, count in FAMILIES.items() for number in range(1, count + 1)]
    assert list(rows()) == [*wanted, *(f"X{number}" for number in range(1, 8))]
    for key, (_practice, where, shown) in rows().items():
        assert bool(shown) != (where == "open"), key


def test_every_test_that_is_named_exists() -> None:
    named = {path for _practice, _where, shown in rows().values() for path in re.findall(r"`(tests/[^`]+)`", shown)}
    assert named
    assert [path for path in sorted(named) if not (Path(settings.BASE_DIR) / path).is_file()] == []
