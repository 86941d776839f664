"""Recognitions, commitments, concerns and milestones: exact facts, refusals that change nothing, undo."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Act, User
from accounts.services.acts import StaleEdit
from accounts.services.undo import UndoConflict, undo_act
from stakeholders.domain.sky import Recognised
from stakeholders.models import Commitment, Concern, ConcernStep, Milestone, Recognition, Stakeholder
from stakeholders.selectors.promises import concern_line, waiting_long
from stakeholders.selectors.skies import sky_at
from stakeholders.services import commitments, concerns, milestones, people, recognitions, touchpoints
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, APR = date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ana(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ana", joined_on=JAN)


@pytest.fixture
def ben(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.cleo, cast.acme, name="Ben", joined_on=JAN)


@pytest.fixture
def eve(cast: Cast) -> Stakeholder:
    return people.add_stakeholder(cast.carl, cast.bolt, name="Eve", joined_on=JAN)


def undo_last(cast: Cast) -> None:
    act = Act.objects.order_by("-pk").first()
    assert act is not None
    undo_act(act, cast.cleo)


def recognised(cast: Cast, on: date) -> dict[str, Recognised | None]:
    return {star.name: star.recognised for star in sky_at(cast.acme.pk, on).stars}


def test_a_recognition_of_several_shows_on_the_map_from_its_day(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    first = recognitions.recognise(cast.cleo, cast.acme, stakeholders=[ana, ben], users=[cast.cleo], recognised_on=FEB)
    second = recognitions.recognise(cast.cleo, cast.acme, stakeholders=[ana], kind="award", recognised_on=APR)
    assert recognised(cast, JAN) == {"Ana": None, "Ben": None}
    assert recognised(cast, MAR) == {"Ana": Recognised(first.pk, FEB), "Ben": Recognised(first.pk, FEB)}
    assert recognised(cast, APR) == {"Ana": Recognised(second.pk, APR), "Ben": Recognised(first.pk, FEB)}
    undo_last(cast)
    assert recognised(cast, APR)["Ana"] == Recognised(first.pk, FEB)


def test_a_recognition_names_somebody_of_the_account(cast: Cast, ana: Stakeholder, eve: Stakeholder) -> None:
    reached = milestones.record_milestone(cast.carl, cast.bolt, title="Live", reached_on=FEB)
    for wrong in ({}, {"stakeholders": [eve]}, {"stakeholders": [ana], "milestone": reached}):
        with pytest.raises(ValidationError):
            recognitions.recognise(cast.cleo, cast.acme, **wrong)
    assert not Recognition.objects.exists()
    assert recognitions.recognise(cast.cleo, cast.acme, users=[cast.cleo]).stakeholders.count() == 0


def test_who_was_recognised_is_changed_in_place_and_undone(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    row = recognitions.recognise(cast.cleo, cast.acme, stakeholders=[ana], text="Rollout")
    recognitions.edit_recognition(cast.cleo, row, 1, stakeholders=[ben], users=[cast.cleo])
    row.refresh_from_db()
    assert ([one.pk for one in row.stakeholders.all()], row.text, row.row_version) == ([ben.pk], "Rollout", 2)
    with pytest.raises(StaleEdit):
        recognitions.edit_recognition(cast.cleo, row, 1, stakeholders=[ana])
    undo_last(cast)
    assert [one.pk for one in row.stakeholders.all()] == [ana.pk]
    assert not row.users.exists()


def test_a_commitment_is_settled_reopened_and_undone(cast: Cast, ana: Stakeholder) -> None:
    made: Any = {"text": "Send the plan", "promised_on": JAN, "due_on": FEB}
    row = commitments.commit(cast.cleo, cast.acme, stakeholder=ana, user=cast.cleo, **made)
    commitments.settle_commitment(cast.cleo, row, "kept", MAR, "a month late")
    row.refresh_from_db()
    assert (row.state, row.settled_on, row.settled_note) == ("kept", MAR, "a month late")
    commitments.reopen_commitment(cast.cleo, row)
    row.refresh_from_db()
    assert (row.state, row.settled_on, row.settled_note) == ("open", None, "")
    undo_last(cast)
    row.refresh_from_db()
    assert (row.state, row.settled_on) == ("kept", MAR)


def test_a_commitment_that_cannot_be_is_refused(cast: Cast, eve: Stakeholder) -> None:
    for wrong in (
        {"text": "x", "promised_on": FEB, "due_on": JAN},
        {"text": "x", "promised_on": JAN, "due_on": FEB, "stakeholder": eve},
        {"text": "x", "promised_on": JAN, "due_on": FEB, "state": "kept"},
        {"text": "", "promised_on": JAN, "due_on": FEB},
    ):
        with pytest.raises(ValidationError):
            commitments.commit(cast.cleo, cast.acme, **wrong)
    assert not Commitment.objects.exists()


def test_a_corrected_touchpoint_keeps_what_was_promised_in_it(cast: Cast, ana: Stakeholder) -> None:
    at = datetime(2026, 1, 6, 9, tzinfo=UTC)
    met = touchpoints.record_touchpoint(
        cast.cleo, cast.acme, kind="meeting", touched_at=at, users=[cast.cleo], stakeholders=[ana]
    )
    row = commitments.commit(cast.cleo, cast.acme, text="Plan", promised_on=JAN, due_on=FEB, touchpoint=met)
    right = touchpoints.correct_touchpoint(cast.cleo, met, subject="Kick-off")
    row.refresh_from_db()
    assert row.touchpoint_id == right.pk
    undo_last(cast)
    row.refresh_from_db()
    assert row.touchpoint_id == met.pk


def test_only_whoever_raised_a_concern_confirms_it(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=JAN)
    for stage in ("proposed", "delivered"):
        concerns.take_step(cast.cleo, row, stage, taken_on=FEB, note="An index")
    with pytest.raises(ValidationError):
        concerns.take_step(cast.cleo, row, "confirmed", taken_on=MAR, stakeholder=ben)
    row.refresh_from_db()
    assert (row.stage, row.stage_on, row.steps.count()) == ("delivered", FEB, 3)
    step = concerns.take_step(cast.cleo, row, "confirmed", taken_on=MAR)
    assert (step.stakeholder_id, step.user_id) == (ana.pk, None)
    assert (row.stage, row.stage_on) == ("confirmed", MAR)
    undo_last(cast)
    row.refresh_from_db()
    assert (row.stage, row.stage_on) == ("delivered", FEB)


def test_somebody_else_confirms_once_they_have_left(cast: Cast, ana: Stakeholder, ben: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=JAN)
    people.depart_stakeholder(cast.cleo, ana, FEB)
    row = Concern.objects.get()
    with pytest.raises(ValidationError):
        concerns.take_step(cast.cleo, row, "withdrawn", taken_on=MAR)
    assert concerns.take_step(cast.cleo, row, "withdrawn", taken_on=MAR, stakeholder=ben).stakeholder_id == ben.pk


def test_a_step_out_of_turn_is_refused(cast: Cast, ana: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=FEB)
    for stage, on in (("delivered", FEB), ("confirmed", FEB), ("heard", JAN)):
        with pytest.raises(ValidationError):
            concerns.take_step(cast.cleo, row, stage, taken_on=on)
    assert (row.stage, ConcernStep.objects.count()) == ("raised", 0)


def test_not_solved_means_another_proposal(cast: Cast, ana: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=JAN)
    for stage in ("proposed", "delivered", "unsolved", "proposed"):
        concerns.take_step(cast.cleo, row, stage, taken_on=FEB, note="An index")
    assert [step.stage for step in row.steps.order_by("pk")] == [
        "heard",
        "proposed",
        "delivered",
        "unsolved",
        "proposed",
    ]


def test_the_last_step_is_taken_back(cast: Cast, ana: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=FEB)
    proposed = concerns.take_step(cast.cleo, row, "proposed", taken_on=MAR, note="An index")
    heard = row.steps.get(stage="heard")
    with pytest.raises(ValidationError):
        concerns.remove_step(cast.cleo, heard)
    concerns.remove_step(cast.cleo, proposed)
    row.refresh_from_db()
    assert (row.stage, row.stage_on) == ("heard", FEB)
    concerns.remove_step(cast.cleo, ConcernStep.objects.get(pk=heard.pk))
    row.refresh_from_db()
    assert (row.stage, row.stage_on) == ("raised", JAN)


def test_a_concern_was_raised_before_its_first_step(cast: Cast, ana: Stakeholder) -> None:
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=FEB)
    concerns.edit_concern(cast.cleo, row, raised_on=JAN)
    row.refresh_from_db()
    assert (row.raised_on, row.stage_on) == (JAN, JAN)
    concerns.take_step(cast.cleo, row, "heard", taken_on=FEB)
    with pytest.raises(ValidationError):
        concerns.edit_concern(cast.cleo, row, raised_on=MAR)
    row.refresh_from_db()
    assert row.raised_on == JAN


def test_a_milestone_that_was_celebrated_is_not_undone(cast: Cast, ana: Stakeholder) -> None:
    row = milestones.record_milestone(cast.cleo, cast.acme, title="Live", planned_on=FEB)
    made = Act.objects.latest("pk")
    milestones.reach_milestone(cast.cleo, row, MAR)
    undo_last(cast)
    row.refresh_from_db()
    assert row.reached_on is None
    milestones.reach_milestone(cast.cleo, row, MAR)
    recognitions.recognise(cast.cleo, cast.acme, stakeholders=[ana], milestone=row)
    with pytest.raises(UndoConflict):
        undo_act(made, cast.cleo)
    with pytest.raises(ValidationError):
        milestones.record_milestone(cast.cleo, cast.acme, title="When?")
    assert Milestone.objects.standing().count() == 1


@time_machine.travel(datetime(2026, 12, 28, 12, tzinfo=UTC), tick=False)
def test_a_concern_waits_by_the_holidays_of_whoever_looks_after_it(
    cast: Cast, ana: Stakeholder, ben: Stakeholder
) -> None:
    """Raised on Thursday the 24th; on Monday one business day has passed in Germany, two elsewhere."""
    day, on = date(2026, 12, 24), date(2026, 12, 28)
    User.objects.filter(pk=cast.carl.pk).update(country="DE")
    given: dict[str, Any] = {"stakeholder": ana, "raised_on": day}
    of_owner = concerns.raise_concern(cast.cleo, cast.acme, text="The owner's", **given)
    of_carl = concerns.raise_concern(cast.cleo, cast.acme, text="Carl's", user=cast.carl, **given)

    def too_long() -> list[str]:
        rows = Concern.objects.standing().select_related("user", "account__owner")
        lines = [concern_line(row, on) for row in rows]
        long = [line.row.text for line in lines if line.waiting and line.waiting.is_long]
        assert sorted(row.text for row in waiting_long(Concern.objects.standing(), on)) == sorted(long)
        return long

    assert too_long() == [of_owner.text]
    User.objects.filter(pk=cast.cleo.pk).update(country="DE")
    assert too_long() == []
    User.objects.filter(pk=cast.carl.pk).update(country="US")
    assert too_long() == []  # Christmas Day is a holiday there too
    User.objects.filter(pk=cast.carl.pk).update(country="")
    assert too_long() == [of_carl.text]


NOT_YET = "This day has not come yet."


def refused(deed: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        deed()
    return error.value.message_dict


@time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=UTC), tick=False)
def test_days_of_a_commitment_that_cannot_be_are_refused_at_their_fields(cast: Cast) -> None:
    """Promised on the 2nd of February, settled on the 5th of January; today is the 1st of April."""
    later = date(2026, 4, 2)
    row = commitments.commit(cast.cleo, cast.acme, text="Plan", promised_on=FEB, due_on=MAR)
    before = Act.objects.count()
    early = ["It cannot be settled before it was promised, on Feb. 2, 2026."]
    assert refused(lambda: commitments.settle_commitment(cast.cleo, row, "kept", JAN)) == {"settled_on": early}
    assert refused(lambda: commitments.settle_commitment(cast.cleo, row, "kept", later)) == {"settled_on": [NOT_YET]}
    change: dict[str, Any] = {"state": "kept", "settled_on": JAN}
    assert refused(lambda: commitments.edit_commitment(cast.cleo, row, **change)) == {"settled_on": early}
    given: dict[str, Any] = {"text": "Other", "promised_on": later, "due_on": later}
    assert refused(lambda: commitments.commit(cast.cleo, cast.acme, **given)) == {"promised_on": [NOT_YET]}
    row.refresh_from_db()
    assert (row.state, row.row_version, Commitment.objects.count(), Act.objects.count()) == ("open", 1, 1, before)
    commitments.settle_commitment(cast.cleo, row, "kept", FEB)
    assert refused(lambda: commitments.edit_commitment(cast.cleo, row, promised_on=MAR)) == {
        "promised_on": ["It was settled before that, on Feb. 2, 2026."]
    }
    Commitment.objects.filter(pk=row.pk).update(settled_on=JAN)
    row.refresh_from_db()
    assert commitments.edit_commitment(cast.cleo, row, text="Recorded long ago").text == "Recorded long ago"


@time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=UTC), tick=False)
def test_only_what_was_reached_is_celebrated_and_not_before(cast: Cast, ana: Stakeholder) -> None:
    row = milestones.record_milestone(cast.cleo, cast.acme, title="Live", planned_on=MAR)
    given: Any = {"stakeholders": [ana], "milestone": row}
    assert refused(lambda: recognitions.recognise(cast.cleo, cast.acme, **given)) == {
        "milestone": ["This milestone is not reached: say first when it was."]
    }
    milestones.reach_milestone(cast.cleo, row, MAR)
    assert refused(lambda: recognitions.recognise(cast.cleo, cast.acme, recognised_on=FEB, **given)) == {
        "recognised_on": ["The milestone was reached after that, on March 2, 2026."]
    }
    ahead = date(2026, 4, 2)
    assert refused(lambda: recognitions.recognise(cast.cleo, cast.acme, recognised_on=ahead, **given)) == {
        "recognised_on": [NOT_YET]
    }
    assert not Recognition.objects.exists()
    told = recognitions.recognise(cast.cleo, cast.acme, recognised_on=MAR, **given)
    had_been = {"reached_on": ["It was celebrated on March 2, 2026: it had been reached by then."]}
    for wrong in (None, APR):
        assert refused(lambda on=wrong: milestones.edit_milestone(cast.cleo, row, reached_on=on)) == had_been
    assert refused(lambda: milestones.edit_milestone(cast.cleo, row, reached_on=ahead)) == {"reached_on": [NOT_YET]}
    row.refresh_from_db()
    assert row.reached_on == MAR
    recognitions.remove_recognition(cast.cleo, told)
    assert milestones.edit_milestone(cast.cleo, row, reached_on=APR).reached_on == APR


@time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=UTC), tick=False)
def test_a_solution_is_proposed_in_words_and_no_step_lies_ahead(cast: Cast, ana: Stakeholder) -> None:
    ahead = date(2026, 4, 2)
    assert refused(
        lambda: concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=ahead)
    ) == {"raised_on": [NOT_YET]}
    row = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=JAN)
    for note in ("", "  "):
        assert refused(lambda said=note: concerns.take_step(cast.cleo, row, "proposed", taken_on=FEB, note=said)) == {
            "note": ["Say what we propose."]
        }
    assert refused(lambda: concerns.take_step(cast.cleo, row, "proposed", taken_on=ahead, note="An index")) == {
        "taken_on": [NOT_YET]
    }
    row.refresh_from_db()
    assert (row.stage, row.row_version, row.steps.count()) == ("heard", 1, 1)


def test_who_says_which_version_was_seen_is_stale_once_it_changed(cast: Cast, ana: Stakeholder) -> None:
    promise = commitments.commit(cast.cleo, cast.acme, text="Plan", promised_on=JAN, due_on=FEB)
    commitments.settle_commitment(cast.carl, promise, "kept", FEB, "", 1)
    concern = concerns.raise_concern(cast.cleo, cast.acme, stakeholder=ana, text="Slow", raised_on=JAN, heard_on=JAN)
    concerns.take_step(cast.cleo, concern, "proposed", taken_on=FEB, note="An index", expected_version=1)
    for stale in (
        lambda: commitments.settle_commitment(cast.cleo, promise, "broken", FEB, "", 1),
        lambda: concerns.take_step(cast.cleo, concern, "delivered", taken_on=FEB, expected_version=1),
    ):
        with pytest.raises(StaleEdit):
            stale()
    assert (Commitment.objects.get().state, Concern.objects.get().stage) == ("kept", "proposed")
