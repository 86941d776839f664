"""What contradicts what inside one file: two rows that say different things about the same."""

from collections.abc import Hashable, Iterable
from typing import NamedTuple


class Claim(NamedTuple):
    """A row says `content` about `subject`; another row may only say the same."""

    subject: Hashable
    content: Hashable


class Claims:
    """The claims of the rows read so far; kept as numbers, so that 100,000 rows take some ten megabytes."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[int, int]] = {}

    def contradicted_by(self, number: int, claims: Iterable[Claim]) -> int | None:
        """Return the earlier row that says something else about a subject of row `number`; else remember the row."""
        keyed = [(hash(claim.subject), hash(claim.content)) for claim in claims]
        for subject, content in keyed:
            made = self._made.get(subject)
            if made is not None and made[0] != content:
                return made[1]
        for subject, content in keyed:
            self._made.setdefault(subject, (content, number))
        return None
