"""The goals tab of an account: what they want, how far it has come, what they received, and the level of value."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today
from csm.foundation.views import PageView
from health.domain.first_value import first_value
from health.forms.goals import DropForm, GoalForm, GoalReadingForm, ReachedForm
from health.models import Goal, Metric, Reading, TypicalGoal
from health.models.goals import LONGEST_WORDS
from health.selectors import first_values
from health.selectors.evidence import evidence_of
from health.selectors.goal_charts import chart_of, picture_of
from health.selectors.goals import goal_url, goals_of, typical_goals_for
from health.selectors.value_levels import level_explained
from health.services.goals import (
    NewNeed,
    drop_goal,
    edit_goal,
    hand_over_goal,
    reach_goal,
    read_goal,
    record_goal,
    remove_goal,
    reopen_goal,
)
from stakeholders.forms.fields import people_of
from stakeholders.models import Stakeholder
from stakeholders.selectors.handoff_lines import Origin, origin_of
from stakeholders.services.handoffs import make_of_line

GOAL_OF_HANDOFF = "goal_of_handoff"


class GoalsPage(AccountPage):
    """What do they want, where does it stand, what did they receive, and what comes next?"""

    template_name = "health/account_goals.html"
    tab = "goals"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        on = today()
        evidence = evidence_of([self.account.pk], on)[self.account.pk]
        metrics = {key: (name, unit) for key, name, unit in Metric.objects.values_list("key", "name", "unit")}
        book, first = goals_of(self.account, evidence.goals, on), first_value(evidence.first, on)
        return self.page(
            book=book,
            first={
                "found": first,
                "sentence": first_values.sentence(first),
                "lines": first_values.explained(first),
                "tone": first_values.TONES.get(first.state, ""),
            },
            charts={f"goal-chart-{line.goal.pk}": chart_of(line) for line in book.lines if line.course},
            level=level_explained(evidence, metrics),
            typical=typical_goals_for(self.account) if self.may_edit else [],
            today=on,
        )


class SuccessPlanPage(AccountPage):
    """What customer and vendor agreed on, on paper for both: nothing here is internal."""

    template_name = "health/success_plan.html"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        on = today()
        evidence = evidence_of([self.account.pk], on)[self.account.pk]
        book = goals_of(self.account, evidence.goals, on)
        reached = [line for line in book.closed if line.progress is not None]
        plan = [(line, picture_of(line, on)) for line in [*book.lines, *reached]]
        return self.page(plan=plan, coming=book.lines, on=on, is_bare=request.GET.get("bare") == "yes")

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, **extra)


class GoalAddPage(AccountFormPage):
    """A new goal, begun from a typical one where the address names it."""

    tab = "goals"
    title = _("New goal")
    submit = _("Keep the goal")

    @cached_property
    def typical(self) -> TypicalGoal | None:
        asked = self.request.GET.get("typical", "")
        return TypicalGoal.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None

    def form(self, data: Any = None) -> GoalForm:
        goal = Goal(account_id=self.account.pk, owner_id=self.viewer.pk)
        return GoalForm(data, account=self.account, instance=goal, initial=self._begun())

    @cached_property
    def origin(self) -> Origin | None:
        """The line of a handoff that it is made of."""
        return origin_of(self.account.pk, "handoff_goals", self.request.GET)

    def _begun(self) -> dict[str, Any]:
        if self.origin is not None:
            return {"words": self.origin.words[:LONGEST_WORDS]}
        if self.typical is None:
            return {}
        return {
            "words": self.typical.words,
            "metric_name": self.typical.metric_name,
            "unit": self.typical.unit,
            "due_on": today() + timedelta(days=self.typical.days),
        }

    def save(self, form: GoalForm) -> Goal:
        needs = [NewNeed(**one) for one in self.typical.dependencies] if self.typical else []
        facts = {**form.facts, "typical": self.typical}
        if self.typical and facts["metric"].name == self.typical.metric_name:
            facts["metric"] = replace(facts["metric"], direction=self.typical.direction)

        def record() -> Goal:
            return record_goal(self.viewer, self.account, needs=() if facts["stands_alone"] else needs, **facts)

        return make_of_line(*self.origin, GOAL_OF_HANDOFF, record) if self.origin else record()

    def success_url(self, saved: Goal) -> str:
        return reverse("stakeholders:handoff", args=[self.account.pk]) if self.origin else self.tab_url()


class OneGoal(AccountPage):
    """Reaches the goal of the address through the account of the address."""

    tab = "goals"

    @cached_property
    def goal(self) -> Goal:
        rows = Goal.objects.filter(account_id=self.account.pk).select_related("metric", "stakeholder__person")
        found: Goal = visible_or_404(rows, self.viewer, pk=self.kwargs["goal_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.goal.words,)

    def goal_url(self) -> str:
        return goal_url(self.account.pk, self.goal.pk)


class GoalEditPage(OneGoal, AccountFormPage):
    """Change a goal."""

    title = _("Edit goal")

    def form(self, data: Any = None) -> GoalForm:
        return GoalForm(data, account=self.account, row=self.goal)

    def save(self, form: GoalForm) -> Goal:
        return edit_goal(self.viewer, self.goal, form.expected_version, **form.facts)


class GoalReachedPage(OneGoal, AccountFormPage):
    """They reached it."""

    title = _("They reached this goal")
    submit = _("Reached")

    def form(self, data: Any = None) -> ReachedForm:
        return ReachedForm(data)

    def save(self, form: ReachedForm) -> Goal:
        return reach_goal(self.viewer, self.goal, form.cleaned_data["closed_on"])


class GoalDropPage(OneGoal, AccountFormPage):
    """They no longer want it."""

    title = _("Drop this goal")
    submit = _("Drop it")

    def form(self, data: Any = None) -> DropForm:
        return DropForm(data)

    def save(self, form: DropForm) -> Goal:
        return drop_goal(self.viewer, self.goal, form.cleaned_data["reason"], form.cleaned_data["closed_on"])


class GoalReopenView(OneGoal, AccountDeedView):
    """A closed goal is pursued again."""

    def do(self) -> None:
        reopen_goal(self.viewer, self.goal)


class GoalRemoveView(OneGoal, AccountDeedView):
    """A goal was recorded by mistake."""

    def do(self) -> None:
        remove_goal(self.viewer, self.goal)


class GoalHandOverView(OneGoal, AccountDeedView):
    """Somebody else at the customer owns the goal from now on."""

    def do(self) -> None:
        rows = people_of(self.account)
        successor: Stakeholder = visible_or_404(rows, self.viewer, pk=self.kwargs["stakeholder_id"])
        hand_over_goal(self.viewer, self.goal, successor)


class GoalReadPage(AccountFormPage):
    """Enter what the metric of a goal is."""

    tab = "goals"
    title = _("Record a reading")
    submit = _("Keep the reading")

    def form(self, data: Any = None) -> GoalReadingForm:
        return GoalReadingForm(data, account=self.account, goal=self.request.GET.get("goal", ""))

    def save(self, form: GoalReadingForm) -> Reading:
        given = form.cleaned_data
        return read_goal(self.viewer, given["goal"], given["value"], given["on"])
