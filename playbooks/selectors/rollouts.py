"""What came of plays that were started on many accounts at once."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Act
from accounts.visibility import Viewer
from csm.foundation.left_out import sentence
from playbooks.models import Rollout
from playbooks.selectors.dry_runs import startable_on

WHY = {
    "running": _("Left out since a play of it is running there already: %(count)d"),
    "not_mine": _("Left out since you may no longer start plays there: %(count)d"),
    "gone": _("Left out since they are no longer there: %(count)d"),
}
KEPT = _("Not taken back since somebody has worked on them: %(count)d")


def left_out_in_words(rollout: Rollout) -> list[str]:
    """For each reason a sentence: how many accounts were left out and the names of the first."""
    return [sentence(WHY[why], held) for why, held in rollout.left_out.items()]


def kept_in_words(rollout: Rollout) -> str:
    """Which plays could not be taken back; empty where all could."""
    return sentence(KEPT, rollout.kept) if rollout.kept_count else ""


def may_take_back(rollout: Rollout, viewer: Viewer) -> bool:
    """Whether somebody still starts plays on every account on which this rollout did."""
    acts = Act.objects.filter(group=rollout.group, undone_at__isnull=True)
    ids = set(acts.values_list("account_id", flat=True))
    return bool(startable_on(viewer).filter(pk__in=ids).count() == len(ids))


def rollout_on_its_way(viewer: Viewer, playbook_id: int) -> Rollout | None:
    """The rollout of a playbook that a worker is moving on, where one is and the viewer may see it."""
    return Rollout.objects.visible_to(viewer).at_work().filter(playbook_id=playbook_id).first()
