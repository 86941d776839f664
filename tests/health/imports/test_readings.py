"""Files of readings: what is new, corrected, known already and refused, each exactly."""

import pytest

from health.models import Reading
from tests.accounts.imports.conftest import bring  # noqa: F401 (a fixture)
from tests.personas import Cast

pytestmark = pytest.mark.django_db

FILE = "account,metric,value,date\nAcme,nps,40,2026-02-01\nBolt,Active users,57,2026-03-01\n"


def values() -> list[tuple[str, str, float]]:
    rows = Reading.objects.standing().order_by("account__name", "metric__key", "on")
    return [(name, key, float(value)) for name, key, value in rows.values_list("account__name", "metric__key", "value")]


def test_a_file_is_brought_in_once_and_corrected_by_another(cast: Cast, bring) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    run = bring("readings", FILE)
    assert (run.created, run.updated, run.unchanged, run.failed) == (2, 0, 0, 0)
    assert values() == [("Acme", "nps", 40), ("Bolt", "active_users", 57)]
    run = bring("readings", FILE)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 2)
    run = bring("readings", FILE.replace(",40,", ",45,"))
    assert (run.created, run.updated, run.unchanged) == (0, 1, 1)
    assert values() == [("Acme", "nps", 45), ("Bolt", "active_users", 57)]


def test_what_is_wrong_is_named_and_the_rest_is_brought_in(cast: Cast, bring) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    wrong = FILE + "Nobody,nps,1,2026-02-01\nAcme,magic,1,2026-02-01\nAcme,nps,,2026-02-03\nAcme,csat,4,31.2.2026\n"
    run = bring("readings", wrong)
    assert (run.created, run.failed) == (2, 4)
    assert len(values()) == 2
