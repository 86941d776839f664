"""Add, edit, confirm, succeed, depart, move and remove the people of an account."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from csm.foundation.clock import today
from stakeholders.forms.people import (
    DepartForm,
    MoveForm,
    PersonForm,
    PositionChangeForm,
    PositionCorrectForm,
    StakeholderAddForm,
    SuccessorForm,
)
from stakeholders.models import Departure, Person, Position, Stakeholder, Successor
from stakeholders.selectors.people_finding import alike_here, people_called, people_like, present_people
from stakeholders.services.people import (
    add_stakeholder,
    change_position,
    confirm_stakeholder,
    correct_departure,
    correct_position,
    depart_stakeholder,
    edit_person,
    move_stakeholder,
    name_successor,
    position_at,
    remove_stakeholder,
    return_stakeholder,
)
from stakeholders.views.facts_frame import FactDeed, FactPage, OneStakeholder, own_account


class StakeholderAddPage(FactPage):
    """Put somebody on the map: a person who is known already, or a new one."""

    title = gettext_lazy("Add a person")
    submit = gettext_lazy("Add")
    template_name = "stakeholders/stakeholder_form.html"
    dialog_template = "stakeholders/stakeholder_add_dialog.html"

    def form(self, data: Any = None) -> StakeholderAddForm:
        known: Any = Person.objects.visible_to(self.viewer)
        typed = {"name": self.request.GET.get("name", "")[:200]}
        return StakeholderAddForm(
            data, known=known, alike_here=lambda name: alike_here(self.account, name), initial=typed
        )

    def save(self, form: StakeholderAddForm) -> Stakeholder:
        return add_stakeholder(self.viewer, own_account(self.account), **form.facts)

    def success_url(self, saved: Stakeholder) -> str:
        """Back to where it was opened; to the line of quick entry that named them, so that nothing typed is lost."""
        line = self.request.GET.get("line", "")
        if not line:
            return super().success_url(saved)
        return f"{reverse('stakeholders:timeline', args=[self.account.pk])}?{urlencode({'line': line})}"

    def context(self, **extra: Any) -> dict[str, Any]:
        form = extra.get("form")
        typed = form.data if form is not None and form.is_bound else {}
        return super().context(**known_alike(self, typed), **extra)


class StakeholderDoublesPart(FactPage):
    """Who is known under the name or e-mail typed so far."""

    template_name = "stakeholders/_person_doubles.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return self.page(**known_alike(self, request.GET))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)


def known_alike(page: FactPage, typed: Any) -> dict[str, Any]:
    """Persons one may mean by what was typed, and which of them are at this account already."""
    name, email = str(typed.get("name", "")), str(typed.get("email", ""))
    here = people_called(page.account, name, email)
    at_hand = {row.person_id for row in present_people(page.account)}
    found = people_like(page.viewer, email if "@" in email else name, without=at_hand)
    return {
        "known": found,
        "here": here,
        "chosen_person": str(typed.get("person", "")),
    }


class PersonEditPage(OneStakeholder, FactPage):
    """How to reach them and what to mind."""

    submit = gettext_lazy("Save")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Contact and preferences of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> PersonForm:
        return PersonForm(data, row=Person.objects.get(pk=self.stakeholder.person_id))

    def save(self, form: PersonForm) -> Person:
        person = Person.objects.get(pk=self.stakeholder.person_id)
        return edit_person(self.viewer, person, form.expected_version, **form.facts)


class _OnePosition(OneStakeholder, FactPage):
    template_name = "stakeholders/position_form.html"
    dialog_template = "stakeholders/position_dialog.html"
    other_way = ""

    @property
    def now(self) -> Position | None:
        return position_at(self.stakeholder, today())

    def context(self, **extra: Any) -> dict[str, Any]:
        keys = [self.account.pk, self.stakeholder.pk]
        change, correct = (
            reverse(f"stakeholders:{name}", args=keys) for name in ("position_change", "position_correct")
        )
        return super().context(change_url=change, correct_url=correct, act=self.act, **extra)

    act = ""


class PositionChangePage(_OnePosition):
    """A change: from a day on they are something else."""

    submit = gettext_lazy("Save the change")
    act = "change"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Position of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> PositionChangeForm:
        return PositionChangeForm(data, now=self.now)

    def save(self, form: PositionChangeForm) -> Position:
        return change_position(self.viewer, self.stakeholder, form.cleaned_data["on"], **form.facts)


class PositionCorrectPage(_OnePosition):
    """A correction: what we had was wrong all along."""

    submit = gettext_lazy("Save the correction")
    act = "correct"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Position of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> PositionCorrectForm:
        return PositionCorrectForm(data, now=self.now)

    def save(self, form: PositionCorrectForm) -> Position:
        return correct_position(self.viewer, self.stakeholder, **form.facts)


class DepartPage(OneStakeholder, FactPage):
    """They left or will leave; their roles are orphaned until filled or ended. Of one recorded before: another day."""

    @cached_property
    def standing(self) -> Departure | None:
        rows: Any = Departure.objects.filter(stakeholder=self.stakeholder, retracted_at__isnull=True)
        return rows.first()  # type: ignore[no-any-return]

    @property
    def title(self) -> str:  # type: ignore[override]
        if self.standing is None or self.standing.left_on <= today():
            return _("%(name)s left") % {"name": self.name}
        return _("%(name)s leaves") % {"name": self.name}

    @property
    def submit(self) -> str:  # type: ignore[override]
        return _("They left") if self.standing is None else _("Save the day")

    def form(self, data: Any = None) -> DepartForm:
        return DepartForm(data, stakeholder=self.stakeholder, standing=self.standing, **self.successors)

    def save(self, form: DepartForm) -> Any:
        given = form.cleaned_data
        record = depart_stakeholder if self.standing is None else correct_departure
        return record(
            self.viewer, self.stakeholder, given["left_on"], reason=given["reason"], successor=given["successor"]
        )


class SuccessorPage(OneStakeholder, FactPage):
    """Name who takes over, before or after they leave."""

    submit = gettext_lazy("Name them")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Successor of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> SuccessorForm:
        return SuccessorForm(data, stakeholder=self.stakeholder, **self.successors)

    def save(self, form: SuccessorForm) -> Successor:
        return name_successor(self.viewer, self.stakeholder, form.cleaned_data["successor"])


class MovePage(OneStakeholder, FactPage):
    """They went to another customer that the viewer may change."""

    submit = gettext_lazy("They moved")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("%(name)s moved to another customer") % {"name": self.name}

    def form(self, data: Any = None) -> MoveForm:
        mine: Any = Account.objects.editable_by(self.viewer)
        return MoveForm(data, accounts=mine.exclude(pk=self.account.pk), url=reverse("accounts:find"))

    def save(self, form: MoveForm) -> Stakeholder:
        given = form.cleaned_data
        return move_stakeholder(self.viewer, self.stakeholder, given["to_account"], given["on"], title=given["title"])


class NeverLeftView(OneStakeholder, FactDeed):
    """They stay after all, or never left: the departure is taken back."""

    def do(self) -> None:
        return_stakeholder(self.viewer, self.stakeholder)


class RemoveView(OneStakeholder, FactDeed):
    """A correction: they never were at this account."""

    def do(self) -> None:
        remove_stakeholder(self.viewer, self.stakeholder)


class ConfirmView(OneStakeholder, FactDeed):
    """Yes, what we know of them is still true."""

    def do(self) -> None:
        confirm_stakeholder(self.viewer, self.stakeholder)
