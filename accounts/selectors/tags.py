"""Tags by name and id, those that were merged standing for the one they were merged into."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Tag

OPTIONS = 8


class TagBook:
    """All tags, read once: a few hundred words."""

    @cached_property
    def _rows(self) -> list[tuple[int, str, int | None]]:
        return list(Tag.objects.standing().order_by("name", "pk").values_list("pk", "name", "merged_into_id"))

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each tag that is not merged into another, in the order of names."""
        return {pk: name for pk, name, merged in self._rows if merged is None}

    @cached_property
    def _meant(self) -> dict[int, int]:
        return {pk: merged or pk for pk, _name, merged in self._rows}

    @cached_property
    def _by_name(self) -> dict[str, int]:
        merged = {name.casefold(): meant for _pk, name, meant in self._rows if meant is not None}
        return {**merged, **{name.casefold(): pk for pk, name in self.names.items()}}

    def of(self, ids: Iterable[int]) -> list[str]:
        """The names of the tags that a row holds, each once, in the order of names."""
        meant = {self._meant.get(pk) for pk in ids}
        return [name for pk, name in self.names.items() if pk in meant]

    def id_of(self, name: str) -> int | None:
        """Which tag a word is, capitals aside; the name of one that was merged is the other."""
        return self._by_name.get(name.casefold())

    @cached_property
    def _alike(self) -> dict[int, list[int]]:
        alike: dict[int, list[int]] = defaultdict(list)
        for pk, meant in self._meant.items():
            alike[meant].append(pk)
        return alike

    def alike(self, pk: int) -> list[int]:
        """The ids that count as a tag: its own and those merged into it."""
        return self._alike.get(pk, [pk])


def tagged(book: TagBook, ids: Sequence[int], *, needs_all: bool) -> Q:
    """Rows with any of some tags, or with all of them."""
    if not needs_all:
        return Q(tags__overlap=[one for pk in ids for one in book.alike(pk)])
    condition = Q()
    for pk in ids:
        condition &= Q(tags__overlap=book.alike(pk))
    return condition


def tag_options(words: str) -> list[str]:
    """The names of tags with a word that begins so, best first."""
    start = " ".join(words.split())
    named: QuerySet[Any] = Tag.objects.standing().filter(merged_into__isnull=True)
    found = named.filter(Q(name__istartswith=start) | Q(name__icontains=f" {start}")).order_by("name")
    return list(found.values_list("name", flat=True)[:OPTIONS])
