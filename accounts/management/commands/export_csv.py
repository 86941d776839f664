"""`manage.py export_csv KIND`: write our records as CSV that can be imported again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.domain.access import UserRole
from accounts.models import User
from accounts.services.exporting import export_lines, exportable_kinds
from accounts.services.importing.kinds import kind_of


class Command(BaseCommand):
    help = "Write records as CSV that can be imported again, to a file or to the standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.key for kind in exportable_kinds()])
        parser.add_argument("--as", dest="email", default="", help="What this user sees; everything without it.")
        parser.add_argument("--output", type=Path, help="The file to write.")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = kind_of(options["kind"])
        if kind is None:
            raise CommandError("There is no such kind of file.")
        text = export_lines(kind, self._viewer(options["email"]))
        if options["output"] is None:
            for line in text:
                self.stdout.write(line, ending="")
            return
        try:
            with options["output"].open("w", encoding="utf-8", newline="") as file:
                file.writelines(text)
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}") from error

    def _viewer(self, email: str) -> User:
        if not email:
            return User(role=UserRole.ADMINISTRATOR)
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"There is no user {email}.")
        return user
