"""When merged accounts come apart again: what was recorded since about people who go back goes with them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services.merging.plan import rules_about
from accounts.services.undo import UndoConflict
from csm.foundation.facts import Recorded
from csm.foundation.merging import Split, Way
from stakeholders.models import Stakeholder, Successor

Moved = Mapping[str, Mapping[int, Mapping[str, Any]]]


def settle(moved: Moved) -> None:
    """Let facts follow their people. *Raises* UndoConflict where one concerns people of both accounts."""
    went = [pk for pk, columns in moved.get("stakeholders.stakeholder", {}).items() if "account_id" in columns]
    if not went:
        return
    for model, names in _tables():
        for pk, account_id, homes in _strays(model, names, went):
            if len(homes) > 1:
                raise UndoConflict(_mixed(model, pk))
            if homes != {account_id}:
                model._default_manager.filter(pk=pk).update(account_id=homes.pop())
    _refuse_successors_elsewhere(went)


def _tables() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Tables whose rows belong to an account and concern people of it."""
    for rule in rules_about(Account):
        model = apps.get_model(rule.model)
        names = [field.name for field in model._meta.get_fields() if _leads_to_people(field)]
        if rule.way is Way.MOVES and names:
            yield model, names


def _leads_to_people(field: Any) -> bool:
    return bool(field.concrete and field.is_relation and field.related_model is Stakeholder)


def _strays(model: type[models.Model], names: list[str], went: list[int]) -> Iterator[tuple[int, int, set[int]]]:
    """Rows about people who went back: id, account, and the accounts where these people are."""
    concerned = Q()
    for name in names:
        concerned |= Q(**{f"{name}__in": went})
    rows = model._default_manager.filter(concerned)
    rows = rows.filter(retracted_at__isnull=True) if issubclass(model, Recorded) else rows
    held = dict(rows.values_list("pk", "account_id"))
    homes: dict[int, set[int]] = defaultdict(set)
    for name in names:
        of = model._default_manager.filter(pk__in=held, **{f"{name}__isnull": False})
        for pk, account_id in of.values_list("pk", f"{name}__account_id"):
            homes[pk].add(account_id)
    return ((pk, account_id, homes[pk]) for pk, account_id in sorted(held.items()))


def _mixed(model: type[models.Model], pk: int) -> str:
    words = _("A %(kind)s recorded since concerns people of both accounts (%(what)s). Remove it first.")
    row = model._default_manager.get(pk=pk)
    return words % {"kind": model._meta.verbose_name, "what": row}


def _refuse_successors_elsewhere(went: list[int]) -> None:
    named = Successor.objects.filter(retracted_at__isnull=True)
    about = named.filter(Q(stakeholder__in=went) | Q(successor__in=went))
    one = about.exclude(stakeholder__account=models.F("successor__account")).first()
    if one is not None:
        words = _("%(name)s was named successor since at the other account. Name another first.")
        raise UndoConflict(words % {"name": one.successor.person.name})


SPLITS = (Split("people", settle),)
