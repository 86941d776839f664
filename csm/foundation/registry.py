"""Where upper apps show things on lower pages: they register here in `AppConfig.ready`, the page renders what is there.

Every registered thing answers for a whole set at once, so that a page keeps its fixed number of queries.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Q
from django.utils.functional import Promise

Label = str | Promise


class Entry(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def position(self) -> int: ...


E = TypeVar("E", bound=Entry)


class Registry(Generic[E]):
    """Entries by key, in order of position."""

    def __init__(self) -> None:
        self._entries: dict[str, E] = {}

    def add(self, *entries: E) -> None:
        """Register entries; one of the same key is replaced."""
        for entry in entries:
            self._entries[entry.key] = entry

    def get(self, key: str) -> E | None:
        return self._entries.get(key)

    def __iter__(self) -> Iterator[E]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.position, entry.key)))

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True)
class Tab:
    """A tab of the account frame: a URL taking `account_id`, named `url_name`."""

    key: str
    label: Label
    url_name: str
    position: int = 100


@dataclass(frozen=True)
class Column:
    """A column of the accounts list, on page, in API and export.

    `annotations` are added to the account queryset; `order_by` are the annotations or fields to sort by (nulls last);
    `cell` names a component under `templates/components/` given the row as `row`; `api_fields` maps API field names
    to annotations or fields; `value` says what an export holds, else what it is sorted by; one
    that is not `is_shown_first` waits to be chosen, one that `leads` stands right after the name.
    """

    key: str
    label: Label
    cell: str
    annotations: Mapping[str, Any] = field(default_factory=dict)
    order_by: str = ""
    api_fields: Mapping[str, str] = field(default_factory=dict)
    is_number: bool = False
    position: int = 100
    value: Callable[[Any], Any] | None = None
    is_shown_first: bool = True
    leads: bool = False


@dataclass(frozen=True)
class AccountFilter:
    """A choice filter of the accounts list that an upper app adds: each choice is a condition on accounts."""

    key: str
    label: Label
    choices: Mapping[str, tuple[Label, Q]]
    position: int = 100


@dataclass(frozen=True)
class Figure:
    """Figures in the head of the account frame: a template given what `select(viewer, account)` returns.

    While one of them holds a true `is_outdated`, the head asks for all of them again until none does.
    """

    key: str
    template: str
    select: Callable[[Any, Any], Mapping[str, Any]]
    position: int = 100


@dataclass(frozen=True)
class Hit:
    """One thing search found."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class SearchSource:
    """A group of the search results: `find(viewer, words, limit)`, best first, in one query.

    Where its rows have pages of their own, `kwarg` is the name of their id in those addresses and `known(viewer, ids)`
    names those the viewer sees, by id: go-anywhere then offers them, first those who were visited lately.
    """

    key: str
    label: Label
    find: Callable[[Any, str, int], Sequence[Hit]]
    position: int = 100
    kwarg: str = ""
    known: Callable[[Any, Sequence[int]], Mapping[int, Hit]] | None = None


@dataclass(frozen=True)
class Taggable:
    """Rows that hold tags, besides accounts: `rows()` are those that stand."""

    key: str
    label: Label
    rows: Callable[[], Any]
    position: int = 100


@dataclass(frozen=True)
class MenuItem:
    """An entry of a menu, shown when `is_for(user)`: "settings"; "across", the pages about all accounts (tabs over each
    of them, and in the menu's More); "rounds", the walks through one's book (in More); or "home", whose first entry for
    somebody is where the address without a path leads. In More the one whose key is the page's `nav` is current."""

    key: str
    label: Label
    url_name: str
    icon: str = ""
    menu: str = "main"
    is_for: Callable[[Any], bool] = lambda user: True
    position: int = 100


@dataclass(frozen=True)
class Aim:
    """One thing an action can be done to; `args` are the arguments of the action's address."""

    title: str
    detail: str
    args: tuple[int, ...]


