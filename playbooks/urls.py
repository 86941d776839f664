"""Addresses of playbooks, plays and tasks."""

from django.urls import URLPattern, path

from playbooks.views import play_list, playbook_urls, plays, task_urls

app_name = "playbooks"

ACCOUNT = "accounts/<int:account_id>/"
PLAY = f"{ACCOUNT}plays/<int:play_id>/"
STEP = f"{PLAY}steps/<slug:step_key>/"

play_urls: list[URLPattern] = [
    path("plays/", play_list.PlaysPage.as_view(), name="plays"),
    path(f"{ACCOUNT}plays/", plays.AccountPlaysPage.as_view(), name="account_plays"),
    path(f"{ACCOUNT}plays/start/", plays.StartPlayPage.as_view(), name="play_start"),
    path(PLAY, plays.PlayPage.as_view(), name="play"),
    path(f"{PLAY}pause/", plays.PausePlayPage.as_view(), name="play_pause"),
    path(f"{PLAY}resume/", plays.ResumePlayView.as_view(), name="play_resume"),
    path(f"{PLAY}cancel/", plays.CancelPlayPage.as_view(), name="play_cancel"),
    path(f"{PLAY}complete/", plays.CompletePlayPage.as_view(), name="play_complete"),
    path(f"{PLAY}hand-over/", plays.HandOverPlayPage.as_view(), name="play_hand_over"),
    path(f"{PLAY}steps/new/", plays.AddStepPage.as_view(), name="step_add"),
    path(f"{STEP}done/", plays.FinishStepPage.as_view(), name="step_done"),
    path(f"{STEP}adapt/", plays.AdaptStepPage.as_view(), name="step_adapt"),
    path(f"{STEP}back/", plays.BringStepBackView.as_view(), name="step_back"),
    path(f"{STEP}drop/", plays.DropStepPage.as_view(), name="step_drop"),
]

urlpatterns = [*playbook_urls.patterns, *play_urls, *task_urls.urlpatterns]
