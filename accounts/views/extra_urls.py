"""Addresses of extra fields and tags, below `/settings/`."""

from django.urls import path

from accounts.views import extras

FIELD, TAG = "extra-fields/<int:field_id>/", "tags/<int:tag_id>/"

urlpatterns = [
    path("extra-fields/", extras.ExtraFieldListPage.as_view(), name="extra_fields"),
    path("extra-fields/new/", extras.ExtraFieldAddPage.as_view(), name="extra_field_add"),
    path(FIELD, extras.ExtraFieldEditPage.as_view(), name="extra_field_edit"),
    path(f"{FIELD}remove/", extras.ExtraFieldRemoveView.as_view(), name="extra_field_remove"),
    path(f"{FIELD}restore/", extras.ExtraFieldRestoreView.as_view(), name="extra_field_restore"),
    path("tags/", extras.TagListPage.as_view(), name="tags"),
    path(TAG, extras.TagEditPage.as_view(), name="tag_edit"),
    path(f"{TAG}merge/", extras.TagMergePage.as_view(), name="tag_merge"),
    path(f"{TAG}remove/", extras.TagRemoveView.as_view(), name="tag_remove"),
]
