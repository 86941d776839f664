"""Writing playbooks: drafts, published versions, switching on and off, YAML."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Job, User
from accounts.services.acts import StaleEdit, act
from health.domain.alerts.kinds import AlertKind
from playbooks.domain.definition import Definition
from playbooks.domain.reading import Fault, Vocabulary, read
from playbooks.models import Playbook, PlaybookVersion


class Unreadable(Exception):
    """A text is no playbook; `faults` say what is wrong with which line and field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = list(faults)


def vocabulary() -> Vocabulary:
    """What playbooks may name in this installation."""
    return Vocabulary([kind.value for kind in AlertKind], list(Job.objects.values_list("key", flat=True)))


def read_text(text: str) -> Definition:
    """The playbook that a text in YAML describes. *Raises* Unreadable."""
    definition, faults = read(text, vocabulary())
    if definition is None:
        raise Unreadable(faults)
    return definition


def save_draft(
    actor: User | None, playbook: Playbook | None, definition: Definition, expected_version: int | None = None
) -> Playbook:
    """Keep a draft, of a new playbook without one. *Raises* StaleEdit, ValidationError when the key is taken."""
    others = Playbook.objects.filter(key=definition.key)
    if (others.exclude(pk=playbook.pk) if playbook is not None else others).exists():
        raise ValidationError({"key": _("Another playbook has this key.")})
    said: dict[str, Any] = {"key": definition.key, "name": definition.name, "draft": definition.as_data()}
    stamped = {**said, "changed_at": timezone.now(), "changed_by": actor}
    with act("edit_playbook", actor, None, _("Edited the playbook %(name)s") % {"name": definition.name}) as recorder:
        if playbook is None:
            return recorder.insert(Playbook(**stamped))
        if all(getattr(playbook, name) == value for name, value in said.items()):
            return playbook
        return recorder.change(playbook, expected_version, **stamped)


def import_text(actor: User | None, text: str) -> Playbook:
    """Keep a playbook in YAML as a draft: of the playbook with its key, or of a new one. *Raises* Unreadable."""
    definition = read_text(text)
    return save_draft(actor, Playbook.objects.filter(key=definition.key).first(), definition)


def publish(actor: User | None, playbook: Playbook, note: str = "", expected_version: int | None = None) -> Playbook:
    """Make the draft the version that plays are started from; plays that run keep theirs. *Raises* StaleEdit,
    ValidationError when the draft says nothing new."""
    words = _("Published the playbook %(name)s") % {"name": playbook.name}
    with act("publish_playbook", actor, None, words) as recorder:
        held = Playbook.objects.select_for_update(of=("self",)).select_related("current").get(pk=playbook.pk)
        if expected_version is not None and held.row_version != expected_version:
            raise StaleEdit(held)
        if not held.is_changed:
            raise ValidationError(_("The draft says nothing else than the version in force."))
        number = 1 + (held.versions.values_list("number", flat=True).first() or 0)
        version = PlaybookVersion(playbook=held, number=number, definition=held.draft, note=note, published_by=actor)
        version.full_clean()
        version.save(force_insert=True)  # not recorded: undoing puts the former one in force, what was published stays
        return recorder.change(held, current=version)


def switch_on(actor: User | None, playbook: Playbook) -> Playbook:
    """Let the triggers of a playbook start plays from now on. *Raises* ValidationError without a published version."""
    if playbook.is_archived:
        raise ValidationError(_("It is archived: bring it back first."))
    if playbook.current is None:
        raise ValidationError(_("Publish it first."))
    if not playbook.in_force.defined.triggers:
        raise ValidationError(_("It has no triggers: its plays are started by hand."))
    with act("switch_playbook", actor, None, _("Switched on %(name)s") % {"name": playbook.name}) as recorder:
        return recorder.change(playbook, on_since=playbook.on_since or timezone.now())


def switch_off(actor: User | None, playbook: Playbook) -> Playbook:
    """Let a playbook start no plays by itself; those that run go on."""
    with act("switch_playbook", actor, None, _("Switched off %(name)s") % {"name": playbook.name}) as recorder:
        return recorder.change(playbook, on_since=None)


def archive(actor: User | None, playbook: Playbook, is_archived: bool = True) -> Playbook:
    """Put a playbook away, or bring it back; plays that run go on."""
    words = _("Archived %(name)s") if is_archived else _("Brought back %(name)s")
    with act("archive_playbook", actor, None, words % {"name": playbook.name}) as recorder:
        off = {"on_since": None} if is_archived else {}
        return recorder.change(playbook, is_archived=is_archived, **off)
