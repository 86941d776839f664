"""What is done in bulk: the whole recompute, and applying an import."""

import subprocess
import sys
from io import BytesIO, StringIO

from django.db import connection, transaction

from accounts.models import Account, User
from accounts.services.importing import runs
from accounts.services.importing.kinds import kind_of
from accounts.services.importing.working import work_on
from stakeholders.domain.demo.companies import company_of
from stakeholders.domain.demo.cultures import BY_KEY
from stakeholders.models import Conclusion
from stakeholders.services.conclusions import conclude_accounts
from tests.benchmarks.databases import scratch_database
from tests.benchmarks.measuring import Measurement, against, seconds

CHUNK = 500
IMPORTED_ROWS = 10_000

# The same facts as rows of arrays, one an account, read as barely as can be.
READ = (
    """SELECT account_id, array_agg(id), array_agg(number), array_agg(joined_on), array_agg(left_on)
       FROM stakeholders_stakeholder WHERE account_id = ANY(%s) AND retracted_at IS NULL GROUP BY account_id""",
    """SELECT s.account_id, array_agg(h.stakeholder_id), array_agg(h.role_id), array_agg(h.valid_from)
       FROM stakeholders_roleholding h JOIN stakeholders_stakeholder s ON s.id = h.stakeholder_id
       WHERE s.account_id = ANY(%s) AND h.retracted_at IS NULL GROUP BY s.account_id""",
    """SELECT account_id, array_agg(kind), array_agg(from_stakeholder_id), array_agg(to_stakeholder_id)
       FROM stakeholders_connection WHERE account_id = ANY(%s) AND retracted_at IS NULL GROUP BY account_id""",
    """SELECT t.account_id, array_agg(t.touched_on), array_agg(t.kind), array_agg(u.user_id),
              array_agg(x.stakeholder_id)
       FROM stakeholders_touchpoint t
       JOIN stakeholders_touchpointuser u ON u.touchpoint_id = t.id
       JOIN stakeholders_touchpointstakeholder x ON x.touchpoint_id = t.id
       WHERE t.account_id = ANY(%s) AND t.retracted_at IS NULL GROUP BY t.account_id""",
    """SELECT account_id, array_agg(metric_id), array_agg(value), array_agg("on")
       FROM health_reading WHERE account_id = ANY(%s) AND retracted_at IS NULL GROUP BY account_id""",
    """SELECT account_id, array_agg(step), array_agg("on")
       FROM health_pulsereading WHERE account_id = ANY(%s) AND retracted_at IS NULL GROUP BY account_id""",
)
WRITE = """
    INSERT INTO stakeholders_conclusion AS c (account_id, judged_version, attempts, state, threads, survival, cut_kind,
        cut, key_persons, roles_required, roles_mapped, roles_engaged, stakeholders, live_relationships, stale, silent,
        orphaned_roles, assumed, asked_kinds, asked_ids, asked_worths)
    SELECT id, 0, 0, '', 1, 0.5, '', '{}', '{}', 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', '{}', '{}'
    FROM unnest(%s::bigint[]) AS id
    ON CONFLICT (account_id) DO UPDATE SET judged_version = excluded.judged_version, threads = excluded.threads,
        survival = excluded.survival
"""

PARTS = """[{"key": "threads", "weight": 0.1, "points": 40, "raw": 1, "contribution": 4}]"""
WRITE_SCORES = f"""
    INSERT INTO health_score AS s (account_id, score, low, high, band, is_settled, parts, ask_first, judged_version,
        value_lack, first_value_state)
    SELECT id, 1, 0, 100, '', false, '{PARTS}', '', 0, '', '' FROM unnest(%s::bigint[]) AS id
    ON CONFLICT (account_id) DO UPDATE SET score = excluded.score, parts = excluded.parts
"""
WRITE_DAYS = f"""
    INSERT INTO health_dailyscore AS s (account_id, "on", score, low, high, band, is_settled, parts)
    SELECT id, '2000-01-01', 1, 0, 100, '', false, '{PARTS}' FROM unnest(%s::bigint[]) AS id
    ON CONFLICT (account_id, "on") DO UPDATE SET score = excluded.score, parts = excluded.parts
"""


def measure_recompute() -> Measurement:
    """Every account judged again in one process, against reading the same facts and writing as many rows."""
    ids = list(Account.objects.standing().order_by("pk").values_list("pk", flat=True))
    bare = seconds(lambda: read_and_write(ids))
    Conclusion.objects.update(judged_on=None)
    taken = seconds(lambda: conclude_accounts(ids))
    return against("recompute", taken, "s", bare)


def measure_recompute_two() -> Measurement:
    """The same by two processes that share the chunks, against one process in the same run."""
    return against("recompute_two", _seconds_of_processes(2), "s", _seconds_of_processes(1))


def _seconds_of_processes(count: int) -> float:
    """How long so many processes, started beforehand, take to judge everything."""
    Conclusion.objects.update(judged_on=None)
    command = [sys.executable, "-m", "tests.benchmarks.judging_process"]
    pipe = subprocess.PIPE
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe) for _worker in range(count)]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    return seconds(lambda: _let_go(workers))


def _let_go(workers: list["subprocess.Popen[bytes]"]) -> None:
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
    for worker in workers:
        if worker.wait():
            raise RuntimeError("A worker of the recompute failed.")


def read_and_write(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            for statement in READ:
                cursor.execute(statement, [chunk])
                cursor.fetchall()
            for statement in (WRITE, WRITE_SCORES, WRITE_DAYS):
                cursor.execute(statement, [chunk])


def measure_import() -> Measurement:
    """Rows of an accounts file applied in a second, against COPY of the same cells into a bare table."""
    with scratch_database():
        lines = _file()
        taken = seconds_to_apply(lines)
        bare = seconds(lambda: _copy(lines))
    return against("import_rows_per_second", IMPORTED_ROWS / taken, "rows/s", IMPORTED_ROWS / bare)


def seconds_to_apply(lines: str) -> float:
    kind = kind_of("accounts")
    assert kind is not None
    actor = User.objects.get(email="otto@constellation.example")
    run = runs.receive_file(actor, kind, BytesIO(lines.encode()), "bench.csv", source="bench")
    runs.choose_mapping(run, run.mapping)
    runs.begin_checking(run)
    work_on(run.pk)
    run.refresh_from_db()
    runs.begin_applying(run)
    taken = seconds(lambda: work_on(run.pk))
    run.refresh_from_db()
    if run.created != IMPORTED_ROWS:
        raise RuntimeError(f"The import created {run.created} of {IMPORTED_ROWS} rows and is {run.state}.")
    return taken


def _file() -> str:
    lines = ["external_id,name,industry,region,employees,domain,segment,owner"]
    for number in range(IMPORTED_ROWS):
        company = company_of(number, 2, BY_KEY["german"])
        cells = (
            f"b-{number}",
            f"Imported {company.name}",
            company.industry,
            "Europe",
            number,
            company.domain,
            "Low touch",
        )
        lines.append(",".join(map(str, (*cells, "cleo@constellation.example"))))
    return "\n".join(lines) + "\n"


def _copy(lines: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in lines.partition("\n")[0].split(","))
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
        cursor.cursor.copy_expert("COPY bare FROM STDIN CSV HEADER", StringIO(lines))
