"""Addresses of playbooks themselves."""

from django.urls import URLPattern, path

from playbooks.views import dry_run, editor, playbook_files, playbooks, rollouts

ONE = "playbooks/<int:playbook_id>/"
ROLLOUT = f"{ONE}rollouts/<int:rollout_id>/"

patterns: list[URLPattern] = [
    path("playbooks/", playbooks.PlaybookListPage.as_view(), name="playbooks"),
    path("playbooks/new/", editor.PlaybookAddPage.as_view(), name="playbook_add"),
    path("playbooks/import/", playbook_files.PlaybookImportPage.as_view(), name="playbook_import"),
    path("playbooks/export/", playbook_files.PlaybooksExportView.as_view(), name="playbooks_export"),
    path(ONE, playbooks.PlaybookPage.as_view(), name="playbook"),
    path(f"{ONE}edit/", editor.PlaybookEditPage.as_view(), name="playbook_edit"),
    path(f"{ONE}changes/", playbooks.ChangesPage.as_view(), name="playbook_changes"),
    path(f"{ONE}plays/", playbooks.PlaybookPlaysPage.as_view(), name="playbook_plays"),
    path(f"{ONE}publish/", playbooks.PublishView.as_view(), name="playbook_publish"),
    path(f"{ONE}discard/", playbooks.DiscardView.as_view(), name="playbook_discard"),
    path(f"{ONE}switch/", playbooks.SwitchView.as_view(), name="playbook_switch"),
    path(f"{ONE}archive/", playbooks.ArchiveView.as_view(), name="playbook_archive"),
    path(f"{ONE}export/", playbook_files.PlaybookExportView.as_view(), name="playbook_export"),
    path(f"{ONE}dry-run/", dry_run.DryRunPage.as_view(), name="playbook_dry_run"),
    path(f"{ONE}dry-run/export/", dry_run.DryRunExportView.as_view(), name="playbook_dry_run_export"),
    path(ROLLOUT, rollouts.RolloutPage.as_view(), name="rollout"),
    path(f"{ROLLOUT}progress/", rollouts.RolloutProgressView.as_view(), name="rollout_progress"),
    path(f"{ROLLOUT}undo/", rollouts.RolloutUndoView.as_view(), name="rollout_undo"),
]
