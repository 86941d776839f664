"""The record of a handoff: both sides write their part and say so; acts can be undone, refusals write nothing."""

from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Act, FactsVersion
from accounts.services.acts import StaleEdit
from accounts.services.undo import undo_act
from stakeholders.domain.handoff_record import Side, is_complete
from stakeholders.models import Handoff, HandoffMeeting, HandoffPerson
from stakeholders.services import handoffs, people
from tests.personas import Cast
from tests.stakeholders.handoffs.conftest import CLOSED, DAY, HOUR, somebody, won

pytestmark = pytest.mark.django_db


def kept(cast: Cast) -> tuple[Any, ...]:
    """Everything that a refusal must leave as it is."""
    version = FactsVersion.objects.get(pk=cast.acme.pk).facts_version
    rows = list(
        Handoff.objects.order_by("pk").values_list("goals", "promises", "risks", "sales_said_at", "row_version")
    )
    return version, rows, list(HandoffPerson.objects.values_list("stakeholder_id", "note")), Act.objects.count()


@time_machine.travel(CLOSED + DAY, tick=False)
def test_it_is_complete_once_both_sides_have_said_so(cast: Cast) -> None:
    deal, ana = won(cast), somebody(cast)
    handoffs.write_handoff(cast.cleo, deal, {ana.pk: "Decides"}, goals="Less waste", promises="SSO in May")
    handoffs.say_complete(cast.mara, deal, Side.SALES)
    handoff = Handoff.objects.get()
    assert (handoff.sales_said_by, handoff.sales_said_at, is_complete(handoff.record(1))) == (
        cast.mara,
        CLOSED + DAY,
        False,
    )
    before = kept(cast)
    with pytest.raises(ValidationError, match=r"Customer success still owes the risks\."):
        handoffs.say_complete(cast.cleo, deal, Side.SUCCESS)
    assert kept(cast) == before
    handoffs.write_handoff(cast.cleo, deal, risks="None seen")
    handoffs.say_complete(cast.cleo, deal, Side.SUCCESS)
    handoff.refresh_from_db()
    assert is_complete(handoff.record(1))
    undo_act(Act.objects.latest("pk"), cast.cleo)
    handoff.refresh_from_db()
    assert (handoff.success_said_at, handoff.risks) == (None, "None seen")
    handoffs.withdraw_word(cast.cleo, deal, Side.SALES)
    handoff.refresh_from_db()
    assert (handoff.sales_said_at, handoff.sales_said_by) == (None, None)


@time_machine.travel(CLOSED + DAY, tick=False)
def test_what_sales_owes_is_said_in_words(cast: Cast) -> None:
    deal = won(cast)
    before = Act.objects.count()
    with pytest.raises(ValidationError, match="Sales still owes the goals, the promises made and whom they met"):
        handoffs.say_complete(cast.cleo, deal, Side.SALES)
    assert (Handoff.objects.count(), Act.objects.count()) == (0, before)


@time_machine.travel(CLOSED + DAY, tick=False)
def test_people_are_of_the_account_and_change_the_version(cast: Cast) -> None:
    deal, ana, bob = won(cast), somebody(cast), somebody(cast, "Bob")
    handoff = handoffs.write_handoff(cast.cleo, deal, {ana.pk: "", bob.pk: "Asks about price"})
    opened = handoff.row_version
    handoffs.write_handoff(cast.cleo, deal, {ana.pk: "Decides"})
    assert list(HandoffPerson.objects.values_list("stakeholder_id", "note")) == [(ana.pk, "Decides")]
    eve = people.add_stakeholder(cast.ada, cast.bolt, name="Eve")
    before = kept(cast)
    with pytest.raises(ValidationError, match="Choose people of this account"):
        handoffs.write_handoff(cast.cleo, deal, {eve.pk: ""}, goals="Other")
    with pytest.raises(StaleEdit):
        handoffs.write_handoff(cast.cleo, deal, None, opened, goals="Other")
    assert kept(cast) == before
    undo_act(Act.objects.filter(kind="write_handoff").latest("pk"), cast.cleo)
    assert set(HandoffPerson.objects.values_list("stakeholder_id", "note")) == {
        (ana.pk, ""),
        (bob.pk, "Asks about price"),
    }


@time_machine.travel(CLOSED + DAY, tick=False)
def test_one_is_added_and_taken_away(cast: Cast) -> None:
    deal, ana = won(cast), somebody(cast)
    handoffs.meet_before(cast.cleo, deal, ana, "First")
    link = handoffs.meet_before(cast.cleo, deal, ana, "Second")
    assert [(one.stakeholder_id, one.note) for one in HandoffPerson.objects.all()] == [(ana.pk, "Second")]
    handoffs.forget_meeting_before(cast.cleo, link)
    assert not HandoffPerson.objects.exists()
    undo_act(Act.objects.latest("pk"), cast.cleo)
    assert HandoffPerson.objects.get().note == "Second"


@time_machine.travel(CLOSED + DAY, tick=False)
def test_nothing_was_held_that_lies_ahead(cast: Cast) -> None:
    deal = won(cast)
    before = Act.objects.count()
    with pytest.raises(ValidationError, match="lies ahead"):
        handoffs.record_meeting(cast.cleo, deal, "debrief", CLOSED + DAY + HOUR)
    assert (HandoffMeeting.objects.count(), Act.objects.count()) == (0, before)
