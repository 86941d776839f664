"""Scorecards and metrics: make, edit a draft, publish. Publishing has every account judged anew."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors.touched import all_account_ids
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today
from health.domain.starter import with_unweighed
from health.models import Metric, Scorecard, ScorecardVersion


def create_scorecard(actor: User | None, measures: list[dict[str, Any]], **fields: Any) -> Scorecard:
    """Make a scorecard with a first draft; it governs nothing before it is published. *Raises* ValidationError."""
    card = Scorecard(**fields)
    with act("create_scorecard", actor, None, _("Created the scorecard %(name)s") % {"name": card}) as recorder:
        recorder.insert(card)
        recorder.insert(ScorecardVersion(scorecard=card, number=1, measures=measures))
        return card


def edit_scorecard(actor: User | None, card: Scorecard, expected_version: int | None, **fields: Any) -> Scorecard:
    """Rename a scorecard or change whom it governs. *Raises* StaleEdit, ValidationError."""
    with act("edit_scorecard", actor, None, _("Edited the scorecard %(name)s") % {"name": card}) as recorder:
        changed = recorder.change(card, expected_version, **fields)
        if recorder.changes:
            recorder.touches(*all_account_ids())
        return changed


def draft_of(actor: User | None, card: Scorecard) -> ScorecardVersion:
    """The draft of a scorecard; where there is none it begins as the version in force."""
    draft = card.versions.filter(published_on__isnull=True, retracted_at__isnull=True).first()
    if draft is not None:
        return draft
    current = card.versions.filter(published_on__isnull=False, retracted_at__isnull=True).order_by("-number").first()
    if current is None:
        raise ValidationError(_("This scorecard has no version to begin from."))
    number = card.versions.aggregate(Max("number"))["number__max"] + 1
    draft = ScorecardVersion(
        scorecard=card,
        number=number,
        measures=current.measures,
        amber_from=current.amber_from,
        green_from=current.green_from,
    )
    with act("draft_scorecard", actor, None, _("Began a draft of %(name)s") % {"name": card}) as recorder:
        return recorder.insert(draft)


def draft_with_unweighed(actor: User | None, card: Scorecard) -> ScorecardVersion:
    """The draft of a scorecard with the measures it does not weigh yet, to be looked at and published or not."""
    with transaction.atomic():
        draft = draft_of(actor, card)
        return edit_draft(actor, draft, measures=with_unweighed(draft.measures))


def edit_draft(
    actor: User | None, draft: ScorecardVersion, expected_version: int | None = None, **fields: Any
) -> ScorecardVersion:
    """Change a draft; what is published stays as it is. *Raises* StaleEdit, ValidationError."""
    _refuse_published(draft)
    words = _("Edited the draft of %(name)s") % {"name": draft.scorecard}
    with act("edit_draft", actor, None, words) as recorder:
        return recorder.change(draft, expected_version, **fields)


def publish(actor: User | None, draft: ScorecardVersion, note: str) -> ScorecardVersion:
    """Put a draft in force from today; every account is judged anew. *Raises* ValidationError."""
    _refuse_published(draft)
    if not note.strip():
        raise ValidationError({"note": _("Say what changed, and why: it stands beside every score it moves.")})
    words = _("Published version %(number)d of %(name)s") % {"number": draft.number, "name": draft.scorecard}
    with act("publish_scorecard", actor, None, words) as recorder:
        recorder.change(draft, note=note.strip(), published_on=today(), recorded_by_id=actor.pk if actor else None)
        recorder.touches(*all_account_ids())
        return draft


def discard_draft(actor: User | None, draft: ScorecardVersion) -> None:
    """Put a draft aside. *Raises* ValidationError."""
    _refuse_published(draft)
    with act(
        "discard_draft", actor, None, _("Discarded the draft of %(name)s") % {"name": draft.scorecard}
    ) as recorder:
        recorder.retract(draft)


def create_metric(actor: User | None, **fields: Any) -> Metric:
    """Add a metric. *Raises* ValidationError."""
    metric = Metric(**fields)
    with act("create_metric", actor, None, _("Created the metric %(name)s") % {"name": metric}) as recorder:
        return recorder.insert(metric)


def edit_metric(actor: User | None, metric: Metric, expected_version: int | None = None, **fields: Any) -> Metric:
    """Change a metric; accounts are judged anew, since how long it counts and whether it leads may differ.

    *Raises* StaleEdit, ValidationError.
    """
    with act("edit_metric", actor, None, _("Edited the metric %(name)s") % {"name": metric}) as recorder:
        changed = recorder.change(metric, expected_version, **fields)
        _touch_all(recorder)
        return changed


def _touch_all(recorder: Recorder) -> None:
    if recorder.changes:
        recorder.touches(*all_account_ids())


def _refuse_published(draft: ScorecardVersion) -> None:
    if draft.published_on is not None:
        raise ValidationError(_("This version is published and stays as it is; begin a draft of the next one."))
