"""What becomes of the rows of this app's tables when accounts, persons or stays are merged."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from csm.foundation.merging import MergeRule, Way
from stakeholders.models.connections import UNDIRECTED
from stakeholders.services.merging.calendars import move_decisions, move_events
from stakeholders.services.merging.stays import STAY, move_stays

PAIR = ("from_stakeholder", "to_stakeholder")


def _is_undirected(row: Any) -> bool:
    return row.kind in UNDIRECTED


RULES = (
    # Of an account
    MergeRule("stakeholders.Stakeholder", ("account",), Way.HANDLED, handler=move_stays),
    MergeRule("stakeholders.Touchpoint", ("account",)),
    MergeRule("stakeholders.Connection", ("account",)),
    MergeRule("stakeholders.Dismissal", ("account",)),
    MergeRule("stakeholders.StarPlace", ("account",)),
    MergeRule("stakeholders.Conclusion", ("account",), Way.STAYS),
    MergeRule("stakeholders.CalendarEvent", ("account",), Way.HANDLED, handler=move_events),
    MergeRule("stakeholders.Invitee", ("account",)),
    MergeRule("stakeholders.Handoff", ("account",)),
    MergeRule("stakeholders.HandoffMeeting", ("account",)),
    MergeRule("stakeholders.Suggestion", ("account",), Way.HANDLED, handler=move_decisions),
    MergeRule("stakeholders.Milestone", ("account",)),
    MergeRule("stakeholders.Recognition", ("account",)),
    MergeRule("stakeholders.Commitment", ("account",)),
    MergeRule("stakeholders.Concern", ("account",)),
    # Of a person
    MergeRule("stakeholders.Stakeholder", ("person",), Way.HANDLED, handler=move_stays),
    # Of a stay
    MergeRule(
        "stakeholders.Position",
        ("stakeholder",),
        woven=("stakeholder",),
        joins=True,
        choice="position",
        choice_label=_("Position"),
    ),
    MergeRule("stakeholders.RoleHolding", ("stakeholder",), woven=("stakeholder", "role"), joins=True),
    MergeRule(
        "stakeholders.Assessment",
        ("stakeholder",),
        woven=("stakeholder",),
        choice="assessment",
        choice_label=_("Assessment"),
    ),
    MergeRule(
        "stakeholders.Departure", ("stakeholder",), Way.HANDLED, choice=STAY, choice_label=_("Still there or left")
    ),
    MergeRule("stakeholders.Confirmation", ("stakeholder",)),
    MergeRule("stakeholders.RuledOut", ("stakeholder",)),
    MergeRule("stakeholders.Invitee", ("stakeholder",)),
    MergeRule(
        "stakeholders.Successor",
        ("stakeholder", "successor"),
        once=("stakeholder",),
        choice="successor",
        choice_label=_("Successor"),
    ),
    MergeRule("stakeholders.Connection", PAIR, woven=("kind", *PAIR), joins=True, in_order=_is_undirected),
    MergeRule(
        "stakeholders.Dismissal", ("first", "second"), woven=("first", "second"), joins=True, in_order=lambda row: True
    ),
    MergeRule("stakeholders.TouchpointStakeholder", ("stakeholder",), once=("touchpoint", "stakeholder")),
    MergeRule("stakeholders.HandoffPerson", ("stakeholder",), once=("handoff", "stakeholder")),
    MergeRule("stakeholders.RecognitionStakeholder", ("stakeholder",), once=("recognition", "stakeholder")),
    MergeRule("stakeholders.Commitment", ("stakeholder",)),
    MergeRule("stakeholders.Concern", ("stakeholder",)),
    MergeRule("stakeholders.ConcernStep", ("stakeholder",)),
    MergeRule("stakeholders.ChampionStepTaken", ("stakeholder",), once=("stakeholder", "step")),
    MergeRule("stakeholders.StarPlace", ("stakeholder",), Way.STAYS),
    MergeRule("stakeholders.RoundAnswer", ("stakeholder",), once=("round", "stakeholder")),
    MergeRule("stakeholders.MissingPerson", ("stakeholder",), Way.STAYS),
)
