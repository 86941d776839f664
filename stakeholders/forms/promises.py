"""Forms of recognitions, commitments, concerns and milestones."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm
from stakeholders.domain.commitments import CommitmentState
from stakeholders.domain.concerns import Stage
from stakeholders.forms.fields import Chips, LifeDayField, StakeholderChoice, StakeholdersChoice, people_of
from stakeholders.models import Commitment, Concern, Milestone, Recognition, Stakeholder, Touchpoint
from stakeholders.models.commitments import SETTLED_CHOICES
from stakeholders.models.concerns import LONGEST_TEXT


def _few_lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 3})


class OurChoice(forms.ModelChoiceField):
    """One of ours who can sign in."""

    def __init__(self, **options: Any) -> None:
        options = {"required": False, "empty_label": _("Nobody yet"), **options}
        super().__init__(User.objects.filter(is_active=True), **options)


class OfAccountForm(FactsForm):
    """A record of an account: its people, milestones and touchpoints can be named, those of no other."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("stakeholder", "stakeholders"):
            if name in self.fields:
                self._let_choose(name, people_of(account))
                self.fields[name].widget.url = reverse("stakeholders:people_options", args=[account.pk])
        for name, model in (("milestone", Milestone), ("touchpoint", Touchpoint)):
            if name in self.fields:
                self._let_choose(name, model.objects.standing().filter(account_id=account.pk))

    def _let_choose(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class RecognitionForm(OfAccountForm):
    """Whom we recognised, before whom, and in which words."""

    stakeholders = StakeholdersChoice(
        Stakeholder.objects.none(),
        label=_("Their people"),
        required=False,
        help_text=_("Name at least one person, theirs or ours."),
    )
    users = forms.ModelMultipleChoiceField(
        User.objects.order_by("name", "pk"),
        label=_("Our people"),
        required=False,
        widget=Chips,
        help_text=_("Praised in the customer's words."),
    )
    recognised_on = LifeDayField(label=_("Date"), initial=today)
    milestone = forms.ModelChoiceField(
        Milestone.objects.none(),
        label=_("Milestone that is celebrated"),
        required=False,
        empty_label=_("None"),
        error_messages={"invalid_choice": _("This milestone is not reached: say first when it was.")},
    )

    class Meta:
        model = Recognition
        fields: ClassVar[list[str]] = [
            "stakeholders",
            "users",
            "kind",
            "audience",
            "recognised_on",
            "text",
            "milestone",
        ]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": _few_lines()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].widget.url = reverse("stakeholders:our_options")
        milestones: Any = self.fields["milestone"]
        milestones.queryset = milestones.queryset.filter(reached_on__isnull=False)

    @property
    def facts(self) -> dict[str, Any]:
        given = super().facts
        return {**given, "stakeholders": list(given["stakeholders"]), "users": list(given["users"])}


class CommitmentForm(OfAccountForm):
    """What we promised, to whom, by when, who of ours."""

    stakeholder = StakeholderChoice(
        Stakeholder.objects.none(),
        label=_("To whom"),
        required=False,
        widget=Chips(most=1),
        help_text=_("Empty: to the account as a whole."),
    )
    promised_on = LifeDayField(label=_("Promised on"), initial=today)
    due_on = LifeDayField(label=_("Due on"))
    user = OurChoice(label=_("Who of ours"))
    touchpoint = forms.ModelChoiceField(Touchpoint.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Commitment
        fields: ClassVar[list[str]] = ["text", "stakeholder", "due_on", "user", "promised_on", "touchpoint"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": _few_lines()}


class SettleForm(FactsForm):
    """Whether we kept our word, and when; how it went is for whoever settles it to say, so that nothing is chosen."""

    state = forms.ChoiceField(
        label=_("How it went"),
        choices=[("", _("Choose: kept, broken or withdrawn")), *SETTLED_CHOICES],
        error_messages={"required": _("Say how it went.")},
    )
    settled_on = LifeDayField(label=_("On"))

    class Meta:
        model = Commitment
        fields: ClassVar[list[str]] = ["state", "settled_on", "settled_note"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"settled_note": _few_lines()}

    def __init__(self, data: Any = None, *, row: Commitment) -> None:
        is_open = row.state == CommitmentState.OPEN
        super().__init__(data, row=row, initial={"state": "", "settled_on": today()} if is_open else None)


class ConcernForm(OfAccountForm):
    """What somebody of theirs is concerned about, and who of ours looks after it."""

    stakeholder = StakeholderChoice(Stakeholder.objects.none(), label=_("Who raised it"), widget=Chips(most=1))
    raised_on = LifeDayField(label=_("Raised on"), initial=today)
    user = OurChoice(label=_("Who of ours looks after it"))
    touchpoint = forms.ModelChoiceField(Touchpoint.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Concern
        fields: ClassVar[list[str]] = ["stakeholder", "text", "raised_on", "user", "touchpoint"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": _few_lines()}


class NewConcernForm(ConcernForm):
    """A concern that we may have answered at once."""

    heard_on = LifeDayField(
        label=_("We told them we heard it on"),
        required=False,
        initial=today,
        help_text=_("Empty: not yet; it stays the next step."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["stakeholder", "text", "raised_on", "heard_on", "user"])


class StepForm(forms.Form):
    """A step of a concern: one of ours takes it, or one of theirs says so.

    `stage` and `row_version` say which step was meant, and after which one.
    """

    stage = forms.CharField(required=False, widget=forms.HiddenInput)
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    taken_on = LifeDayField(label=_("On"), initial=today)
    user = OurChoice(label=_("Who of ours"))
    stakeholder = StakeholderChoice(
        Stakeholder.objects.none(), label=_("Who of theirs says so"), required=False, widget=Chips(most=1)
    )
    note = forms.CharField(label=_("Note"), max_length=LONGEST_TEXT, required=False, widget=_few_lines())

    def __init__(self, data: Any = None, *, concern: Concern, stage: Stage, **kwargs: Any) -> None:
        initial = {**kwargs.pop("initial", {}), "stage": stage.value, "row_version": concern.row_version}
        super().__init__(data, initial=initial, **kwargs)
        del self.fields["user" if stage.is_theirs else "stakeholder"]
        if stage is Stage.PROPOSED:
            self.fields["note"].label = _("What we propose")
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = _("Say what we propose.")
        if stage.is_theirs:
            field: Any = self.fields["stakeholder"]
            field.queryset = people_of(concern.account)
            field.widget.url = reverse("stakeholders:people_options", args=[concern.account_id])
            field.help_text = _("%(name)s, who raised it; somebody else only where they have left.") % {
                "name": concern.stakeholder.person.name
            }


class MilestoneForm(FactsForm):
    """What is true then, planned for when, reached when."""

    planned_on = LifeDayField(label=_("Planned for"), required=False)
    reached_on = LifeDayField(label=_("Reached on"), required=False)

    class Meta:
        model = Milestone
        fields: ClassVar[list[str]] = ["title", "planned_on", "reached_on"]
