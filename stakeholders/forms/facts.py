"""Forms about roles, assessments and connections."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from csm.foundation.clock import today
from stakeholders.forms.fields import AxisField, LifeDayField, Proposed, StakeholderChoice, SuccessorChoice
from stakeholders.forms.people import others_than
from stakeholders.models import Assessment, RoleHolding, Stakeholder
from stakeholders.models.words import CONNECTION_CHOICES, SENTIMENT_CHOICES

AXES = ("influence", "authority", "importance", "sentiment")


class EndForm(forms.Form):
    """From when something no longer holds."""

    on = LifeDayField(label=_("First day no longer"), initial=today)


class RoleAddForm(forms.Form):
    """A role they hold, and since when."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"))
    on = LifeDayField(label=_("Since"), required=False, help_text=_("Empty: since before our records."), initial=today)

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder) -> None:
        super().__init__(data)
        held = RoleHolding.objects.valid_at(today()).filter(stakeholder=stakeholder).values("role_id")
        self.fields["role"].queryset = Role.objects.exclude(pk__in=held)  # type: ignore[attr-defined]


class RoleFillForm(forms.Form):
    """Who takes over a role that somebody left behind."""

    stakeholder = SuccessorChoice(Stakeholder.objects.none(), label=_("Who takes over"), empty_label=_("nobody yet"))
    on = LifeDayField(label=_("From"), initial=today)

    def __init__(
        self,
        data: Any = None,
        *,
        holding: RoleHolding,
        named: int | None = None,
        proposed: Proposed | None = None,
    ) -> None:
        super().__init__(data, initial={"stakeholder": named})
        field: Any = self.fields["stakeholder"]
        field.offer(others_than(holding.stakeholder), proposed)


class AssessForm(forms.Form):
    """What we think of them as of a day; each axis may be unknown, which is neither 0 nor the middle."""

    influence = AxisField(label=_("Influence"), help_text=_("How much others follow them."))
    authority = AxisField(label=_("Authority"), help_text=_("How much they may decide."))
    importance = AxisField(label=_("Importance"), help_text=_("Of the product to their job."))
    sentiment = forms.TypedChoiceField(
        label=_("Sentiment"),
        choices=[("", _("unknown")), *SENTIMENT_CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
    )
    on = LifeDayField(label=_("As of"), initial=today)

    def __init__(self, data: Any = None, *, now: Assessment | None) -> None:
        held = {axis: getattr(now, axis) for axis in AXES} if now else {}
        super().__init__(data, initial=held)
        assumed = set(now.assumed) if now else set()
        for axis in assumed.intersection(AXES):
            self.fields[axis].help_text = _("Assumed from the title so far: saving states it.")

    @property
    def axes(self) -> dict[str, int | None]:
        return {axis: self.cleaned_data[axis] for axis in AXES}


class ConnectionForm(forms.Form):
    """How they stand to somebody else at the account."""

    kind = forms.ChoiceField(label=_("Kind"))
    other = StakeholderChoice(Stakeholder.objects.none(), label=_("With whom"))
    on = LifeDayField(label=_("Since"), required=False, help_text=_("Empty: since before our records."))

    def __init__(self, data: Any = None, *, stakeholder: Stakeholder) -> None:
        super().__init__(data)
        self.fields["kind"].choices = kinds_seen_from(stakeholder)  # type: ignore[attr-defined]
        self.fields["other"].queryset = others_than(stakeholder)  # type: ignore[attr-defined]

    @property
    def direction(self) -> tuple[str, bool]:
        """The kind, and whether it runs from the other person to this one."""
        kind = str(self.cleaned_data["kind"])
        return kind.removesuffix(BACKWARDS), kind.endswith(BACKWARDS)


BACKWARDS = ":back"


def kinds_seen_from(stakeholder: Stakeholder) -> list[tuple[str, Any]]:
    """The kinds of connection as sentences that begin with the person, both ways where there is a direction."""
    backwards = [
        (f"reports_to{BACKWARDS}", _("is the manager of")),
        (f"influences{BACKWARDS}", _("is influenced by")),
    ]
    return [*CONNECTION_CHOICES, *backwards]


def roles_held(stakeholder: Stakeholder) -> "QuerySet[RoleHolding]":
    """The standing roles they hold today."""
    rows: QuerySet[RoleHolding] = RoleHolding.objects.valid_at(today()).filter(stakeholder=stakeholder)
    return rows.select_related("role").order_by("role__position", "pk")
