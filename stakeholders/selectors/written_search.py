"""What the search box finds of what was written about people: promises, concerns, milestones and touchpoints."""

from collections.abc import Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.selectors.finding import written_hit, written_in
from accounts.visibility import Viewer
from csm.foundation.registry import Hit
from stakeholders.models import Commitment, Concern, Milestone, Touchpoint
from stakeholders.models.commitments import TEXT_VECTOR as COMMITMENT_VECTOR
from stakeholders.models.concerns import TEXT_VECTOR as CONCERN_VECTOR
from stakeholders.models.milestones import TITLE_VECTOR
from stakeholders.models.touchpoints import WORDS_VECTOR
from stakeholders.selectors.timeline import cursor_at


def commitment_hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Promises of ours with these words, those still open first, the latest due before the others; one query."""
    found = written_in(Commitment.objects.visible_to(viewer), COMMITMENT_VECTOR, words)
    rows = found.order_by(F("settled_on").desc(nulls_first=True), "-due_on", "-pk")[:limit]
    return [_promised(row) for row in rows]


def _promised(row: Commitment) -> Hit:
    kind = _("promise, %(state)s") % {"state": row.get_state_display()}
    return written_hit(row.text, kind, row.account, _at_promises(row.account_id, f"commitment-{row.pk}"))


def concern_hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Concerns of theirs with these words, the latest first; one query."""
    found = written_in(Concern.objects.visible_to(viewer), CONCERN_VECTOR, words)
    return [_raised(row) for row in found.order_by("-raised_on", "-pk")[:limit]]


def _raised(row: Concern) -> Hit:
    kind = _("concern, %(stage)s") % {"stage": row.get_stage_display()}
    return written_hit(row.text, kind, row.account, _at_promises(row.account_id, f"concern-{row.pk}"))


def milestone_hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Milestones with these words, the latest recorded first; one query."""
    found = written_in(Milestone.objects.visible_to(viewer), TITLE_VECTOR, words)
    return [_reached(row) for row in found.order_by("-pk")[:limit]]


def _reached(row: Milestone) -> Hit:
    return written_hit(row.title, _("milestone"), row.account, _at_promises(row.account_id, "milestones"))


def touchpoint_hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """Touchpoints with these words in subject or notes, the latest first; one query."""
    found = written_in(Touchpoint.objects.visible_to(viewer), WORDS_VECTOR, words)
    return [_touched(row) for row in found.order_by("-touched_on", "-pk")[:limit]]


def _touched(row: Touchpoint) -> Hit:
    kind = f"{row.get_kind_display()}, {date_format(row.touched_on)}"
    timeline = reverse("stakeholders:timeline", args=[row.account_id])
    url = f"{timeline}?cursor={cursor_at(row)}#touchpoint-{row.pk}"
    return written_hit(row.subject or row.notes, kind, row.account, url)


def _at_promises(account_id: int, anchor: str) -> str:
    return f"{reverse('stakeholders:promises', args=[account_id])}#{anchor}"
