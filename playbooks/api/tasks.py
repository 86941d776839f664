"""Tasks: what is to be done, what people do with them, and what they say about them."""

from collections.abc import Callable
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.api.external_ids import ByExternalId
from accounts.models import Account, User
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.fields import Day, Input, Reference, References, Text
from csm.foundation.paging import Sort
from health.models import Alert
from playbooks.filtersets.tasks import TaskCommentFilters, TaskFilters
from playbooks.models import Task, TaskComment, TaskState
from playbooks.models.plays import LONGEST_REASON
from playbooks.models.tasks import LONGEST_COMMENT, LONGEST_TEXT
from playbooks.selectors.workers import usual_due_on
from playbooks.services import tasks as services
from stakeholders.models import Stakeholder, Touchpoint


def _colleague(**options: Any) -> Reference:
    return Reference(lambda viewer: User.objects.filter(is_active=True), source="assignee", allow_null=True, **options)


class TaskShape(serializers.Serializer[Any]):
    """Something one of ours is to do for an account, as a step of a play or by itself."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    play_id = serializers.IntegerField(allow_null=True)
    step = serializers.CharField(help_text="The key of the step of its play; empty where it is of none.")
    title = serializers.CharField()
    text = serializers.CharField()
    assignee_id = serializers.IntegerField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    began_on = serializers.DateField()
    taken_up_on = serializers.DateField(allow_null=True, help_text="When somebody said or showed that they are on it.")
    snoozed_until = serializers.DateField(allow_null=True, help_text="Put off: it comes back on that day.")
    state = serializers.ChoiceField(choices=TaskState.choices)
    ended_on = serializers.DateField(allow_null=True)
    ended_by_id = serializers.IntegerField(allow_null=True)
    outcome = serializers.CharField(help_text="What came of it, or why it was not done.")
    stakeholder_id = serializers.IntegerField(allow_null=True, help_text="Whom it is about.")
    alert_id = serializers.IntegerField(allow_null=True)
    touchpoint_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


class TaskChange(Input):
    """What can be changed of a task."""

    title = Text(max_length=200)
    text = Text(max_length=LONGEST_TEXT, required=False, allow_blank=True)
    assignee_id = _colleague(required=False)
    due_on = Day(required=False, allow_null=True)
    stakeholder_id = Reference(
        lambda viewer: Stakeholder.objects.visible_to(viewer), source="stakeholder", required=False, allow_null=True
    )


class NewTask(TaskChange):
    """A task of an account that belongs to no play.

    Without `assignee_id` it is the caller's; without `due_on` it is due in three business days of whoever does it.
    """

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")
    alert_id = Reference(
        lambda viewer: Alert.objects.visible_to(viewer), source="alert", required=False, allow_null=True
    )
    touchpoint_id = Reference(
        lambda viewer: Touchpoint.objects.visible_to(viewer), source="touchpoint", required=False, allow_null=True
    )


class _ChosenTasks(Input):
    """Tasks of accounts that you may change; those that are over stay as they are."""

    ids = References(
        lambda viewer: Task.objects.editable_by(viewer).select_related("play", "assignee"),
        source="tasks",
        least=1,
        most=services.MOST_AT_ONCE,
    )


class TakeUpInput(_ChosenTasks):
    """Which tasks somebody is on."""


class FinishInput(_ChosenTasks):
    """Which tasks are done, and what came of them."""

    outcome = Text(max_length=LONGEST_REASON, required=False, allow_blank=True)


class SkipInput(_ChosenTasks):
    """Which tasks are not worth doing, and why."""

    reason = Text(max_length=LONGEST_REASON)


class PutOffInput(_ChosenTasks):
    """Which tasks to put off, until which day."""

    until = Day()


class HandOnInput(_ChosenTasks):
    """Which tasks somebody else does: `assignee_id` must be said, null is nobody."""

    assignee_id = _colleague()


class TasksShape(serializers.Serializer[Any]):
    """The tasks as they are now."""

    results = TaskShape(many=True)


class Tasks(ByExternalId, Lists, Shows, Creates, Changes, Retracts, Resource):
    """Tasks of the accounts you see, in every state unless `state` says which.

    A step of a play is skipped, not deleted.
    """

    kind = "task"
    shape, create_input, change_input, filters = TaskShape, NewTask, TaskChange, TaskFilters
    sorts = {
        "id": Sort("id", is_nullable=False),
        "due_on": Sort("due_on"),
        "began_on": Sort("began_on", is_nullable=False),
    }

    def all_rows(self) -> "models.QuerySet[Any]":
        return Task.objects.all()

    def make(self, account: Account, **fields: Any) -> Task:
        fields.setdefault("assignee", self.viewer)
        if "due_on" not in fields:
            fields["due_on"] = usual_due_on(fields["assignee"])
        return services.add_task(self.viewer, account, **fields)

    def change(self, row: Task, expected_version: int | None, **fields: Any) -> Task:
        return services.edit_task(self.viewer, row, expected_version, **fields)

    def retract(self, row: Task) -> None:
        services.remove_task(self.viewer, row)

    @action(detail=False, methods=["post"], url_path="take-up")
    @operation(body=TakeUpInput, answer=TasksShape)
    def take_up(self, request: Request) -> Response:
        """Say that somebody is on them: they stay open when the plays they are of end."""
        return self._do(services.take_up_tasks)

    @action(detail=False, methods=["post"])
    @operation(body=FinishInput, answer=TasksShape)
    def finish(self, request: Request) -> Response:
        """Say that they are done; plays they are of go on."""
        return self._do(services.finish_tasks)

    @action(detail=False, methods=["post"])
    @operation(body=SkipInput, answer=TasksShape)
    def skip(self, request: Request) -> Response:
        """Say that they are not worth doing, and why; plays they are of go on."""
        return self._do(services.skip_tasks)

    @action(detail=False, methods=["post"], url_path="put-off")
    @operation(body=PutOffInput, answer=TasksShape)
    def put_off(self, request: Request) -> Response:
        """Put them off until a day."""
        return self._do(services.snooze_tasks)

    @action(detail=False, methods=["post"], url_path="hand-on")
    @operation(body=HandOnInput, answer=TasksShape)
    def hand_on(self, request: Request) -> Response:
        """Give them to somebody else, who sees their accounts."""
        return self._do(services.reassign_tasks)

    @action(detail=True, methods=["post"])
    @operation(answer=TaskShape, errors=(404,))
    def reopen(self, request: Request, pk: str) -> Response:
        """Take a task up again that was over."""
        services.reopen_task(self.viewer, self.editable(pk))
        return self.answer(pk)

    def _do(self, deed: Callable[..., int]) -> Response:
        given = self.body()
        tasks = given.pop("tasks")
        deed(self.viewer, tasks, **given)
        rows = self.all_rows().filter(pk__in=[task.pk for task in tasks]).order_by("pk")
        return Response({"results": self.shaped(rows)})


class TaskCommentShape(serializers.Serializer[Any]):
    """What somebody said about a task."""

    id = serializers.IntegerField()
    task_id = serializers.IntegerField()
    text = serializers.CharField()
    written_at = serializers.DateTimeField(source="recorded_at")
    written_by_id = serializers.IntegerField(source="recorded_by_id", allow_null=True)


class NewTaskComment(Input):
    """A comment on a task of an account that you may change."""

    task_id = Reference(lambda viewer: Task.objects.editable_by(viewer), source="task")
    text = Text(max_length=LONGEST_COMMENT)


class TaskComments(Lists, Shows, Creates, Retracts, Resource):
    """Comments on the tasks you see; you take back your own."""

    shape, create_input, filters = TaskCommentShape, NewTaskComment, TaskCommentFilters

    def all_rows(self) -> "models.QuerySet[Any]":
        return TaskComment.objects.all()

    def make(self, task: Task, text: str) -> TaskComment:
        return services.comment_on_task(self.viewer, task, text)

    def retract(self, row: TaskComment) -> None:
        services.remove_comment(self.viewer, row)
