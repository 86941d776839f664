"""Answer the freshness round: begin it with the first answer, keep what was said, take back the last."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Act, User
from accounts.services.undo import undo_act
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from stakeholders.models import FreshnessRound, RoundAnswer, Stakeholder
from stakeholders.selectors.rounds import figures_of, round_now, week_of
from stakeholders.services.people import confirm_stakeholder


def begin_round(user: User) -> FreshnessRound:
    """This week's round; the first answer fixes whom it asks about and how their accounts stood."""
    now = round_now(user)
    if now.row is not None:
        return now.row
    accounts = sorted({item.stakeholder.account_id for item in now.items})
    asked = [item.stakeholder.pk for item in now.items]
    fresh = {"asked": asked, "before": figures_of(accounts), "begun_at": timezone.now()}
    row, _made = FreshnessRound.objects.get_or_create(user=user, week=week_of(today()), defaults=fresh)
    return row


def confirm_in_round(user: User, stakeholder: Stakeholder) -> None:
    """Yes, what we know of them is still true."""
    with transaction.atomic():
        row = begin_round(user)
        with deeds() as done:
            confirm_stakeholder(user, stakeholder)
        keep_answer(row, stakeholder, "yes", done[-1].pk)


def skip_in_round(user: User, stakeholder: Stakeholder) -> None:
    """Not now: they are not asked about again this week."""
    with transaction.atomic():
        keep_answer(begin_round(user), stakeholder, "skipped")


def keep_answer(row: FreshnessRound, stakeholder: Stakeholder, answer: str, act_id: int | None = None) -> None:
    """Keep what was answered about somebody the round asks about; of others nothing is kept."""
    if stakeholder.pk in row.asked:
        fields = {"answer": answer, "act_id": act_id, "answered_at": timezone.now()}
        RoundAnswer.objects.update_or_create(round=row, stakeholder=stakeholder, defaults=fields)


def take_back_answer(user: User) -> RoundAnswer | None:
    """Take back the last answer of this week's round, and what it did; None where there is none.

    *Raises* UndoConflict when what it did was changed again since.
    """
    with transaction.atomic():
        answers = RoundAnswer.objects.filter(round__user=user, round__week=week_of(today()))
        standing = answers.exclude(act__undone_at__isnull=False).select_related("stakeholder__person")
        last = standing.order_by("-answered_at", "-pk").first()
        if last is None:
            return None
        if last.act_id is not None:
            undo_act(Act.objects.get(pk=last.act_id), user)
        last.delete()
        return last
