"""What tasks add to the demo portfolio: some for every owner, late, due and ahead, of alerts and people; some over."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.domain.business_days import WorkWeek
from accounts.models import Account
from csm.foundation.clock import today
from csm.foundation.demo_parts import DemoPart
from health.models import Alert
from playbooks.models import Task, TaskComment, TaskState
from stakeholders.models import Stakeholder

EACH = 3  # every third account has a task


class Known(NamedTuple):
    """A task that every customer success team knows; days are counted from today, none has no date."""

    title: str
    text: str
    days: int | None
    of: str = ""
    outcome: str = ""
    comment: str = ""


KNOWN: Final = (
    Known(
        gettext_noop("Send the agenda of the business review"),
        gettext_noop("Goals first, then what was reached, then what we ask of them. One page."),
        0,
        "person",
        comment=gettext_noop("Their assistant asked for it before noon."),
    ),
    Known(
        gettext_noop("Ask for an introduction to whoever decides on the budget"),
        gettext_noop(
            "Dear {person},\n\nBefore we plan the next year I would like to understand what matters to your finance "
            "team. Would you introduce us?"
        ),
        -2,
        "alert",
    ),
    Known(gettext_noop("Answer the question about single sign-on"), "", 3, "person"),
    Known(
        gettext_noop("Share the adoption report of the last quarter"),
        gettext_noop("With one sentence on each department, and what the best one does differently."),
        -6,
        outcome=gettext_noop("Sent; their operations team asks for a training."),
    ),
    Known(gettext_noop("Plan the training of the second department"), "", 9, "person"),
    Known(gettext_noop("Check whether the new office is on our map"), "", None),
    Known(
        gettext_noop("Call about the open support case"),
        gettext_noop("It is the third one on the same export. Have the answer of the product team at hand."),
        -1,
        "alert",
        comment=gettext_noop("The fix is planned for the next release."),
    ),
    Known(
        gettext_noop("Write down what was agreed with procurement"), "", -12, "person", gettext_noop("In the notes.")
    ),
)


def write_tasks(order: Any, account_ids: Sequence[int]) -> None:
    """Give the owners of the portfolio something to do."""
    on = today()
    accounts = Account.objects.filter(pk__in=account_ids, owner__isnull=False).select_related("owner").order_by("pk")
    rows = list(accounts)[::EACH]
    made = list(_tasks(rows, on))
    Task.objects.bulk_create([task for task, _known in made])
    TaskComment.objects.bulk_create(
        TaskComment(task=task, text=_(known.comment), recorded_by=task.assignee)
        for task, known in made
        if known.comment
    )


def _tasks(accounts: Sequence[Account], on: date) -> Iterator[tuple[Task, Known]]:
    ids = [account.pk for account in accounts]
    alerts, people = _first_alerts(ids), _first_people(ids)
    for place, account in enumerate(accounts):
        known = KNOWN[place % len(KNOWN)]
        alert = alerts.get(account.pk) if known.of == "alert" else None
        person = people.get(account.pk) if known.of else None
        yield _task(account, known, on, alert, person), known


def _task(account: Account, known: Known, on: date, alert: Alert | None, person: Stakeholder | None) -> Task:
    owner: Any = account.owner
    week = WorkWeek(owner.country)
    due_on = None if known.days is None else week.on_or_after(on + timedelta(days=known.days))
    if due_on is not None and known.days is not None and known.days < 0:
        due_on = week.on_or_before(on + timedelta(days=known.days))
    began_on = min(on, due_on or on) - timedelta(days=4)
    over = {"state": TaskState.DONE, "ended_on": due_on, "ended_by": owner} if known.outcome else {}
    who = person.person.name.partition(" ")[0] if person else _("all")
    return Task(
        account=account,
        title=_(known.title),
        text=_(known.text).replace("{person}", who) if known.text else "",
        assignee=owner,
        recorded_by=owner,
        due_on=due_on,
        began_on=began_on,
        alert=alert,
        stakeholder=person,
        outcome=_(known.outcome) if known.outcome else "",
        **over,
    )


def _first_alerts(account_ids: Sequence[int]) -> dict[int, Alert]:
    """Of each account the open alert that weighs most."""
    rows = Alert.objects.filter(account__in=account_ids).open_at(today()).of_conditions().order_by("weight", "-pk")
    return {alert.account_id: alert for alert in rows}


def _first_people(account_ids: Sequence[int]) -> dict[int, Stakeholder]:
    """Of each account somebody who is there: who came first."""
    rows = Stakeholder.objects.standing().filter(account__in=account_ids, left_on__isnull=True)
    return {one.account_id: one for one in rows.select_related("person").order_by("-number")}


TASKS = DemoPart("tasks", finish=write_tasks, position=40)
