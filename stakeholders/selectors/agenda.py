"""What a session could be about, from promises, concerns and milestones; and from whatever other apps know."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csm.foundation.agenda import AgendaItem, AgendaSource, agenda_sources
from stakeholders.domain.commitments import CommitmentState
from stakeholders.models import Commitment, Concern, Milestone
from stakeholders.selectors.promises import open_concerns

MOST_OF_A_SOURCE = 4


def milestones_to_mention(account_id: Any, limit: int) -> Sequence[AgendaItem]:
    """What was reached lately, then what is planned next."""
    rows = Milestone.objects.standing().filter(account_id=account_id)
    reached = rows.filter(reached_on__isnull=False).order_by("-reached_on", "pk")[:1]
    ahead = rows.filter(reached_on__isnull=True).order_by("planned_on", "pk")[: limit - 1]
    said = [AgendaItem(_("What was reached: %(title)s") % {"title": row.title}, _("milestone")) for row in reached]
    return [*said, *(AgendaItem(_("What is next: %(title)s") % {"title": row.title}, _("milestone")) for row in ahead)]


def promises_to_report(account_id: Any, limit: int) -> Sequence[AgendaItem]:
    """What we promised and is open, soonest due first."""
    rows = Commitment.objects.standing().filter(account_id=account_id, state=CommitmentState.OPEN)
    return [AgendaItem(row.text, gettext_lazy("our promise")) for row in rows.order_by("due_on", "pk")[:limit]]


def concerns_to_settle(account_id: Any, limit: int) -> Sequence[AgendaItem]:
    """What concerns them: ours to prepare, and for whoever raised it to bring up before others."""
    rows = open_concerns(Concern.objects.standing().filter(account_id=account_id)).select_related("stakeholder__person")
    return [
        AgendaItem(
            _("%(name)s: %(text)s") % {"name": row.stakeholder.person.name, "text": row.text},
            gettext_lazy("their concern"),
            is_for_guests=False,
        )
        for row in rows.order_by("stage_on", "pk")[:limit]
    ]


SOURCES = (
    AgendaSource("milestones", milestones_to_mention, position=20),
    AgendaSource("commitments", promises_to_report, position=30),
    AgendaSource("concerns", concerns_to_settle, position=40),
)


def agenda_of(account_id: int) -> list[AgendaItem]:
    """What a session with an account could be about, a few of each source."""
    return [item for source in agenda_sources for item in source.find(account_id, MOST_OF_A_SOURCE)]
