"""`manage.py import_set FILE...`: check several files as one, and apply them when told to."""

from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.management.commands.import_csv import actor_called
from accounts.models import ImportSet, RunState
from accounts.selectors.import_sets import Part, read_set
from accounts.selectors.import_texts import STOPS, file_problem
from accounts.selectors.imports import problems_of
from accounts.services.importing import sets
from accounts.services.importing.set_working import work_on_set

SHOWN_PROBLEMS = 10


class Command(BaseCommand):
    help = "Check what the files of an export would change, all together, and apply them with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+")
        parser.add_argument("--as", dest="email", default="", help="Who imports: an administrator or operations.")
        parser.add_argument("--apply", action="store_true", help="Apply what could be read; without it nothing is.")
        parser.add_argument("--kind", action="append", default=[], metavar="FILE=KIND", help="Say what a file holds.")
        parser.add_argument("--source", default="csv", help="The system of files that are not recognised.")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="Changed values hold from then on.")
        parser.add_argument("--part", action="store_true", help="The files do not name everybody: list nobody missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        one = self._receive(options)
        said = dict(pair.partition("=")[::2] for pair in options["kind"])
        sets.choose(one, kinds={run.pk: said[run.file_name] for run in one.runs.all() if run.file_name in said})
        try:
            sets.begin_checking_set(one)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        work_on_set(one.pk)
        self._report(one)
        if options["apply"]:
            sets.begin_applying_set(one)
            work_on_set(one.pk)
            self._report(one)
        if one.state not in (RunState.CHECKED, RunState.APPLIED):
            raise CommandError(str(STOPS.get(one.stop_code, one.get_state_display())))

    def _receive(self, options: dict[str, Any]) -> ImportSet:
        actor = actor_called(options["email"])
        with ExitStack() as opened:
            try:
                files = [(path.name, opened.enter_context(path.open("rb"))) for path in options["files"]]
            except OSError as error:
                raise CommandError(f"{error.filename}: {error.strerror}") from error
            try:
                return sets.receive_set(
                    actor, files, source=options["source"], as_of=options["as_of"], is_whole=not options["part"]
                )
            except sets.NothingReadable as error:
                raise CommandError(
                    " ".join(f"{name}: {file_problem(code, params)}" for name, code, params in error.unread)
                ) from error

    def _report(self, one: ImportSet) -> None:
        one.refresh_from_db()
        reading = read_set(one)
        for name, words in reading.unread:
            self.stderr.write(f"{name}: {words}")
        for line in reading.files:
            self.stdout.write(f"{line.name}: {line.recognised or 'not recognised'}, {line.rows} rows")
            for part in line.parts:
                self._report_part(part)
        for word in reading.words:
            if not word.is_known:
                self.stderr.write(f"{word.field} “{word.word}” in {word.rows} rows means nothing here yet; left out.")

    def _report_part(self, part: Part) -> None:
        run = part.run
        if not run.kind or run.is_left_out:
            self.stdout.write("  left out")
            return
        counts = f"{run.created} created, {run.updated} updated, {run.unchanged} unchanged, {run.failed} with errors"
        self.stdout.write(f"  {part.label}, {run.rows_total} rows {run.state}: {counts}.")
        for problem in problems_of(run, SHOWN_PROBLEMS):
            self.stderr.write(f"  row {problem.row}, {problem.field or 'row'}: {problem.text}")
