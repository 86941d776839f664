"""The filters of alerts and risks, the same on the page and in the API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.filtersets import owners_of
from accounts.models import Account, User
from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.filters import FlagFilter, KeyFilter, WordFilter
from health.models import Alert, Course, RiskKind
from health.models.alerts import KIND_CHOICES

STATES = [
    ("open", _("open")),
    ("new", _("new: nobody has seen it")),
    ("snoozed", _("snoozed")),
    ("resolved", _("resolved by hand")),
    ("closed", _("closed")),
]
OPEN = "open"


def in_state(queryset: Any, state: str) -> Any:
    """The alerts that stand in a state today; those that wait to open are in none."""
    on, opened = today(), queryset.filter(opened_on__isnull=False)
    if state == "closed":
        return opened.filter(closed_on__isnull=False)
    standing = opened.unclosed()
    if state == "resolved":
        return standing.filter(resolved_at__isnull=False)
    if state == "snoozed":
        return standing.filter(snoozed_until__gt=on, resolved_at__isnull=True)
    found = queryset.open_at(on)
    return found.filter(acknowledged_at__isnull=True) if state == "new" else found


def _owners(request: HttpRequest | None) -> "QuerySet[User]":
    return owners_of(request.user) if request is not None else User.objects.none()  # type: ignore[arg-type]


class AlertFilters(django_filters.FilterSet):
    """Alerts by kind, where they stand, account and owner."""

    kind = WordFilter("kind", KIND_CHOICES)
    state = WordFilter("state", STATES, method="by_state")
    account_id = KeyFilter("account_id")
    owner_id = KeyFilter("account__owner_id")
    is_quiet = FlagFilter("is_quiet")

    def by_state(self, queryset: Any, name: str, state: str) -> Any:
        return in_state(queryset, state)


class InboxFilters(django_filters.FilterSet):
    """What the inbox asks: words in the name of the account, kind, where it stands, whose."""

    q = django_filters.CharFilter(label=_("Account"), method="by_words")
    kind = django_filters.ChoiceFilter(choices=KIND_CHOICES, label=_("Kind"), empty_label=_("Any kind but maps"))
    state = django_filters.ChoiceFilter(choices=STATES, label=_("State"), method="by_state", empty_label=None)
    owner = django_filters.ModelChoiceFilter(
        queryset=_owners,  # type: ignore[arg-type]
        field_name="account__owner",
        label=_("Owner"),
        empty_label=_("Any owner"),
    )

    class Meta:
        model = Alert
        fields: list[str] = []
        form = forms.Form

    def by_words(self, queryset: Any, name: str, words: str) -> Any:
        return queryset.filter(account__name__icontains=words)

    def by_state(self, queryset: Any, name: str, state: str) -> Any:
        return queryset

    @property
    def found(self) -> Any:
        """The alerts asked for: open ones where nothing else is said, work of setting up only where asked for."""
        if not self.form.is_valid():
            return Alert.objects.none()
        asked = self.form.cleaned_data
        rows: Any = in_state(self.qs, asked["state"] or OPEN)
        return rows if asked["kind"] else rows.of_conditions()

    @property
    def is_folded(self) -> bool:
        """Whether several alerts of a kind and account are one row: those that want somebody's attention."""
        state = self.form.cleaned_data["state"] if self.form.is_valid() else ""
        return (state or OPEN) not in ("resolved", "closed")

    def accounts_of(self, viewer: Viewer) -> Any:
        """The accounts whose alerts are listed: those that one sees, by words and owner."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        rows: Any = Account.objects.visible_to(viewer)
        rows = rows.filter(name__icontains=asked["q"]) if asked.get("q") else rows
        return rows.filter(owner=asked["owner"]) if asked.get("owner") else rows


class RiskFilters(django_filters.FilterSet):
    """Risks by account, kind, course and owner; closed ones where asked for."""

    account_id = KeyFilter("account_id")
    kind = WordFilter("kind", RiskKind)
    course = WordFilter("course", Course)
    owner_id = KeyFilter("owner_id")
    is_open = FlagFilter(method="by_open")

    def by_open(self, queryset: Any, name: str, is_open: bool) -> Any:
        return queryset.filter(closed_on__isnull=is_open)
