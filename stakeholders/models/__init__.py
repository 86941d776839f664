"""The people at customers and what is known of them, each fact dated; and what is kept of the conclusions."""

from stakeholders.models.calendars import CalendarEvent, Decision, Invitee, Suggestion
from stakeholders.models.champions import ChampionStep, ChampionStepTaken
from stakeholders.models.clock_sweeps import ClockSweep
from stakeholders.models.commitments import Commitment
from stakeholders.models.concerns import Concern, ConcernStep
from stakeholders.models.conclusions import Conclusion, HazardRate, StarPlace
from stakeholders.models.connections import Connection, Dismissal
from stakeholders.models.handoffs import Handoff, HandoffMeeting, HandoffOutcome, HandoffPerson, MeetingKind
from stakeholders.models.milestones import Milestone
from stakeholders.models.missing import MissingAnswer, MissingPerson
from stakeholders.models.people import Confirmation, Departure, Person, Position, Stakeholder, Successor
from stakeholders.models.recognitions import (
    Audience,
    Recognition,
    RecognitionKind,
    RecognitionStakeholder,
    RecognitionUser,
)
from stakeholders.models.roles import Assessment, RoleHolding
from stakeholders.models.rounds import FreshnessRound, RoundAnswer
from stakeholders.models.titles import RuledOut, TitleRound, TitleRule
from stakeholders.models.touchpoints import Touchpoint, TouchpointStakeholder, TouchpointUser

__all__ = [
    "Assessment",
    "Audience",
    "CalendarEvent",
    "ChampionStep",
    "ChampionStepTaken",
    "ClockSweep",
    "Commitment",
    "Concern",
    "ConcernStep",
    "Conclusion",
    "Confirmation",
    "Connection",
    "Decision",
    "Departure",
    "Dismissal",
    "FreshnessRound",
    "Handoff",
    "HandoffMeeting",
    "HandoffOutcome",
    "HandoffPerson",
    "HazardRate",
    "Invitee",
    "MeetingKind",
    "Milestone",
    "MissingAnswer",
    "MissingPerson",
    "Person",
    "Position",
    "Recognition",
    "RecognitionKind",
    "RecognitionStakeholder",
    "RecognitionUser",
    "RoleHolding",
    "RoundAnswer",
    "RuledOut",
    "Stakeholder",
    "StarPlace",
    "Successor",
    "Suggestion",
    "TitleRound",
    "TitleRule",
    "Touchpoint",
    "TouchpointStakeholder",
    "TouchpointUser",
]
