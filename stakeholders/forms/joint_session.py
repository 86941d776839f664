"""What is wished of a joint session, as the address of its page holds it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stakeholders.domain.joint_session import MOST_GUESTS, SessionKind, Wish

KIND_LABELS = {
    SessionKind.JOINT_QBR: _("joint business review"),
    SessionKind.INNOVATION: _("innovation session"),
    SessionKind.WORKSHOP: _("cross-team workshop"),
}
KIND_HELP = {
    SessionKind.JOINT_QBR: _("Those who decide and pay come first, then those who use it, then the other roles."),
    SessionKind.INNOVATION: _("Departments weigh most: many views of the same work."),
    SessionKind.WORKSHOP: _("Pairs who never met weigh most: people who would not meet otherwise."),
}
USUAL_GUESTS = 5
MOST_LEFT_OUT = 60


class Wished(NamedTuple):
    """A wish that can be said as the query of an address, with one thing changed."""

    wish: Wish

    @classmethod
    def read(cls, given: QueryDict) -> "Wished":
        """What an address says; what it says wrongly is as if it said nothing."""
        kind = given.get("kind", "")
        most = given.get("guests", "")
        return cls(
            Wish(
                SessionKind(kind) if kind in set(SessionKind) else SessionKind.JOINT_QBR,
                min(max(int(most), 1), MOST_GUESTS)
                if most.isascii() and most.isdigit() and len(most) < 4
                else USUAL_GUESTS,
                tuple(_ids(given.getlist("keep")))[:MOST_GUESTS],
                frozenset(tuple(_ids(given.getlist("without")))[:MOST_LEFT_OUT]),
            )
        )

    @property
    def query(self) -> str:
        wish = self.wish
        address = QueryDict(mutable=True)
        address["kind"], address["guests"] = wish.kind.value, str(wish.most)
        for name, ids in (("keep", wish.pinned), ("without", sorted(wish.without))):
            if ids:
                address[name] = ",".join(map(str, ids))
        return address.urlencode(safe=",")

    def keeping(self, star_id: int) -> "Wished":
        """Somebody comes in any case."""
        others = tuple(one for one in self.wish.pinned if one != star_id)
        return self._with(pinned=(*others, star_id), without=self.wish.without - {star_id})

    def letting_go(self, star_id: int) -> "Wished":
        """Somebody comes only if they are proposed."""
        return self._with(pinned=tuple(one for one in self.wish.pinned if one != star_id))

    def swapping(self, star_id: int, guest_ids: Iterable[int]) -> "Wished":
        """Somebody else comes in place of one; all the others stay."""
        stay = tuple(one for one in guest_ids if one != star_id)
        return self._with(pinned=stay, without=self.wish.without | {star_id})

    def adding(self, star_id: int, guest_ids: Sequence[int]) -> "Wished":
        """Somebody comes besides all the others, who stay; nobody where the table is full."""
        if star_id in guest_ids or len(guest_ids) >= MOST_GUESTS:
            return self
        coming = (*guest_ids, star_id)
        most = max(self.wish.most, len(coming))
        return self._with(pinned=coming, without=self.wish.without - {star_id}, most=most)

    def _with(self, **changes: Any) -> "Wished":
        wish = self.wish
        held: dict[str, Any] = {"most": wish.most, "pinned": wish.pinned, "without": wish.without, **changes}
        return Wished(Wish(wish.kind, **held))


def _ids(given: Iterable[str]) -> Iterable[int]:
    parts = (part.strip() for text in given for part in text.split(","))
    found = (int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19)
    return dict.fromkeys(found)
