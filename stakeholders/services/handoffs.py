"""Write the record of a handoff, say that a side is done, and say what was held."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Deal, User
from accounts.services.acts import Recorder, act
from stakeholders.domain.handoff_record import Owed, Side, owes
from stakeholders.models import Handoff, HandoffMeeting, HandoffOutcome, HandoffPerson, MeetingKind, Stakeholder
from stakeholders.models.handoffs import LONGEST_NOTE
from stakeholders.selectors.handoff_words import owed_words

People = Mapping[int, str]
M = TypeVar("M", bound=models.Model)
SAYS = {Side.SALES: "sales_said", Side.SUCCESS: "success_said"}


def write_handoff(
    actor: User | None, deal: Deal, people: People | None = None, expected_version: int | None = None, **fields: Any
) -> Handoff:
    """Write what is passed on about a deal; `people` are notes by stakeholder, all who were met.

    *Raises* StaleEdit, ValidationError.
    """
    with act("write_handoff", actor, deal.account_id, _("Wrote the handoff of “%(name)s”") % _name(deal)) as recorder:
        held = _of(deal)
        if held is None:
            handoff = recorder.insert(Handoff(account_id=deal.account_id, deal=deal, **fields))
        else:
            handoff = recorder.change(held, expected_version, **fields)
        if people is not None and _write_people(recorder, handoff, people) and held is not None:
            recorder.raise_version(handoff)
        return handoff


def say_complete(actor: User | None, deal: Deal, side: Side, expected_version: int | None = None) -> Handoff:
    """One side says that its part is complete. *Raises* ValidationError with what it still owes, StaleEdit."""
    handoff = _of(deal) or Handoff(account_id=deal.account_id, deal=deal)
    met = HandoffPerson.objects.filter(handoff=handoff).count() if handoff.pk else 0
    lacking = [owed for owed in owes(handoff.record(met), side) if owed is not Owed.WORD]
    if lacking:
        raise ValidationError(owed_words(side, lacking))
    is_sales = side is Side.SALES
    words = _("Sales completed “%(name)s”") if is_sales else _("Customer success completed “%(name)s”")
    with act("complete_handoff", actor, deal.account_id, words % _name(deal)) as recorder:
        return recorder.change(handoff, expected_version, **_said(side, actor))


def withdraw_word(actor: User | None, deal: Deal, side: Side, expected_version: int | None = None) -> Handoff:
    """One side is not done after all. *Raises* ValidationError where nothing is written, StaleEdit."""
    handoff = _of(deal)
    if handoff is None:
        raise ValidationError(_("Nothing is written about this deal yet."))
    words = _("Opened the handoff of “%(name)s” again") % _name(deal)
    with act("reopen_handoff", actor, deal.account_id, words) as recorder:
        return recorder.change(handoff, expected_version, **{f"{SAYS[side]}_at": None, f"{SAYS[side]}_by": None})


def record_meeting(actor: User | None, deal: Deal, kind: str, held_at: Any, note: str = "") -> HandoffMeeting:
    """Say that a debrief or an introduction was held. *Raises* ValidationError where that lies ahead."""
    if held_at > timezone.now():
        raise ValidationError({"held_at": _("This lies ahead: record it once it has happened.")})
    words = (
        _("Held the debrief of “%(name)s”") if kind == MeetingKind.DEBRIEF else _("Introduced the CSM for “%(name)s”")
    )
    row = HandoffMeeting(account_id=deal.account_id, deal=deal, kind=kind, held_at=held_at, note=note)
    with act("record_handoff_meeting", actor, deal.account_id, words % _name(deal)) as recorder:
        return recorder.insert(row)


def remove_meeting(actor: User | None, meeting: HandoffMeeting) -> None:
    """It was not held: it was recorded by mistake."""
    words = _("Removed: %(kind)s") % {"kind": meeting.get_kind_display()}
    with act("remove_handoff_meeting", actor, meeting.account_id, words) as recorder:
        recorder.retract(meeting)


def remove_handoff(actor: User | None, handoff: Handoff) -> None:
    """Take back what was written by mistake."""
    with act("remove_handoff", actor, handoff.account_id, _("Removed a handoff record")) as recorder:
        recorder.retract(handoff)


def make_of_line(handoff: Handoff, words: str, offer: str, make: Callable[[], M]) -> M:
    """Make something of a line of a handoff, and remember of which; `offer` is the key of what was offered."""
    with transaction.atomic():
        row = make()
        HandoffOutcome.objects.create(handoff=handoff, words=words, offer=offer, row_id=row.pk)
        return row


def _of(deal: Deal) -> Handoff | None:
    found: Handoff | None = Handoff.objects.standing().filter(deal=deal).first()
    return found


def _name(deal: Deal) -> dict[str, str]:
    return {"name": deal.name}


def _said(side: Side, actor: User | None) -> dict[str, Any]:
    return {f"{SAYS[side]}_at": timezone.now(), f"{SAYS[side]}_by": actor}


def _write_people(recorder: Recorder, handoff: Handoff, people: People) -> bool:
    """Write who was met, each with a note, and say whether anything differed. *Raises* ValidationError."""
    here = Stakeholder.objects.standing().filter(account_id=handoff.account_id, pk__in=people)
    if here.count() != len(people):
        raise ValidationError({"people": _("Choose people of this account.")})
    if any(len(note) > LONGEST_NOTE for note in people.values()):
        raise ValidationError({"people": _("A note can have %(most)d characters at most.") % {"most": LONGEST_NOTE}})
    held = {link.stakeholder_id: link for link in HandoffPerson.objects.filter(handoff=handoff)}
    before = len(recorder.changes)
    for stakeholder_id in sorted(held.keys() - people.keys()):
        recorder.remove(held[stakeholder_id])
    for stakeholder_id, note in people.items():
        if stakeholder_id in held:
            recorder.change(held[stakeholder_id], note=note.strip())
        else:
            recorder.insert(HandoffPerson(handoff=handoff, stakeholder_id=stakeholder_id, note=note.strip()))
    return len(recorder.changes) > before


def meet_before(actor: User | None, deal: Deal, stakeholder: Stakeholder, note: str = "") -> HandoffPerson:
    """Say that sales met somebody before the handoff; said again the note changes. *Raises* ValidationError."""
    words = _("Sales met %(name)s") % {"name": stakeholder.person.name}
    with act("meet_before_handoff", actor, deal.account_id, words) as recorder:
        handoff = _of(deal) or recorder.insert(Handoff(account_id=deal.account_id, deal=deal))
        held = HandoffPerson.objects.filter(handoff=handoff, stakeholder=stakeholder).first()
        if held is not None:
            return recorder.change(held, note=note.strip())
        return recorder.insert(HandoffPerson(handoff=handoff, stakeholder=stakeholder, note=note.strip()))


def forget_meeting_before(actor: User | None, link: HandoffPerson) -> None:
    """Sales did not meet somebody."""
    words = _("Removed %(name)s from the handoff") % {"name": link.stakeholder.person.name}
    with act("forget_met_before_handoff", actor, link.handoff.account_id, words) as recorder:
        recorder.remove(link)
