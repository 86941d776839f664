"""Start plays: by hand, by another system, or because something happened; the same occasion counts once."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today
from playbooks.models import Occasion, Outcome, Play, Playbook
from playbooks.selectors.dry_runs import Cause, Reason, reasons_of
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance, scene_of
from playbooks.services.opening import Happening, begin_many, new_play, opening

MOST_AT_ONCE = 50  # more are a rollout


def start_play(
    actor: User | None, account: Account, playbook: Playbook, *, happening: Happening | None = None
) -> tuple[Play | None, Outcome]:
    """Start a play by hand (without a happening, or one without a key) or for another system. *Raises* ValidationError
    when the playbook has no published version, or is running on the account already and nothing identifies the
    occasion."""
    if playbook.current is None or playbook.is_archived:
        raise ValidationError({"playbook": _("This playbook has no published version.")})
    summary = _("Started the play %(name)s") % {"name": playbook.name}
    with act("start_play", actor, account.pk, summary) as recorder:
        scene = scene_of(account, today(), now())
        if happening is not None and happening.key:
            return deliver(recorder, account, playbook, happening, scene)
        by_hand = happening or Happening("", _("Started by hand."))
        return begin(recorder, account, playbook, scene, by_hand), Outcome.STARTED


def start_plays(actor: User | None, playbook: Playbook, whys: Mapping[int, Happening]) -> list[Play]:
    """Start plays on accounts, by id with the reason of each, as one act; where one runs already none is started.
    *Raises* ValidationError without a published version, or for more than fifty at once."""
    if playbook.current is None or playbook.is_archived:
        raise ValidationError(_("This playbook has no published version."))
    if len(whys) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)d plays are started at once.") % {"most": MOST_AT_ONCE})
    accounts = _without_a_play(playbook, whys)
    on, instant = today(), now()
    try:
        with act("start_plays", actor, None, _started_words(playbook.name, len(accounts))) as recorder:
            facts = facts_of(accounts, on)
            pods = pods_of(accounts, {pk: one.owner_id for pk, one in accounts.items()}, on)
            recorder.touches(*accounts)
            return begin_many(
                recorder,
                [
                    opening(account, playbook, Scene(facts[pk], pods[pk], on, instant), whys[pk])
                    for pk, account in sorted(accounts.items())
                ],
            )
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody started some of these meanwhile. Look again, then start the rest.")
        ) from error


def happenings_of(causes: Mapping[int, Sequence[Cause]], on: date) -> dict[int, Happening]:
    """What plays are started for, by account id, of what triggers the playbook there: the first reason, about whom the
    first that names somebody says."""
    said = reasons_of(causes, on)
    return {account_id: _happening(some, said[account_id]) for account_id, some in causes.items()}


def _happening(causes: Sequence[Cause], some: Sequence[Reason]) -> Happening:
    if causes[0].kind is None:
        return Happening("", _("Started by hand."))
    about = next((reason.about for reason in some if reason.about is not None), None)
    return Happening("", some[0].words, about)


def _without_a_play(playbook: Playbook, whys: Mapping[int, Happening]) -> dict[int, Account]:
    under_way = Play.objects.standing().under_way().filter(playbook=playbook, account_id__in=list(whys))
    taken = under_way.values_list("account_id", flat=True)
    accounts = Account.objects.standing().filter(pk__in=list(whys)).exclude(pk__in=list(taken))
    return {account.pk: account for account in accounts}


def _started_words(name: str, count: int) -> str:
    words = ngettext("Started %(count)d play of %(name)s", "Started %(count)d plays of %(name)s", count)
    return words % {"count": count, "name": name}


def deliver(
    recorder: Recorder, account: Account, playbook: Playbook, happening: Happening, scene: Scene
) -> tuple[Play | None, Outcome]:
    """Say that something happened which triggers a playbook; again, it does nothing more and answers the same."""
    outcome = _outcome(account, playbook, scene)
    occasion, is_new = Occasion.objects.get_or_create(
        playbook=playbook, account=account, key=happening.key, defaults={"outcome": outcome}
    )
    if not is_new:
        return occasion.play, Outcome(occasion.outcome)
    if outcome is Outcome.STARTED:
        occasion.play = begin(recorder, account, playbook, scene, happening)
    elif outcome is Outcome.JOINED:
        occasion.play = Play.objects.standing().under_way().get(account=account, playbook=playbook)
    occasion.save(update_fields=["play"])
    return occasion.play, outcome


def _outcome(account: Account, playbook: Playbook, scene: Scene) -> Outcome:
    if Play.objects.standing().under_way().filter(account=account, playbook=playbook).exists():
        return Outcome.JOINED
    return judged(playbook, scene)


def judged(playbook: Playbook, scene: Scene) -> Outcome:
    """What becomes of something that triggers a playbook on an account on which it is not under way."""
    defined = playbook.in_force.defined
    if defined.for_whom.judge(scene.facts.by_name) is not True:
        return Outcome.NOT_FOR_IT
    if defined.exit and defined.is_over_when.judge(scene.facts.by_name) is True:
        return Outcome.HELD
    return Outcome.STARTED


def begin(recorder: Recorder, account: Account, playbook: Playbook, scene: Scene, happening: Happening) -> Play:
    """A new play of the version in force, with its first steps. *Raises* ValidationError when one is running."""
    play = recorder.insert(new_play(account, playbook, scene, happening))
    advance(play, recorder, scene, {})
    return play
