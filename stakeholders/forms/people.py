"""Forms about who somebody is, where they stand, and that they left, moved or were succeeded."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.extras import ExtendedForm
from accounts.models import Account, Subject
from accounts.selectors.extras import extra_fields
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.forms.fields import Chips, LifeDayField, Proposed, SuccessorChoice, people_of
from stakeholders.models import Departure, Person, Position, Stakeholder
from stakeholders.models.words import CHANNEL_LABELS, LEVEL_CHOICES
from stakeholders.services.stating import GUESSABLE

ANY_LEVEL = [("", _("not known")), *LEVEL_CHOICES]
CHANNELS = [("", _("not known")), *CHANNEL_LABELS.items()]


class StakeholderAddForm(forms.Form):
    """Somebody new on the map: a person known already, or one not known yet."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Finds them if they are known."))
    person = forms.ModelChoiceField(Person.objects.none(), required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    department = forms.CharField(label=_("Department"), max_length=100, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)
    joined_on = LifeDayField(label=_("Joined on"), required=False, help_text=_("Empty: before our records."))
    is_somebody_else = forms.BooleanField(label=_("This is somebody else of that name"), required=False)

    def __init__(self, data: Any = None, *, known: Any, alike_here: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["person"].queryset = known  # type: ignore[attr-defined]
        # Required unless an e-mail or a person says who it is; `clean` has the last word.
        self.fields["name"].required = not (self.is_bound and (self.data.get("email") or self.data.get("person")))
        self._alike_here = alike_here
        self.alike: list[Stakeholder] = []

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name, email = given.get("name", "").strip(), given.get("email", "")
        if not (name or given.get("person") or self.errors or _is_known(email)):
            self.add_error("name", _("Nobody with this e-mail is known yet: type their name too."))
        self._refuse_double(given, name)
        return given

    def _refuse_double(self, given: dict[str, Any], name: str) -> None:
        """Somebody of exactly this name is on the map: saved only when said to be another."""
        self.alike = self._alike_here(name) if name and not given.get("person") else []
        if self.alike and not given.get("is_somebody_else"):
            shown = ", ".join(row.person.name for row in self.alike)
            words = _("%(names)s is on this map already. If this is somebody else, tick the box below.")
            self.add_error("name", forms.ValidationError(words, params={"names": shown}))

    @property
    def facts(self) -> dict[str, Any]:
        dropped = {"is_somebody_else"}
        return {name: value for name, value in self.cleaned_data.items() if name not in dropped}


def _is_known(email: str) -> bool:
    return Person.objects.standing().filter(email__iexact=email).exists()


class PersonForm(ExtendedForm):
    """How to reach a person and what to mind."""

    preferred_channel = forms.ChoiceField(label=_("Preferred channel"), choices=CHANNELS, required=False)

    class Meta:
        model = Person
        fields: ClassVar[list[str]] = [
            "name",
            "email",
            "phone",
            "language",
            "time_zone",
            "preferred_channel",
            "interests",
            "notes",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self.initial.get("preferred_channel") or "")
        if kept and kept not in dict(CHANNELS):
            self.fields["preferred_channel"].choices = [*CHANNELS, (kept, kept)]  # type: ignore[attr-defined]
        self.extend(extra_fields(Subject.PERSON))

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class _PositionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    department = forms.CharField(label=_("Department"), max_length=100, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)

    def __init__(self, data: Any = None, *, now: Position | None) -> None:
        names = ("title", "department", "level")
        super().__init__(data, initial={name: getattr(now, name) for name in names} if now else {})
        self.now = now
        for name in GUESSABLE:
            if getattr(now, f"{name}_basis", "") == Basis.ASSUMED:
                self.fields[name].help_text = _("Assumed from the title so far: another one states it.")

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed; what was assumed and left as it was stays assumed, of the new title too."""
        return {name: self.cleaned_data[name] for name in ("title", "department", "level") if not self._is_left(name)}

    def _is_left(self, name: str) -> bool:
        is_assumed = getattr(self.now, f"{name}_basis", "") == Basis.ASSUMED
        return is_assumed and getattr(self.now, name) == self.cleaned_data[name]


class PositionChangeForm(_PositionForm):
    """What they are from a day on; what was before stays."""

    on = LifeDayField(label=_("This changed on"), initial=today, help_text=_("What was true before stays in the past."))
    field_order = ["on", "title", "department", "level"]


class PositionCorrectForm(_PositionForm):
    """What they have been all along: what we had was wrong."""


class DepartForm(forms.Form):
    """They left or will leave, and who takes over; nobody until it is said."""

    left_on = LifeDayField(
        label=_("Left on"),
        initial=today,
        help_text=_("The first day they are no longer there. A day to come announces it."),
    )
    successor = SuccessorChoice(
        Stakeholder.objects.none(), label=_("Who takes over"), required=False, empty_label=_("nobody yet")
    )
    reason = forms.CharField(label=_("Why, if known"), max_length=200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        stakeholder: Stakeholder,
        named: int | None = None,
        proposed: Proposed | None = None,
        standing: Departure | None = None,
    ) -> None:
        day = {"left_on": standing.left_on, "reason": standing.reason} if standing else {}
        super().__init__(data, initial={"successor": named, **day})
        if standing is not None and standing.left_on > today():
            self.fields["left_on"].label = _("Leaves on")
        field: Any = self.fields["successor"]
        field.empty_label = field.empty_label if named is None else None
        field.offer(others_than(stakeholder), proposed)


class SuccessorForm(forms.Form):
    """Who takes over, named before or after they leave."""

    successor = SuccessorChoice(Stakeholder.objects.none(), label=_("Who takes over"), empty_label=_("nobody yet"))

    def __init__(
        self,
        data: Any = None,
        *,
        stakeholder: Stakeholder,
        named: int | None = None,
        proposed: Proposed | None = None,
    ) -> None:
        super().__init__(data, initial={"successor": named})
        field: Any = self.fields["successor"]
        field.offer(others_than(stakeholder), proposed)


class MoveForm(forms.Form):
    """They went to another customer of ours."""

    to_account = forms.ModelChoiceField(Account.objects.none(), label=_("Where they are now"), widget=Chips(most=1))
    on = LifeDayField(label=_("From"), initial=today, help_text=_("The first day at the other customer."))
    title = forms.CharField(label=_("Title there"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, accounts: Any, url: str) -> None:
        super().__init__(data)
        field: Any = self.fields["to_account"]
        field.queryset = accounts
        field.widget.url = url
        field.help_text = _("Type the name of an account you look after.")


def others_than(stakeholder: Stakeholder) -> Any:
    """Everybody else who is at the account today."""
    here = people_of(stakeholder.account).exclude(pk=stakeholder.pk)
    return here.exclude(left_on__lte=today())
