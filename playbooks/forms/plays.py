"""Forms of plays on an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors.jobs import job_names
from csm.foundation.forms import BOOKKEEPING, seen_now
from playbooks.domain.definition import OWNER, TAG_LENGTH
from playbooks.domain.reading import MOST_DAYS
from playbooks.models import Playbook, Task
from playbooks.models.plays import LONGEST_REASON


class StartPlayForm(forms.Form):
    """Which playbook is started."""

    playbook = forms.ModelChoiceField(
        Playbook.objects.none(), label=_("Playbook"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["playbook"].queryset = Playbook.objects.offered().select_related("current")  # type: ignore[attr-defined]


class EndPlayForm(forms.Form):
    """What becomes of the open tasks of a play that somebody ends: those begun stay, unless that is said."""

    drops_begun = forms.BooleanField(required=False)

    def __init__(self, data: Any, begun: Sequence[Task]) -> None:
        super().__init__(data)
        self.order_fields([name for name in self.fields if name != "drops_begun"])
        if not begun:
            del self.fields["drops_begun"]
            return
        field = self.fields["drops_begun"]
        field.label = _("Drop what was begun too")
        field.help_text = _("Else it stays open: %(tasks)s") % {"tasks": "; ".join(_by_whom(task) for task in begun)}

    @property
    def said(self) -> dict[str, Any]:
        """What the service is told."""
        return {"drops_begun": False, **self.cleaned_data}


def _by_whom(task: Task) -> str:
    return f"{task.title} ({task.assignee.name})" if task.assignee else task.title


class CancelPlayForm(EndPlayForm):
    """Why a play is not gone on with."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("Tasks that nobody has begun go with it. Others can learn from the reason."),
    )


class CompletePlayForm(EndPlayForm):
    """What came of a play."""

    result = forms.CharField(
        label=_("What came of it"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("Tasks that nobody has begun go with it."),
    )


class PausePlayForm(forms.Form):
    """Why a play waits."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=_("Nothing of it begins, and its tasks wait until you resume it."),
    )


class HandOverForm(forms.Form):
    """Who answers for a play from now on."""

    owner = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("Owner"))


class DropStepForm(forms.Form):
    """That a step is left out, as it was when the form was opened; and what somebody has begun of it too."""

    tag = forms.CharField(required=False, widget=forms.HiddenInput, max_length=TAG_LENGTH)
    drops_begun = forms.BooleanField(required=False, widget=forms.HiddenInput)


class FinishStepForm(forms.Form):
    """What came of a step."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )


class StepForm(forms.Form):
    """A step as it is on one account."""

    title = forms.CharField(label=_("What is to be done"), max_length=150)
    text = forms.CharField(label=_("How"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 8}))
    job = forms.ChoiceField(label=_("Who does it"))
    wait = forms.IntegerField(
        label=_("Business days to wait before"), min_value=0, max_value=MOST_DAYS, required=False, initial=0
    )
    due = forms.IntegerField(label=_("Due after business days"), min_value=0, max_value=MOST_DAYS, required=False)
    before_renewal = forms.IntegerField(
        label=_("Or due so many days before the renewal"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        help_text=_("Calendar days; where it says something, the business days above do not count."),
    )
    when = forms.CharField(
        label=_("Only if"), max_length=300, required=False, help_text=_("A condition, such as threads < 2.")
    )
    row_version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=TAG_LENGTH)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["job"].choices = [(OWNER, _("The owner of the account")), *job_names().items()]  # type: ignore[attr-defined]
        self.initial["seen"] = seen_now(self)

    @property
    def said(self) -> dict[str, Any]:
        """The fields of the step as the domain names them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name not in BOOKKEEPING}
        return {**cleaned, "wait": cleaned["wait"] or 0, "due": cleaned["due"] or 0}

    @property
    def expected_tag(self) -> str:
        """The tag of the step when the form was opened."""
        return str(self.cleaned_data["row_version"])
