"""Lists that people make their own: their columns, and what the pages around them need to know of each list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict

from csm.foundation.registry import Label, Registry


@dataclass(frozen=True)
class ListColumn:
    """A column of a list.

    `value` gives what a row holds as Python knows it, for exports; `html` what the page shows, where that is more than
    the value in words; `template` is included instead where an upper app brings one (given `row`). `sort` is its name
    in the order of the list. `unit` stands in the head of an export.
    """

    key: str
    label: Label
    value: Callable[[Any], Any]
    html: Callable[[Any], Any] | None = None
    template: str = ""
    sort: str = ""
    is_figure: bool = False
    is_wide: bool = False
    is_shown_first: bool = True
    unit: str = ""

    @property
    def css(self) -> str:
        """The classes of its cells."""
        names = ["num" if self.is_figure else "", "wide" if self.is_wide else "text-nowrap"]
        return " ".join(name for name in names if name)


def chosen_columns(columns: Sequence[ListColumn], wanted: Iterable[str]) -> list[ListColumn]:
    """The wanted columns in their order, the first of the list always before them; unknown names are passed over.

    Without any wanted ones those that are shown first.
    """
    known = {column.key: column for column in columns}
    keys = [key for key in dict.fromkeys(wanted) if key in known and key != columns[0].key]
    if not keys:
        return [column for column in columns if column.is_shown_first]
    return [columns[0], *(known[key] for key in keys)]


class Listing(Protocol):
    """A list as one viewer asks for it by an address."""

    @property
    def all_columns(self) -> Sequence[ListColumn]: ...

    @property
    def columns(self) -> Sequence[ListColumn]:
        """Those chosen, in their order."""
        ...

    def count(self) -> int: ...

    def keys(self) -> Iterator[int]:
        """The ids of all rows that match, in order, read as they are asked for."""
        ...

    def rows(self, keys: Sequence[int]) -> Sequence[Any]:
        """Some rows with all that their columns show, in the order of the ids."""
        ...


@dataclass(frozen=True)
class ListKind:
    """A list: where its page is, how it is read, and how many of its rows are edited at once.

    `listing(viewer, address)` *raises* BadParameter. `visible(viewer)` are the rows one may read, `editable(viewer)`
    those one may change. `form(viewer, data)` asks what to set; `edit(recorder, rows, changes)` sets it on rows that
    are locked, within an act, and says how many it changed.
    """

    key: str
    label: Label
    url_name: str
    listing: Callable[[Any, QueryDict], Listing]
    visible: Callable[[Any], Any]
    editable: Callable[[Any], Any]
    form: Callable[..., Any]
    edit: Callable[..., Any]
    position: int = 100


list_kinds: Registry[ListKind] = Registry()
