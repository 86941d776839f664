"""What people do with tasks: add, change, finish, skip, reopen, put off, hand on, comment; one or many at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from accounts.services.importing.bulk import change_many
from csm.foundation.clock import today
from playbooks.models import Play, Task, TaskComment, TaskState
from playbooks.models.plays import LONGEST_REASON
from playbooks.selectors.facts import facts_of
from playbooks.selectors.workers import now, pods_of
from playbooks.services.advancing import Scene, advance

MOST_AT_ONCE = 500
Words = Callable[[int], str]


def add_task(actor: User | None, account: Account, **fields: Any) -> Task:
    """Add a task that belongs to no play. *Raises* ValidationError, also where whoever is to do it cannot see it."""
    refuse_blind(fields.get("assignee"), [account.pk])
    with act("add_task", actor, account.pk, _("Added a task")) as recorder:
        return recorder.insert(Task(account_id=account.pk, began_on=today(), **fields))


def edit_task(actor: User | None, task: Task, expected_version: int | None = None, **fields: Any) -> Task:
    """Change a task in place. *Raises* StaleEdit, ValidationError."""
    if fields.get("assignee") != task.assignee:
        refuse_blind(fields.get("assignee"), [task.account_id])
    if any(name in fields and fields[name] != getattr(task, name) for name in ("title", "text")):
        fields["taken_up_on"] = task.taken_up_on or today()
    with act("edit_task", actor, task.account_id, _("Edited a task")) as recorder:
        return recorder.change(task, expected_version, **fields)


def remove_task(actor: User | None, task: Task) -> None:
    """Take back a task that was added by mistake. *Raises* ValidationError for a step of a play."""
    if task.play_id is not None:
        raise ValidationError(_("This is a step of a play: skip it, or leave the step out of the play."))
    with act("remove_task", actor, task.account_id, _("Removed a task")) as recorder:
        recorder.retract(task)


def take_up_tasks(actor: User, tasks: Sequence[Task]) -> int:
    """Say that somebody is on tasks: their plays may end, these stay until they are finished or skipped."""
    fresh = [task for task in tasks if task.taken_up_on is None]
    return _change(actor, "take_up_task", fresh, {"taken_up_on": today()}, _taken_up_words)


def finish_tasks(actor: User, tasks: Sequence[Task], outcome: str = "") -> int:
    """Say that tasks are done, with what came of them; plays they are of go on. Those that are over stay."""
    return _end(actor, tasks, TaskState.DONE, outcome, _done_words)


def skip_tasks(actor: User, tasks: Sequence[Task], reason: str) -> int:
    """Say that tasks are not worth doing, and why; plays they are of go on. *Raises* ValidationError without reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is not done.")})
    return _end(actor, tasks, TaskState.SKIPPED, reason, _skipped_words)


def reopen_task(actor: User, task: Task) -> Task:
    """Take up a task again that was over; a play that has ended stays so. *Raises* ValidationError when it is open."""
    if task.state == TaskState.OPEN:
        raise ValidationError(_("The task is open."))
    with act("reopen_task", actor, task.account_id, _("Took up a task again")) as recorder:
        again: dict[str, Any] = {"state": TaskState.OPEN, "ended_on": None, "ended_by": None, "outcome": ""}
        return recorder.change(task, taken_up_on=today(), **again)


def snooze_tasks(actor: User, tasks: Sequence[Task], until: date) -> int:
    """Put tasks off until a day. *Raises* ValidationError unless it lies ahead."""
    if until <= today():
        raise ValidationError({"until": _("Name a day after today: tasks come back on it.")})
    return _change(actor, "snooze_task", tasks, {"snoozed_until": until}, _snoozed_words)


def reassign_tasks(actor: User, tasks: Sequence[Task], assignee: User | None) -> int:
    """Give tasks to somebody else, or to nobody. *Raises* ValidationError where they cannot see all of the accounts."""
    refuse_blind(assignee, [task.account_id for task in tasks])

    def words(count: int) -> str:
        return _reassigned_words(count, assignee)

    return _change(actor, "reassign_task", tasks, {"assignee_id": assignee and assignee.pk}, words)


def set_on_tasks(recorder: Recorder, rows: Sequence[Task], changes: Mapping[str, Any]) -> int:
    """Set who does open tasks or when they are due (by attname); returns how many that changed."""
    edits = []
    for row in rows:
        fresh = {name: value for name, value in _as_stored(changes).items() if getattr(row, name) != value}
        if fresh and row.is_open:
            edits.append((row, fresh))
    if changes.get("assignee_id"):
        refuse_blind(User.objects.get(pk=changes["assignee_id"]), [row.account_id for row, _fresh in edits])
    change_many(recorder, edits)
    recorder.touches(*(row.account_id for row, _fresh in edits))
    return len(edits)


def _as_stored(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as they travel in JSON, with their day as one."""
    day = changes.get("due_on")
    return {**changes, "due_on": date.fromisoformat(day)} if isinstance(day, str) else dict(changes)


def refuse_blind(assignee: User | None, account_ids: Sequence[int], field: str = "assignee") -> None:
    """*Raises* ValidationError at `field` where somebody does not see an account at which they are to do something."""
    wanted = set(account_ids)
    if assignee is None or not wanted:
        return
    unseen = Account.objects.filter(pk__in=wanted).exclude(pk__in=Account.objects.visible_to(assignee).values("pk"))
    name = unseen.order_by("name", "pk").values_list("name", flat=True).first()
    if name is not None:
        words = _("%(user)s does not see %(account)s: make them a member of its account team first.")
        raise ValidationError({field: words % {"user": assignee.name, "account": name}})


def comment_on_task(actor: User, task: Task, text: str) -> TaskComment:
    """Say something about a task. *Raises* ValidationError."""
    with act("comment_on_task", actor, task.account_id, _("Commented on a task")) as recorder:
        return recorder.insert(TaskComment(task=task, text=text.strip()))


def remove_comment(actor: User, comment: TaskComment) -> None:
    """Take back what one said about a task."""
    with act("remove_task_comment", actor, comment.task.account_id, _("Removed a comment")) as recorder:
        recorder.retract(comment)


def _end(actor: User, tasks: Sequence[Task], state: TaskState, outcome: str, words: Words) -> int:
    over = {"state": state, "ended_on": today(), "ended_by_id": actor.pk, "outcome": outcome.strip()[:LONGEST_REASON]}
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
        rows = Task.objects.standing().open().filter(pk__in=ids).order_by("pk")
        open_ones = list(rows.select_for_update(of=("self",)))
        change_many(recorder, [(task, dict(fields)) for task in open_ones])
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


def _taken_up_words(count: int) -> str:
    return ngettext("Took up a task", "Took up %(count)d tasks", count) % {"count": count}


def _done_words(count: int) -> str:
    return ngettext("Finished a task", "Finished %(count)d tasks", count) % {"count": count}


def _skipped_words(count: int) -> str:
    return ngettext("Skipped a task", "Skipped %(count)d tasks", count) % {"count": count}


def _snoozed_words(count: int) -> str:
    return ngettext("Put off a task", "Put off %(count)d tasks", count) % {"count": count}


def _reassigned_words(count: int, assignee: User | None) -> str:
    if assignee is None:
        return ngettext("Handed on a task to nobody", "Handed on %(count)d tasks to nobody", count) % {"count": count}
    words = ngettext("Handed on a task to %(name)s", "Handed on %(count)d tasks to %(name)s", count)
    return words % {"count": count, "name": assignee.name}
