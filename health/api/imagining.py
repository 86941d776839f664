"""What if: the health of an account as it would be without some people and with other measures."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, operation
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter
from csm.foundation.typed import plain, schema_of
from health.domain.imagining import Saying, Supposed, Supposition, is_supposable
from health.domain.judgement import Judgement
from health.selectors.explaining import Explained, explained
from health.selectors.imagining import Telling, telling
from stakeholders.domain.findings import Findings

MOST_OUT = 100
WITHOUT = OpenApiParameter("without", str, description="Ids of stakeholders who would be gone, separated by commas.")
USERS = OpenApiParameter("without_users", str, description="Ids of users of ours who would be gone.")
POINTS = OpenApiParameter("points", str, description="Points of measures, 0-100: `threads:40,pulse:80`.")
VALUES = OpenApiParameter("values", str, description="Raw values of measures, which their rules turn into points.")
PARAMETERS = (WITHOUT, USERS, POINTS, VALUES)


@dataclass(frozen=True)
class ImaginedSide:
    """One side of the comparison; null where it is not known."""

    score: float | None
    low: float
    high: float
    band: str | None
    is_settled: bool
    threads: int | None
    survival: float | None
    roles_required: int
    roles_engaged: int


@dataclass(frozen=True)
class MoveAnswer:
    """What one measure does to the score; all of them sum to the difference."""

    measure: str
    points: float
    raw_before: float | None
    raw_after: float | None
    points_before: float | None
    points_after: float | None


@dataclass(frozen=True)
class ImaginedAnswer:
    """The health of an account now and as supposed, by the same scorecard; `words` are the moves worth saying."""

    account_id: int
    as_of: date
    without: tuple[int, ...]
    without_users: tuple[int, ...]
    now: ImaginedSide
    then: ImaginedSide
    moves: tuple[MoveAnswer, ...]
    words: tuple[str, ...]


class WhatIfView(ApiView):
    """The health of an account you see, as it would be."""

    @operation(answer=schema_of(ImaginedAnswer), parameters=PARAMETERS, errors=(404,))
    def get(self, request: Request, account_id: str) -> Response:
        """Measures of the map are found anew in the map without these people. Nothing is kept."""
        self.refuse_unknown_parameters(frozenset(each.name for each in PARAMETERS))
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        health = explained(account.pk, today())
        return Response(plain(_answer(health, telling(health, self._supposition(health)))))

    def _supposition(self, health: Explained) -> Supposition:
        sky = health.given.found.sky
        return Supposition(
            {**self._measures(VALUES, Saying.VALUE, health), **self._measures(POINTS, Saying.POINTS, health)},
            self._ids(WITHOUT, {star.id for star in sky.stars}, _("ids of stakeholders on this map, by comma")),
            self._ids(USERS, {user.id for user in sky.ours}, _("ids of users of yours on this map, by comma")),
        )

    def _said(self, parameter: OpenApiParameter) -> list[str]:
        given = self.request.query_params.get(parameter.name, "").split(",")
        return [part.strip() for part in given if part.strip()]

    def _ids(self, parameter: OpenApiParameter, known: set[int], expected: str) -> frozenset[int]:
        """*Raises* BadParameter."""
        given, named = self._said(parameter), {str(each): each for each in known}
        if len(given) > MOST_OUT or any(part not in named for part in given):
            raise BadParameter(parameter.name, expected)
        return frozenset(named[part] for part in given)

    def _measures(self, parameter: OpenApiParameter, saying: Saying, health: Explained) -> dict[str, Supposed]:
        """*Raises* BadParameter."""
        found = {}
        for part in self._said(parameter):
            key, _colon, amount = part.rpartition(":")
            try:
                supposed = Supposed(saying, float(amount))
            except ValueError:
                supposed = None
            if supposed is None or health.card is None or not is_supposable(supposed, health.card, key):
                raise BadParameter(
                    parameter.name, _("measures of the scorecard with a number, as in threads:2,pulse:4")
                )
            found[key] = supposed
        return found


def _answer(health: Explained, told: Telling) -> ImaginedAnswer:
    imagined = told.imagined
    return ImaginedAnswer(
        account_id=health.judgement.account_id,
        as_of=health.judgement.as_of,
        without=imagined.seen.star_ids,
        without_users=imagined.seen.user_ids,
        now=_side(imagined.before, imagined.seen.before),
        then=_side(imagined.after, imagined.seen.after),
        moves=tuple(
            MoveAnswer(
                move.before.key,
                move.points,
                move.before.raw,
                move.after.raw,
                move.before.points,
                move.after.points,
            )
            for move in imagined.moves
        ),
        words=tuple(said.words for said in told.said),
    )


def _side(judged: Judgement, found: Findings) -> ImaginedSide:
    return ImaginedSide(
        score=judged.score,
        low=judged.low,
        high=judged.high,
        band=judged.band.value if judged.band else None,
        is_settled=judged.is_settled,
        threads=found.threads.count,
        survival=found.survival.share if found.survival else None,
        roles_required=found.coverage.required_count,
        roles_engaged=found.coverage.engaged_count,
    )
