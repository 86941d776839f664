"""The address of a list: the saved view it is of, and what was chosen besides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, QueryDict

from accounts.domain.list_states import ALL, COLUMNS, CURSOR, SORT, VIEW, ListState
from accounts.models import ListName, SavedView
from accounts.selectors.saved_views import Shelf
from accounts.services.saved_views import state_of


@dataclass(frozen=True)
class ListAddress:
    """What an address asks of a list. One that names only a view, or nothing at all, shows what that view keeps."""

    viewer: Any
    list_name: ListName
    asked: QueryDict
    default_sort: str

    @cached_property
    def shelf(self) -> Shelf:
        return Shelf(self.viewer, self.list_name)

    @cached_property
    def saved(self) -> SavedView | None:
        """The view named; the one the list opens with where nothing is asked. *Raises* Http404."""
        name = self.asked.get(VIEW, "")
        if name == ALL:
            return None
        if name:
            found = self.shelf.view(int(name)) if name.isdecimal() and len(name) < 19 else None
            if found is None:
                raise Http404
            return found
        return None if set(self.asked) - {CURSOR} else self.shelf.default

    @cached_property
    def query(self) -> QueryDict:
        """The parameters in force."""
        if self.saved is None or set(self.asked) - {VIEW, CURSOR}:
            return self.asked
        made = QueryDict(mutable=True)
        for name, value in [(VIEW, str(self.saved.pk)), *state_of(self.saved).parameters()]:
            made.appendlist(name, value)
        made.setdefault(SORT, self.default_sort)
        if CURSOR in self.asked:
            made[CURSOR] = self.asked.get(CURSOR, "")
        return made

    @cached_property
    def state(self) -> ListState:
        return ListState.of(self.query.lists())

    @property
    def is_changed(self) -> bool:
        """Whether something else is shown than the view keeps."""
        return self.saved is not None and not self.state.is_same(state_of(self.saved), self.default_sort)

    def url(self, **changed: Any) -> str:
        """The address with some parameters changed; another order or filter starts on the first page."""
        parameters = self.query.copy()
        for name, value in {CURSOR: None, **changed}.items():
            parameters.pop(name, None)
            if value:
                parameters.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
        for name, values in list(parameters.lists()):
            filled = [value for value in values if value]
            parameters.setlist(name, filled)
            if not filled:
                del parameters[name]
        if VIEW in parameters:
            parameters.setdefault(SORT, self.default_sort)
        return f"?{parameters.urlencode()}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form of filters must carry along: the view, the order, the columns."""
        names = (VIEW, SORT, COLUMNS)
        return [(name, value) for name in names for value in self.query.getlist(name) if value]

    @property
    def here(self) -> str:
        """The parameters of what is shown, from its first page."""
        return self.url().removeprefix("?")


@dataclass(frozen=True)
class Chosen:
    """A filter in use and the address without it."""

    label: str
    value: str
    url: str


def chosen_filters(form: forms.Form, address: ListAddress) -> Iterator[Chosen]:
    """What is filtered by, each value with the address that leaves it out."""
    for name in form.fields:
        values = [value.strip() for value in address.query.getlist(name) if value.strip()]
        labels: Mapping[str, str] = _labels(form.fields[name]) if values else {}
        for value in values:
            others = [one for one in values if one != value]
            url = address.url(**{name: others})
            yield Chosen(str(form[name].label), labels.get(value, value), url)


def _labels(field: forms.Field) -> dict[str, str]:
    return {str(value): str(label) for value, label in getattr(field, "choices", ())}
