"""Fields the forms of this app share: days, people named as one types, and axes that may be unknown."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import Account
from csm.foundation.fields import FIRST_DAY, LAST_DAY
from stakeholders.models import Stakeholder

IN_REACH = _("Say a day from 1900 to 2199.")
DAY_BOUNDS: list[Callable[[Any], None]] = [
    MinValueValidator(FIRST_DAY, IN_REACH),
    MaxValueValidator(LAST_DAY, IN_REACH),
]


class LifeDayField(DayField):
    """A day that people at customers can have lived."""

    default_validators = DAY_BOUNDS


class Chips(forms.Widget):
    """Rows found by name as one types and kept as chips; `url` answers options to ?q=."""

    template_name = "stakeholders/_chips_widget.html"
    needs_multipart_form = False

    def __init__(self, url: str = "", most: int = 0, placeholder: str = "") -> None:
        super().__init__()
        self.url, self.most, self.placeholder = url, most, placeholder
        self.choices: Any = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return (given[-1] if given else None) if self.most == 1 else given

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown = {"url": self.url, "most": self.most, "placeholder": self.placeholder, "chosen": self._chosen(value)}
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["widget"].update(shown)
        return context

    def _chosen(self, value: Any) -> list[dict[str, str]]:
        keys = value if isinstance(value, list | tuple) else [value]
        whole = [str(key) for key in keys if str(key).isdecimal() and len(str(key)) < 19]
        if not whole:
            return []
        field = self.choices.field
        found = {str(row.pk): field.label_from_instance(row) for row in self.choices.queryset.filter(pk__in=whole)}
        return [{"value": key, "label": found[key]} for key in whole if key in found]


class StakeholderChoice(forms.ModelChoiceField):
    """One of the people at an account."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.name)


class Proposed(NamedTuple):
    """Somebody who may be the answer, with the words that say why; nobody is chosen until one takes them."""

    stakeholder_id: int
    words: str


class SuccessorChoice(StakeholderChoice):
    """Who takes over: unknown until somebody says it; a proposal stands first among those to choose from."""

    def offer(self, others: Any, proposed: Proposed | None) -> None:
        """Let one choose among `others`, a queryset of stakeholders."""
        self.queryset = others
        empty = [] if self.empty_label is None else [("", self.empty_label)]
        first = [(proposed.stakeholder_id, proposed.words)] if proposed else []
        taken = {proposed.stakeholder_id} if proposed else set()
        rest = [(row.pk, self.label_from_instance(row)) for row in others if row.pk not in taken]
        self.choices = [*empty, *first, *rest]


class StakeholdersChoice(forms.ModelMultipleChoiceField):
    """Some of the people at an account, found as one types."""

    widget = Chips

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.name)


class AxisField(forms.TypedChoiceField):
    """An axis from 0 to 10 or unknown: low, medium and high at hand, any exact number besides."""

    def __init__(self, **kwargs: Any) -> None:
        quick = [("", _("unknown")), ("2", _("low (2)")), ("5", _("medium (5)")), ("8", _("high (8)"))]
        exact = [(str(number), str(number)) for number in range(11) if number not in (2, 5, 8)]
        super().__init__(
            choices=[*quick, (_("exactly"), exact)], coerce=int, empty_value=None, required=False, **kwargs
        )


def people_of(account: Account) -> Any:
    """Everybody standing at an account, by name."""
    rows = Stakeholder.objects.standing().filter(account_id=account.pk)
    return rows.select_related("person").order_by("person__name", "pk")
