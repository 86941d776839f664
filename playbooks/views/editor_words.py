"""What the editor of playbooks says: what is wrong where, which facts there are, what two versions say in a part."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from playbooks.domain.comparing import ORDER, STEP, held
from playbooks.domain.condition_words import fact_words
from playbooks.domain.definition import Definition
from playbooks.domain.fact_meanings import MEANINGS, example_of
from playbooks.domain.facts import FLAGS, NUMBERS, WORDS
from playbooks.domain.reading import STEP_FIELDS, Fault
from playbooks.domain.typed import Typed
from playbooks.forms.editor import HeadForm, StepForm, TriggerForm, TypedForm
from playbooks.templatetags.playbook_words import trigger_in_words
from playbooks.views.playbooks import FIELD_WORDS, PART_WORDS


def fault_words(typed: Typed, fault: Fault) -> str:
    """What is wrong, with the name of the field."""
    part, place, name = typed.field_of(fault)
    forms: dict[str, type[TypedForm]] = {"head": HeadForm, "triggers": TriggerForm, "steps": StepForm}
    field = forms[part].base_fields.get(name)
    words = _(fault.text) % fault.params
    if field is None:
        return words
    if part == "steps":
        return _("Step %(number)d, %(field)s: %(words)s") % {"number": place + 1, "field": field.label, "words": words}
    return _("%(field)s: %(words)s") % {"field": field.label, "words": words}


def faulty_fields(typed: Typed, faults: Iterable[Fault]) -> dict[str, list[str]]:
    """What is wrong by the id of the field on the page."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        part, place, name = typed.field_of(fault)
        prefix = {"head": "", "triggers": f"trigger-{place}-", "steps": f"step-{place}-"}[part]
        found.setdefault(f"id_{prefix}{name}", []).append(_(fault.text) % fault.params)
    return found


def facts_help() -> list[tuple[str, str, str, str]]:
    """The facts that conditions ask about: name, words, meaning, an example."""
    names = [*NUMBERS, *WORDS, *FLAGS]
    return [(name, fact_words(name, _), _(MEANINGS[name]), example_of(name)) for name in names]


def part_words(part: str, mine: Definition, theirs: Definition) -> str:
    """What a part of a playbook is called."""
    if not part.startswith(STEP):
        return str(PART_WORDS[part])
    key = part.removeprefix(STEP)
    title = next(step.title for step in (*mine.steps, *theirs.steps) if step.key == key)
    return _("Step “%(title)s”") % {"title": title}


def said(definition: Definition, part: str, other: Definition) -> str:
    """What a version says in a part, in words; of a step only the fields in which the other version differs."""
    mine, theirs = held(definition, part), held(other, part)
    if part == ORDER:
        there = {step.key for step in other.steps}
        return ", ".join(step.title for step in definition.steps if step.key in there)
    if part == "triggers":
        return "; ".join(trigger_in_words(trigger) for trigger in mine) or _("nothing")
    if not part.startswith(STEP):
        return str(mine) or _("nothing")
    if mine is None:
        return _("no such step")
    if theirs is None:
        return str(mine.title)
    one, another = asdict(mine), asdict(theirs)
    differing = [name for name in STEP_FIELDS if one[name] != another[name]]
    return "; ".join(f"{FIELD_WORDS[name]}: {_value(one[name])}" for name in differing)


def _value(value: Any) -> str:
    return _("nothing") if value in ("", None) else str(value)
