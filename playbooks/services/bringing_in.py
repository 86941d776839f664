"""Bring in many playbooks at once: all of them as drafts in one act, or none, with every fault by file, line, field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from accounts.services.acts import act
from playbooks.domain.bundles import MOST_FILES, File, FileFault
from playbooks.domain.comparing import changes
from playbooks.domain.definition import Definition
from playbooks.domain.reading import Fault, read_all
from playbooks.models import Playbook
from playbooks.services.editing import vocabulary, write_draft


class UnreadableFiles(Exception):
    """What is wrong with files that playbooks were to be brought in from, by the name of each."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        super().__init__()
        self.faults = list(faults)


@dataclass(frozen=True)
class Incoming:
    """A playbook of a file, from the line on which it begins: the one it changes, None if new, in how many places."""

    file: str
    line: int
    definition: Definition
    held: Playbook | None
    count: int

    @property
    def outcome(self) -> str:
        """What keeping it does: "new", "changed" or "same"."""
        if self.held is None:
            return "new"
        return "changed" if self.count else "same"


def read_files(files: Sequence[File]) -> list[Incoming]:
    """The playbooks of some files, in their order. *Raises* UnreadableFiles with all that is wrong, also where there
    are none, too many, or two with one key."""
    known, faults = vocabulary(), []
    found: list[tuple[str, int, Definition]] = []
    for file in files:
        read = read_all(file.text, known)
        if not read:
            faults.append((file.name, Fault(0, "", gettext_noop("There is no playbook in this."), {})))
        faults += [(file.name, fault) for one in read for fault in one.faults]
        found += [(file.name, one.line, one.definition) for one in read if one.definition is not None]
    faults += _doubled(found)
    if len(found) > MOST_FILES:
        words = gettext_noop("At most %(most)s playbooks at once.")
        faults.append(("", Fault(0, "", words, {"most": str(MOST_FILES)})))
    if faults or not found:
        raise UnreadableFiles(faults)
    held = {one.key: one for one in Playbook.objects.filter(key__in=[definition.key for _f, _l, definition in found])}
    return [_incoming(name, line, definition, held.get(definition.key)) for name, line, definition in found]


def _doubled(found: Sequence[tuple[str, int, Definition]]) -> list[FileFault]:
    first: dict[str, tuple[str, int]] = {}
    faults = []
    for name, line, definition in found:
        if definition.key in first:
            file, at = first[definition.key]
            words = gettext_noop("Another of these playbooks has this key: %(file)s, line %(line)s.")
            where = {"file": file or "-", "line": str(at)}
            faults.append((name, Fault(line, "key", words, where)))
        first.setdefault(definition.key, (name, line))
    return faults


def _incoming(name: str, line: int, definition: Definition, held: Playbook | None) -> Incoming:
    return Incoming(name, line, definition, held, len(changes(held.drafted, definition)) if held is not None else 0)


@transaction.atomic
def keep_files(actor: User, files: Sequence[File]) -> list[tuple[Incoming, Playbook]]:
    """Keep the playbooks of some files as drafts, those with a known key as drafts of theirs. *Raises*
    UnreadableFiles."""
    found = read_files(files)
    summary = ngettext("Brought in a playbook", "Brought in %(count)d playbooks", len(found)) % {"count": len(found)}
    with act("import_playbooks", actor, None, summary) as recorder:
        return [(one, write_draft(recorder, one.held, one.definition)) for one in found]
