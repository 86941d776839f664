"""The playbooks that come with the product, published and switched off."""

from pathlib import Path
from typing import Any

from django.db import migrations

from playbooks.domain.reading import read

LIBRARY = Path(__file__).resolve().parent.parent / "library"


def fill(apps: Any, schema_editor: Any) -> None:
    playbooks, versions = apps.get_model("playbooks", "Playbook"), apps.get_model("playbooks", "PlaybookVersion")
    for path in sorted(LIBRARY.glob("*.yaml")):
        definition, faults = read(path.read_text(encoding="utf-8"))
        if definition is None:
            raise ValueError([path.name, *map(str, faults)])
        data = definition.as_data()
        playbook = playbooks.objects.create(key=definition.key, name=definition.name, draft=data, is_shipped=True)
        note = "As it came with the product"
        playbook.current = versions.objects.create(playbook=playbook, number=1, definition=data, note=note)
        playbook.save(update_fields=["current"])


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0001_plays_and_tasks")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
