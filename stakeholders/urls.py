"""Addresses of the constellation, the people and the timeline of an account."""

from django.urls import path

from stakeholders.domain.handoff_record import Side
from stakeholders.views import (
    brief,
    calendar,
    champions,
    grid,
    handoff,
    handoff_list,
    joint_session,
    judging,
    log,
    missing,
    people,
    people_all,
    person,
    promises,
    rounds,
    suggestions,
    timeline,
    timeline_entry,
    title_rules,
)
from stakeholders.views import constellation as sky
from stakeholders.views import constellation_parts as parts
from stakeholders.views import facts_assumed as assumed_facts
from stakeholders.views import facts_concerns as concern_facts
from stakeholders.views import facts_people as people_facts
from stakeholders.views import facts_promises as promise_facts
from stakeholders.views import facts_roles as role_facts
from stakeholders.views import facts_ties as tie_facts
from stakeholders.views import facts_touchpoints as touch_facts

app_name = "stakeholders"

SKY = "accounts/<int:account_id>/constellation/"

constellation = [
    path(SKY, sky.ConstellationPage.as_view(), name="constellation"),
    path(f"{SKY}stars/<int:stakeholder_id>/", parts.StarPanel.as_view(), name="star"),
    path(f"{SKY}what-if/", parts.WhatIfPart.as_view(), name="what_if"),
    path(f"{SKY}comparison/", parts.ComparisonPart.as_view(), name="comparison"),
    path(f"{SKY}introductions/", parts.IntroductionsPart.as_view(), name="introductions"),
    path(f"{SKY}graphml/", parts.GraphmlExport.as_view(), name="graphml"),
    path(f"{SKY}places/", parts.StarPlacePart.as_view(), name="star_place"),
]

PEOPLE = "accounts/<int:account_id>/people/"
ONE = f"{PEOPLE}<int:stakeholder_id>/"
ROLE = "accounts/<int:account_id>/roles/<int:holding_id>/"
TIE = "accounts/<int:account_id>/connections/<int:connection_id>/"
MISSING = "people/missing/<int:missing_id>/"
TIMELINE = "accounts/<int:account_id>/timeline/"

people_pages = [
    path(PEOPLE, people.PeoplePage.as_view(), name="people"),
    path(f"{PEOPLE}find/", touch_facts.PeopleOptions.as_view(), name="people_options"),
    path("people/ours/find/", touch_facts.OurOptions.as_view(), name="our_options"),
    path("people/", people_all.PersonListPage.as_view(), name="person_list"),
    path(f"{PEOPLE}grid/", grid.AccountGridPage.as_view(), name="grid"),
    path("people/missing/", missing.MissingPeoplePage.as_view(), name="missing"),
    path(f"{MISSING}still-there/", missing.StillThereView.as_view(), name="missing_still_there"),
    path(f"{MISSING}left/", missing.MissingLeftView.as_view(), name="missing_left"),
    path(f"{MISSING}not-ours/", missing.NotOursView.as_view(), name="missing_not_ours"),
    path("people/round/", rounds.RoundPage.as_view(), name="round"),
    path("people/round/undo/", rounds.RoundUndoView.as_view(), name="round_undo"),
    path("people/grid/", grid.BookGridPage.as_view(), name="book_grid"),
    path("people/grid/save/", grid.GridSaveView.as_view(), name="grid_save"),
    path("people/grid/undo/<slug:group>/", grid.GridUndoView.as_view(), name="grid_undo"),
    path("people/suggested/", suggestions.SuggestionListPage.as_view(), name="suggestions"),
    path("people/suggested/decide/", suggestions.SuggestionDeed.as_view(), name="suggestion_deed"),
    path("calendar/", calendar.CalendarPage.as_view(), name="calendar"),
    path("people/<int:person_id>/", person.PersonPage.as_view(), name="person"),
]

