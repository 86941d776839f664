"""Where a row is that an address or a body still calls by the id it had before it was merged into another.

The app that keeps the record of merges registers who knows; pages, the API and references in bodies ask here. Whoever
may not see the row that stayed learns nothing.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

GREATEST_KEY = 2**63 - 1
Knower = Callable[[Any, str, Collection[int]], Mapping[int, int]]
_knowers: list[Knower] = []
# The tables whose rows may come to stand under another id, by kind: the name of the model.
tables: dict[str, Any] = {}


def may_move(*models: Any) -> None:
    """Register tables whose rows may be merged into others."""
    tables.update({model._meta.model_name: model for model in models})


def ask(knower: Knower) -> None:
    """Register who knows: `knower(viewer, kind, old ids)` gives the new id of those the viewer may see."""
    _knowers[:] = [knower]


def moved(viewer: Any, kind: str, ids: Collection[int]) -> Mapping[int, int]:
    """The new ids of rows of a kind (the name of its model) that were merged into others."""
    wanted = [one for one in ids if one <= GREATEST_KEY]
    return _knowers[0](viewer, kind, wanted) if _knowers and wanted and kind in tables else {}


def moved_parameters(viewer: Any, kwargs: Mapping[str, Any]) -> dict[str, int]:
    """Of the parameters of an address (`account_id`, ...), those whose row was merged, with the new id."""
    found: dict[str, int] = {}
    for name, value in kwargs.items():
        kind = name.removesuffix("_id")
        if kind != name and str(value).isdecimal():
            new = moved(viewer, kind, [int(value)]).get(int(value))
            found.update({} if new is None else {name: new})
    return found