@dataclass(frozen=True)
class Target:
    """A kind of thing that actions are done to, and the words that ask for it.

    `here(viewer, kwargs, writes)` is the one that the page with these arguments of its address is about;
    `find(viewer, words, limit, kwargs, writes)` those that words find, best first. With `writes` only what the viewer
    may change.
    """

    key: str
    asks: Label
    here: Callable[[Any, Mapping[str, Any], bool], Aim | None]
    find: Callable[[Any, str, int, Mapping[str, Any], bool], Sequence[Aim]]
    position: int = 100


@dataclass(frozen=True)
class Action:
    """Something to do or to open from anywhere, found by its label and by further `words`.

    It is the address `url_name` (with `query`), with the arguments of a `target` where it needs one; or it `presses`
    the button of the page that this selector finds, and is left out on pages without it. `is_dialog` opens it over the
    page, `is_page` lists it among the pages.
    """

    key: str
    label: Label
    url_name: str = ""
    query: str = ""
    presses: str = ""
    target: str = ""
    words: Label = ""
    writes: bool = False
    is_dialog: bool = False
    is_page: bool = False
    is_for: Callable[[Any], bool] = lambda user: True
    position: int = 100


@dataclass(frozen=True)
class Known:
    """What has come of something, in words that lead there: "1 task, due tomorrow". `tone`: how it stands."""

    label: Label
    url: str
    is_dialog: bool = False
    tone: str = "neutral"


@dataclass(frozen=True)
class Offer:
    """Something an upper app lets one do about a thing that a lower page shows: a dialog at an address of the account.

    `about` is the kind of thing (stakeholder, alert, touchpoint, handoff_goals, handoff_promises) and the parameter of
    the address that holds its id. Pages show theirs with the tag `offers` (`{% load offering %}`) where the reader may
    edit. `became(account_id, ids)` says in one query what became of the rows that were made, by id; those taken back
    are left out. `known(viewer, ids)` says in one query, by id of the thing, what has come of it so far; pages show
    that beside (`csm/foundation/known.py`).
    """

    key: str
    about: str
    label: Label
    url_name: str
    position: int = 100
    became: Callable[[int, Sequence[int]], Mapping[int, Known]] | None = None
    known: Callable[[Any, Sequence[int]], Mapping[int, Known]] | None = None


@dataclass(frozen=True)
class Trace:
    """What has come by itself of a thing that a lower page shows, where nothing need be offered.

    `about` and `known(viewer, ids)` are those of an `Offer`.
    """

    key: str
    about: str
    known: Callable[[Any, Sequence[int]], Mapping[int, Known]]
    position: int = 100


@dataclass(frozen=True)
class Load:
    """Work that people of ours carry: a column of "who carries what".

    `count(viewer)` says in one query how many each of them has on the accounts the viewer sees, by the id of the user
    (None: nobody's); `address(user_id)` is the list of just these, "" where there is none. `is_late`: it should be 0.
    """

    key: str
    label: Label
    count: Callable[[Any], Mapping[int | None, int]]
    address: Callable[[int | None], str]
    position: int = 100
    is_late: bool = False


@dataclass(frozen=True)
class Gap:
    """Something the records still lack, named on the page of the first steps.

    `count(viewer)` says in one query how many of what the viewer sees lack it; `address()` leads to them.
    """

    key: str
    label: Label
    count: Callable[[Any], int]
    address: Callable[[], str]
    position: int = 100


actions: Registry[Action] = Registry()
targets: Registry[Target] = Registry()
account_tabs: Registry[Tab] = Registry()
account_columns: Registry[Column] = Registry()
account_filters: Registry[AccountFilter] = Registry()
account_figures: Registry[Figure] = Registry()
search_sources: Registry[SearchSource] = Registry()
taggables: Registry[Taggable] = Registry()
menu_items: Registry[MenuItem] = Registry()
gaps: Registry[Gap] = Registry()
loads: Registry[Load] = Registry()
offers: Registry[Offer] = Registry()
traces: Registry[Trace] = Registry()
