"""Answer whether somebody who was missing from a file is still there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import act
from csm.foundation.clock import today
from stakeholders.models import Confirmation, MissingAnswer, MissingPerson
from stakeholders.services.people import leave

WORDS = {
    MissingAnswer.STILL_THERE: "%(name)s is still there",
    MissingAnswer.LEFT: "%(name)s left",
    MissingAnswer.NOT_OURS: "%(name)s is not one of theirs",
}


def answer_missing(actor: User, missing: MissingPerson, answer: str, left_on: date | None = None) -> MissingPerson:
    """Confirm, depart or remove somebody who was missing from a file, and say that it is answered.

    `left_on` is the day of the file if not given. *Raises* ValidationError when it was answered already, or for a day
    on which they cannot have left.
    """
    stakeholder = missing.stakeholder
    if missing.answer or stakeholder.left_on is not None:
        raise ValidationError(_("This was answered already."))
    summary = _(WORDS[MissingAnswer(answer)]) % {"name": stakeholder.person.name}
    with act("answer_missing", actor, stakeholder.account_id, summary) as recorder:
        if answer == MissingAnswer.STILL_THERE:
            recorder.insert(Confirmation(stakeholder=stakeholder, confirmed_on=today()))
        elif answer == MissingAnswer.LEFT:
            leave(recorder, stakeholder, left_on or missing.missed_on)
        else:
            recorder.retract(stakeholder)
        return recorder.change(missing, answer=answer, answered_at=timezone.now(), answered_by_id=actor.pk)
