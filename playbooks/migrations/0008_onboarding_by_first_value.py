"""Onboarding now ends by the first value: offered as the draft where nobody changed the playbook."""

from importlib import import_module

from django.db import migrations

offered = import_module("playbooks.migrations.0007_library_offered")


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0007_library_offered")]

    operations = [migrations.RunPython(offered.fill, migrations.RunPython.noop)]
