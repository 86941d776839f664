"""The form of a saved view."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, Sharing, User
from accounts.selectors.saved_views import teams_of
from csm.foundation.forms import FactsForm

WHO = [(Sharing.PRIVATE, _("only me")), (Sharing.TEAM, _("my team")), (Sharing.EVERYBODY, _("everybody"))]


class SavedViewForm(FactsForm):
    """What a view is called and who sees it; each sees only the customers that are theirs."""

    sharing = forms.ChoiceField(
        label=_("Who sees it"), choices=WHO, help_text=_("Everybody finds only their own customers in it.")
    )
    opens = forms.BooleanField(label=_("Open the list with it"), required=False)

    class Meta:
        model = SavedView
        fields: ClassVar[list[str]] = ["name", "sharing", "team"]

    def __init__(self, *args: Any, viewer: User, opens: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        teams.queryset = teams_of(viewer)
        teams.required = False
        teams.empty_label = _("Choose a team")
        self.initial.setdefault("sharing", Sharing.PRIVATE)
        self.initial["opens"] = opens
        if not teams.queryset.exists():
            del self.fields["team"]
            self.fields["sharing"].choices = [WHO[0], WHO[2]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("sharing") == Sharing.TEAM and not given.get("team") and "team" not in self.errors:
            self.add_error("team", _("Say which team."))
        if given.get("sharing") != Sharing.TEAM:
            given["team"] = None
        return given
