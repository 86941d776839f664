"""What is wished of a joint session, as the address of its page holds it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from csm.foundation.clock import today
from stakeholders.domain.joint_session import MOST_GUESTS, SessionKind, Wish
from stakeholders.forms.fields import Chips, LifeDayField, StakeholdersChoice, people_of
from stakeholders.models import Stakeholder

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


class TookPlaceForm(forms.Form):
    """Who came to a joint session, and when it was."""

    on = LifeDayField(label=_("Day"), initial=today)
    at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    stakeholders = StakeholdersChoice(
        Stakeholder.objects.none(),
        label=_("Who came of those invited"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = StakeholdersChoice(Stakeholder.objects.none(), label=_("Who else of theirs"), required=False)
    users = forms.ModelMultipleChoiceField(User.objects.order_by("name", "pk"), label=_("Ours"), widget=Chips)

    def __init__(
        self, data: Any = None, *, account: Account, guest_ids: Sequence[int], urls: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["stakeholders"].queryset = people_of(account).filter(pk__in=guest_ids)
        fields["others"].queryset = people_of(account)
        fields["others"].widget.url, fields["users"].widget.url = urls["theirs"], urls["ours"]

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > max(today(), timezone.localdate()):
            raise forms.ValidationError(_("This lies ahead: record it once it has happened."))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given["stakeholders"] and not given["others"]:
            self.add_error("stakeholders", _("Say who came: at least one of theirs."))
        return given

    @property
    def theirs(self) -> list[Stakeholder]:
        return list(dict.fromkeys([*self.cleaned_data["stakeholders"], *self.cleaned_data["others"]]))

    @property
    def moment(self) -> datetime:
        """The instant in the writer's time zone; noon where no time was given."""
        at = self.cleaned_data["at"] or datetime.min.time().replace(hour=12)
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], at))
