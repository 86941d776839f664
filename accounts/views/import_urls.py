"""Addresses of the imports, below `/imports/`."""

from django.urls import path

from accounts.views import import_columns, import_sets, imports

urlpatterns = [
    path("", imports.ImportListPage.as_view(), name="imports"),
    path("sets/new/", import_sets.SetUploadPage.as_view(), name="import_set_new"),
    path("sets/<int:set_id>/", import_sets.SetPage.as_view(), name="import_set"),
    path("sets/<int:set_id>/progress/", import_sets.SetProgressView.as_view(), name="import_set_progress"),
    path("sets/<int:set_id>/apply/", import_sets.SetApplyView.as_view(), name="import_set_apply"),
    path("sets/<int:set_id>/resume/", import_sets.SetResumeView.as_view(), name="import_set_resume"),
    path("sets/<int:set_id>/undo/", import_sets.SetUndoView.as_view(), name="import_set_undo"),
    path("sets/<int:set_id>/discard/", import_sets.SetDiscardView.as_view(), name="import_set_discard"),
    path("new/", imports.ImportUploadPage.as_view(), name="import_new"),
    path("examples/<slug:kind>.<slug:suffix>", imports.ExampleFileView.as_view(), name="import_example"),
    path("<int:run_id>/", imports.ImportPage.as_view(), name="import"),
    path("<int:run_id>/columns/", import_columns.ImportColumnsPage.as_view(), name="import_columns"),
    path("<int:run_id>/sheet/", import_columns.ImportSheetView.as_view(), name="import_sheet"),
    path("<int:run_id>/first-row/", import_columns.ImportFirstRowView.as_view(), name="import_first_row"),
    path("<int:run_id>/progress/", imports.ImportProgressView.as_view(), name="import_progress"),
    path("<int:run_id>/apply/", imports.ImportApplyView.as_view(), name="import_apply"),
    path("<int:run_id>/resume/", imports.ImportResumeView.as_view(), name="import_resume"),
    path("<int:run_id>/undo/", imports.ImportUndoView.as_view(), name="import_undo"),
    path("<int:run_id>/discard/", imports.ImportDiscardView.as_view(), name="import_discard"),
    path("<int:run_id>/failed-rows/", imports.FailedRowsView.as_view(), name="import_failed_rows"),
]
