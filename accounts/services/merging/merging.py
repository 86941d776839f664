"""Making two rows one, as one act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.merge_choices import BOTH, FIRST, SECOND, joined_text
from accounts.models import Merge, User
from accounts.models.extras import Extendable
from accounts.selectors.merging import EXTRA, Choice, choices_between, choosable, fields_chosen
from accounts.services.acts import act
from accounts.services.merging.plan import Contradiction, Plan, rules_about
from accounts.services.merging.writing import write
from csm.foundation.merging import Merger, Way, merge_rules

# For each field or kind of fact the id of the row whose value is kept, or "both".
Choices = Mapping[str, int | str]


def kind_of_act(merger: Merger) -> str:
    return f"merge_{merger.key}"


@dataclass(frozen=True)
class Preview:
    """What a merge would do: the fields to choose, facts that contradict each other, and how much is moved."""

    choices: Sequence[Choice]
    contradictions: Sequence[Contradiction]
    moved: Sequence[str]


def preview(merger: Merger, winner: Any, loser: Any) -> Preview:
    """Work out a merge without writing anything. *Raises* ValidationError where the two cannot be merged."""
    merger.refuse(winner, loser)
    plan = _planned(Plan(None), merger, winner, loser, {})
    first, second = sorted((winner, loser), key=lambda row: row.pk)
    told = [(model, count) for model, count in plan.moved.items() if count and _is_told(model)]
    moved = [_counted(model, count) for model, count in told]
    return Preview(choices_between(merger, first, second, winner), plan.contradictions, moved)


def _is_told(model: Any) -> bool:
    """Whether readers know its rows: the log and where stars stand move silently."""
    return "verbose_name" in model._meta.original_attrs


def _counted(model: Any, count: int) -> str:
    """How many rows of which kind, e.g. "2 positions"."""
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"


def count_facts(model: Any, ids: Sequence[int]) -> int:
    """On how many records some rows hang: what points at them, and what points at their stays."""
    total, plan = 0, Plan(None)
    for rule in rules_about(model) if ids else ():
        table = apps.get_model(rule.model)
        for name in rule.fields if rule.way is not Way.STAYS else ():
            rows = plan.standing(table).order_by().filter(**{f"{name}__in": ids})
            if table is not model and rules_about(table):
                total += count_facts(table, list(rows.values_list("pk", flat=True)))
            total += rows.count()
    return total


def merge(actor: User | None, merger: Merger, winner: Any, loser: Any, choices: Choices) -> Merge:
    """Let `loser` become part of `winner`: one act, which `accounts.services.merging.undoing` takes back.

    Raises
    ------
    ValidationError
        When one of them is gone, they are the same, a choice means neither, or the kind refuses them.
    """
    with transaction.atomic():
        winner, loser = _locked(merger, winner.pk, loser.pk)
        _check(merger, winner, loser, choices)
        summary = _("Merged %(loser)s into %(winner)s") % {"loser": loser, "winner": winner}
        concerned = sorted(set().union(*merger.accounts_of([winner.pk, loser.pk]).values()))
        with act(kind_of_act(merger), actor, next(iter(concerned), None), summary) as recorder:
            recorder.touches(*concerned)
            plan = Plan(actor, *_preferred(choices, winner, loser), locks=True)
            write(_planned(plan, merger, winner, loser, choices), recorder)
        kept = merger.accounts_of([winner.pk])[winner.pk]
        done: Any = recorder.log
        return Merge.objects.create(
            act=done,
            kind=merger.key,
            winner_id=winner.pk,
            loser_id=loser.pk,
            winner_name=str(winner)[:200],
            loser_name=str(loser)[:200],
            choices=dict(choices),
            accounts=sorted(kept),
        )


def _locked(merger: Merger, winner_id: int, loser_id: int) -> tuple[Any, Any]:
    rows = merger.model.objects.filter(retracted_at__isnull=True, pk__in=[winner_id, loser_id])
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if len(found) < 2:
        raise ValidationError(_("One of the two is no longer there, or they are the same."))
    return found[winner_id], found[loser_id]


def _check(merger: Merger, winner: Any, loser: Any, choices: Choices) -> None:
    merger.refuse(winner, loser)
    fields = fields_chosen(merger, winner, loser)
    facts = {rule.choice for rule in merge_rules if rule.choice}
    for name, value in choices.items():
        may_join = name in merger.joined_texts and value == BOTH
        if name not in fields | facts:
            raise ValidationError({"choices": _("%(name)s cannot be chosen.") % {"name": name}})
        if value not in (winner.pk, loser.pk) and not may_join:
            words = _("%(name)s: choose one of the two ids, %(winner)s or %(loser)s.")
            raise ValidationError({"choices": words % {"name": name, "winner": winner.pk, "loser": loser.pk}})


def _preferred(choices: Choices, winner: Any, loser: Any) -> tuple[set[str], set[str]]:
    old = {name for name, value in choices.items() if value == loser.pk}
    return old, {name for name, value in choices.items() if value == winner.pk}


def _planned(plan: Plan, merger: Merger, winner: Any, loser: Any, choices: Choices) -> Plan:
    """The whole plan: the row that goes, what it pointed at, the fields of the row that stays."""
    plan.retract(loser)
    plan.pass_on(merger.key, loser.pk, winner.pk)
    plan.hand_over(merger.model, {loser.pk: winner.pk})
    columns = _columns(merger, winner, loser, choices)
    if columns:
        plan.change(winner, **columns)
    merger.prepare(plan, winner, loser, columns)
    return plan


def _columns(merger: Merger, winner: Any, loser: Any, choices: Choices) -> dict[str, Any]:
    """What the row that stays takes over."""
    columns: dict[str, Any] = {}
    fields = {field.name: field.attname for field in choosable(merger)}
    extra = dict(getattr(winner, "extra", {}))
    for name, side in _chosen(merger, winner, loser, choices):
        if name in fields and side == BOTH:
            columns[fields[name]] = joined_text(getattr(winner, fields[name]), getattr(loser, fields[name]))
        elif name in fields and side == loser.pk:
            columns[fields[name]] = getattr(loser, fields[name])
        elif side == loser.pk:
            extra[name.removeprefix(EXTRA)] = loser.extra.get(name.removeprefix(EXTRA))
    return {**columns, **_extended(winner, loser, extra)}


def _chosen(merger: Merger, winner: Any, loser: Any, choices: Choices) -> Iterator[tuple[str, int | str]]:
    """For each field that differs whose value is kept: as chosen, else as proposed."""
    first, second = sorted((winner, loser), key=lambda row: row.pk)
    sides: dict[str, int | str] = {FIRST: first.pk, SECOND: second.pk, BOTH: BOTH}
    for choice in choices_between(merger, first, second, winner):
        yield choice.name, choices.get(choice.name, sides[choice.proposed])


def _extended(winner: Any, loser: Any, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Extra fields as they were chosen, and the tags of both, where a row has such."""
    if not isinstance(winner, Extendable):
        return {}
    held = {key: value for key, value in extra.items() if value is not None}
    tags = sorted({*winner.tags, *loser.tags})
    found = {"extra": held, "tags": tags}
    return {name: value for name, value in found.items() if value != getattr(winner, name)}
