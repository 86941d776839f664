"""Start plays for accounts chosen from a dry run, each with what would have started it as the reason."""

from collections.abc import Collection, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from playbooks.models import Play, Playbook, Rollout
from playbooks.selectors.dry_runs import Candidate, DryRun, Reason, reasons, startable_on
from playbooks.services.opening import Happening
from playbooks.services.rollouts import plan_rollout
from playbooks.services.starting import MOST_AT_ONCE, start_plays


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
    said = reasons(wanted, run.on)
    whys = {one.account_id: happening_of(one, said[one.account_id]) for one in wanted}
    return start_plays(actor, playbook, whys) if len(whys) <= MOST_AT_ONCE else plan_rollout(actor, playbook, whys)


def happening_of(candidate: Candidate, some: Sequence[Reason]) -> Happening:
    """What a play is started for: the first reason, about whom the first that names somebody says."""
    if candidate.causes[0].kind is None:
        return Happening("", _("Started by hand"))
    about = next((reason.about for reason in some if reason.about is not None), None)
    return Happening("", some[0].words, about)
