"""Addresses of tasks."""

from django.urls import URLPattern, path

from playbooks.views import task_add, task_feed, task_page, tasks

TASK = "tasks/<int:task_id>/"

urlpatterns: list[URLPattern] = [
    path("tasks/", tasks.TaskListPage.as_view(), name="tasks"),
    path("tasks/new/", task_add.TaskNewPage.as_view(), name="task_new"),
    path("tasks/do/", tasks.TaskDeedView.as_view(), name="task_deed"),
    path("tasks/feed/<slug:secret>.ics", task_feed.TaskCalendarView.as_view(), name="task_calendar"),
    path("settings/task-calendar/", task_feed.TaskFeedPage.as_view(), name="task_feed"),
    path("accounts/<int:account_id>/tasks/new/", task_add.TaskAddPage.as_view(), name="task_add"),
    path(TASK, task_page.TaskPage.as_view(), name="task"),
    path(f"{TASK}edit/", task_page.TaskEditPage.as_view(), name="task_edit"),
    path(f"{TASK}take-up/", task_page.TaskTakeUpView.as_view(), name="task_take_up"),
    path(f"{TASK}done/", task_page.TaskDonePage.as_view(), name="task_done"),
    path(f"{TASK}skip/", task_page.TaskSkipPage.as_view(), name="task_skip"),
    path(f"{TASK}put-off/", task_page.TaskSnoozePage.as_view(), name="task_snooze"),
    path(f"{TASK}hand-on/", task_page.TaskHandOnPage.as_view(), name="task_hand_on"),
    path(f"{TASK}reopen/", task_page.TaskReopenView.as_view(), name="task_reopen"),
    path(f"{TASK}remove/", task_page.TaskRemoveView.as_view(), name="task_remove"),
    path(f"{TASK}comment/", task_page.TaskCommentPage.as_view(), name="task_comment"),
    path(
        f"{TASK}comments/<int:comment_id>/remove/",
        task_page.TaskCommentRemoveView.as_view(),
        name="task_comment_remove",
    ),
]
