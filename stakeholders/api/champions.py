"""The champion programme: its steps, who had which, and who could become a champion."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django.db import models
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Catalogue, Resource
from accounts.domain.access import configures
from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import Changes, Creates, Lists, Retracts, Shows, operation
from csm.foundation.clock import today
from csm.foundation.fields import Day, Flag, Input, Reference, Text, WholeNumber
from csm.foundation.filters import KeyFilter
from csm.foundation.paging import Sort
from csm.foundation.typed import plain, schema_of
from stakeholders.api import references
from stakeholders.api.skies import AccountView
from stakeholders.domain.champions import Candidate, Champion
from stakeholders.models import ChampionStep, ChampionStepTaken, Stakeholder
from stakeholders.models.champions import LONGEST_NOTE
from stakeholders.selectors.champions import champions_of
from stakeholders.services.champions import (
    create_champion_step,
    edit_champion_step,
    remove_champion_step_taken,
    take_champion_step,
)

SMALL = 32_767
BY_POSITION = {"id": Sort("id", is_nullable=False), "position": Sort("position", is_nullable=False)}


class ChampionStepShape(serializers.Serializer[Any]):
    """A step by which a champion is developed."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    position = serializers.IntegerField()
    is_in_use = serializers.BooleanField()
    row_version = serializers.IntegerField()


class ChampionStepChange(Input):
    """What can be changed of a step."""

    name = Text(max_length=60)
    purpose = Text(max_length=200, required=False, allow_blank=True)
    position = WholeNumber(min_value=0, max_value=SMALL, required=False)
    is_in_use = Flag(required=False)


class NewChampionStep(ChampionStepChange):
    """A step; its key never changes."""

    key = serializers.SlugField(max_length=40)


class ChampionSteps(Lists, Shows, Creates, Changes, Catalogue):
    """The steps of the champion programme; administrators and operations change them."""

    shape, create_input, change_input = ChampionStepShape, NewChampionStep, ChampionStepChange
    sorts, default_sort = BY_POSITION, "position"
    writers = staticmethod(configures)

    def all_rows(self) -> "models.QuerySet[Any]":
        return ChampionStep.objects.all()

    def make(self, **fields: Any) -> ChampionStep:
        return create_champion_step(self.viewer, **fields)

    def change(self, row: ChampionStep, expected_version: int | None, **fields: Any) -> ChampionStep:
        return edit_champion_step(self.viewer, row, expected_version, **fields)


class StepTakenShape(serializers.Serializer[Any]):
    """A stakeholder had a step on a day."""

    id = serializers.IntegerField()
    stakeholder_id = serializers.IntegerField()
    step = serializers.CharField(source="step.key")
    taken_on = serializers.DateField()
    note = serializers.CharField()


class NewStepTaken(Input):
    """Who had which step (its key), and when: today unless said otherwise."""

    stakeholder_id = references.stakeholder()
    step = Reference(lambda viewer: ChampionStep.objects.all(), by="key")
    taken_on = Day(required=False)
    note = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class StepTakenFilters(django_filters.FilterSet):
    """By person and account."""

    stakeholder_id = KeyFilter("stakeholder_id")
    account_id = KeyFilter("stakeholder__account_id")


class ChampionStepsTaken(Lists, Shows, Creates, Retracts, Resource):
    """Which steps of the champion programme people at the accounts you see have had."""

    shape, create_input, filters = StepTakenShape, NewStepTaken, StepTakenFilters
    sorts = {"id": Sort("id", is_nullable=False)}

    def all_rows(self) -> "models.QuerySet[Any]":
        return ChampionStepTaken.objects.filter(stakeholder__retracted_at__isnull=True)

    def make(self, stakeholder: Stakeholder, **fields: Any) -> ChampionStepTaken:
        return take_champion_step(self.viewer, stakeholder, fields.pop("step"), **fields)

    def retract(self, row: ChampionStepTaken) -> None:
        remove_champion_step_taken(self.viewer, row)


@dataclass(frozen=True)
class ChampionAnswer:
    """A champion, the keys of the steps they had, the next one and since when it waits."""

    champion: Champion
    taken: tuple[str, ...]
    next_step: str | None
    waits_since: date | None


@dataclass(frozen=True)
class ChampionsAnswer:
    """The champions of an account, the weakest relationship first, and who could become one."""

    account_id: int
    champions: tuple[ChampionAnswer, ...]
    candidates: tuple[Candidate, ...]


class ChampionsView(AccountView):
    """The champion programme at an account you see."""

    @operation(answer=schema_of(ChampionsAnswer))
    def get(self, request: Request, account_id: str) -> Response:
        """As of today."""
        self.refuse_unknown_parameters(frozenset())
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        found = champions_of([account], today())
        champions = tuple(
            ChampionAnswer(
                line.champion,
                tuple(one.step.key for one in line.steps if one.taken),
                line.next.key if line.next else None,
                line.waits_since,
            )
            for line in found.champions
        )
        return Response(
            plain(ChampionsAnswer(account.pk, champions, tuple(line.candidate for line in found.candidates)))
        )
