"""The freshness round of the caller: whom to confirm this week, and what was answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from csm.foundation.api import ApiView, operation
from csm.foundation.clock import today
from csm.foundation.fields import Input
from csm.foundation.typed import plain, schema_of
from stakeholders.api import references
from stakeholders.selectors.rounds import round_now, week_of
from stakeholders.services.rounds import confirm_in_round, skip_in_round, take_back_answer


@dataclass(frozen=True)
class RoundItem:
    """One of those asked about; `answer` is empty while nobody has said anything, else yes, left, moved or skipped."""

    stakeholder_id: int
    person_id: int
    name: str
    account_id: int
    account: str
    answer: str


@dataclass(frozen=True)
class RoundState:
    """The caller's freshness round: at most 25 people of the accounts they own or serve, in order."""

    week: date
    is_begun: bool
    total: int
    done: int
    items: tuple[RoundItem, ...]


class RoundAnswerInput(Input):
    """Still there, or not now. Somebody left or moved: record that at /departures/ or /stakeholders/{id}/move/."""

    stakeholder_id = references.stakeholder()
    answer = serializers.ChoiceField(choices=["yes", "skipped"])


def state(viewer: Any) -> Response:
    """The round as it stands."""
    now = round_now(viewer)
    items = tuple(
        RoundItem(
            item.stakeholder.pk,
            item.stakeholder.person_id,
            item.stakeholder.person.name,
            item.stakeholder.account_id,
            item.stakeholder.account.name,
            item.answer,
        )
        for item in now.items
    )
    return Response(plain(RoundState(week_of(today()), now.row is not None, now.total, now.done, items)))


class RoundView(ApiView):
    """Your freshness round of this week."""

    @operation(answer=schema_of(RoundState))
    def get(self, request: Request) -> Response:
        """Whom to confirm and what was answered, here or by a confirmation, departure or move recorded elsewhere."""
        self.refuse_unknown_parameters(frozenset())
        return state(self.viewer)


class RoundAnswersView(ApiView):
    """Answers to your freshness round."""

    @operation(body=RoundAnswerInput, answer=schema_of(RoundState))
    def post(self, request: Request) -> Response:
        """Confirm somebody, or skip them for this week. Answers the round as it stands then."""
        given = self.body()
        answer = confirm_in_round if given["answer"] == "yes" else skip_in_round
        answer(self.viewer, given["stakeholder"])
        return state(self.viewer)


class RoundUndoView(ApiView):
    """The last answer to your freshness round."""

    @operation(answer=schema_of(RoundState), errors=(409,))
    def post(self, request: Request) -> Response:
        """Take it back, and what it did: 409 when that was changed again since. Without an answer nothing happens."""
        take_back_answer(self.viewer)
        return state(self.viewer)
