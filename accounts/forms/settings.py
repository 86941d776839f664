"""Forms of what administrators and operations set: users, teams, segments, roles, jobs, products, exchange rates."""

from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.addresses import normalised_email
from accounts.domain.working_countries import working_countries
from accounts.forms.fields import DayField, PercentField
from accounts.models import Job, Product, Role, Segment, SegmentRole, Team, User
from accounts.services.segments import RoleRule
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm, seen_now


def time_zones() -> list[tuple[str, Any]]:
    """IANA time zones by name; the empty choice is the installation's."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    own = _("As the installation (%(zone)s)") % {"zone": settings.TIME_ZONE}
    return [("", own), ("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def languages() -> list[tuple[str, Any]]:
    return [("", _("As the browser asks")), *settings.LANGUAGES]


def countries() -> list[tuple[str, Any]]:
    return [("", _("None in particular")), *working_countries()]


class UserForm(FactsForm):
    """Somebody of ours."""

    email = forms.EmailField(label=_("E-mail"))
    active_from = DayField(label=_("Active from"), required=False)
    active_to = DayField(label=_("Left us on"), required=False, help_text=_("First day no longer with us."))
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=time_zones)
    country = forms.ChoiceField(label=_("Country of work"), required=False, choices=countries)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=languages)

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "name",
            "email",
            "role",
            "archetype",
            "team",
            "active_from",
            "active_to",
            "time_zone",
            "country",
            "language",
        ]

    def clean_email(self) -> str:
        return normalised_email(self.cleaned_data["email"])


class ProfileForm(FactsForm):
    """What everybody sets of themselves."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=time_zones, help_text=_("Times are shown to you in this zone.")
    )
    country = forms.ChoiceField(
        label=_("Country of work"),
        required=False,
        choices=countries,
        help_text=_("Your tasks are never due on its public holidays."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=languages)

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language", "time_zone", "country", "theme"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"theme": forms.Select(attrs={"data-theme-select": ""})}


class TeamForm(FactsForm):
    """A team and who manages it."""

    class Meta:
        model = Team
        fields: ClassVar[list[str]] = ["name", "manager"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.row.manager_id if isinstance(self.row, Team) else None
        users = User.objects.filter(is_active=True) | User.objects.filter(pk=kept or 0)
        self.fields["manager"].queryset = users.order_by("name", "pk")  # type: ignore[attr-defined]


class RoleForm(FactsForm):
    """A role people can hold at a customer."""

    class Meta:
        model = Role
        fields: ClassVar[list[str]] = ["name", "letter", "decides", "position"]
        help_texts: ClassVar[dict[str, Any]] = {
            "decides": _("Ways to people of this role count as ways to the decision, on every account."),
        }


class JobForm(FactsForm):
    """A job one of ours can have on an account."""

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = ["name", "position"]
        help_texts: ClassVar[dict[str, Any]] = {"position": _("Lists show the lowest first.")}


class ProductForm(FactsForm):
    """Something we sell."""

    class Meta:
        model = Product
        fields: ClassVar[list[str]] = ["name"]


class RateForm(forms.Form):
    """What one unit of a currency is worth in the base currency from a day on."""

    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, help_text=_("Such as USD."))
    valid_from = DayField(label=_("From"), initial=today)
    rate = forms.DecimalField(label=_("Rate"), max_digits=16, decimal_places=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].help_text = _("%(base)s for one unit.") % {"base": settings.BASE_CURRENCY}


def _share(name: str, label: Any) -> PercentField:
    """The field of a share of segments, beginning with the default of the model, which is written as text."""
    field: Any = Segment._meta.get_field(name)
    return PercentField(label=label, initial=Decimal(field.default))


class SegmentForm(FactsForm):
    """How a segment is engaged; for each role whether it must be filled, and how often we speak."""

    balance_low = _share("balance_low", _("Least share of leaders, in per cent"))
    balance_high = _share("balance_high", _("Greatest share of leaders, in per cent"))

    class Meta:
        model = Segment
        fields: ClassVar[list[str]] = [
            "name",
            "touch_level",
            "half_life_days",
            "introduction_point",
            "first_value_days",
            "balance_low",
            "balance_high",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(Role.objects.all())
        held = {rule.role_id: rule for rule in self._rules()}
        for role in self.roles:
            rule = held.get(role.pk)
            self.fields[f"required-{role.pk}"] = forms.BooleanField(
                required=False, label=_("%(role)s: required") % {"role": role.name}
            )
            self.fields[f"cadence-{role.pk}"] = forms.IntegerField(
                required=False, min_value=1, max_value=1460, label=_("%(role)s: days between touches") % {"role": role}
            )
            self.initial[f"required-{role.pk}"] = rule.is_required if rule else False
            self.initial[f"cadence-{role.pk}"] = rule.cadence_days if rule else None
        self.initial["seen"] = seen_now(self)

    def _rules(self) -> list[SegmentRole]:
        return list(self.row.segment_roles.all()) if isinstance(self.row, Segment) else []

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def rules(self) -> dict[Role, RoleRule]:
        """What was typed of each role."""
        return {
            role: RoleRule(self.cleaned_data[f"required-{role.pk}"], self.cleaned_data[f"cadence-{role.pk}"])
            for role in self.roles
        }

    def rule_rows(self) -> list[dict[str, Any]]:
        """The fields of each role side by side, for the table."""
        return [
            {"role": role, "required": self[f"required-{role.pk}"], "cadence": self[f"cadence-{role.pk}"]}
            for role in self.roles
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("balance_low"), cleaned.get("balance_high")
        if low is not None and high is not None and low >= high:
            raise ValidationError({"balance_high": _("This must be above the least share.")})
        return cleaned
