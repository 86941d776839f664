"""What somebody chose of a list: filters, order and columns, as its address and a saved view hold them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VIEW, CURSOR, SORT, COLUMNS = "view", "cursor", "sort", "columns"
# What of an address is no filter.
BESIDES = frozenset({VIEW, CURSOR, SORT, COLUMNS, "format", "row", "all", "csrfmiddlewaretoken"})
ALL = "all"  # the view of everything, whatever one's default is


@dataclass(frozen=True)
class ListState:
    """Filters by parameter, each with its values; the order; the columns."""

    filters: Mapping[str, Sequence[str]]
    sort: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Iterable[tuple[str, Sequence[str]]]) -> "ListState":
        """Read the parameters of an address; blank ones are none.

        >>> ListState.of([("q", ["bank"]), ("phase", [""]), ("columns", ["arr,owner", "phase"]), ("view", ["7"])])
        ListState(filters={'q': ('bank',)}, sort='', columns=('arr', 'owner', 'phase'))
        """
        given = {name: tuple(one.strip() for one in values if one.strip()) for name, values in parameters}
        filters = {name: values for name, values in given.items() if values and name not in BESIDES}
        columns = tuple(key for text in given.get(COLUMNS, ()) for key in text.split(",") if key)
        return cls(filters, (given.get(SORT) or ("",))[-1], columns)

    def parameters(self) -> list[tuple[str, str]]:
        """The state as parameters of an address."""
        pairs = [(name, value) for name, values in sorted(self.filters.items()) for value in values]
        pairs += [(SORT, self.sort)] if self.sort else []
        return [*pairs, (COLUMNS, ",".join(self.columns))] if self.columns else pairs

    def plain(self) -> dict[str, Any]:
        """The filters as a saved view keeps them."""
        return {name: list(values) for name, values in self.filters.items()}

    def is_same(self, other: "ListState", default_sort: str) -> bool:
        """Whether two states show the same; no order is the usual one."""
        mine, theirs = ({n: sorted(v) for n, v in one.filters.items()} for one in (self, other))
        sorts = {one.sort or default_sort for one in (self, other)}
        return mine == theirs and len(sorts) == 1 and self.columns == other.columns
