"""Writing playbooks: drafts, published versions, switching on and off, YAML."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.selectors.jobs import job_names
from accounts.services.acts import Recorder, StaleEdit, act
from health.domain.alerts.kinds import AlertKind
from playbooks.domain.comparing import STEP, Merged, merge, put_together
from playbooks.domain.definition import Definition, tag_of
from playbooks.domain.reading import Fault, Vocabulary, read, write
from playbooks.models import Playbook, PlaybookVersion

KEY_TAKEN: Final = gettext_lazy("Another playbook has this key.")


class Unreadable(Exception):
    """A text is no playbook; `faults` say what is wrong with which line and field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = list(faults)


def vocabulary() -> Vocabulary:
    """What playbooks may name in this installation."""
    return Vocabulary([kind.value for kind in AlertKind], list(job_names()))


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
    if key_is_taken(definition.key, playbook):
        raise ValidationError({"key": KEY_TAKEN})
    with act("edit_playbook", actor, None, _("Edited the playbook %(name)s") % {"name": definition.name}) as recorder:
        return write_draft(recorder, playbook, definition, expected_version)


def key_is_taken(key: str, playbook: Playbook | None) -> bool:
    """Whether a playbook other than this one has a key."""
    others = Playbook.objects.filter(key=key)
    return (others.exclude(pk=playbook.pk) if playbook is not None else others).exists()


def write_draft(
    recorder: Recorder, playbook: Playbook | None, definition: Definition, expected_version: int | None = None
) -> Playbook:
    """Write a draft with a recorder, of a new playbook without one; what says the same already stays untouched."""
    said: dict[str, Any] = {"key": definition.key, "name": definition.name, "draft": definition.as_data()}
    stamped = {**said, "changed_at": timezone.now(), "changed_by": recorder.actor}
    if playbook is None:
        return recorder.insert(Playbook(**stamped))
    if all(getattr(playbook, name) == value for name, value in said.items()):
        return playbook
    return recorder.change(playbook, expected_version, **stamped)


def save_beside(
    actor: User, playbook: Playbook, mine: Definition, expected_version: int | None, seen: Definition | None
) -> tuple[Playbook, Merged | None]:
    """Keep a draft that was made of what was `seen`; where somebody else saved other parts meanwhile, both are kept.

    *Raises* StaleEdit where both changed the same part or the two do not fit together, ValidationError.
    """
    try:
        return save_draft(actor, playbook, mine, expected_version), None
    except StaleEdit as error:
        if seen is None or not isinstance(error.current, Playbook):
            raise
        both = merge(seen, mine, error.current.drafted)
        if both.clashes or read(write(both.definition), vocabulary())[0] is None:
            raise
        return save_draft(actor, error.current, both.definition, error.current.row_version), both


def edit_step(actor: User, playbook: Playbook, key: str, definition: Definition, expected_tag: str = "") -> Playbook:
    """Keep a draft in which one step says what `definition` says of it; the others stay as they are now.

    *Raises* StaleEdit where that step is gone or says something else than `expected_tag` stands for.
    """
    with transaction.atomic():
        held = Playbook.objects.select_for_update(of=("self",)).get(pk=playbook.pk)
        drafted = held.drafted
        step = next((step for step in drafted.steps if step.key == key), None)
        if step is None or (expected_tag and tag_of(step) != expected_tag):
            raise StaleEdit(held)
        both = put_together(drafted, definition, [f"{STEP}{key}"])
        if read(write(both), vocabulary())[0] is None:
            raise StaleEdit(held)
        return save_draft(actor, held, both)


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
