"""Start plays for accounts chosen from a dry run, each with what would have started it as the reason."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from playbooks.models import Play, Playbook, Rollout
from playbooks.selectors.dry_runs import DryRun, startable_on
from playbooks.services.rollouts import plan_rollout
from playbooks.services.starting import MOST_AT_ONCE, happenings_of, start_plays


def start_chosen(actor: User, playbook: Playbook, run: DryRun, account_ids: Collection[int]) -> list[Play] | Rollout:
    """Start plays on those chosen that would get one: at once where they are few; of many the rollout is answered, for
    a worker to carry on. *Raises* PermissionDenied where the actor starts none on one of them, ValidationError where
    none would get a play."""
    wanted = [candidate for candidate in run.starting() if candidate.account_id in account_ids]
    ids = [candidate.account_id for candidate in wanted]
    if startable_on(actor).filter(pk__in=ids).count() != len(ids):
        raise PermissionDenied
    if not wanted:
        raise ValidationError(_("Choose accounts that would get a play."))
    causes = {one.account_id: one.causes for one in wanted}
    if len(causes) > MOST_AT_ONCE:
        return plan_rollout(actor, playbook, causes)
    return start_plays(actor, playbook, happenings_of(causes, run.on))
