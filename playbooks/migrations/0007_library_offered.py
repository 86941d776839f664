"""What the library says now is offered as the draft of each shipped playbook that nobody changed; nothing is published.

A migration that follows a later change of the library does the same with this `fill`.
"""

from pathlib import Path
from typing import Any

from django.db import migrations
from django.utils import timezone

from playbooks.domain.reading import read

LIBRARY = Path(__file__).resolve().parent.parent / "library"


def fill(apps: Any, schema_editor: Any) -> None:
    playbooks = apps.get_model("playbooks", "Playbook").objects.filter(is_shipped=True, current__isnull=False)
    held = {playbook.key: playbook for playbook in playbooks.select_related("current")}
    for path in sorted(LIBRARY.glob("*.yaml")):
        definition, _faults = read(path.read_text(encoding="utf-8"))
        playbook = held.get(path.stem)
        if definition is not None and playbook is not None and is_as_it_came(playbook):
            offer(playbook, definition.as_data())


def is_as_it_came(playbook: Any) -> bool:
    """Whether nobody published, or has drafted, anything else than what was shipped; an offer discarded is none."""
    is_first = playbook.current.published_by_id is None and playbook.versions.count() == 1
    return is_first and (playbook.changed_by_id is None or playbook.draft == playbook.current.definition)


def offer(playbook: Any, data: Any) -> None:
    if playbook.draft != data:
        playbook.draft, playbook.changed_at, playbook.changed_by_id = data, timezone.now(), None
        playbook.row_version += 1
        playbook.save(update_fields=["draft", "changed_at", "changed_by", "row_version"])


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0006_rollouts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
