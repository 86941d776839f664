"""Plays: read, started by other systems, and what people do with them."""

from collections.abc import Callable
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Account
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.fields import Flag, Input, Reference, Text
from csm.foundation.paging import Sort
from playbooks.filtersets.plays import PlayFilters
from playbooks.models import Outcome, Play, Playbook, PlayState
from playbooks.models.plays import LONGEST_REASON
from playbooks.selectors.plays import StepLine, play_reading
from playbooks.services import plays
from playbooks.services.starting import Happening, start_play
from stakeholders.models import Stakeholder


class PlayShape(serializers.Serializer[Any]):
    """One run of a playbook on an account."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()
    playbook_id = serializers.IntegerField()
    version_id = serializers.IntegerField()
    name = serializers.CharField()
    reason = serializers.CharField()
    about = serializers.IntegerField(allow_null=True, help_text="The stakeholder whom its trigger is about.")
    owner_id = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=PlayState.choices)
    started_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    exit = serializers.CharField(help_text="The condition that ends it by itself.")
    is_adapted = serializers.BooleanField()
    facts_at_start = serializers.JSONField(help_text="By fact name; shares in per cent.")
    facts_at_end = serializers.JSONField()
    result = serializers.CharField()
    row_version = serializers.IntegerField()


class PlayStepShape(serializers.Serializer[Any]):
    """A step of a play: its task where it has begun, else when it is expected."""

    key = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["ahead", "open", "done", "skipped", "dropped"])
    task_id = serializers.IntegerField(allow_null=True)
    assignee_id = serializers.IntegerField(allow_null=True)
    begins_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()


class PlayStepsShape(serializers.Serializer[Any]):
    """The steps of a play in order."""

    results = PlayStepShape(many=True)


class StartInput(Input):
    """What is started where. With `occasion` the same one sent again starts nothing more and gets the same answer."""

    account_id = Reference(lambda viewer: Account.objects.editable_by(viewer), source="account")
    playbook_id = Reference(lambda viewer: Playbook.objects.offered(), source="playbook")
    occasion = Text(
        max_length=80, required=False, help_text="What happened, in your words for it, such as ticket:4711."
    )
    reason = Text(max_length=300, required=False)
    stakeholder_id = Reference(
        lambda viewer: Stakeholder.objects.visible_to(viewer), source="stakeholder", required=False, allow_null=True
    )


class StartedShape(serializers.Serializer[Any]):
    """What came of it, and the play where there is one."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)
    play = PlayShape(allow_null=True)


BEGUN_HELP = "Drop also the open tasks that somebody has begun; else they stay open."


class CancelInput(Input):
    """Why."""

    reason = Text(max_length=LONGEST_REASON)
    drops_begun = Flag(default=False, help_text=BEGUN_HELP)


class PauseInput(Input):
    """Why, if there is something to say."""

    reason = Text(max_length=LONGEST_REASON, required=False, allow_blank=True)


class CompleteInput(Input):
    """What came of it."""

    result = Text(max_length=LONGEST_REASON)
    drops_begun = Flag(default=False, help_text=BEGUN_HELP)


class NothingInput(Input):
    """Nothing is asked."""


class Plays(Lists, Shows, Resource):
    """Plays of the accounts you see, those started last first."""

    shape, filters, default_sort = PlayShape, PlayFilters, "-id"
    sorts = {"id": Sort("id", is_nullable=False), "started_on": Sort("started_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Play.objects.all()

    @operation(body=StartInput, answer=StartedShape, status=201)
    def create(self, request: Request) -> Response:
        """Start a play, or say that something happened which a playbook may answer with one (`occasion`)."""
        self.require_creator()
        said = self.body()
        play, outcome = start_play(self.viewer, said["account"], said["playbook"], happening=_happening(said))
        shown = self.answer(play.pk).data if play is not None else None
        return Response({"outcome": outcome, "play": shown}, 201 if outcome is Outcome.STARTED else 200)

    @action(detail=True, methods=["get"])
    @operation(answer=PlayStepsShape, errors=(404,))
    def steps(self, request: Request, pk: str) -> Response:
        """The steps of a play, with the dates that are expected of those that have not begun."""
        self.refuse_unknown_parameters(frozenset())
        play = Play.objects.select_related("account", "playbook", "version", "owner").get(pk=self.visible(pk).pk)
        return Response({"results": [_step(line) for line in play_reading(play).lines]})

    @action(detail=True, methods=["post"])
    @operation(body=PauseInput, answer=PlayShape, errors=(404,))
    def pause(self, request: Request, pk: str) -> Response:
        """Leave a play alone until it is resumed."""
        return self._do(pk, plays.pause_play)

    @action(detail=True, methods=["post"])
    @operation(body=NothingInput, answer=PlayShape, errors=(404,))
    def resume(self, request: Request, pk: str) -> Response:
        """Go on with a paused play."""
        return self._do(pk, plays.resume_play)

    @action(detail=True, methods=["post"])
    @operation(body=CancelInput, answer=PlayShape, errors=(404,))
    def cancel(self, request: Request, pk: str) -> Response:
        """End a play that is not worth going on with, and say why; open tasks that nobody has begun go with it."""
        return self._do(pk, plays.cancel_play)

    @action(detail=True, methods=["post"])
    @operation(body=CompleteInput, answer=PlayShape, errors=(404,))
    def complete(self, request: Request, pk: str) -> Response:
        """End a play whose work is done, and say what came of it; open tasks that nobody has begun go with it."""
        return self._do(pk, plays.complete_play)

    def _do(self, pk: str, deed: Callable[..., Play]) -> Response:
        play = self.editable(pk)
        deed(self.viewer, play, **self.body())
        return self.answer(pk)


def _happening(said: dict[str, Any]) -> Happening | None:
    occasion = said.get("occasion")
    if not occasion:
        return None
    stakeholder = said.get("stakeholder")
    return Happening(f"api:{occasion}", said.get("reason") or occasion, stakeholder.pk if stakeholder else None)


def _step(line: StepLine) -> dict[str, Any]:
    task = line.task
    return {
        "key": line.step.key,
        "title": line.title,
        "state": line.state,
        "task_id": task.pk if task else None,
        "assignee_id": line.assignee.pk if line.assignee else None,
        "begins_on": task.began_on if task else line.planned.begins_on,
        "due_on": task.due_on if task else line.planned.due_on,
        "ended_on": task.ended_on if task else None,
        "outcome": task.outcome if task else "",
    }
