"""One task: what is to be done and why, and everything that can be done with it; over the page or as a page."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.visibility import editable_or_404, visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import DIALOG, DeedView, FormPage, PageView, anyone
from health.selectors.alert_reading import read_alerts
from playbooks.forms.tasks import CommentForm, DoneForm, HandOnForm, SkipForm, SnoozeTaskForm, TaskForm
from playbooks.models import Task, TaskComment
from playbooks.selectors.task_history import history_of
from playbooks.selectors.tasks import SHOWN_WITH, origin_words, outlived_words
from playbooks.selectors.workers import next_work_day
from playbooks.services import tasks as services


class _OneTask(PageView):
    """Reaches the task of the address: 404 when its account is not visible."""

    actions = {"GET": anyone}
    nav = "tasks"

    @cached_property
    def task(self) -> Task:
        rows = Task.objects.select_related(*SHOWN_WITH, "account__owner")
        found: Task = visible_or_404(rows, self.viewer, pk=self.kwargs["task_id"])
        return found

    @cached_property
    def may_edit(self) -> bool:
        return bool(Account.objects.editable_by(self.viewer).filter(pk=self.task.account_id).exists())

    def require_editable(self) -> Task:
        """The task, which the viewer may change. *Raises* Http404, PermissionDenied."""
        found: Task = editable_or_404(Task.objects.all(), self.viewer, pk=self.kwargs["task_id"])
        return found

    def subject(self) -> Sequence[str]:
        """The account and whom the task is about; a form of it also says the task."""
        about = self.task.stakeholder
        return (self.task.account.name, *([about.person.name] if about else []))

    def own_url(self) -> str:
        return reverse("playbooks:task", args=[self.task.pk])

    def here(self) -> str:
        """The page that the dialog stands over, else the task's own."""
        return self.request.htmx.current_url_abs_path or self.own_url()


class TaskPage(_OneTask):
    """A task with its reason, comments and history."""

    template_name = "playbooks/task_detail.html"

    def get(self, request: HttpRequest, task_id: int) -> HttpResponse:
        task = self.task
        is_dialog = bool(self.request.htmx) and self.request.htmx.target == DIALOG
        comments = task.comments.standing().select_related("recorded_by")
        return self.page(
            "playbooks/task_dialog.html" if is_dialog else "",
            task=task,
            subject=self.subject(),
            may_edit=self.may_edit,
            origin=origin_words(task),
            alert=read_alerts([task.alert])[0] if task.alert else None,
            comments=comments,
            history=history_of(task),
            is_dialog=is_dialog,
            outlived=outlived_words(task),
            is_begun=Task.objects.begun().filter(pk=task.pk).exists(),
            is_late=task.is_open and task.due_on is not None and task.due_on < today(),
            is_put_off=task.is_open and task.snoozed_until is not None and task.snoozed_until > today(),
            today=today(),
        )


class _TaskForm(FormPage, _OneTask):
    """A form about one task that the viewer may change."""

    actions = {"GET": anyone, "POST": anyone}

    def subject(self) -> Sequence[str]:
        return (*_OneTask.subject(self), self.task.title)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().post(request, *args, **kwargs)

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(trail=self.task.title, **extra)

    def success_url(self, saved: Any) -> str:
        return self.here()

    def cancel_url(self) -> str:
        return self.own_url()

    def require_open(self) -> Task:
        """*Raises* ValidationError where somebody has ended it meanwhile."""
        if not self.task.is_open:
            raise ValidationError(_("The task is over: %(state)s.") % {"state": self.task.get_state_display()})
        return self.task


class TaskEditPage(_TaskForm):
    """Change what is to be done."""

    title = gettext_lazy("Edit the task")

    def form(self, data: Any = None) -> TaskForm:
        return TaskForm(data, row=self.task, account_id=self.task.account_id)

    def save(self, form: TaskForm) -> Task:
        return services.edit_task(self.viewer, self.task, form.expected_version, **form.facts)


class TaskDonePage(_TaskForm):
    """It is done, with what came of it."""

    title = gettext_lazy("The task is done")
    submit = gettext_lazy("Done")

    def form(self, data: Any = None) -> DoneForm:
        return DoneForm(data)

    def save(self, form: DoneForm) -> int:
        return services.finish_tasks(self.viewer, [self.require_open()], **form.cleaned_data)


class TaskSkipPage(_TaskForm):
    """It is not worth doing, and why."""

    title = gettext_lazy("Skip the task")
    submit = gettext_lazy("Skip")

    def form(self, data: Any = None) -> SkipForm:
        return SkipForm(data)

    def save(self, form: SkipForm) -> int:
        return services.skip_tasks(self.viewer, [self.require_open()], **form.cleaned_data)


class TaskSnoozePage(_TaskForm):
    """It waits until a day."""

    title = gettext_lazy("Put the task off")
    submit = gettext_lazy("Put off")

    def form(self, data: Any = None) -> SnoozeTaskForm:
        return SnoozeTaskForm(data, initial={"until": next_work_day(self.viewer)})

    def save(self, form: SnoozeTaskForm) -> int:
        return services.snooze_tasks(self.viewer, [self.require_open()], **form.cleaned_data)


class TaskHandOnPage(_TaskForm):
    """Somebody else does it."""

    title = gettext_lazy("Hand the task on")
    submit = gettext_lazy("Hand on")

    def form(self, data: Any = None) -> HandOnForm:
        return HandOnForm(data, initial={"assignee": self.task.assignee_id})

    def save(self, form: HandOnForm) -> int:
        return services.reassign_tasks(self.viewer, [self.require_open()], **form.cleaned_data)


class TaskCommentPage(_TaskForm):
    """Say something about it."""

    title = gettext_lazy("Comment on the task")
    submit = gettext_lazy("Comment")

    def form(self, data: Any = None) -> CommentForm:
        return CommentForm(data, instance=TaskComment(task=self.task))

    def save(self, form: CommentForm) -> TaskComment:
        return services.comment_on_task(self.viewer, self.task, form.cleaned_data["text"])


class _TaskDeed(DeedView, _OneTask):
    """A button about one task that the viewer may change."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return super().post(request, *args, **kwargs)

    def success_url(self) -> str:
        return self.here()


class TaskTakeUpView(_TaskDeed):
    """Somebody is on it."""

    def do(self) -> None:
        services.take_up_tasks(self.viewer, [self.task])


class TaskReopenView(_TaskDeed):
    """It is to be done after all."""

    def do(self) -> None:
        services.reopen_task(self.viewer, self.task)


class TaskRemoveView(_TaskDeed):
    """It was added by mistake."""

    def do(self) -> None:
        services.remove_task(self.viewer, self.task)

    def success_url(self) -> str:
        here = self.here()
        is_gone = here == self.own_url() and self.task.retracted_at is not None
        return reverse("playbooks:tasks") if is_gone else here


class TaskCommentRemoveView(_TaskDeed):
    """Take back what one said."""

    def do(self) -> None:
        rows = TaskComment.objects.filter(task_id=self.task.pk)
        comment = editable_or_404(rows, self.viewer, pk=self.kwargs["comment_id"])
        services.remove_comment(self.viewer, comment)
