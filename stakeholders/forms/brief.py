"""Who comes to a meeting and what it is about, as the address of the brief holds it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import QueryDict

MOST_COMING = 12
LONGEST_SUBJECT = 200


class Meeting(NamedTuple):
    """What was chosen: stakeholder ids, user ids, the subject; and how many of theirs a page has no room for."""

    star_ids: tuple[int, ...]
    user_ids: tuple[int, ...]
    about: str
    left_out: int = 0

    @classmethod
    def read(cls, given: QueryDict, viewer: Any) -> "Meeting":
        """What an address or a form says; whoever asks comes too unless it says who of ours does."""
        ours = _ids(given.getlist("ours")) if "ours" in given else (viewer.pk,)
        about = given.get("about", "").replace("\0", "").strip()[:LONGEST_SUBJECT]
        theirs = _ids(given.getlist("attendees"))
        return cls(theirs[:MOST_COMING], ours[:MOST_COMING], about, len(theirs[MOST_COMING:]))

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        address = QueryDict(mutable=True)
        address["attendees"] = ",".join(map(str, self.star_ids))
        address["ours"] = ",".join(map(str, self.user_ids))
        if self.about:
            address["about"] = self.about
        return address.urlencode(safe=",")


def _ids(given: Iterable[str]) -> tuple[int, ...]:
    """Ids, one a parameter or several by commas; what is none is left out."""
    parts = (part.strip() for text in given for part in text.split(","))
    found = (int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19)
    return tuple(dict.fromkeys(found))
