"""Plays: read, started by other systems, and what people do with them."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.models import Account, User
from accounts.selectors.jobs import job_names
from csm.foundation.api import Lists, Shows, operation
from csm.foundation.fields import Flag, Input, Reference, Text, WholeNumber
from csm.foundation.paging import BadParameter, Sort
from playbooks.api.step_tags import STEP, StepTags, expected_tag
from playbooks.domain.definition import OWNER
from playbooks.domain.reading import MOST_DAYS
from playbooks.filtersets.plays import PlayFilters
from playbooks.models import Outcome, Play, Playbook, PlayState
from playbooks.models.plays import LONGEST_REASON
from playbooks.selectors.plays import StepLine, play_reading
from playbooks.services import plays
from playbooks.services.opening import Happening
from playbooks.services.starting import start_play
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
    tag = serializers.CharField(help_text="What it says as a tag; in quotation marks it is the `ETag` of the step.")
    title = serializers.CharField()
    text = serializers.CharField()
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


class HandOverInput(Input):
    """Who answers for it from now on."""

    owner_id = Reference(lambda viewer: User.objects.filter(is_active=True), source="owner")


class CompleteInput(Input):
    """What came of it."""

    result = Text(max_length=LONGEST_REASON)
    drops_begun = Flag(default=False, help_text=BEGUN_HELP)


class _StepFields(Input):
    """What can be said of a step on one account."""

    text = Text(max_length=6000, required=False, allow_blank=True)
    job = Text(max_length=60, required=False, help_text="The key of a job, or owner.")
    wait = WholeNumber(min_value=0, max_value=MOST_DAYS, required=False)
    wait_for = Text(max_length=300, required=False, allow_blank=True)
    when = Text(max_length=300, required=False, allow_blank=True)
    due = WholeNumber(min_value=0, max_value=MOST_DAYS, required=False)
    before_renewal = WholeNumber(min_value=0, max_value=MOST_DAYS, required=False, allow_null=True)

    def validate_job(self, key: str) -> str:
        if key != OWNER and key not in job_names():
            raise serializers.ValidationError(_("There is no job with this key."))
        return key


class PlayStepChange(_StepFields):
    """What is changed of a step on one account; of one that has begun the words of its task."""

    title = Text(max_length=150, required=False)


class NewPlayStep(_StepFields):
    """A step of one account alone."""

    title = Text(max_length=150)
    after = Text(max_length=60, required=False, help_text="The key of the step before it; by default the last.")


DROPS_BEGUN = "drops_begun"


class NothingInput(Input):
    """Nothing is asked."""


class Plays(StepTags, Lists, Shows, Resource):
    """Plays of the accounts you see, those started last first."""

    shape, filters, default_sort = PlayShape, PlayFilters, "-id"
    sorts = {"id": Sort("id", is_nullable=False), "started_on": Sort("started_on", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return Play.objects.all()

    @operation(body=StartInput, answer=StartedShape, status=201, also={200: StartedShape})
    def create(self, request: Request) -> Response:
        """Start a play, or say that something happened which a playbook may answer with one (`occasion`)."""
        self.require_creator()
        said = self.body()
        play, outcome = start_play(self.viewer, said["account"], said["playbook"], happening=_happening(said))
        shown = self.answer(play.pk).data if play is not None else None
        if play is None or outcome is not Outcome.STARTED:
            return Response({"outcome": outcome, "play": shown})
        there = request.build_absolute_uri(f"{request.path}{play.pk}/")
        return Response({"outcome": outcome, "play": shown}, 201, headers={"Location": there})

    @action(detail=True, methods=["get"])
    @operation(answer=PlayStepsShape, errors=(404,))
    def steps(self, request: Request, pk: str) -> Response:
        """The steps of a play, with the dates that are expected of those that have not begun."""
        self.refuse_unknown_parameters(frozenset())
        play = Play.objects.select_related("account", "playbook", "version", "owner").get(pk=self.visible(pk).pk)
        return Response({"results": [_step(line) for line in play_reading(play).lines]})

    @steps.mapping.post
    @operation(body=NewPlayStep, answer=PlayStepShape, status=201, errors=(404,))
    def add_step(self, request: Request, pk: str) -> Response:
        """Add a step on this account alone; the playbook and other plays stay as they are."""
        row, said = self.editable(pk), self.body()
        before = {step.key for step in row.own_steps}
        made = plays.add_step(self.viewer, row, said.pop("after", ""), **{"job": OWNER, **said})
        key = next(step.key for step in made.own_steps if step.key not in before)
        return self.step_answer(pk, key, 201)

    @action(detail=True, methods=["get"], url_path=STEP)
    @operation(answer=PlayStepShape, errors=(404,))
    def step(self, request: Request, pk: str, step_key: str) -> Response:
        """One step of a play, with its tag as `ETag`."""
        self.refuse_unknown_parameters(frozenset())
        self.visible(pk)
        return self.step_answer(pk, step_key)

    @step.mapping.patch
    @operation(body=PlayStepChange, answer=PlayStepShape, is_partial=True, errors=(404, 412))
    def adapt_step(self, request: Request, pk: str, step_key: str) -> Response:
        """Change a step on this account alone; `If-Match` names the tag of the step, so others may change others."""
        row, said = self.with_step(pk, step_key), self.body()
        plays.refuse_begun(row, step_key, said)
        plays.adapt_step(self.viewer, row, step_key, expected_tag(self.request), **said)
        return self.step_answer(pk, step_key)

    @step.mapping.delete
    @operation(
        status=204,
        errors=(400, 404, 412),
        parameters=(OpenApiParameter(DROPS_BEGUN, bool, description="Also where somebody has begun it."),),
    )
    def drop_step(self, request: Request, pk: str, step_key: str) -> Response:
        """Leave a step out on this account; `bring-back` takes it up again. One that somebody has begun is left out
        only with `drops_begun=true`."""
        self.refuse_unknown_parameters(frozenset({DROPS_BEGUN}))
        says_so = request.query_params.get(DROPS_BEGUN, "false")
        if says_so not in ("true", "false"):
            raise BadParameter(DROPS_BEGUN, _("true or false"))
        row, tag = self.with_step(pk, step_key), expected_tag(self.request)
        plays.drop_step(self.viewer, row, step_key, tag, drops_begun=says_so == "true")
        return Response(status=204)

    @action(detail=True, methods=["post"], url_path=f"{STEP}/bring-back")
    @operation(body=NothingInput, answer=PlayStepShape, errors=(404,))
    def bring_step_back(self, request: Request, pk: str, step_key: str) -> Response:
        """Take up again a step of the playbook that was left out here."""
        self.body()
        plays.bring_step_back(self.viewer, self.editable(pk), step_key)
        return self.step_answer(pk, step_key)

    def with_step(self, pk: str, key: str) -> Play:
        """A play that the caller may change and that has a step. *Raises* Http404, PermissionDenied."""
        row: Play = self.editable(pk)
        if key not in {step.key for step in row.own_steps}:
            raise Http404
        return row

    def step_answer(self, pk: str, key: str, status: int = 200) -> Response:
        """One step as it is now. *Raises* Http404."""
        play = Play.objects.select_related("account", "playbook", "version", "owner").get(pk=int(pk))
        line = next((line for line in play_reading(play).lines if line.step.key == key), None)
        if line is None:
            raise Http404
        return Response(_step(line), status, headers={"ETag": f'"{line.tag}"'})

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

    @action(detail=True, methods=["post"], url_path="hand-over")
    @operation(body=HandOverInput, answer=PlayShape, errors=(404,))
    def hand_over(self, request: Request, pk: str) -> Response:
        """Give a play to somebody else who sees its account; its tasks stay with whoever has them."""
        return self._do(pk, plays.hand_over_play)

    def _do(self, pk: str, deed: Callable[..., Play]) -> Response:
        play = self.editable(pk)
        deed(self.viewer, play, **self.body())
        return self.answer(pk)


def _happening(said: dict[str, Any]) -> Happening:
    occasion, stakeholder = said.get("occasion", ""), said.get("stakeholder")
    reason = said.get("reason") or occasion or _("Started by hand.")
    return Happening(f"api:{occasion}" if occasion else "", reason, stakeholder.pk if stakeholder else None)


def _step(line: StepLine) -> dict[str, Any]:
    task = line.task
    return {
        "key": line.step.key,
        "tag": line.tag,
        "title": line.title,
        "text": task.text if task else line.step.text,
        "state": line.state,
        "task_id": task.pk if task else None,
        "assignee_id": line.assignee.pk if line.assignee else None,
        "begins_on": task.began_on if task else line.planned.begins_on,
        "due_on": task.due_on if task else line.planned.due_on,
        "ended_on": task.ended_on if task else None,
        "outcome": task.outcome if task else "",
    }
