"""Start plays on many accounts in the background: chunk by chunk, each chunk with the progress in one transaction.

A worker that dies leaves whole chunks, and the next one goes on. Each play is an act of its own, so that taking all of
it back spares those that somebody has worked on meanwhile and says which.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Act, User
from accounts.services.acts import acts
from accounts.services.undo import undo_many
from csm.foundation.clock import today
from playbooks.models import Play, Playbook, Rollout, RolloutState
from playbooks.models.rollouts import AT_WORK
from playbooks.selectors.dry_runs import Cause, startable_on
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene
from playbooks.services.opening import Happening, begin_each, opening
from playbooks.services.starting import happenings_of

CHUNK = 50
MOST = 20_000
NOT_MINE, GONE, RUNNING = "not_mine", "gone", "running"


def plan_rollout(actor: User, playbook: Playbook, causes: Mapping[int, Sequence[Cause]]) -> Rollout:
    """Note that plays are to be started, by account id with what triggers each, for `carry_on`, which finds the words
    for it: those of thousands take longer than somebody waits. *Raises* ValidationError without a published version,
    for too many at once, or while another rollout of the playbook is on its way."""
    if playbook.current is None or playbook.is_archived:
        raise ValidationError(_("This playbook has no published version."))
    if len(causes) > MOST:
        raise ValidationError(_("At most %(most)d plays are started at once.") % {"most": MOST})
    said = {str(pk): [cause.as_data() for cause in some] for pk, some in causes.items()}
    try:
        with transaction.atomic():
            return Rollout.objects.create(
                playbook=playbook, version=playbook.current, account_ids=sorted(causes), whys=said, made_by=actor
            )
    except IntegrityError as error:
        words = _("Plays of this playbook are being started already; wait until that is done.")
        raise ValidationError(words) from error


def rollouts_at_work() -> list[int]:
    """Ids of the rollouts that a worker should be moving on."""
    return list(Rollout.objects.at_work().order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def carry_on(rollout_id: int) -> bool:
    """Do the next chunk of a rollout; false when there is none.

    *Raises* IntegrityError where somebody started one of these plays just now: asked again, it is left out.
    """
    rows = Rollout.objects.select_for_update(of=("self",)).select_related("playbook", "version", "made_by")
    rollout = rows.get(pk=rollout_id)
    if rollout.state == RolloutState.UNDOING:
        return _take_back_some(rollout)
    if rollout.state != RolloutState.WORKING:
        return False
    if rollout.playbook.is_archived:
        rollout.state, rollout.stop_code = RolloutState.FAILED, "archived"
        rollout.save(update_fields=["state", "stop_code"])
        return False
    some = rollout.account_ids[rollout.done : rollout.done + CHUNK]
    rollout.started += _start(rollout, _accounts(rollout, some))
    rollout.done += len(some)
    rollout.beat_at = timezone.now()
    rollout.state = RolloutState.WORKING if rollout.done < rollout.total else RolloutState.DONE
    rollout.save(update_fields=["done", "started", "beat_at", "state", "left_out"])
    return rollout.state == RolloutState.WORKING


def _accounts(rollout: Rollout, ids: Sequence[int]) -> dict[int, Account]:
    """The accounts of a chunk on which a play can be started, by id; the others are noted as left out."""
    standing = Account.objects.standing().filter(pk__in=ids).in_bulk()
    mine = set(startable_on(rollout.made_by).filter(pk__in=ids).values_list("pk", flat=True))
    under_way = Play.objects.standing().under_way().filter(playbook=rollout.playbook, account_id__in=ids)
    taken = set(under_way.values_list("account_id", flat=True))
    gone = len(ids) - len(standing)
    if gone:
        rollout.leave_out(GONE, [], gone)
    for why, left in ((NOT_MINE, set(standing) - mine), (RUNNING, set(standing) & mine & taken)):
        if left:
            rollout.leave_out(why, sorted(standing[pk].name for pk in left))
    return {pk: account for pk, account in sorted(standing.items()) if pk in mine and pk not in taken}


def _start(rollout: Rollout, accounts: Mapping[int, Account]) -> int:
    on, instant = today(), now()
    facts = facts_of(accounts, on)
    pods = pods_of(accounts, {pk: one.owner_id for pk, one in accounts.items()}, on)
    whys = _whys(rollout, accounts)
    words = _("Started the play %(name)s") % {"name": rollout.playbook.name}
    with acts("start_play", rollout.made_by, words, rollout.group) as act_on:
        recorders = {pk: act_on(pk) for pk in accounts}
        openings = [
            opening(account, rollout.playbook, Scene(facts[pk], pods[pk], on, instant), whys[pk], rollout.version)
            for pk, account in accounts.items()
        ]
        begin_each(openings, recorders.__getitem__)
    return len(accounts)


def _whys(rollout: Rollout, account_ids: Iterable[int]) -> dict[int, Happening]:
    """What the plays of a chunk are started for, as of the day on which they were asked for."""
    causes = {pk: [Cause.from_data(one) for one in rollout.whys[str(pk)]] for pk in account_ids}
    return happenings_of(causes, timezone.localdate(rollout.made_at))


def begin_undoing(rollout: Rollout) -> bool:
    """Ask for a rollout to be taken back; false where that is not the moment, or another one is on its way."""
    stages = [RolloutState.DONE, RolloutState.FAILED]
    try:
        with transaction.atomic():
            rows = Rollout.objects.filter(pk=rollout.pk, state__in=stages)
            return bool(rows.update(state=RolloutState.UNDOING, stop_code="", kept={}))
    except IntegrityError:
        return False


def stop(rollout_id: int) -> None:
    """Stop a rollout at the last whole chunk, since something unexpected happened."""
    Rollout.objects.filter(pk=rollout_id, state__in=AT_WORK).update(state=RolloutState.FAILED, stop_code="error")


def _take_back_some(rollout: Rollout) -> bool:
    """Take back the next plays, last first; those that somebody has worked on stay and are noted."""
    left = Act.objects.filter(group=rollout.group, undone_at__isnull=True).order_by("-pk")
    some = list(left.select_related("account")[rollout.kept_count : rollout.kept_count + CHUNK])
    kept = undo_many(some, rollout.made_by)
    for act in kept:
        rollout.keep(act.account.name if act.account else "")
    rollout.taken_back += len(some) - len(kept)
    rollout.state = RolloutState.UNDOING if len(some) == CHUNK else RolloutState.UNDONE
    rollout.beat_at = timezone.now()
    rollout.save(update_fields=["state", "kept", "taken_back", "beat_at"])
    return rollout.state == RolloutState.UNDOING
