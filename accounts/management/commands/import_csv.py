"""`manage.py import_csv KIND FILE`: check a file (CSV, a workbook or JSON), and apply it when told to."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.access import UserRole, configures
from accounts.domain.importing.files import Unreadable
from accounts.domain.importing.judging import aspect_of
from accounts.models import ImportRun, RunState, User
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.selectors.imports import problems_of
from accounts.services.importing import runs
from accounts.services.importing.kinds import Kind, kind_of, kinds
from accounts.services.importing.working import work_on

SHOWN_PROBLEMS = 20


def actor_called(email: str) -> User | None:
    """Who imports; nobody is named where no e-mail is given. *Raises* CommandError."""
    if not email:
        return None
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or not configures(UserRole(user.role)):
        raise CommandError(f"{email} is not an active administrator or operations user.")
    return user


class Command(BaseCommand):
    help = "Check what a file (CSV, .xlsx or JSON) would change, and apply it with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.key for kind in kinds()])
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", default="", help="Who imports: an administrator or operations.")
        parser.add_argument("--apply", action="store_true", help="Apply what could be read; without it nothing is.")
        parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="Map a column.")
        parser.add_argument(
            "--read",
            action="append",
            default=[],
            metavar="COLUMN=WAY",
            help="How a column is read where its cells do not tell: dmy, mdy, a decimal mark or a currency.",
        )
        parser.add_argument("--source", default="csv", help="The system the external ids come from.")
        parser.add_argument("--sheet", default="", help="Which sheet of a workbook; else the first that holds rows.")
        parser.add_argument("--no-header", action="store_true", help="The first row holds data; columns are numbered.")
        parser.add_argument("--for", dest="owner", default="", help="Whose calendar it is, by e-mail.")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="Changed values hold from then on.")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = actor_called(options["email"])
        kind = kind_of(options["kind"])
        if kind is None:
            raise CommandError("There is no such kind of file.")
        run = self._receive(kind, actor, options)
        self._map(run, kind, options["map"], options["read"])
        runs.begin_checking(run)
        work_on(run.pk)
        self._report(run)
        if options["apply"]:
            runs.begin_applying(run)
            work_on(run.pk)
            self._report(run)
        if run.state not in (RunState.CHECKED, RunState.APPLIED):
            raise CommandError(str(STOPS.get(run.stop_code, run.get_state_display())))

    def _owner(self, email: str) -> User | None:
        owner = User.objects.filter(email=email.strip().lower()).first() if email else None
        if email and owner is None:
            raise CommandError(f"There is no user {email}.")
        return owner

    def _receive(self, kind: Kind, actor: User | None, options: dict[str, Any]) -> ImportRun:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                return runs.receive_file(
                    actor,
                    kind,
                    file,
                    path.name,
                    source=options["source"],
                    as_of=options["as_of"],
                    sheet=options["sheet"],
                    has_header=not options["no_header"],
                    belongs_to=self._owner(options["owner"]),
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(file_problem(error.code, error.params)) from error

    def _map(self, run: ImportRun, kind: Kind, pairs: list[str], ways: list[str]) -> None:
        chosen = dict(pair.partition("=")[::2] for pair in pairs)
        said: dict[str, dict[str, str]] = {}
        for column, _sign, way in (pair.rpartition("=") for pair in ways):
            said.setdefault(column, {})[aspect_of(way)] = way
        try:
            runs.choose_mapping(run, runs.named_mapping(run, kind, chosen), runs.named_answers(run, said))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _report(self, run: ImportRun) -> None:
        run.refresh_from_db()
        counts = f"{run.created} created, {run.updated} updated, {run.unchanged} unchanged, {run.failed} with errors"
        self.stdout.write(f"{run.rows_done} of {run.rows_total} rows {run.state}: {counts}.")
        for problem in problems_of(run, SHOWN_PROBLEMS):
            self.stderr.write(f"row {problem.row}, {problem.field or 'row'}: {problem.text}")
