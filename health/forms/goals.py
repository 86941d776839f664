"""Forms of goals, their readings, what they depend on, and the value received."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, FigureField, WholeField
from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm
from health.models import Goal, GoalNeed, GoalState, Metric, NeedKind, NeedState, ValueConfirmation
from health.services.goals import Named
from stakeholders.forms.fields import StakeholderChoice, people_of
from stakeholders.models import Stakeholder


class Suggested(forms.TextInput):
    """A text field that offers words while one types; others are taken as well."""

    def __init__(self, offered: Iterable[str] = ()) -> None:
        super().__init__()
        self.offered = list(offered)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-offered"
        typed = super().render(name, value, {**(attrs or {}), "list": listed, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', typed, listed, options)


def present_at(account: Account, also: Stakeholder | None = None) -> Any:
    """Who is at an account today, and somebody chosen before."""
    here = Q(left_on__isnull=True) | Q(left_on__gt=today())
    return people_of(account).filter(here | Q(pk=also.pk) if also else here)


def active_users() -> Any:
    return User.objects.filter(is_active=True)


def not_ahead(on: Any) -> Any:
    """Refuse a day that has not come. *Raises* ValidationError."""
    if on and on > today():
        raise forms.ValidationError(_("This day has not come yet."))
    return on


def plainly(value: Decimal) -> Decimal:
    """A figure without the zeros that the database adds."""
    return Decimal(f"{value.normalize():f}")


def _figure(label: Any) -> FigureField:
    return FigureField(label=label, max_digits=20, decimal_places=4)


class GoalForm(FactsForm):
    """What they want, how it is measured, from where to where by when, and who owns it on both sides."""

    metric_name = forms.CharField(
        label=_("North Star metric"),
        max_length=80,
        help_text=_("The one figure that shows it. All of us see its name: name the figure, not the customer."),
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=20, required=False, help_text=_("Of a metric that is new: days, %, EUR …")
    )
    baseline = _figure(_("Baseline"))
    baseline_on = DayField(label=_("Baseline of"), initial=today)
    target = _figure(_("Target"))
    due_on = DayField(label=_("Due"))
    stakeholder = StakeholderChoice(
        Stakeholder.objects.none(), label=_("Owner on their side"), required=False, empty_label=_("Nobody yet")
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner on our side"), required=False, empty_label=_("Nobody yet")
    )
    set_on = DayField(label=_("Agreed on"), initial=today)

    class Meta:
        model = Goal
        fields: ClassVar[list[str]] = [
            "words",
            "metric_name",
            "unit",
            "baseline",
            "baseline_on",
            "target",
            "due_on",
            "stakeholder",
            "owner",
            "set_on",
            "stands_alone",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"words": forms.Textarea(attrs={"rows": 2, "autofocus": True})}

    def __init__(self, data: Any = None, *, account: Account, row: Goal | None = None, **kwargs: Any) -> None:
        initial = dict(kwargs.pop("initial", None) or {})
        if row is not None:
            initial |= {"metric_name": row.metric.name, "unit": row.metric.unit}
            initial |= {name: plainly(getattr(row, name)) for name in ("baseline", "target")}
        super().__init__(data, row=row, initial=initial, **kwargs)
        self.fields["metric_name"].widget = Suggested(metrics_offered(account))
        self.fields["stakeholder"].queryset = present_at(account, row.stakeholder if row else None)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = active_users()  # type: ignore[attr-defined]

    def clean_baseline_on(self) -> Any:
        return not_ahead(self.cleaned_data["baseline_on"])

    def clean_set_on(self) -> Any:
        return not_ahead(self.cleaned_data["set_on"])

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of the goal, with the metric as it was named."""
        given = super().facts
        named = Named(given.pop("metric_name"), given.pop("unit"))
        is_same = isinstance(self.row, Goal) and self.row.metric.name.casefold() == named.name.strip().casefold()
        return given if is_same else {**given, "metric": named}


