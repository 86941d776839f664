"""The filters of tasks: those of the list that people read, and those of the API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.fields import GREATEST_KEY
from csm.foundation.filters import DayFilter, KeyFilter, TextFilter, WordFilter
from playbooks.domain.due import Due, span
from playbooks.models import Task, TaskState
from playbooks.selectors.tasks import team_of

MINE, TEAM, ANYBODY, NOBODY = "me", "team", "anybody", "nobody"
WHO = [(MINE, _("Mine")), (TEAM, _("My team's")), (ANYBODY, _("Anybody's")), (NOBODY, _("Nobody's"))]
AT_HAND, WAITING, UNFINISHED, OVER, ALL = "open", "waiting", "unfinished", "over", "all"
STATES = [
    (AT_HAND, _("to do")),
    (WAITING, _("put off or paused")),
    (UNFINISHED, _("all that are open")),
    (TaskState.DONE.value, _("done")),
    (TaskState.SKIPPED.value, _("skipped")),
    (TaskState.DROPPED.value, _("no longer needed")),
    (OVER, _("all that are over")),
    (ALL, _("all")),
]
NARROWED = ("account", "play", "stakeholder", "alert", "touchpoint")
DUE_LABELS = {
    Due.OVERDUE: _("Overdue"),
    Due.TODAY: _("Today"),
    Due.WEEK: _("This week"),
    Due.LATER: _("Later"),
    Due.NONE: _("Without a date"),
}
DUE = [(due.value, label) for due, label in DUE_LABELS.items()]


def due_so(rows: Any, due: str) -> Any:
    """The tasks that are due so, seen from today."""
    if due == Due.NONE:
        return rows.filter(due_on__isnull=True)
    first, last = span(Due(due), today())
    rows = rows.filter(due_on__gte=first) if first else rows
    return rows.filter(due_on__lte=last) if last else rows.filter(due_on__isnull=False)


def in_state(rows: Any, state: str) -> Any:
    """The tasks that stand so today."""
    if state == AT_HAND:
        return rows.at_hand(today())
    if state == WAITING:
        return rows.waiting(today())
    if state == UNFINISHED:
        return rows.open()
    if state == OVER:
        return rows.exclude(state=TaskState.OPEN)
    return rows if state == ALL else rows.filter(state=state)


def with_words(rows: Any, words: str) -> Any:
    """The tasks in whose title or text, or in the name of whose account, a text stands."""
    return rows.filter(Q(title__icontains=words) | Q(account__name__icontains=words) | Q(text__icontains=words))


class TaskListFilter(forms.Form):
    """What the list of tasks asks; where nothing is said, one's own that are to be done."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    who = forms.ChoiceField(label=_("Whose"), required=False, choices=[("", _("Mine")), *WHO[1:]])
    due = forms.ChoiceField(label=_("Due"), required=False, choices=[("", _("Due at any time")), *DUE])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("To do")), *STATES[1:]])
    account = forms.IntegerField(label=_("Account"), required=False, min_value=1, max_value=GREATEST_KEY)
    play = forms.IntegerField(label=_("Play"), required=False, min_value=1, max_value=GREATEST_KEY)
    stakeholder = forms.IntegerField(label=_("About"), required=False, min_value=1, max_value=GREATEST_KEY)
    alert = forms.IntegerField(label=_("Alert"), required=False, min_value=1, max_value=GREATEST_KEY)
    touchpoint = forms.IntegerField(label=_("Touchpoint"), required=False, min_value=1, max_value=GREATEST_KEY)

    def __init__(self, data: Any, viewer: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.viewer = viewer
        who: Any = self.fields["who"]
        state: Any = self.fields["state"]
        who.choices = [*who.choices, *self._colleagues()]
        # Saved addresses may name what is the usual one, and shared ones somebody of another team.
        who.valid_value = _accepting(who.valid_value, lambda value: value == MINE or _is_key(value))
        state.valid_value = _accepting(state.valid_value, lambda value: value == AT_HAND)

    def _colleagues(self) -> list[tuple[str, str]]:
        others = team_of(self.viewer).exclude(pk=self.viewer.pk).filter(is_active=True).order_by("name", "pk")
        return [(str(pk), name) for pk, name in others.values_list("pk", "name")]

    def found(self, rows: Any) -> Any:
        """Those of some tasks that are asked for; the form is valid."""
        asked = self.cleaned_data
        rows = in_state(_of(rows, asked["who"] or MINE, self.viewer), asked["state"] or AT_HAND)
        rows = due_so(rows, asked["due"]) if asked["due"] else rows
        rows = with_words(rows, asked["q"]) if asked["q"] else rows
        for name in NARROWED:
            rows = rows.filter(**{f"{name}_id": asked[name]}) if asked[name] else rows
        return rows

    @property
    def is_of_open(self) -> bool:
        """Whether all that is asked for is still to be done."""
        return self.cleaned_data.get("state", "") in ("", AT_HAND, WAITING, UNFINISHED)


def _accepting(valid: Callable[[str], bool], also: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda value: also(value) or valid(value)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _of(rows: Any, who: str, viewer: Viewer) -> Any:
    if who == ANYBODY:
        return rows
    if who == NOBODY:
        return rows.filter(assignee__isnull=True)
    if who == TEAM:
        return rows.filter(assignee__in=team_of(viewer))
    return rows.of(viewer.pk if who == MINE else int(who))


class TaskFilters(django_filters.FilterSet):
    """Tasks by account, play, whose, whom they are about, where they stand and when they are due."""

    account_id = KeyFilter("account_id")
    play_id = KeyFilter("play_id")
    assignee_id = KeyFilter("assignee_id")
    stakeholder_id = KeyFilter("stakeholder_id")
    alert_id = KeyFilter("alert_id")
    touchpoint_id = KeyFilter("touchpoint_id")
    state = WordFilter("state", STATES, method="by_state")
    due = WordFilter("due_on", DUE, method="by_due")
    due_on_or_after = DayFilter("due_on", lookup_expr="gte")
    due_before = DayFilter("due_on", lookup_expr="lt")
    q = TextFilter("title", method="by_words")

    class Meta:
        model = Task
        fields: list[str] = []

    def by_state(self, queryset: Any, name: str, state: str) -> Any:
        return in_state(queryset, state)

    def by_due(self, queryset: Any, name: str, due: str) -> Any:
        return due_so(queryset, due)

    def by_words(self, queryset: Any, name: str, words: str) -> Any:
        return with_words(queryset, words)


class TaskCommentFilters(django_filters.FilterSet):
    """Comments of a task."""

    task_id = KeyFilter("task_id")
