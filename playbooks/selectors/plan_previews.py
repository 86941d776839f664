"""A playbook tried on one account: which step would be when, whose, which is skipped and why, and what ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.selectors.finding import find_accounts
from accounts.visibility import Viewer
from health.domain.alerts.conditions import stakeholder_of
from health.models import Alert
from playbooks.domain.condition_words import condition_words, fact_words
from playbooks.domain.conditions import contradiction
from playbooks.domain.definition import Definition, Step, TriggerKind
from playbooks.domain.running import Foreseen, foresee, plan
from playbooks.domain.texts import fill
from playbooks.selectors.facts import AccountFacts, facts_of
from playbooks.selectors.places import for_somebody, gaps, places_of
from playbooks.selectors.workers import Pod, now, pod_of

FOUND = 6
LOOKED_AT = 30


@dataclass(frozen=True)
class PlannedLine:
    """A step as it would be on an account. Without dates it waits for what does not hold, or for such a step."""

    step: Step
    title: str
    who: User | None
    begins_on: date | None
    due_on: date | None
    is_skipped: bool
    waits: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class PlanPreview:
    """A playbook tried on an account as it is today."""

    account: Account
    lines: Sequence[PlannedLine]
    is_for_it: bool | None
    audience_unknown: tuple[str, ...]
    audience_failing: str
    foreseen: Foreseen
    exit_unknown: tuple[str, ...]
    renewal_on: date | None
    on: date


def preview_plan(account: Account, definition: Definition, on: date) -> PlanPreview:
    """Try a playbook on an account; a fixed number of queries."""
    facts = facts_of([account.pk], on)[account.pk]
    pod = pod_of(account.pk, account.owner_id, on)
    ending = definition.is_over_when
    return PlanPreview(
        account,
        _lines(account, definition, facts, pod, on),
        definition.for_whom.judge(facts.by_name),
        _names(definition.for_whom.unknown(facts.by_name)),
        condition_words(definition.for_whom.failing(facts.by_name), _),
        foresee(ending, contradiction(ending), facts.by_name),
        _names(ending.unknown(facts.by_name)),
        facts.renewal_on,
        on,
    )


def _lines(account: Account, definition: Definition, facts: AccountFacts, pod: Pod, on: date) -> list[PlannedLine]:
    instant = now()
    planned = plan(definition.steps, on, lambda job: pod.worker(job, instant), facts.by_name, facts.renewal_on)
    places, marks = places_of(account, facts, pod, _about(account, definition, on), on), gaps()
    lines = []
    for one in planned:
        step, who = one.step, pod.doing(one.step.job)
        title = fill(step.title, for_somebody(places, who), marks)
        asks = [*step.only_when.unknown(facts.by_name), *step.waits_for.unknown(facts.by_name)]
        waits = not one.is_skipped and step.waits_for.judge(facts.by_name) is not True
        dates = (one.begins_on, one.due_on)
        lines.append(PlannedLine(step, title, who, *dates, one.is_skipped, waits, _names(tuple(dict.fromkeys(asks)))))
    return lines


def _about(account: Account, definition: Definition, on: date) -> int | None:
    """Whom the latest open alert that triggers the playbook is about."""
    kinds = [trigger.value for trigger in definition.triggers if trigger.kind is TriggerKind.ALERT]
    alerts = Alert.objects.open_at(on).filter(account=account, kind__in=kinds or [""]).order_by("-opened_on", "-pk")
    return stakeholder_of(alerts.values_list("subject", flat=True).first() or "")


def _names(facts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fact_words(name, _) for name in facts)


def account_that_triggers(viewer: Viewer, definition: Definition, on: date) -> int | None:
    """An account on which an alert that triggers the playbook opened lately, if possible one that it is for."""
    kinds = [trigger.value for trigger in definition.triggers if trigger.kind is TriggerKind.ALERT]
    alerts = Alert.objects.open_at(on).visible_to(viewer).filter(kind__in=kinds or [""])
    ids = list(dict.fromkeys(alerts.order_by("-opened_on", "-pk").values_list("account_id", flat=True)[:LOOKED_AT]))
    facts = facts_of(ids, on)
    fitting = [pk for pk in ids if definition.for_whom.judge(facts[pk].by_name) is True]
    return next(iter([*fitting, *ids]), None)


def accounts_to_try(viewer: Viewer, words: str, chosen_id: int | None) -> tuple[Account | None, list[Account]]:
    """The account to try a playbook on, and those that words find: the one chosen, else the best found."""
    mine = Account.objects.visible_to(viewer).select_related("segment")
    begins = Q(name__istartswith=words.strip())
    found: list[Account] = list(
        find_accounts(mine, words).alias(begins=begins).order_by("-begins", "name", "pk")[:FOUND]
    )
    chosen = mine.filter(pk=chosen_id).first() if chosen_id is not None else None
    return chosen or next(iter(found), None), found
