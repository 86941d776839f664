"""Addresses of this app under `/api/v1/`."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from csm.foundation.api import KEY
from stakeholders.api import (
    assessments,
    briefs,
    calendars,
    champions,
    commitments,
    concerns,
    facts,
    handoff_clocks,
    handoffs,
    joint_sessions,
    judging,
    missing,
    people,
    questions,
    recognitions,
    rounds,
    skies,
    stakeholders,
    suggestions,
    title_rules,
    touchpoints,
)

app_name = "stakeholders_api"

router = SimpleRouter()
for prefix, resource in {
    "people": people.People,
    "stakeholders": stakeholders.Stakeholders,
    "role-holdings": facts.RoleHoldings,
    "assessments": assessments.Assessments,
    "connections": facts.Connections,
    "touchpoints": touchpoints.Touchpoints,
    "departures": facts.Departures,
    "confirmations": facts.Confirmations,
    "suggestions": suggestions.Suggestions,
    "calendars": calendars.Calendars,
    "missing-people": missing.MissingPeople,
    "handoffs": handoffs.Handoffs,
    "handoff-meetings": handoffs.HandoffMeetings,
    "recognitions": recognitions.Recognitions,
    "milestones": recognitions.Milestones,
    "commitments": commitments.Commitments,
    "concerns": concerns.Concerns,
    "concern-steps": concerns.ConcernSteps,
    "champion-steps": champions.ChampionSteps,
    "champion-steps-taken": champions.ChampionStepsTaken,
    "title-rules": title_rules.TitleRulesResource,
}.items():
    router.register(prefix, resource, basename=prefix)

of_account = rf"^accounts/(?P<account_id>{KEY})"
urlpatterns = [
    re_path(f"{of_account}/sky/$", skies.SkyView.as_view(), name="sky"),
    re_path(f"{of_account}/introductions/$", skies.IntroductionsView.as_view(), name="introductions"),
    re_path(f"{of_account}/questions/$", questions.QuestionsView.as_view(), name="questions"),
    re_path(f"{of_account}/comparison/$", skies.ComparisonView.as_view(), name="comparison"),
    re_path(f"{of_account}/champions/$", champions.ChampionsView.as_view(), name="champions"),
    re_path(f"{of_account}/joint-session/$", joint_sessions.JointSessionView.as_view(), name="joint_session"),
    re_path(f"{of_account}/brief/$", briefs.BriefView.as_view(), name="brief"),
    re_path(r"^freshness-round/$", rounds.RoundView.as_view(), name="round"),
    re_path(r"^freshness-round/answers/$", rounds.RoundAnswersView.as_view(), name="round_answers"),
    re_path(r"^freshness-round/undo/$", rounds.RoundUndoView.as_view(), name="round_undo"),
    path("handoff-clocks/", handoff_clocks.HandoffClocksView.as_view(), name="handoff_clocks"),
    re_path(r"^judging/$", judging.JudgingView.as_view(), name="judging"),
    re_path(r"^judging/again/$", judging.JudgingAgainView.as_view(), name="judging_again"),
    *router.urls,
]
