"""What goals depend on, the value received, the catalogue of typical goals, and how levels of value are spread."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import row_or_404
from accounts.visibility import visible_or_404
from health.forms.goals import NeedForm, ValueForm
from health.forms.typical_goals import TypicalGoalForm
from health.models import GoalNeed, NeedState, TypicalGoal, ValueConfirmation
from health.services.goal_value import (
    add_need,
    confirm_value,
    create_typical_goal,
    edit_need,
    edit_typical_goal,
    remove_confirmation,
    remove_need,
    settle_need,
)
from health.views.goals import OneGoal


class NeedAddPage(OneGoal, AccountFormPage):
    """Something a goal depends on."""

    title = _("What it depends on")

    def form(self, data: Any = None) -> NeedForm:
        return NeedForm(data, account=self.account, instance=GoalNeed(account_id=self.account.pk, goal=self.goal))

    def save(self, form: NeedForm) -> GoalNeed:
        return add_need(self.viewer, self.goal, **form.facts)


class OneNeed(AccountPage):
    """Reaches the dependency of the address through the account of the address."""

    tab = "goals"

    @cached_property
    def need(self) -> GoalNeed:
        rows = GoalNeed.objects.filter(account_id=self.account.pk).select_related("stakeholder__person")
        found: GoalNeed = visible_or_404(rows, self.viewer, pk=self.kwargs["need_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.need.what,)


class NeedEditPage(OneNeed, AccountFormPage):
    """Change it, and say who looks after it."""

    title = _("What it depends on")

    def form(self, data: Any = None) -> NeedForm:
        return NeedForm(data, account=self.account, row=self.need)

    def save(self, form: NeedForm) -> GoalNeed:
        return edit_need(self.viewer, self.need, form.expected_version, **form.facts)


class NeedSettleView(OneNeed, AccountDeedView):
    """It is there, or it is missing."""

    def do(self) -> None:
        if self.kwargs["state"] not in NeedState.values:
            raise Http404
        settle_need(self.viewer, self.need, self.kwargs["state"])


class NeedRemoveView(OneNeed, AccountDeedView):
    """It was recorded by mistake."""

    def do(self) -> None:
        remove_need(self.viewer, self.need)


class ValueAddPage(AccountFormPage):
    """Keep how much of the value of a goal they received."""

    tab = "goals"
    title = _("Confirm value")
    submit = _("Keep it")

    def form(self, data: Any = None) -> ValueForm:
        return ValueForm(data, account=self.account, goal=self.request.GET.get("goal", ""))

    def save(self, form: ValueForm) -> ValueConfirmation:
        given = dict(form.cleaned_data)
        return confirm_value(self.viewer, given.pop("goal"), **given)


class ValueRemoveView(AccountDeedView):
    """Take back what was said of the value received."""

    tab = "goals"

    def do(self) -> None:
        rows = ValueConfirmation.objects.filter(account_id=self.account.pk)
        remove_confirmation(self.viewer, visible_or_404(rows, self.viewer, pk=self.kwargs["value_id"]))


class TypicalGoalListPage(SettingsListPage):
    """Which goals customers typically have."""

    item = "typical_goals"
    title = _("Typical goals")
    note = _("Where a goal of a customer can start: their words, a metric, and what else it depends on.")
    heads: ClassVar[Any] = [
        (_("Name"), False),
        (_("For accounts served"), False),
        (_("Metric"), False),
        (_("Depends on"), True),
    ]
    add_label = _("New typical goal")
    add_url_name = "health:typical_goal_add"

    def lines(self) -> list[Line]:
        return [
            Line(
                [
                    Cell(typical.name, chip="" if typical.is_offered else _("not offered")),
                    Cell(typical.get_touch_level_display() or _("every account")),
                    Cell(typical.metric_name),
                    Cell(len(typical.dependencies), is_figure=True),
                ],
                url=reverse("health:typical_goal", args=[typical.pk]),
            )
            for typical in TypicalGoal.objects.all()
        ]


class TypicalGoalAddPage(SettingsFormPage):
    """A goal of the catalogue."""

    item = "typical_goals"
    title = _("New typical goal")
    list_url_name = "health:typical_goals"

    def form(self, data: Any = None) -> TypicalGoalForm:
        return TypicalGoalForm(data)

    def save(self, form: TypicalGoalForm) -> TypicalGoal:
        return create_typical_goal(self.viewer, **form.facts)


class TypicalGoalPage(SettingsFormPage):
    """Change a goal of the catalogue."""

    item = "typical_goals"
    title = _("Edit typical goal")
    list_url_name = "health:typical_goals"

    @cached_property
    def typical(self) -> TypicalGoal:
        return row_or_404(TypicalGoal, self.kwargs["typical_id"])

    def form(self, data: Any = None) -> TypicalGoalForm:
        return TypicalGoalForm(data, row=self.typical)

    def save(self, form: TypicalGoalForm) -> TypicalGoal:
        return edit_typical_goal(self.viewer, self.typical, form.expected_version, **form.facts)
