"""Events as they are held, with who was invited and the touchpoint each has; read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import ExternalId
from stakeholders.domain.calendars.attendance import Answer, Invited
from stakeholders.models import CalendarEvent, Invitee, Touchpoint, TouchpointStakeholder, TouchpointUser

SOURCE = "calendar"
Key = tuple[str, str, int]


class EventBook:
    """Some events; new ones are added as they are settled."""

    def __init__(self, events: Iterable[CalendarEvent]) -> None:
        self.events: dict[Key, CalendarEvent] = {}
        self.by_uid: dict[str, list[CalendarEvent]] = defaultdict(list)
        for event in events:
            self.add(event)
        held = Invitee.objects.filter(event__in=[event.pk for event in self.events.values()]).order_by("pk")
        self.invitees: dict[int, dict[str, Invitee]] = defaultdict(dict)
        for invitee in held:
            self.invitees[invitee.event_id][invitee.email] = invitee
        names = [event.name for event in self.events.values()]
        self.names = {
            name.value: name for name in ExternalId.objects.filter(source=SOURCE, kind="touchpoint", value__in=names)
        }
        self.touchpoints: dict[int, Touchpoint] = {}
        self.users: dict[int, set[int]] = {}
        self.theirs: dict[int, set[int]] = {}
        self._read_touchpoints(name.row_id for name in self.names.values())

    @classmethod
    def of_uids(cls, uids: Iterable[str]) -> "EventBook":
        """All events of some calendar ids, every occurrence at every account."""
        return cls(CalendarEvent.objects.filter(uid__in=set(uids)).order_by("pk"))

    def add(self, event: CalendarEvent) -> None:
        self.events[event.uid, event.instance, event.account_id] = event
        self.by_uid[event.uid].append(event)

    def at(self, uid: str, instance: str) -> list[CalendarEvent]:
        """One occurrence at every account that holds it."""
        return [event for event in self.by_uid[uid] if event.instance == instance]

    def invited_to(self, event: CalendarEvent) -> dict[str, Invited]:
        """Who was invited, by e-mail."""
        return (
            {
                email: Invited(email, row.name, Answer(row.answer), row.is_own_word)
                for email, row in self.invitees[event.pk].items()
            }
            if event.pk
            else {}
        )

    def look_for_doubles(self, events: Sequence[CalendarEvent]) -> None:
        """Read what other sources recorded at the very instants of some events, at the same accounts."""
        moments = {event.starts_at for event in events}
        accounts = {event.account_id for event in events}
        same = Touchpoint.objects.standing().filter(account_id__in=accounts, touched_at__in=moments)
        self._read_touchpoints(same.values_list("pk", flat=True) if moments else ())

    def double_of(self, event: CalendarEvent, theirs: set[int], taken: set[int]) -> Touchpoint | None:
        """A touchpoint from elsewhere that is this meeting: same account, same instant, somebody of theirs in both."""
        named = {name.row_id for name in self.names.values()} | taken
        for pk, touchpoint in sorted(self.touchpoints.items()):
            is_same = (touchpoint.account_id, touchpoint.touched_at) == (event.account_id, event.starts_at)
            if is_same and pk not in named and self.theirs[pk] & theirs:
                return touchpoint
        return None

    def _read_touchpoints(self, ids: Iterable[int]) -> None:
        found = Touchpoint.objects.standing().in_bulk(list(ids))
        self.touchpoints.update(found)
        self.users.update(_links(TouchpointUser, "user_id", found))
        self.theirs.update(_links(TouchpointStakeholder, "stakeholder_id", found))


def _links(model: Any, column: str, ids: Iterable[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {pk: set() for pk in ids}
    for touchpoint_id, other_id in model.objects.filter(touchpoint_id__in=list(found)).values_list(
        "touchpoint_id", column
    ):
        found[touchpoint_id].add(other_id)
    return found
