"""Addresses of the accounts list, the account frame, settings, search and undo."""

from django.urls import path
from django.views.generic import RedirectView

from accounts.views import account_edit, account_list, contracts, details, frame, search, team, undo

app_name = "accounts"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="accounts:list"), name="home"),
    path("search/", search.SearchPage.as_view(), name="search"),
    path("acts/<int:act_id>/undo/", undo.UndoView.as_view(), name="undo"),
    path("accounts/", account_list.AccountListPage.as_view(), name="list"),
    path("accounts/new/", account_edit.AccountCreatePage.as_view(), name="create"),
    path("accounts/find/", account_edit.AccountFindView.as_view(), name="find"),
    path("accounts/<int:account_id>/", frame.AccountFirstPage.as_view(), name="detail"),
    path("accounts/<int:account_id>/edit/", account_edit.AccountEditPage.as_view(), name="edit"),
    path("accounts/<int:account_id>/remove/", account_edit.AccountRemoveView.as_view(), name="remove"),
    path("accounts/<int:account_id>/details/", details.DetailsPage.as_view(), name="details"),
    path("accounts/<int:account_id>/ids/new/", details.NameElsewherePage.as_view(), name="name_elsewhere"),
    path("accounts/<int:account_id>/ids/<int:name_id>/remove/", details.ForgetNameView.as_view(), name="forget_name"),
    path("accounts/<int:account_id>/contracts/", contracts.ContractListPage.as_view(), name="contracts"),
    path("accounts/<int:account_id>/contracts/new/", contracts.ContractAddPage.as_view(), name="contract_add"),
    path(
        "accounts/<int:account_id>/contracts/<int:contract_id>/edit/",
        contracts.ContractEditPage.as_view(),
        name="contract_edit",
    ),
    path(
        "accounts/<int:account_id>/contracts/<int:contract_id>/outcome/",
        contracts.ContractOutcomePage.as_view(),
        name="contract_outcome",
    ),
    path(
        "accounts/<int:account_id>/contracts/<int:contract_id>/remove/",
        contracts.ContractRemoveView.as_view(),
        name="contract_remove",
    ),
    path("accounts/<int:account_id>/team/", team.TeamPage.as_view(), name="team"),
    path("accounts/<int:account_id>/team/new/", team.TeamAddPage.as_view(), name="member_add"),
    path(
        "accounts/<int:account_id>/team/<int:member_id>/hand-over/",
        team.HandOverPage.as_view(),
        name="member_hand_over",
    ),
    path("accounts/<int:account_id>/team/<int:member_id>/end/", team.MemberEndPage.as_view(), name="member_end"),
    path(
        "accounts/<int:account_id>/team/<int:member_id>/correct/",
        team.MemberCorrectPage.as_view(),
        name="member_correct",
    ),
    path(
        "accounts/<int:account_id>/team/<int:member_id>/retract/",
        team.MemberRetractView.as_view(),
        name="member_retract",
    ),
]
