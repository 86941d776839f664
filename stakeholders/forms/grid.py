"""What the grid sends: steps of cells, read strictly."""

from typing import Any

from django.utils.translation import gettext as _

from stakeholders.domain.quick_set import Cell, Column, is_value

MOST_STEPS = 100
MOST_CELLS = 500
GREATEST_KEY = 2**63 - 1


def read_steps(body: Any) -> list[list[Cell]]:
    """The steps of `{"steps": [[{"stakeholder": 7, "column": "influence", "value": 8, "seen": null}]]}`.

    *Raises* ValueError saying which step and cell is wrong, and what was expected.
    """
    steps = body.get("steps") if isinstance(body, dict) else None
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        raise ValueError(_("Expected 1 to %(most)d steps.") % {"most": MOST_STEPS})
    return [_step(step, place) for place, step in enumerate(steps, 1)]


def _step(step: Any, place: int) -> list[Cell]:
    if not isinstance(step, list) or not 0 < len(step) <= MOST_CELLS:
        raise ValueError(_("Step %(step)d: expected 1 to %(most)d cells.") % {"step": place, "most": MOST_CELLS})
    return [_cell(cell, f"{place}.{number}") for number, cell in enumerate(step, 1)]


def _cell(cell: Any, place: str) -> Cell:
    given = cell if isinstance(cell, dict) else {}
    key, name, value = given.get("stakeholder"), given.get("column"), given.get("value", ...)
    if type(key) is not int or not 0 < key <= GREATEST_KEY:
        raise ValueError(_("Cell %(cell)s: expected the id of a stakeholder.") % {"cell": place})
    if not isinstance(name, str) or name not in set(Column):
        known = ", ".join(Column)
        raise ValueError(_("Cell %(cell)s: expected a column, one of %(known)s.") % {"cell": place, "known": known})
    column = Column(name)
    if not (_may_be(column, value) and ("seen" not in given or _may_be(column, given["seen"]))):
        words = _("Cell %(cell)s: expected a value of %(column)s, or null for unknown.")
        raise ValueError(words % {"cell": place, "column": column.value})
    return Cell(key, column, value, given.get("seen"), "seen" in given)


def _may_be(column: Column, value: Any) -> bool:
    return (value is None or type(value) in (int, str)) and is_value(column, value)
