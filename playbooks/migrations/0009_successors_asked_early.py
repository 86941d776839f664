"""The library asks for successors when a departure is announced: offered as a draft where nobody changed the playbook."""

from importlib import import_module

from django.db import migrations

fill = import_module("playbooks.migrations.0007_library_offered").fill


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0008_onboarding_by_first_value")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
