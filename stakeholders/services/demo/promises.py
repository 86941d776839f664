"""What promises, concerns, milestones and recognitions add to the demo portfolio; they go with their accounts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account
from csm.foundation.demo_parts import DemoPart
from stakeholders.domain.concerns import Stage
from stakeholders.domain.demo.portfolio import Order
from stakeholders.domain.demo.promising import ANSWERS, PromisesDraft, draw_promises
from stakeholders.domain.persona import CHAMPION_ROLE
from stakeholders.models import (
    ChampionStep,
    ChampionStepTaken,
    Commitment,
    Concern,
    ConcernStep,
    Milestone,
    Recognition,
    RecognitionStakeholder,
    RecognitionUser,
    RoleHolding,
    Stakeholder,
)
from stakeholders.selectors.celebrating import present

DAYS_A_MONTH, EVERY_DAYS = 30, 60


class _Writer:
    """Makes the rows of some accounts and inserts each kind in one statement."""

    def __init__(self) -> None:
        self.rows: dict[type[Any], list[Any]] = defaultdict(list)

    def add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def save(self) -> None:
        for model in (Milestone, Commitment, Concern, ConcernStep, Recognition):
            model.objects.bulk_create(self.rows[model], batch_size=1000)
        for link in (RecognitionStakeholder, RecognitionUser):
            link.objects.bulk_create(self.rows[link], batch_size=1000)


def write_promises(order: Order, first: int, account_ids: Sequence[int]) -> None:
    """Draw and write what there is at some accounts; those without anybody present have nothing."""
    accounts = Account.objects.in_bulk(list(account_ids))
    people: dict[int, list[Stakeholder]] = defaultdict(list)
    there = Stakeholder.objects.filter(present(order.as_of), account_id__in=account_ids)
    for one in there.order_by("account_id", "number"):
        people[one.account_id].append(one)
    writer = _Writer()
    for place, pk in enumerate(account_ids):
        if people[pk]:
            known = min((one.joined_on or order.as_of for one in people[pk]), default=order.as_of)
            months = (order.as_of - known).days // DAYS_A_MONTH
            drawn = draw_promises(first + place, order.seed, order.as_of, len(people[pk]), months)
            _add(writer, accounts[pk], people[pk], drawn)
    writer.save()
    _develop_champions(order, people)


def _develop_champions(order: Order, people: dict[int, list[Stakeholder]]) -> None:
    """Champions have had the first few steps, one every other month."""
    steps = list(ChampionStep.objects.filter(is_in_use=True))
    there = [one.pk for stays in people.values() for one in stays]
    held = RoleHolding.objects.valid_at(order.as_of).filter(stakeholder__in=there, role__key=CHAMPION_ROLE)
    rows = []
    for place, holding in enumerate(held.select_related("stakeholder__account").order_by("stakeholder_id")):
        since = holding.valid_from or order.as_of - timedelta(days=EVERY_DAYS * len(steps))
        for number, step in enumerate(steps[: place % (len(steps) + 1)]):
            on = since + timedelta(days=EVERY_DAYS * (number + 1))
            if on <= order.as_of:
                by = holding.stakeholder.account.owner_id
                rows.append(
                    ChampionStepTaken(stakeholder=holding.stakeholder, step=step, taken_on=on, recorded_by_id=by)
                )
    ChampionStepTaken.objects.bulk_create(rows)


def _add(writer: _Writer, account: Account, people: Sequence[Stakeholder], drawn: PromisesDraft) -> None:
    ours: dict[str, Any] = {"account": account, "recorded_by_id": account.owner_id}
    for one in drawn.commitments:
        given = {**one._asdict(), "text": _(one.text)}
        whom = given.pop("whom")
        writer.add(
            Commitment(**ours, user_id=account.owner_id, stakeholder=None if whom is None else people[whom], **given)
        )
    for raised in drawn.concerns:
        _add_concern(writer, ours, people[raised.who], _(raised.text), raised.raised_on, raised.way)
    reached = [writer.add(Milestone(**ours, **{**one._asdict(), "title": _(one.title)})) for one in drawn.milestones]
    for told in drawn.recognitions:
        milestone = None if told.milestone is None else reached[told.milestone]
        row = Recognition(
            **ours,
            kind=told.kind,
            audience=told.audience,
            text=_(told.text),
            recognised_on=told.recognised_on,
            milestone=milestone,
        )
        writer.add(row)
        for place in told.whom:
            writer.add(RecognitionStakeholder(recognition=row, stakeholder=people[place]))
        if told.is_ours_praised and account.owner_id:
            writer.add(RecognitionUser(recognition=row, user_id=account.owner_id))


def _add_concern(
    writer: _Writer,
    ours: dict[str, Any],
    raiser: Stakeholder,
    text: str,
    raised_on: date,
    way: Sequence[tuple[Stage, date]],
) -> None:
    stage, on = way[-1]
    user_id = ours["account"].owner_id
    row = writer.add(
        Concern(
            **ours, stakeholder=raiser, user_id=user_id, text=text, raised_on=raised_on, stage=stage.value, stage_on=on
        )
    )
    for step, taken_on in way:
        says = {"stakeholder": raiser} if step.is_theirs else {"user_id": user_id}
        note = _(ANSWERS[step]) if step in ANSWERS else ""
        writer.add(
            ConcernStep(
                concern=row,
                stage=step.value,
                taken_on=taken_on,
                note=note,
                recorded_by_id=user_id,
                **says,
            )
        )


PROMISES = DemoPart("promises", write=write_promises, position=30)