people_dialogs = [
    path(f"{PEOPLE}new/", people_facts.StakeholderAddPage.as_view(), name="stakeholder_add"),
    path(f"{PEOPLE}new/alike/", people_facts.StakeholderDoublesPart.as_view(), name="stakeholder_doubles"),
    path(f"{ONE}edit/", people_facts.PersonEditPage.as_view(), name="person_edit"),
    path(f"{ONE}position/change/", people_facts.PositionChangePage.as_view(), name="position_change"),
    path(f"{ONE}position/correct/", people_facts.PositionCorrectPage.as_view(), name="position_correct"),
    path(f"{ONE}left/", people_facts.DepartPage.as_view(), name="depart"),
    path(f"{ONE}successor/", people_facts.SuccessorPage.as_view(), name="successor"),
    path(f"{ONE}moved/", people_facts.MovePage.as_view(), name="move"),
    path(f"{ONE}never-left/", people_facts.NeverLeftView.as_view(), name="never_left"),
    path(f"{ONE}remove/", people_facts.RemoveView.as_view(), name="remove"),
    path(f"{ONE}confirm/", people_facts.ConfirmView.as_view(), name="confirm"),
    path(f"{ONE}round/yes/", rounds.RoundYesView.as_view(), name="round_yes"),
    path(f"{ONE}round/left/", rounds.RoundLeftPage.as_view(), name="round_left"),
    path(f"{ONE}round/moved/", rounds.RoundMovedPage.as_view(), name="round_moved"),
    path(f"{ONE}round/position/", rounds.RoundPositionPage.as_view(), name="round_position"),
    path(f"{ONE}round/skip/", rounds.RoundSkipView.as_view(), name="round_skip"),
    path(f"{ONE}assumed/", assumed_facts.AssumedCorrectPage.as_view(), name="assumed_correct"),
    path(f"{ONE}assumed/confirm/", assumed_facts.AssumedConfirmView.as_view(), name="assumed_confirm"),
    path(f"{PEOPLE}assumed/confirm/", assumed_facts.AssumedConfirmManyView.as_view(), name="assumed_confirm_many"),
    path(f"{ONE}roles/new/", role_facts.RoleAddPage.as_view(), name="role_add"),
    path(f"{ONE}assess/", role_facts.AssessPage.as_view(), name="assess"),
    path(f"{ONE}connections/new/", tie_facts.ConnectionAddPage.as_view(), name="connection_add"),
]

RULE = "settings/titles/<slug:rule_key>/"
settings = [
    path("settings/judging/", judging.JudgingPage.as_view(), name="judging"),
    path("settings/judging/progress/", judging.JudgingProgress.as_view(), name="judging_progress"),
    path("settings/judging/again/", judging.TryAgainView.as_view(), name="judging_again"),
    path("settings/titles/", title_rules.TitleRuleListPage.as_view(), name="title_rules"),
    path("settings/titles/new/", title_rules.TitleRuleAddPage.as_view(), name="title_rule_add"),
    path(f"{RULE}edit/", title_rules.TitleRuleEditPage.as_view(), name="title_rule_edit"),
    path(f"{RULE}up/", title_rules.TitleRuleMoveView.as_view(), {"way": "up"}, name="title_rule_up"),
    path(f"{RULE}down/", title_rules.TitleRuleMoveView.as_view(), {"way": "down"}, name="title_rule_down"),
    path(f"{RULE}switch/", title_rules.TitleRuleSwitchView.as_view(), name="title_rule_switch"),
    path(f"{RULE}remove/", title_rules.TitleRuleRemoveView.as_view(), name="title_rule_remove"),
]

