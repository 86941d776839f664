"""Bringing in a calendar, and choosing among people who are suggested."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from csm.foundation.fields import GREATEST_KEY


class CalendarForm(forms.Form):
    """A calendar file; whose it is, for those who may bring in anybody's."""

    file = forms.FileField(
        label=_("Calendar file"),
        allow_empty_file=True,
        help_text=_("An .ics file, as Google Calendar, Outlook and Apple Calendar export it."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose calendar it is"),
        required=False,
        empty_label=_("Nobody's in particular"),
        help_text=_("Meetings that name nobody of ours are then theirs."),
    )

    def __init__(self, *args: Any, owner: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owner is not None:
            del self.fields["user"]
        else:
            users: Any = self.fields["user"]
            users.queryset = User.objects.filter(is_active=True).order_by("name", "pk")


class ChosenForm(forms.Form):
    """The ids of suggestions that were ticked, and what becomes of them."""

    MOST = 500
    ids = forms.TypedMultipleChoiceField(coerce=int)
    deed = forms.ChoiceField(choices=[(one, one) for one in ("add", "not_here", "ignored", "again")])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = data.getlist("ids")[: self.MOST]
        known = [one for one in given if one.isascii() and one.isdecimal() and int(one) <= GREATEST_KEY]
        self.fields["ids"].choices = [(one, one) for one in known]  # type: ignore[attr-defined]
