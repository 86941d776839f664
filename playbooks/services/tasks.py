"""What people do with tasks: add, change, finish, skip, reopen, put off, hand on, comment; one or many at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today
from playbooks.models import Play, Task, TaskComment, TaskState
from playbooks.models.plays import LONGEST_REASON
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance

MOST_AT_ONCE = 500
Words = Callable[[int], str]


def add_task(actor: User | None, account: Account, **fields: Any) -> Task:
    """Add a task that belongs to no play. *Raises* ValidationError."""
    with act("add_task", actor, account.pk, _("Added a task")) as recorder:
        return recorder.insert(Task(account_id=account.pk, began_on=today(), **fields))


def edit_task(actor: User | None, task: Task, expected_version: int | None = None, **fields: Any) -> Task:
    """Change a task in place. *Raises* StaleEdit, ValidationError."""
    with act("edit_task", actor, task.account_id, _("Edited a task")) as recorder:
        return recorder.change(task, expected_version, **fields)


def remove_task(actor: User | None, task: Task) -> None:
    """Take back a task that was added by mistake. *Raises* ValidationError for a step of a play."""
    if task.play_id is not None:
        raise ValidationError(_("This is a step of a play: skip it, or leave the step out of the play."))
    with act("remove_task", actor, task.account_id, _("Removed a task")) as recorder:
        recorder.retract(task)


def finish_tasks(actor: User, tasks: Sequence[Task], outcome: str = "") -> int:
    """Say that tasks are done, with what came of them; plays they are of go on. Those that are over stay."""
    return _end(actor, tasks, TaskState.DONE, outcome, _done_words)


def skip_tasks(actor: User, tasks: Sequence[Task], reason: str) -> int:
    """Say that tasks are not worth doing, and why; plays they are of go on. *Raises* ValidationError without reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is not done.")})
    return _end(actor, tasks, TaskState.SKIPPED, reason, _skipped_words)


def reopen_task(actor: User, task: Task) -> Task:
    """Take up a task again that was over. *Raises* ValidationError when its play has ended."""
    if task.play is not None and not task.play.is_under_way:
        raise ValidationError(_("The play it belongs to has ended."))
    with act("reopen_task", actor, task.account_id, _("Took up a task again")) as recorder:
        return recorder.change(task, state=TaskState.OPEN, ended_on=None, ended_by=None, outcome="")


def snooze_tasks(actor: User, tasks: Sequence[Task], until: date) -> int:
    """Put tasks off until a day. *Raises* ValidationError unless it lies ahead."""
    if until <= today():
        raise ValidationError({"until": _("Name a day after today: tasks come back on it.")})
    return _change(actor, "snooze_task", tasks, {"snoozed_until": until}, _snoozed_words)


def reassign_tasks(actor: User, tasks: Sequence[Task], assignee: User | None) -> int:
    """Give tasks to somebody else."""
    return _change(actor, "reassign_task", tasks, {"assignee": assignee}, _reassigned_words)


def comment_on_task(actor: User, task: Task, text: str) -> TaskComment:
    """Say something about a task. *Raises* ValidationError."""
    with act("comment_on_task", actor, task.account_id, _("Commented on a task")) as recorder:
        return recorder.insert(TaskComment(task=task, text=text.strip()))


def _end(actor: User, tasks: Sequence[Task], state: TaskState, outcome: str, words: Words) -> int:
    over = {"state": state, "ended_on": today(), "ended_by": actor, "outcome": outcome.strip()[:LONGEST_REASON]}
    return _change(actor, "finish_task" if state is TaskState.DONE else "skip_task", tasks, over, words)


def _change(actor: User, kind: str, tasks: Sequence[Task], fields: dict[str, Any], words: Words) -> int:
    """Change the open ones among some tasks, in one act; then the plays they are of go on."""
    _refuse_too_many(tasks)
    ids = [task.pk for task in tasks]
    account_ids = sorted({task.account_id for task in tasks})
    one_account = account_ids[0] if len(account_ids) == 1 else None
    with act(kind, actor, one_account, words(len(ids))) as recorder:
        recorder.touches(*account_ids)
        plays = _locked_plays(tasks)
        open_ones = list(Task.objects.standing().open().filter(pk__in=ids).select_for_update(of=("self",)))
        for task in open_ones:
            recorder.change(task, **fields)
        if "state" in fields:
            _go_on(recorder, plays)
    return len(open_ones)


def _refuse_too_many(tasks: Sequence[Task]) -> None:
    if len(tasks) > MOST_AT_ONCE:
        raise ValidationError(_("At most %(most)s tasks at once.") % {"most": MOST_AT_ONCE})


def _locked_plays(tasks: Sequence[Task]) -> list[Play]:
    ids = sorted({task.play_id for task in tasks if task.play_id is not None})
    rows = Play.objects.standing().filter(pk__in=ids).select_related("account").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _go_on(recorder: Recorder, plays: Sequence[Play]) -> None:
    """Move plays on, with what is known of all their accounts in a fixed number of queries."""
    on, instant = today(), now()
    accounts = {play.account_id: play.account for play in plays}
    facts = facts_of(accounts, on)
    pods = pods_of(accounts, {pk: account.owner_id for pk, account in accounts.items()}, on)
    for play in plays:
        if play.account_id in facts:
            advance(play, recorder, Scene(facts[play.account_id], pods[play.account_id], on, instant))


def _done_words(count: int) -> str:
    return ngettext("Finished a task", "Finished %(count)d tasks", count) % {"count": count}


def _skipped_words(count: int) -> str:
    return ngettext("Skipped a task", "Skipped %(count)d tasks", count) % {"count": count}


def _snoozed_words(count: int) -> str:
    return ngettext("Put off a task", "Put off %(count)d tasks", count) % {"count": count}


def _reassigned_words(count: int) -> str:
    return ngettext("Handed on a task", "Handed on %(count)d tasks", count) % {"count": count}
