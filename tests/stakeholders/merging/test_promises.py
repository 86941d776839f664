"""What was promised to, raised by and said of two persons who become one."""

from typing import Any

from accounts.models import Act
from accounts.services.merging.merging import merge
from accounts.services.undo import undo_act
from csm.foundation.merging import Merger
from stakeholders.models import ChampionStep, ChampionStepTaken, RecognitionStakeholder
from stakeholders.services.champions import take_champion_step
from stakeholders.services.commitments import commit
from stakeholders.services.concerns import raise_concern, take_step
from stakeholders.services.recognitions import recognise
from tests.stakeholders.merging.conftest import Twice, days_ago


def test_promises_follow_the_one_who_stays_and_come_back(twice: Twice, persons: Merger) -> None:
    cast, marta, double = twice.cast, twice.marta, twice.double
    day: dict[str, Any] = {"promised_on": days_ago(9), "due_on": days_ago(1)}
    promised = commit(cast.cleo, cast.acme, stakeholder=double, text="Plan", **day)
    raised = raise_concern(cast.cleo, cast.acme, stakeholder=double, text="Slow", raised_on=days_ago(9))
    said = take_step(cast.cleo, raised, "withdrawn", taken_on=days_ago(1))
    both = recognise(cast.cleo, cast.acme, stakeholders=[marta, double])
    step = ChampionStep.objects.get(key="training")
    for one in (marta, double):
        take_champion_step(cast.cleo, one, step, taken_on=days_ago(3))
    merge(cast.cleo, persons, *twice.persons, {})
    for row in (promised, raised, said):
        row.refresh_from_db()
        assert row.stakeholder_id == marta.pk
    assert [link.stakeholder_id for link in RecognitionStakeholder.objects.filter(recognition=both)] == [marta.pk]
    assert ChampionStepTaken.objects.standing().get().stakeholder_id == marta.pk
    undo_act(Act.objects.latest("pk"), cast.cleo)
    for row in (promised, raised, said):
        row.refresh_from_db()
        assert row.stakeholder_id == double.pk
    assert RecognitionStakeholder.objects.filter(recognition=both).count() == 2
    assert ChampionStepTaken.objects.standing().count() == 2
