"""Who becomes known takes part in the meetings where their address was seen."""

from collections.abc import Sequence

from accounts.services.acts import Recorder
from stakeholders.models import CalendarEvent, Invitee, Stakeholder
from stakeholders.services.calendars.book import EventBook
from stakeholders.services.calendars.settling import People, Settling


def take_part(recorder: Recorder, stakeholders: Sequence[Stakeholder]) -> None:
    """Let stakeholders that were just added take part in what calendars told before, within an act.

    One query where nothing was told of them; a fixed number else.
    """
    known = {(one.account_id, one.person.email.lower()): one.pk for one in stakeholders if one.person.email is not None}
    accounts, emails = {key[0] for key in known}, {key[1] for key in known}
    strangers = Invitee.objects.filter(
        account_id__in=accounts, email__in=emails, is_ours=False, stakeholder__isnull=True
    )
    met = {row.event_id for row in strangers if (row.account_id, row.email) in known} if known else set()
    if not met:
        return
    book = EventBook(CalendarEvent.objects.filter(pk__in=met).order_by("pk"))
    settling = Settling(book)
    events = [event for event in book.events.values() if not event.is_cancelled]
    book.look_for_doubles(events)
    for event in events:
        settling.settle(event, _people(book, event, known), {})
    settling.write(recorder)


def _people(book: EventBook, event: CalendarEvent, known: dict[tuple[int, str], int]) -> People:
    rows = book.invitees[event.pk].values()
    ours = {row.email: row.user_id for row in rows if row.is_ours}
    theirs = {
        row.email: row.stakeholder_id or known.get((event.account_id, row.email)) for row in rows if not row.is_ours
    }
    return People(book.invited_to(event), ours, theirs)
