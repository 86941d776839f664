"""`manage.py example_export SYSTEM DIRECTORY`: write a made-up export, to try the import with."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from csm.foundation.clock import today
from stakeholders.domain.demo.crm.sets import CUSTOMERS, SETS


class Command(BaseCommand):
    help = "Write the files of a made-up export of a CRM, with the dirt that real ones have."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", choices=sorted(SETS))
        parser.add_argument("directory", type=Path)
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="Meetings lie before this day.")
        parser.add_argument("--customers", type=int, default=CUSTOMERS)

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        directory.mkdir(parents=True, exist_ok=True)
        for name, raw in SETS[options["system"]](options["as_of"] or today(), options["customers"]).items():
            (directory / name).write_bytes(raw)
            self.stdout.write(str(directory / name))