def metrics_offered(account: Account) -> list[str]:
    """Our metrics, and the customer's own that were wanted or read here."""
    here = Q(goals__account=account) | Q(readings__account=account)
    rows = Metric.objects.filter(Q(is_customers=False) | here)
    return list(rows.order_by("position", "name").values_list("name", flat=True).distinct())


class GoalChoice(forms.ModelChoiceField):
    """An open goal of an account."""

    def label_from_instance(self, obj: Any) -> str:
        unit = f" ({obj.metric.unit})" if obj.metric.unit else ""
        return f"{obj.words[:80]}: {obj.metric.name}{unit}"


def goals_at(account: Account, *, is_open: bool = False) -> Any:
    """The goals of an account that can be chosen: not those that were dropped."""
    rows = Goal.objects.standing().filter(account_id=account.pk).exclude(state=GoalState.DROPPED)
    rows = rows.filter(state=GoalState.OPEN) if is_open else rows
    return rows.select_related("metric")


class GoalReadingForm(forms.Form):
    """What the metric of a goal is on a day."""

    goal = GoalChoice(Goal.objects.none(), label=_("Goal"), empty_label=None)
    value = _figure(_("Value"))
    on = DayField(label=_("Day"), initial=today)

    def __init__(self, data: Any = None, *, account: Account, goal: str = "") -> None:
        super().__init__(data, initial={"goal": goal})
        self.fields["goal"].queryset = goals_at(account, is_open=True)  # type: ignore[attr-defined]
        self.fields["value"].widget.attrs["autofocus"] = True

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


class ValueForm(forms.ModelForm):
    """How much of the value they received, and who said so."""

    percent = WholeField(label=_("Share of the value received, in %"), min_value=0, max_value=100)
    goal = GoalChoice(Goal.objects.none(), label=_("Goal"), empty_label=None)
    stakeholder = StakeholderChoice(
        Stakeholder.objects.none(),
        label=_("Who confirmed it"),
        required=False,
        empty_label=_("Nobody: our own estimate"),
        help_text=_("Their own word raises the level of value; an estimate of ours is shown as one."),
    )
    on = DayField(label=_("Day"), initial=today)

    class Meta:
        model = ValueConfirmation
        fields: ClassVar[list[str]] = ["goal", "percent", "stakeholder", "on", "note"]

    def __init__(self, data: Any = None, *, account: Account, goal: str = "") -> None:
        super().__init__(data, initial={"goal": goal})
        self.fields["goal"].queryset = goals_at(account)  # type: ignore[attr-defined]
        self.fields["stakeholder"].queryset = people_of(account)  # type: ignore[attr-defined]
        self.fields["percent"].widget.attrs["autofocus"] = True
        self.fields["percent"].help_text = _("Part of it counts, and is held against what may be expected by then.")

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


class NeedForm(FactsForm):
    """What a goal depends on, whether it is there, and who looks after it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=NeedKind.choices)
    state = forms.ChoiceField(label=_("Is it there?"), choices=NeedState.choices)
    stakeholder = StakeholderChoice(
        Stakeholder.objects.none(), label=_("Who of theirs"), required=False, empty_label=_("Nobody named")
    )
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Who of ours"), required=False, empty_label=_("Nobody named")
    )

    class Meta:
        model = GoalNeed
        fields: ClassVar[list[str]] = ["kind", "what", "meaning", "state", "stakeholder", "user"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"meaning": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any = None, *, account: Account, row: GoalNeed | None = None, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.fields["stakeholder"].queryset = present_at(account, row.stakeholder if row else None)  # type: ignore[attr-defined]
        self.fields["user"].queryset = active_users()  # type: ignore[attr-defined]


class ReachedForm(forms.Form):
    """When a goal was reached."""

    closed_on = DayField(label=_("Reached on"), initial=today)


class DropForm(forms.Form):
    """Why a goal is no longer pursued."""

    reason = forms.CharField(label=_("Why it is dropped"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    closed_on = DayField(label=_("Dropped on"), initial=today)
