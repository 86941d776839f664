"""What goals give a session with a customer to talk about."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from csm.foundation.agenda import AgendaItem
from health.models import Goal
from health.models.goals import GoalState


def goal_agenda(account_id: int, limit: int) -> Sequence[AgendaItem]:
    """The open goals of an account in the customer's words, the earliest due first; one query."""
    rows = Goal.objects.standing().filter(account_id=account_id, state=GoalState.OPEN).order_by("due_on", "pk")
    return [AgendaItem(words, _("goal")) for words in rows.values_list("words", flat=True)[:limit]]
