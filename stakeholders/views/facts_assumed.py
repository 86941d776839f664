"""Buttons and a dialog about what is assumed from titles: it is right, of one or of many, or it is put right."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csm.foundation.clock import today
from stakeholders.forms.assumed import CorrectForm
from stakeholders.models import Stakeholder
from stakeholders.services.confirming import Guesses, confirm_assumptions, correct_assumptions, guesses_of
from stakeholders.views.facts_frame import FactDeed, FactPage, OneStakeholder

MOST = 1000


class AssumedConfirmView(OneStakeholder, FactDeed):
    """Everything assumed of them is right."""

    def do(self) -> None:
        confirm_assumptions(self.viewer, self.account, [self.stakeholder])


class AssumedConfirmManyView(FactDeed):
    """Everything assumed of the people named is right: those of a list as it is shown."""

    def do(self) -> None:
        ids = [int(key) for key in self.request.POST.getlist("person")[:MOST] if key.isdecimal() and len(key) < 19]
        rows: Any = Stakeholder.objects.standing().filter(account_id=self.account.pk, pk__in=ids)
        confirm_assumptions(self.viewer, self.account, list(rows.select_related("person")))


class AssumedCorrectPage(OneStakeholder, FactPage):
    """What is right where a rule was not."""

    submit = gettext_lazy("This is right")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("What is right of %(name)s?") % {"name": self.name}

    @cached_property
    def found(self) -> Guesses:
        return guesses_of([self.stakeholder.pk], today())

    def form(self, data: Any = None) -> CorrectForm:
        return CorrectForm(data, stakeholder=self.stakeholder, found=self.found)

    def save(self, form: CorrectForm) -> None:
        correct_assumptions(self.viewer, self.stakeholder, form.correction)
