"""Change the rules about titles. Shipped ones are never changed: an installation's own rule takes their place.

Whoever is governed by other rules then is settled by the background round, which notices that the rules differ.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.acts import act
from stakeholders.domain.titles.rules import Rule
from stakeholders.models import TitleRule
from stakeholders.models.titles import RULE_FIELDS
from stakeholders.selectors.title_rules import rules_in_order, shipped_rules


def create_rule(actor: User | None, **fields: Any) -> TitleRule:
    """Add a rule of this installation's own, before all others unless a position is given. *Raises* ValidationError."""
    if any(rule.key == fields.get("key") for rule in shipped_rules()):
        raise ValidationError({"key": _("A shipped rule has this key: change that one.")})
    rule = TitleRule(**{"position": _first_position(), **fields})
    with act("create_title_rule", actor, None, _("Added the title rule %(name)s") % {"name": rule.name}) as recorder:
        return recorder.insert(rule)


def edit_rule(actor: User | None, key: str, expected_version: int | None = None, **fields: Any) -> TitleRule:
    """Change a rule; of a shipped one, an own copy. *Raises* ValidationError, StaleEdit, DoesNotExist."""
    held = TitleRule.objects.filter(key=key).first()
    name = fields.get("name") or (held.name if held else _shipped(key).name)
    with act("edit_title_rule", actor, None, _("Edited the title rule %(name)s") % {"name": name}) as recorder:
        if held is not None:
            return recorder.change(held, expected_version, **fields)
        if expected_version:
            raise TitleRule.DoesNotExist
        return recorder.insert(TitleRule(**{**_columns(_shipped(key)), **fields}))


def switch_rule(actor: User | None, key: str, *, is_on: bool) -> TitleRule:
    """Have a rule tried, or not. *Raises* DoesNotExist."""
    return edit_rule(actor, key, is_on=is_on)


def remove_rule(actor: User | None, rule: TitleRule) -> None:
    """Remove an own rule; where it stood in place of a shipped one, that one is in force again."""
    with act("remove_title_rule", actor, None, _("Removed the title rule %(name)s") % {"name": rule.name}) as recorder:
        recorder.remove(rule)


def move_rule(actor: User | None, key: str, *, is_up: bool) -> TitleRule | None:
    """Have a rule tried before the one it followed, or after the next; None when it is at the end already."""
    rules = list(rules_in_order())
    place = next((index for index, rule in enumerate(rules) if rule.key == key), None)
    if place is None:
        raise TitleRule.DoesNotExist
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rules):
        return None
    return edit_rule(actor, key, position=_between(rules, other, is_up=is_up))


def _between(rules: list[Rule], other: int, *, is_up: bool) -> int:
    """A position on the far side of the other rule; rules at the same position are ordered by key."""
    beyond = other - 1 if is_up else other + 1
    step = -1 if is_up else 1
    here = rules[other].position
    if not 0 <= beyond < len(rules):
        return here + step
    middle = (here + rules[beyond].position) // 2
    return middle if middle not in (here, rules[beyond].position) else here + step


def _first_position() -> int:
    """Just before every rule there is."""
    own = TitleRule.objects.aggregate(least=Min("position"))["least"]
    return min(own if own is not None else 0, 0) - 1


def _shipped(key: str) -> Rule:
    found = next((rule for rule in shipped_rules() if rule.key == key), None)
    if found is None:
        raise TitleRule.DoesNotExist
    return found


def _columns(rule: Rule) -> dict[str, Any]:
    return {name: list(value) if isinstance(value := getattr(rule, name), tuple) else value for name in RULE_FIELDS}
