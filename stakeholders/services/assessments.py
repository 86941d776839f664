"""What we think of a stakeholder."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import Recorder, act
from stakeholders.models import Assessment, Position, RuledOut, Stakeholder
from stakeholders.services.stating import rule_out

AXES = ("influence", "authority", "importance", "sentiment")


def assess(
    actor: User | None, stakeholder: Stakeholder, on: date, *, assumed: Iterable[str] = (), **axes: int | None
) -> Assessment:
    """Assess on a date: the axes given replace, the others are carried over; None makes an axis unknown.

    Raises
    ------
    ValidationError
        By axis, when out of range; when an axis is not one of influence, authority, importance, sentiment.
    """
    _refuse_unknown(axes)
    summary = _("Assessed %(name)s") % {"name": stakeholder.person.name}
    with act("assess", actor, stakeholder.account_id, summary) as recorder:
        current = Assessment.objects.valid_at(on).filter(stakeholder=stakeholder).first()
        carried = {axis: getattr(current, axis) for axis in AXES} if current else {}
        guessed = (set(current.assumed) if current else set()) - set(axes) | set(assumed)
        until = current.valid_to if current else _next_start(stakeholder, on)
        if current:
            recorder.close(current, on)
        fresh = Assessment(
            stakeholder=stakeholder, valid_from=on, valid_to=until, assumed=sorted(guessed), **{**carried, **axes}
        )
        recorder.insert(fresh)
        if current and "authority" in current.assumed and axes.get("authority", 0) is None:
            _rule_out_authority(recorder, stakeholder, on)
        return fresh


def _rule_out_authority(recorder: Recorder, stakeholder: Stakeholder, on: date) -> None:
    """They made an assumed authority unknown: the title they have then says nothing of it any more."""
    held = Position.objects.valid_at(on).filter(stakeholder=stakeholder).values_list("title", flat=True).first()
    rule_out(recorder, stakeholder, held or "", RuledOut.Field.AUTHORITY)


def _next_start(stakeholder: Stakeholder, on: date) -> date | None:
    later = Assessment.objects.standing().filter(stakeholder=stakeholder, valid_from__gt=on)
    return later.order_by("valid_from").values_list("valid_from", flat=True).first()


def _refuse_unknown(axes: dict[str, int | None]) -> None:
    unknown = set(axes) - set(AXES)
    if unknown:
        raise TypeError(f"Not an axis of assessment: {', '.join(sorted(unknown))}")
