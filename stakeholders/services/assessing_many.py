"""What we think of many stakeholders, said at once: as `assess` does each, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import ngettext

from accounts.domain.importing.intervals import fact_at, next_start
from accounts.models import User
from accounts.services.acts import Recorder, act
from accounts.services.importing.bulk import close_many, insert_many
from stakeholders.models import Assessment, RuledOut, Stakeholder
from stakeholders.services.assessments import AXES
from stakeholders.services.stating import rule_out_many

Standing = Mapping[int, Sequence[Assessment]]


class Judgement(NamedTuple):
    """What is said of one stakeholder: the axes given replace, the others are carried over; None is unknown."""

    stakeholder: Stakeholder
    on: date
    axes: Mapping[str, int | None]
    assumed: frozenset[str] = frozenset()


def assess_many(actor: User | None, judgements: Sequence[Judgement], group: str = "") -> list[Assessment]:
    """Assess many stakeholders, each once: all or nothing, one act for each account.

    The values have been checked before, e.g. by the input of the API.
    """
    with transaction.atomic():
        held = locked_assessments(judgement.stakeholder.pk for judgement in judgements)
        made: list[Assessment] = []
        for account_id, some in by_account(judgements):
            with act("assess", actor, account_id, assessed_words(some), group) as recorder:
                made += write_assessments(recorder, some, held)
    order = {judgement.stakeholder.pk: place for place, judgement in enumerate(judgements)}
    return sorted(made, key=lambda row: order[row.stakeholder_id])


def by_account(judgements: Iterable[Judgement]) -> Iterable[tuple[int, list[Judgement]]]:
    """What is said of the stakeholders of each account, in the order in which versions are raised."""
    keyed = sorted(((each.stakeholder.account_id, each) for each in judgements), key=itemgetter(0))
    return ((account_id, [each for _key, each in some]) for account_id, some in groupby(keyed, key=itemgetter(0)))


def assessed_words(judgements: Sequence[Judgement]) -> str:
    """What the act says was done."""
    words = ngettext("Assessed %(name)s", "Assessed %(count)d people", len(judgements))
    return words % {"name": judgements[0].stakeholder.person.name, "count": len(judgements)}


def locked_assessments(stakeholder_ids: Iterable[int]) -> Standing:
    """All standing assessments of these stakeholders, who stay locked until the end: two statements."""
    ids = sorted(set(stakeholder_ids))
    list(Stakeholder.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk"))
    found: dict[int, list[Assessment]] = defaultdict(list)
    for row in Assessment.objects.standing().filter(stakeholder_id__in=ids):
        found[row.stakeholder_id].append(row)
    return found


def write_assessments(recorder: Recorder, judgements: Iterable[Judgement], held: Standing) -> list[Assessment]:
    """Close what held and insert what holds from now on, within an act."""
    closing: dict[date, list[Assessment]] = defaultdict(list)
    denied: dict[date, list[Stakeholder]] = defaultdict(list)
    made = []
    for judgement in judgements:
        facts = held.get(judgement.stakeholder.pk, ())
        current = fact_at(facts, judgement.on)
        if current is not None:
            closing[judgement.on].append(current)
            if "authority" in current.assumed and judgement.axes.get("authority", 0) is None:
                denied[judgement.on].append(judgement.stakeholder)
        made.append(_following(judgement, current, facts))
    for on, facts_of_day in sorted(closing.items()):
        close_many(recorder, facts_of_day, on)
    insert_many(recorder, made)
    for on, stakeholders in denied.items():
        rule_out_many(recorder, stakeholders, RuledOut.Field.AUTHORITY, on)
    return made


def _following(judgement: Judgement, current: Assessment | None, facts: Sequence[Assessment]) -> Assessment:
    carried: dict[str, Any] = {axis: getattr(current, axis) for axis in AXES} if current else {}
    guessed = (set(current.assumed) if current else set()) - set(judgement.axes) | set(judgement.assumed)
    return Assessment(
        stakeholder=judgement.stakeholder,
        valid_from=judgement.on,
        valid_to=current.valid_to if current else next_start(facts, judgement.on),
        assumed=sorted(guessed),
        **{**carried, **judgement.axes},
    )
