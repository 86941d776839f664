"""Which of ours a cell means: by e-mail, by an id of the same source, or by a name that only one of us has."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Lower

from accounts.domain.importing.rows import Row
from accounts.models import User
from accounts.selectors.references import rows_named, users_by_email
from accounts.services.importing.kinds import Batch


class OurPeople:
    """Everybody of ours whom the cells of a batch name, found in a fixed number of queries."""

    def __init__(self, source: str, words: Iterable[str]) -> None:
        wanted = {word for word in words if word}
        others = {word for word in wanted if "@" not in word}
        self.by_email = users_by_email(word for word in wanted if "@" in word)
        named = rows_named("user", [(source, word) for word in others])
        by_id = User.objects.in_bulk(list(set(named.values())))
        self.by_id = {word: by_id[row_id] for (_source, word), row_id in named.items() if row_id in by_id}
        self.by_name = _by_name(others - set(self.by_id))

    def __contains__(self, word: str) -> bool:
        return self.find(word) is not None

    def __getitem__(self, word: str) -> User:
        found = self.find(word)
        if found is None:
            raise KeyError(word)
        return found

    def find(self, word: str) -> User | None:
        """Who is meant; None where nobody is, or more than one may be."""
        found = self.by_email.get(word) or self.by_id.get(word)
        if found is not None:
            return found
        same = self.by_name.get(word.lower(), [])
        return same[0] if len(same) == 1 else None


def _by_name(names: set[str]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = defaultdict(list)
    if names:
        wanted = {name.lower() for name in names}
        for user in User.objects.alias(lower_name=Lower("name")).filter(lower_name__in=wanted):
            found[user.name.lower()].append(user)
    return found


def refuse_stranger(batch: Batch, row: Row, column: str, word: str) -> None:
    """The row names somebody who is none of ours."""
    batch.fail(row, column, stranger_code(word), found=word)


def stranger_code(word: str) -> str:
    """How it is said that a word names none of ours."""
    return "no_user" if "@" in word else "no_user_called"
