"""Playbooks: drafts, versions, dry runs, YAML in and out."""

from typing import Any

import yaml
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_orjson_renderer.parsers import ORJSONParser
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import configures
from csm.foundation.api import Lists, operation
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Sort
from csm.foundation.problems import Problem
from playbooks.api import playbook_shapes as shapes
from playbooks.api.draft_steps import DraftSteps
from playbooks.api.playbook_files import PlaybookFiles
from playbooks.api.playbook_yaml import YamlParser, unreadable
from playbooks.api.rollouts import rollout_data
from playbooks.domain.definition import Definition
from playbooks.domain.enrolling import Verdict
from playbooks.filtersets.playbooks import PlaybookFilters
from playbooks.models import Playbook, Rollout
from playbooks.selectors.dry_runs import dry_run, reasons, starts_plays
from playbooks.services import editing
from playbooks.services.enrolling import start_chosen
from playbooks.tasks import ask_to_roll_out

ROWS = 100
PLAYED = [
    OpenApiParameter("of", str, enum=["published", "draft"], default="published"),
    OpenApiParameter("verdict", str, enum=[verdict.value for verdict in Verdict]),
    OpenApiParameter("start", int, description="From `next_start` of the page before."),
]


class Playbooks(DraftSteps, PlaybookFiles, Lists, Catalogue):
    """Playbooks; everybody reads, administrators and operations write."""

    shape, detail_shape, filters = shapes.PlaybookShape, shapes.PlaybookDetailShape, PlaybookFilters
    create_input = change_input = shapes.DraftChange
    sorts = {
        "id": Sort("id", is_nullable=False),
        "name": Sort("name", is_nullable=False),
        "changed_at": Sort("changed_at", is_nullable=False),
    }
    writers = staticmethod(configures)
    parser_classes = [ORJSONParser, YamlParser]

    def all_rows(self) -> "models.QuerySet[Any]":
        return Playbook.objects.select_related("current")

    def answer(self, pk: Any, status: int = 200, rows: "models.QuerySet[Any] | None" = None) -> Response:
        response = super().answer(pk, status, rows)
        playbook = Playbook.objects.select_related("current").get(pk=int(pk))
        published = playbook.current.definition if playbook.current is not None else None
        response.data |= {"draft": playbook.draft, "published": published, "is_changed": playbook.is_changed}
        return response

    @operation(answer="detail_shape", errors=(404,))
    def retrieve(self, request: Request, pk: str) -> Response:
        """One playbook with what it says, as drafted and as published."""
        self.refuse_unknown_parameters(frozenset())
        return self.answer(pk, rows=self.rows())

    @operation(body="create_input", answer="detail_shape", status=201)
    def create(self, request: Request) -> Response:
        """A new playbook, as a draft."""
        self.require_creator()
        made = editing.save_draft(self.viewer, None, self.defined(self.body()))
        response = self.answer(made.pk, 201)
        response["Location"] = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return response

    @operation(body="change_input", answer="detail_shape", is_partial=True, errors=(404, 412))
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the draft: the fields given, whole lists of triggers and steps."""
        row = self.editable(pk)
        definition = self.defined({**row.draft, **self.body()})
        editing.save_draft(self.viewer, row, definition, self.expected_version())
        return self.answer(pk)

    def defined(self, said: dict[str, Any], below: str = "") -> Definition:
        """The playbook that a JSON body says, read as YAML is; `below` says which part of it the body is.
        *Raises* Problem 400."""
        plain = {name: value for name, value in said.items() if value not in (None, "")}
        plain["steps"] = [_without_nothing(step) for step in said.get("steps", [])]
        try:
            return editing.read_text(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False))
        except editing.Unreadable as error:
            raise unreadable(error.faults, below=below) from error

    @action(detail=True, methods=["post"])
    @operation(body=shapes.PlaybookPublish, answer="detail_shape", errors=(404, 412))
    def publish(self, request: Request, pk: str) -> Response:
        """Make the draft the version that plays are started from; plays that run keep theirs."""
        editing.publish(self.viewer, self.editable(pk), self.body().get("note", ""), self.expected_version())
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=shapes.SwitchInput, answer="detail_shape", errors=(404,))
    def switch(self, request: Request, pk: str) -> Response:
        """Let its triggers start plays from now on, or no longer."""
        row = self.editable(pk)
        switch = editing.switch_on if self.body()["is_on"] else editing.switch_off
        switch(self.viewer, row)
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=shapes.ArchiveInput, answer="detail_shape", errors=(404,))
    def archive(self, request: Request, pk: str) -> Response:
        """Put it away or bring it back; plays that run go on."""
        editing.archive(self.viewer, self.editable(pk), self.body()["is_archived"])
        return self.answer(pk)

    @action(detail=True, methods=["get"])
    @operation(answer=shapes.VersionsShape, errors=(404,))
    def versions(self, request: Request, pk: str) -> Response:
        """What was published, the latest first."""
        self.refuse_unknown_parameters(frozenset())
        columns = ("number", "note", "published_at", "published_by_id", "definition")
        return Response({"results": list(self.visible(pk).versions.values(*columns))})

    @action(detail=True, methods=["get"], url_path="dry-run")
    @operation(answer=shapes.DryRunShape, errors=(404,), parameters=tuple(PLAYED))
    def dry_run(self, request: Request, pk: str) -> Response:
        """Who would get a play today among the accounts you see, a hundred at a time; nothing is started."""
        self.refuse_unknown_parameters(frozenset({"of", "verdict", "start"}))
        row, given = self.visible(pk), request.query_params
        of, verdict, start = given.get("of", "published"), given.get("verdict", ""), given.get("start", "0")
        run = dry_run(self.viewer, row.pk, self.tried(row, of), today())
        rows = run.candidates if not verdict else run.of(_verdict(verdict))
        first = _place(start)
        shown = rows[first : first + ROWS]
        why = reasons(shown, run.on)
        results = [
            {
                "account_id": one.account_id,
                "account": one.name,
                "verdict": one.enrolment.verdict.value,
                "would_start": one.enrolment.would_start,
                "unknown": list(one.enrolment.unknown),
                "reasons": [reason.words for reason in why[one.account_id]],
            }
            for one in shown
        ]
        counts = {each.value: count for each, count in run.counts().items()}
        following = first + ROWS if first + ROWS < len(rows) else None
        return Response({"on": run.on, "counts": counts, "results": results, "next_start": following})

    def tried(self, row: Playbook, of: str) -> Definition:
        """What a dry run tries. *Raises* BadParameter."""
        if of == "draft":
            return row.drafted
        if of != "published" or row.current is None:
            raise BadParameter("of", _("draft, or published once it is"))
        return row.current.defined

    @action(detail=True, methods=["post"], url_path="start-plays")
    @operation(
        body=shapes.StartChosenInput, answer=shapes.StartedPlaysShape, also={202: shapes.RolloutShape}, errors=(404,)
    )
    def start_plays(self, request: Request, pk: str) -> Response:
        """Start plays on accounts of which the dry run says that they would get one.

        Up to fifty are started at once, as one act, and answered with 200. More are a rollout: 202 with how far it is,
        and `Location` says where to ask again. One rollout of a playbook runs at a time.
        """
        if not starts_plays(self.viewer):
            raise PermissionDenied(_("Your role may read this but not change it."))
        row, chosen = self.visible(pk), self.body()["accounts"]
        if row.current is None:
            raise Problem(409, _("This playbook has no published version."))
        run = dry_run(self.viewer, row.pk, row.current.defined, today())
        started = start_chosen(self.viewer, row, run, {account.pk for account in chosen})
        if isinstance(started, Rollout):
            ask_to_roll_out(started)
            at = request.build_absolute_uri(reverse("playbooks_api:rollouts-detail", args=[started.pk]))
            return Response(rollout_data(started), 202, headers={"Location": at})
        return Response({"results": [{"id": play.pk, "account_id": play.account_id} for play in started]})


def _without_nothing(step: Any) -> Any:
    return {name: value for name, value in step.items() if value not in (None, "") or name in ("key", "title")}


def _verdict(asked: str) -> Verdict:
    if asked not in set(Verdict):
        raise BadParameter("verdict", _("one of %(known)s") % {"known": ", ".join(Verdict)})
    return Verdict(asked)


def _place(asked: str) -> int:
    if not (asked.isdecimal() and len(asked) < 8):
        raise BadParameter("start", _("a number from 0"))
    return int(asked)
