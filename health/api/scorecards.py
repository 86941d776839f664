"""Measures, scorecards with their versions, previews."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue
from accounts.domain.access import configures
from accounts.models import Account, Segment
from csm.foundation.api import ApiView, Changes, Creates, Lists, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Input, Reference, References, Text, WholeNumber
from csm.foundation.paging import Sort
from csm.foundation.typed import plain, schema_of
from health.models import Scorecard, ScorecardVersion
from health.selectors.catalogue import catalogue
from health.selectors.previews import SHOWN, preview
from health.services import scorecards

MOST_ENTRIES = 100


@dataclass(frozen=True)
class MeasureAnswer:
    """One input of scores: where its raw value comes from, its unit, the usual rule, and where it is not connected."""

    key: str
    name: str
    says: str
    source: str
    unit: str
    is_leading: bool
    rule: str
    not_connected_in: tuple[str, ...]


@dataclass(frozen=True)
class MeasuresAnswer:
    """Every measure there is."""

    results: tuple[MeasureAnswer, ...]


class MeasuresView(ApiView):
    """The catalogue of measures; everybody signed in reads it."""

    @operation(answer=schema_of(MeasuresAnswer))
    def get(self, request: Request) -> Response:
        self.refuse_unknown_parameters(frozenset())
        found = tuple(
            MeasureAnswer(
                row.key,
                row.name,
                str(row.help),
                str(row.source),
                row.unit,
                row.is_leading,
                row.rule,
                tuple(row.unconnected_segments),
            )
            for row in catalogue(today())
        )
        return Response(plain(MeasuresAnswer(found)))


class EntryInput(Input):
    """A measure of a scorecard: its key, its weight, and its rule as in the catalogue of rules in the docs."""

    measure = Text(max_length=60)
    weight = serializers.FloatField()
    rule = serializers.DictField()


class VersionShape(serializers.Serializer[Any]):
    """What a scorecard weighs; without `published_on` it is the draft."""

    id = serializers.IntegerField()
    scorecard_id = serializers.IntegerField()
    number = serializers.IntegerField()
    measures = serializers.ListField(child=serializers.DictField())
    amber_from = serializers.FloatField()
    green_from = serializers.FloatField()
    note = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    recorded_by_id = serializers.IntegerField(allow_null=True)
    row_version = serializers.IntegerField()


class VersionChange(Input):
    """What can be changed of a draft; what is published stays."""

    measures = serializers.ListField(child=EntryInput(), required=False, max_length=MOST_ENTRIES)
    amber_from = serializers.FloatField(required=False)
    green_from = serializers.FloatField(required=False)


class PublishInput(Input):
    """What changed, and why: it stands beside every score it moves."""

    note = Text(max_length=300)


class PreviewInput(Input):
    """At most twenty accounts."""

    account_ids = References(lambda viewer: Account.objects.visible_to(viewer), most=SHOWN, least=1, source="accounts")


class PreviewRow(serializers.Serializer[Any]):
    """An account as judged now and as the draft would judge it; null where not enough is known."""

    account_id = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    band = serializers.CharField(allow_null=True)
    draft_score = serializers.FloatField(allow_null=True)
    draft_band = serializers.CharField(allow_null=True)


class PreviewShape(serializers.Serializer[Any]):
    """In the order of the accounts asked about."""

    results = PreviewRow(many=True)


class ScorecardVersions(Lists, Shows, Changes, Catalogue):
    """Versions of scorecards; administrators and operations change drafts and publish them."""

    shape, change_input = VersionShape, VersionChange
    sorts = {"id": Sort("id", is_nullable=False)}
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return ScorecardVersion.objects.filter(retracted_at__isnull=True)

    def change(self, row: ScorecardVersion, expected_version: int | None, **fields: Any) -> ScorecardVersion:
        return scorecards.edit_draft(self.viewer, row, expected_version, **fields)

    @action(detail=True, methods=["post"])
    @operation(body=PublishInput, answer="shape", errors=(404,))
    def publish(self, request: Request, pk: str) -> Response:
        """Put a draft in force from today; every account is judged anew."""
        row = self.editable(pk)
        scorecards.publish(self.viewer, row, **self.body())
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    @operation(body=PreviewInput, answer=PreviewShape, errors=(404,))
    def preview(self, request: Request, pk: str) -> Response:
        """What this version would say of accounts, beside what is in force. Nothing is kept."""
        rows = preview(self.visible(pk), self.body()["accounts"], today())
        return Response(
            {
                "results": [
                    {
                        "account_id": row.account.pk,
                        "score": row.now.score,
                        "band": row.now.band and row.now.band.value,
                        "draft_score": row.then.score,
                        "draft_band": row.then.band and row.then.band.value,
                    }
                    for row in rows
                ]
            }
        )


class ScorecardShape(serializers.Serializer[Any]):
    """A weighting of measures for a segment, or with null for every account; the least precedence wins."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    segment_id = serializers.IntegerField(allow_null=True)
    precedence = serializers.IntegerField()
    row_version = serializers.IntegerField()


class ScorecardChange(Input):
    """What can be changed of a scorecard itself."""

    name = Text(max_length=80)
    segment_id = Reference(lambda viewer: Segment.objects.all(), source="segment", required=False, allow_null=True)
    precedence = WholeNumber(min_value=0, max_value=32_767, required=False)


class NewScorecard(ScorecardChange):
    """A scorecard with its first draft."""

    measures = serializers.ListField(child=EntryInput(), max_length=MOST_ENTRIES)


class Scorecards(Lists, Shows, Creates, Changes, Catalogue):
    """Scorecards; administrators and operations change them."""

    shape, create_input, change_input = ScorecardShape, NewScorecard, ScorecardChange
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return Scorecard.objects.all()

    def make(self, measures: list[dict[str, Any]], **fields: Any) -> Scorecard:
        return scorecards.create_scorecard(self.viewer, [dict(entry) for entry in measures], **fields)

    def change(self, row: Scorecard, expected_version: int | None, **fields: Any) -> Scorecard:
        return scorecards.edit_scorecard(self.viewer, row, expected_version, **fields)

    @action(detail=True, methods=["post"])
    @operation(answer=VersionShape, errors=(404,))
    def draft(self, request: Request, pk: str) -> Response:
        """The draft of a scorecard; where there is none one is begun from the version in force."""
        version = scorecards.draft_of(self.viewer, self.editable(pk))
        return Response(VersionShape(version).data)