fact_dialogs = [
    path(f"{ROLE}end/", role_facts.RoleEndPage.as_view(), name="role_end"),
    path(f"{ROLE}remove/", role_facts.RoleRemoveView.as_view(), name="role_remove"),
    path(f"{ROLE}confirm/", role_facts.RoleConfirmView.as_view(), name="role_confirm"),
    path(f"{ROLE}fill/", role_facts.RoleFillPage.as_view(), name="role_fill"),
    path(f"{TIE}end/", tie_facts.ConnectionEndPage.as_view(), name="connection_end"),
    path(f"{TIE}remove/", tie_facts.ConnectionRemoveView.as_view(), name="connection_remove"),
    path(
        "accounts/<int:account_id>/meetings/<int:first_id>/<int:second_id>/dismiss/",
        tie_facts.MeetingDismissView.as_view(),
        name="meeting_dismiss",
    ),
]

timeline_pages = [
    path(TIMELINE, timeline.TimelinePage.as_view(), name="timeline"),
    path("log/", log.LogPage.as_view(), name="log"),
    path(f"{TIMELINE}entry/", timeline_entry.QuickEntryPage.as_view(), name="quick_entry"),
    path(f"{TIMELINE}new/", touch_facts.TouchpointAddPage.as_view(), name="touchpoint_add"),
    path(f"{TIMELINE}<int:touchpoint_id>/edit/", touch_facts.TouchpointEditPage.as_view(), name="touchpoint_edit"),
    path(
        f"{TIMELINE}<int:touchpoint_id>/remove/", touch_facts.TouchpointRemoveView.as_view(), name="touchpoint_remove"
    ),
]

HANDOFF = "accounts/<int:account_id>/handoff/"
OF_DEAL = f"{HANDOFF}<int:deal_id>/"

handoff_pages = [
    path("handoffs/", handoff_list.HandoffListPage.as_view(), name="handoffs"),
    path("handoffs/csv/", handoff_list.HandoffExportView.as_view(), name="handoffs_csv"),
    path(HANDOFF, handoff.HandoffPage.as_view(), name="handoff"),
    path(f"{OF_DEAL}write/", handoff.HandoffWritePage.as_view(), name="handoff_write"),
    path(f"{OF_DEAL}people/", handoff.MetBeforePage.as_view(), name="handoff_met"),
    path(
        f"{OF_DEAL}people/<int:stakeholder_id>/remove/", handoff.MetBeforeRemoveView.as_view(), name="handoff_not_met"
    ),
    path(f"{OF_DEAL}sales/done/", handoff.SideDoneView.as_view(side=Side.SALES), name="handoff_sales_done"),
    path(f"{OF_DEAL}success/done/", handoff.SideDoneView.as_view(side=Side.SUCCESS), name="handoff_success_done"),
    path(f"{OF_DEAL}sales/again/", handoff.SideAgainView.as_view(side=Side.SALES), name="handoff_sales_again"),
    path(f"{OF_DEAL}success/again/", handoff.SideAgainView.as_view(side=Side.SUCCESS), name="handoff_success_again"),
    path(f"{OF_DEAL}debrief/", handoff.DebriefPage.as_view(), name="handoff_debrief"),
    path(f"{OF_DEAL}introduction/", handoff.IntroductionPage.as_view(), name="handoff_introduction"),
    path(
        f"{OF_DEAL}meetings/<int:meeting_id>/remove/",
        handoff.MeetingRemoveView.as_view(),
        name="handoff_meeting_remove",
    ),
]

BRIEF = "accounts/<int:account_id>/brief/"

brief_pages = [
    path(BRIEF, brief.BriefPage.as_view(), name="brief"),
    path(f"{BRIEF}keep/", brief.BriefKeepView.as_view(), name="brief_keep"),
    path(f"{BRIEF}took-place/", brief.TookPlaceView.as_view(), name="took_place"),
]

PROMISES = "accounts/<int:account_id>/promises/"
COMMITMENTS = "accounts/<int:account_id>/commitments/"
CONCERNS = "accounts/<int:account_id>/concerns/"
MILESTONES = "accounts/<int:account_id>/milestones/"
RECOGNITIONS = "accounts/<int:account_id>/recognitions/"
COMMITMENT = f"{COMMITMENTS}<int:commitment_id>/"
CONCERN = f"{CONCERNS}<int:concern_id>/"
MILESTONE = f"{MILESTONES}<int:milestone_id>/"
RECOGNITION = f"{RECOGNITIONS}<int:recognition_id>/"

