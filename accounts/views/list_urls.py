"""Addresses around the lists, below `/lists/`."""

from django.urls import path

from accounts.views import extras, list_edits, list_pages

LIST, VIEW, EDIT = "<slug:list_name>/", "views/<int:view_id>/", "edits/<int:edit_id>/"

urlpatterns = [
    path("tags/find/", extras.TagOptionsView.as_view(), name="tag_options"),
    path(f"{VIEW}edit/", list_pages.ViewEditPage.as_view(), name="view_edit"),
    path(f"{VIEW}keep/", list_pages.ViewKeepView.as_view(), name="view_keep"),
    path(f"{VIEW}copy/", list_pages.ViewCopyView.as_view(), name="view_copy"),
    path(f"{VIEW}opens/", list_pages.ViewOpensView.as_view(), name="view_opens"),
    path(f"{VIEW}remove/", list_pages.ViewRemoveView.as_view(), name="view_remove"),
    path(EDIT, list_edits.ListEditRunPage.as_view(), name="list_edit_run"),
    path(f"{EDIT}progress/", list_edits.ListEditProgressView.as_view(), name="list_edit_progress"),
    path(f"{EDIT}undo/", list_edits.ListEditUndoView.as_view(), name="list_edit_undo"),
    path(f"{LIST}columns/", list_pages.ListColumnsPage.as_view(), name="list_columns"),
    path(f"{LIST}views/new/", list_pages.ViewAddPage.as_view(), name="view_add"),
    path(f"{LIST}export/", list_pages.ListExportView.as_view(), name="list_export"),
    path(f"{LIST}edit/", list_edits.ListEditPage.as_view(), name="list_edit"),
]
