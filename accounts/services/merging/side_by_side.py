"""Two rows beside each other: what each says, what is proposed or was chosen, and what a merge would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from accounts.domain.merge_choices import BOTH, FIRST, SECOND, stays
from accounts.selectors.merging import side_of
from accounts.services.merging.merging import Preview, count_facts, preview
from csm.foundation.merging import Card, Merger


class Row(NamedTuple):
    """One field or kind of fact: what the first and the second say, and which of them (or both) is marked."""

    key: str
    label: Any
    first: Sequence[str]
    second: Sequence[str]
    marked: str
    can_join: bool = False

    @property
    def name(self) -> str:
        """What the choice is called in a form."""
        return f"choice_{self.key}"

    @property
    def is_first(self) -> bool:
        return self.marked == FIRST

    @property
    def is_second(self) -> bool:
        return self.marked == SECOND

    @property
    def is_both(self) -> bool:
        return self.marked == BOTH


@dataclass(frozen=True)
class SideBySide:
    """The first is the one of the smaller id. `given` is what was sent; without it what is proposed is marked."""

    merger: Merger
    viewer: Any
    first: Any
    second: Any
    given: Mapping[str, Any] | None = None

    @cached_property
    def cards(self) -> tuple[Card, Card]:
        found = self.merger.cards(self.viewer, [self.first.pk, self.second.pk])
        return found[self.first.pk], found[self.second.pk]

    @cached_property
    def facts(self) -> tuple[int, int]:
        """On how many records each of them hangs."""
        model = self.merger.model
        return count_facts(model, [self.first.pk]), count_facts(model, [self.second.pk])

    @cached_property
    def winner(self) -> Any:
        if self.given is not None and self.given.get("winner") in (str(self.first.pk), str(self.second.pk)):
            return self.first if self.given["winner"] == str(self.first.pk) else self.second
        sides = [side_of(self.merger, *pair) for pair in zip((self.first, self.second), self.facts, strict=True)]
        return self.first if stays(*sides) == FIRST else self.second

    @property
    def first_stays(self) -> bool:
        return self.winner is self.first

    @property
    def second_stays(self) -> bool:
        return self.winner is self.second

    @property
    def loser(self) -> Any:
        return self.second if self.winner is self.first else self.first

    @cached_property
    def _preview(self) -> Preview | ValidationError:
        try:
            return preview(self.merger, self.winner, self.loser)
        except ValidationError as error:
            return error

    @property
    def refusals(self) -> list[str]:
        """Why these two cannot be merged."""
        return self._preview.messages if isinstance(self._preview, ValidationError) else []

    @property
    def moved(self) -> Sequence[str]:
        """How many records of which kind come over."""
        return () if isinstance(self._preview, ValidationError) else self._preview.moved

    @cached_property
    def rows(self) -> list[Row]:
        """Every field and kind of fact on which the two differ."""
        found = self._preview
        if isinstance(found, ValidationError):
            return []
        fields = [
            Row(each.name, each.label, [each.first_words], [each.second_words], each.proposed, each.can_join)
            for each in found.choices
        ]
        return [self._marked(row) for row in [*fields, *self._facts(found)]]

    def _facts(self, found: Preview) -> list[Row]:
        rows: dict[str, Row] = {}
        for each in found.contradictions:
            is_first = (self.winner is self.first) == each.refused_moved
            words = [self.merger.describe(each.believed), self.merger.describe(each.refused)]
            first, second = words if is_first else reversed(words)
            former = rows.get(each.choice)
            said = ([*former.first], [*former.second]) if former else ([], [])
            marked = former.marked if former else (FIRST if is_first else SECOND)
            rows[each.choice] = Row(each.choice, each.label, _added(said[0], first), _added(said[1], second), marked)
        return list(rows.values())

    def _marked(self, row: Row) -> Row:
        """The row as it was sent."""
        sent = self.given.get(row.name, "") if self.given is not None else ""
        sides = {str(self.first.pk): FIRST, str(self.second.pk): SECOND, BOTH: BOTH}
        return row._replace(marked=sides.get(sent, row.marked))

    @property
    def chosen(self) -> dict[str, int | str]:
        """What was chosen, for the service."""
        sides: dict[str, int | str] = {FIRST: self.first.pk, SECOND: self.second.pk, BOTH: BOTH}
        return {row.key: sides[row.marked] for row in self.rows}


def _added(said: list[str], words: str) -> list[str]:
    return said if words in said else [*said, words]
