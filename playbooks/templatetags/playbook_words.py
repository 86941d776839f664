"""How playbooks, their conditions and their steps are worded. Load with `{% load playbook_words %}`."""

from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playbooks.domain.comparing import Change, Piece, word_changes
from playbooks.domain.condition_words import condition_words, fact_words, trigger_words, triggers_words
from playbooks.domain.conditions import ConditionError, parse
from playbooks.domain.definition import OWNER, START, Step, Trigger, TriggerKind
from playbooks.domain.texts import fill
from playbooks.models import Task
from playbooks.selectors.places import gaps
from playbooks.selectors.tasks import outlived_words

register = template.Library()

CONDITIONS: Final = ("audience", "exit", "when", "wait_for")


@register.filter
def in_plain_words(condition: str) -> str:
    """A condition as it is written, in words; one that cannot be read stays as it is."""
    try:
        return condition_words(parse(condition), _)
    except ConditionError:
        return condition


@register.filter
def starts_when(triggers: Sequence[Trigger]) -> str:
    """What starts plays, in words."""
    return triggers_words(triggers, _)


@register.filter
def trigger_in_words(trigger: Trigger) -> str:
    """One trigger, in words."""
    return trigger_words(trigger, _)


@register.filter
def fact_name(name: str) -> str:
    """What a fact is called."""
    return fact_words(name, _)


@register.filter
def why_still_open(task: Task) -> str:
    """Why a task is open although its play has ended."""
    return outlived_words(task)


@register.filter
def with_gaps(text: str) -> str:
    """A title or text with its places as the marked gaps they are until an account fills them."""
    return fill(text, {}, gaps())


@register.filter
def job_name(key: str, jobs: dict[str, str]) -> str:
    """Whose step it is, by job."""
    return _("Owner of the account") if key == OWNER else jobs.get(key, key)


@register.filter
def begins_in_words(step: Step, titles: dict[str, str]) -> str:
    """When a step begins, by the steps before it."""
    if step.after == START:
        begins = _("begins with the play")
    elif step.after:
        begins = _("after “%(title)s”") % {"title": with_gaps(titles.get(step.after, step.after))}
    else:
        begins = ""
    if not step.wait:
        return begins
    waits = ngettext("%(days)d business day later", "%(days)d business days later", step.wait) % {"days": step.wait}
    return f"{begins}, {waits}" if begins else waits


@register.filter
def due_in_words(step: Step) -> str:
    """When a step is due."""
    if step.before_renewal is not None:
        days = step.before_renewal
        return ngettext("due %(days)d day before the renewal", "due %(days)d days before the renewal", days) % {
            "days": days
        }
    if step.due == 0:
        return _("due the day it begins")
    return ngettext("due within %(days)d business day", "due within %(days)d business days", step.due) % {
        "days": step.due
    }


@register.filter
def per_cent(share: float | None) -> str:
    """A share (0-1) in whole per cent."""
    return "" if share is None else f"{round(100 * share)} %"


@register.filter
def signed_figure(value: float) -> str:
    """A change with its sign, at most one digit behind the point."""
    plain = number_format(abs(round(value, 1)), decimal_pos=None if value % 1 else 0)
    return f"+{plain}" if value > 0 else f"−{plain}" if value < 0 else plain


@register.filter
def shown_changes(change: Change, jobs: dict[str, str]) -> SafeString:
    """A part before and after as one text, with what went struck out and what came marked."""
    before, after = (_shown(change, text, jobs) for text in (change.before, change.after))
    if len(before.split()) < 2 and len(after.split()) < 2:
        return format_html("<del>{}</del> → <ins>{}</ins>", before or _("nothing"), after or _("nothing"))
    tags = {Piece.SAME: "{}", Piece.GONE: "<del>{}</del> ", Piece.COME: "<ins>{}</ins>"}
    pieces = word_changes(before, after)
    return format_html_join("", "{}", ((format_html(tags[piece], words),) for piece, words in pieces))


def _shown(change: Change, text: str, jobs: dict[str, str]) -> str:
    """What a part says, as a reader sees it."""
    if (change.field or change.part) in CONDITIONS:
        return in_plain_words(text)
    if change.field == "job":
        return job_name(text, jobs)
    if change.part == "triggers":
        pairs = [line.split(": ", 1) for line in text.splitlines()]
        return "\n".join(trigger_words(Trigger(TriggerKind(kind), value), _) for kind, value in pairs)
    return with_gaps(text) if change.field in ("title", "text") else text