STEPS = "settings/champion-steps/"
champion_pages = [
    path("champions/", champions.ChampionsPage.as_view(), name="champions"),
    path("accounts/<int:account_id>/champions/", champions.AccountChampionsPage.as_view(), name="champions_of"),
    path(f"{ONE}champion-step/", champions.ChampionStepTakePage.as_view(), name="champion_step_take"),
    path(
        f"{ONE}champion-step/<int:taken_id>/back/", champions.ChampionStepBackView.as_view(), name="champion_step_back"
    ),
    path(STEPS, champions.ChampionStepListPage.as_view(), name="champion_steps"),
    path(f"{STEPS}new/", champions.ChampionStepAddPage.as_view(), name="champion_step_add"),
    path(f"{STEPS}<int:step_id>/", champions.ChampionStepEditPage.as_view(), name="champion_step_edit"),
]

SESSION = "accounts/<int:account_id>/joint-session/"

promise_pages = [
    path(SESSION, joint_session.JointSessionPage.as_view(), name="joint_session"),
    path(f"{SESSION}took-place/", joint_session.JointSessionTookPlacePage.as_view(), name="joint_session_took_place"),
    path(PROMISES, promises.PromisesPage.as_view(), name="promises"),
    path("promises/", promises.KeptPage.as_view(), name="kept"),
    path("celebration/", promises.CelebrationPage.as_view(), name="celebration"),
    path(f"{COMMITMENTS}new/", promise_facts.CommitmentAddPage.as_view(), name="commitment_add"),
    path(f"{COMMITMENT}edit/", promise_facts.CommitmentEditPage.as_view(), name="commitment_edit"),
    path(f"{COMMITMENT}settle/", promise_facts.CommitmentSettlePage.as_view(), name="commitment_settle"),
    path(f"{COMMITMENT}reopen/", promise_facts.CommitmentReopenView.as_view(), name="commitment_reopen"),
    path(f"{COMMITMENT}remove/", promise_facts.CommitmentRemoveView.as_view(), name="commitment_remove"),
    path(f"{CONCERNS}new/", concern_facts.ConcernAddPage.as_view(), name="concern_add"),
    path(f"{CONCERN}edit/", concern_facts.ConcernEditPage.as_view(), name="concern_edit"),
    path(f"{CONCERN}step/", concern_facts.ConcernStepPage.as_view(), name="concern_step"),
    path(f"{CONCERN}step/back/", concern_facts.ConcernStepBackView.as_view(), name="concern_step_back"),
    path(f"{CONCERN}remove/", concern_facts.ConcernRemoveView.as_view(), name="concern_remove"),
    path(f"{MILESTONES}new/", promise_facts.MilestoneAddPage.as_view(), name="milestone_add"),
    path(f"{MILESTONE}edit/", promise_facts.MilestoneEditPage.as_view(), name="milestone_edit"),
    path(f"{MILESTONE}reach/", promise_facts.MilestoneReachView.as_view(), name="milestone_reach"),
    path(f"{MILESTONE}remove/", promise_facts.MilestoneRemoveView.as_view(), name="milestone_remove"),
    path(f"{RECOGNITIONS}new/", promise_facts.RecognitionAddPage.as_view(), name="recognition_add"),
    path(f"{RECOGNITION}edit/", promise_facts.RecognitionEditPage.as_view(), name="recognition_edit"),
    path(f"{RECOGNITION}remove/", promise_facts.RecognitionRemoveView.as_view(), name="recognition_remove"),
]

urlpatterns = [
    *settings,
    *constellation,
    *brief_pages,
    *people_pages,
    *people_dialogs,
    *fact_dialogs,
    *timeline_pages,
    *handoff_pages,
    *promise_pages,
    *champion_pages,
]
