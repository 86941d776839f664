"""Start plays: by hand, by another system, or because something happened; the same occasion counts once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today
from playbooks.models import Occasion, Outcome, Play, Playbook
from playbooks.selectors.workers import now
from playbooks.services.advancing import Scene, advance, kept_facts, scene_of


@dataclass(frozen=True)
class Happening:
    """Something that triggers a playbook on an account: the key of the occasion, why, and whom it is about."""

    key: str
    reason: str
    about: int | None = None


def start_play(
    actor: User | None, account: Account, playbook: Playbook, *, happening: Happening | None = None
) -> tuple[Play | None, Outcome]:
    """Start a play by hand (without a happening) or for another system. *Raises* ValidationError when the playbook
    has no published version, or is running on the account already and nothing identifies the occasion."""
    if playbook.current is None or playbook.is_archived:
        raise ValidationError({"playbook": _("This playbook has no published version.")})
    summary = _("Started the play %(name)s") % {"name": playbook.name}
    with act("start_play", actor, account.pk, summary) as recorder:
        scene = scene_of(account, today(), now())
        if happening is not None:
            return deliver(recorder, account, playbook, happening, scene)
        return begin(recorder, account, playbook, scene, Happening("", _("Started by hand"))), Outcome.STARTED


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
    defined = playbook.in_force.defined
    if Play.objects.standing().under_way().filter(account=account, playbook=playbook).exists():
        return Outcome.JOINED
    if defined.for_whom.judge(scene.facts.by_name) is not True:
        return Outcome.NOT_FOR_IT
    if defined.exit and defined.is_over_when.judge(scene.facts.by_name) is True:
        return Outcome.HELD
    return Outcome.STARTED


def begin(recorder: Recorder, account: Account, playbook: Playbook, scene: Scene, happening: Happening) -> Play:
    """A new play of the version in force, with its first steps. *Raises* ValidationError when one is running."""
    defined = playbook.in_force.defined
    play = recorder.insert(
        Play(
            account=account,
            playbook=playbook,
            version=playbook.in_force,
            name=defined.name,
            reason=happening.reason[:300],
            about=happening.about,
            owner=scene.pod.owner,
            started_on=scene.on,
            exit=defined.exit,
            is_armed=bool(defined.exit) and defined.is_over_when.judge(scene.facts.by_name) is not True,
            steps=playbook.in_force.definition["steps"],
            facts_at_start=kept_facts(scene.facts),
        )
    )
    advance(play, recorder, scene)
    return play
