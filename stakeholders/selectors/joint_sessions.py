"""A joint session as one prepares it: whom to invite and why, what it is about, and the words of the invitation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csm.foundation.agenda import AgendaItem
from stakeholders.domain.joint_session import Guest, Session, Wish, propose_session
from stakeholders.domain.sky import Star
from stakeholders.selectors.agenda import agenda_of
from stakeholders.selectors.constellation import Words
from stakeholders.selectors.reading import Reading, read_sky


class Invited(NamedTuple):
    """One of the guests, why, and whether they were kept by hand."""

    star: Star
    guest: Guest
    roles: tuple[str, ...]
    reasons: tuple[str, ...]
    is_kept: bool


@dataclass(frozen=True)
class JointSession:
    """What the page says of a session, in a fixed number of queries."""

    account_id: int
    on: date
    catalogue: Words
    wish: Wish

    @cached_property
    def reading(self) -> Reading:
        return read_sky(self.account_id, self.on, self.catalogue)

    @cached_property
    def proposed(self) -> Session:
        return propose_session(self.reading.found.sky, self.wish)

    @cached_property
    def guests(self) -> list[Invited]:
        return [self._invited(guest) for guest in self.proposed.guests]

    @property
    def guest_ids(self) -> list[int]:
        return [guest.star_id for guest in self.proposed.guests]

    @property
    def left_out(self) -> list[Star]:
        """Those who are present and do not come because somebody said so, by name."""
        stars, coming = self.reading.stars, set(self.guest_ids)
        found = (stars[key] for key in self.wish.without if key in stars and key not in coming)
        return sorted((star for star in found if star.is_present(self.on)), key=lambda star: star.name)

    @property
    def could_come(self) -> list[Star]:
        """Those who are present and not proposed, by name."""
        coming = set(self.guest_ids)
        there = (star for star in self.reading.stars.values() if star.is_present(self.on) and star.id not in coming)
        return sorted(there, key=lambda star: (star.name.casefold(), star.id))

    def invitation(self, kind: str, account: str, sender: str) -> str:
        """The words of the invitation, as they are printed and copied; nothing that was told us in confidence."""
        said = {"names": ", ".join(one.star.name for one in self.guests), "kind": kind, "account": account}
        parts = [
            _("Dear %(names)s,") % said,
            _(
                "We would like to bring you together for a %(kind)s. You see %(account)s from different sides, and "
                "some of you have not met yet."
            )
            % said,
        ]
        if items := self.shared_agenda:
            listed = [f"{number}. {item.text}" for number, item in enumerate(items, start=1)]
            parts.append("\n".join([_("What we would like to talk about:"), *listed]))
        else:
            parts.append(
                _(
                    "What would you like to talk about? Tell us what matters most to you this quarter, and we will "
                    "prepare it."
                )
            )
        return "\n\n".join([*parts, _("Which day suits you best?"), sender])

    @cached_property
    def agenda(self) -> Sequence[AgendaItem]:
        return agenda_of(self.account_id)

    @property
    def shared_agenda(self) -> list[AgendaItem]:
        """What may stand in the invitation."""
        return [item for item in self.agenda if item.is_for_guests]

    def role_names(self, keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.catalogue.roles[key].name for key in keys if key in self.catalogue.roles)

    def _invited(self, guest: Guest) -> Invited:
        star = self.reading.stars[guest.star_id]
        roles = self.role_names([held.role for held in star.roles])
        return Invited(star, guest, roles, self._reasons(guest), guest.star_id in self.wish.pinned)

    def _reasons(self, guest: Guest) -> tuple[str, ...]:
        reasons = []
        if guest.only_roles:
            names = ", ".join(self.role_names(guest.only_roles))
            reasons.append(_("the only guest with the role %(roles)s") % {"roles": names})
        if guest.only_department:
            reasons.append(_("the only one from %(department)s") % {"department": guest.only_department})
        if count := len(guest.stranger_ids):
            words = ngettext("never met %(count)d of the others", "never met %(count)d of the others", count)
            reasons.append(words % {"count": count})
        return tuple(reasons)
