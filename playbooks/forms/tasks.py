"""Forms of tasks: what is to be done, what became of it, and what is set on many at once."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.forms.list_edits import AS_IT_IS, NONE
from accounts.models import Account, User
from csm.foundation.clock import today
from csm.foundation.forms import FactsForm
from playbooks.models import Task, TaskComment
from playbooks.models.plays import LONGEST_REASON
from playbooks.models.tasks import LONGEST_COMMENT
from stakeholders.forms.fields import Chips
from stakeholders.models import Stakeholder

DEEDS = [
    ("done", _("Done")),
    ("skip", _("Skip")),
    ("snooze", _("Put off")),
    ("hand_on", _("Hand on")),
]


def our_people() -> Any:
    """Those who can be given something to do; whether they see the account is asked when they are."""
    return User.objects.filter(is_active=True).order_by("name", "pk")


class HandOnField(forms.ChoiceField):
    """Somebody of ours, or nobody where that is said: what is left alone is neither. Cleaned to the user or None."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Say to whom.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=handed_on_to, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, User) else value

    def clean(self, value: Any) -> User | None:
        said = super().clean(value)
        return None if said == NONE else our_people().get(pk=said)


def handed_on_to() -> list[tuple[str, Any]]:
    """The choices of whom to hand something on to."""
    people = ((str(user.pk), user.name) for user in our_people())
    return [("", _("Hand on to …")), *people, (NONE, _("Nobody"))]


class _Whom(forms.ModelChoiceField):
    """Somebody at the account, by name and title."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person.name)


class TaskForm(FactsForm):
    """What is to be done, how, by whom, by when, about whom."""

    due_on = DayField(label=_("Due"), required=False)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it"), required=False, empty_label=_("Nobody yet")
    )
    stakeholder = _Whom(
        Stakeholder.objects.none(), label=_("About"), required=False, empty_label=_("Nobody in particular")
    )

    class Meta:
        model = Task
        fields: ClassVar[list[str]] = ["title", "text", "due_on", "assignee", "stakeholder"]
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "title": forms.TextInput(attrs={"autofocus": True}),
            "text": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, account_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["assignee"]
        choices.queryset = our_people()
        people: Any = self.fields["stakeholder"]
        there = Stakeholder.objects.standing().filter(account_id=account_id).select_related("person")
        people.queryset = there.order_by("person__name", "pk")


class NewTaskForm(TaskForm):
    """A new task: that it is late from the start is said once, before it is kept."""

    late_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "late_seen"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        due_on = given.get("due_on")
        if due_on is None or due_on >= today() or given.get("late_seen") == due_on.isoformat():
            return given
        if not self.errors:
            self.data = {**{name: self.data.get(name) for name in self.data}, "late_seen": due_on.isoformat()}
            days = (today() - due_on).days
            words = ngettext(
                "Already late by %(count)d day. Add it once more to keep it so, or choose another day.",
                "Already late by %(count)d days. Add it once more to keep it so, or choose another day.",
                days,
            )
            self.add_error("due_on", words % {"count": days})
        return given


class TaskSomewhereForm(NewTaskForm):
    """A task at an account that is still to be named."""

    field_order = ("account", "title", "due_on", "assignee", "text")
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label=_("Account"),
        widget=Chips(most=1),
        error_messages={"required": _("Say at which account.")},
    )

    class Meta(TaskForm.Meta):
        fields: ClassVar[list[str]] = ["title", "text", "due_on", "assignee"]

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, account_id=0, **kwargs)
        del self.fields["stakeholder"]
        where: Any = self.fields["account"]
        where.queryset = accounts
        where.widget.url = f"{reverse('accounts:find')}?writes=1"
        where.widget.placeholder = gettext("type a name")
        where.widget.attrs["autofocus"] = True
        self.fields["title"].widget.attrs.pop("autofocus")


class DoneForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("In a sentence, or where the evidence is."),
    )


class SkipForm(forms.Form):
    """Why it is not done."""

    reason = forms.CharField(
        label=_("Why it is not done"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class SnoozeTaskForm(forms.Form):
    """Until when it is put off."""

    until = DayField(label=_("Put off until"), help_text=_("It comes back on that day; when it is due stays as it is."))


class HandOnForm(forms.Form):
    """Who does it instead."""

    assignee = HandOnField(label=_("Who does it"))


class CommentForm(forms.ModelForm):
    """What somebody says about a task."""

    text = forms.CharField(label=_("Comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = TaskComment
        fields: ClassVar[list[str]] = ["text"]


class TaskDeedForm(forms.Form):
    """Which tasks, what to do, and what it needs; the service says what is missing."""

    row = forms.TypedMultipleChoiceField(coerce=int)
    deed = forms.ChoiceField(choices=DEEDS)
    words = forms.CharField(required=False, max_length=LONGEST_REASON)
    until = DayField(required=False)
    assignee = HandOnField()

    def __init__(self, data: Any = None, ids: Any = None) -> None:
        super().__init__({**data.dict(), "row": ids})
        if data.get("deed") != "hand_on":
            del self.fields["assignee"]
        self.fields["row"].choices = [(one, one) for one in ids or ()]  # type: ignore[attr-defined]


class ManyTasksForm(forms.Form):
    """Who does many tasks, and when they are due."""

    assignee = forms.ChoiceField(label=_("Who does it"), required=False)
    due_on = DayField(label=_("Due"), required=False)

    def __init__(self, data: Any = None, *, viewer: Any) -> None:
        super().__init__(data, auto_id="many_%s")  # the page behind the dialog has fields of the same names
        field: Any = self.fields["assignee"]
        field.choices = [AS_IT_IS, (NONE, _("nobody")), *((str(user.pk), user.name) for user in our_people())]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return []

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Choose at least one thing to set."))
        return given

    def changes(self) -> dict[str, Any]:
        """What is set, by attname and as JSON holds it."""
        given, found = self.cleaned_data, {}
        if given["assignee"]:
            found["assignee_id"] = None if given["assignee"] == NONE else int(given["assignee"])
        if given["due_on"]:
            found["due_on"] = given["due_on"].isoformat()
        return found
