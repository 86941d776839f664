"""Who is missing from a file that names everybody: listed once the file is applied, and never departed by it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.importing.questions import Questions
from accounts.models import ExternalId, ImportRun
from accounts.services.acts import Recorder, act
from accounts.services.importing.account_references import find_accounts
from accounts.services.importing.bulk import change_many, insert_many
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.reading import batch_of, reader_of, records_of
from stakeholders.models import MissingAnswer, MissingPerson, Stakeholder
from stakeholders.services.importing.matching import Matching

# Who was confirmed although a source lacks them is not asked about again so soon.
NOT_ASKED_FOR = timedelta(days=180)


def list_missing(run: ImportRun) -> Questions:
    """List whom an applied run of people lacks, as part of the run, and settle what was asked of those it names."""
    kind = kind_of(run.kind)
    if kind is None or kind.key != "people" or run.set is None or not run.set.is_whole:
        return Questions()
    account_ids, person_ids, stay_ids = _named_by(run)
    lacking = _brought_before(run, account_ids).exclude(person_id__in=person_ids).exclude(pk__in=stay_ids)
    asked = MissingPerson.objects.filter(source=run.source)
    recently = Q(answer=MissingAnswer.STILL_THERE, answered_at__gt=timezone.now() - NOT_ASKED_FOR)
    known = asked.filter(Q(answer=MissingAnswer.OPEN) | recently)
    fresh = [
        MissingPerson(stakeholder=each, source=run.source, run=run, missed_on=run.as_of)
        for each in lacking.exclude(pk__in=known.values("stakeholder_id"))
    ]
    waiting = asked.filter(answer=MissingAnswer.OPEN, stakeholder__account_id__in=account_ids)
    named_again = list(waiting.filter(Q(stakeholder__person_id__in=person_ids) | Q(stakeholder_id__in=stay_ids)))
    if not fresh and not named_again:
        return Questions()
    summary = _("Who is missing from %(file)s") % {"file": run.file_name}
    with act("import", run.made_by, None, summary, run.group) as recorder:
        _write(recorder, fresh, named_again)
    return Questions(len(fresh), len(named_again))


def _write(recorder: Recorder, fresh: list[MissingPerson], named_again: Iterable[MissingPerson]) -> None:
    insert_many(recorder, fresh)
    answered = {"answer": MissingAnswer.NAMED_AGAIN, "answered_at": timezone.now()}
    change_many(recorder, [(one, dict(answered)) for one in named_again])


def _named_by(run: ImportRun) -> tuple[set[int], set[int], set[int]]:
    """The accounts that a file speaks of, and the persons and stays it names, whatever else is wrong with its rows."""
    kind = kind_of(run.kind)
    accounts: set[int] = set()
    persons: set[int] = set()
    stays: set[int] = set()
    if kind is None:
        return accounts, persons, stays
    reader = reader_of(run, kind)
    for chunk in run.chunks.filter(is_last_round=False).iterator(chunk_size=5):
        batch = batch_of(run, [reader.read(record)[0] for record in records_of(chunk)])
        found = find_accounts(batch)
        rows = [row for row in batch.rows if row.number in found]
        matching = Matching(batch.source, rows, found)
        accounts.update(account.pk for account in found.values())
        persons.update(person.pk for row in rows if (person := matching.person_of(row)) is not None)
        stays.update(stay.pk for stay in matching.by_name.values())
    return accounts, persons, stays


def _brought_before(run: ImportRun, account_ids: set[int]) -> "models.QuerySet[Stakeholder]":
    """Who is at these accounts as far as we know and was brought by the same source."""
    named = ExternalId.objects.filter(source=run.source)
    present = Stakeholder.objects.standing().filter(account_id__in=account_ids, left_on__isnull=True)
    return present.filter(
        Q(person_id__in=named.filter(kind="person").values("row_id"))
        | Q(pk__in=named.filter(kind="stakeholder").values("row_id"))
    )
