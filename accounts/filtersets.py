"""The filters of the accounts list, the same on the page and in the API; upper apps add theirs by the registry."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.doubles import BOUNDS, Likelihood
from accounts.forms.extra_filters import ExtendedFilterSet
from accounts.models import Account, Segment, Subject, Team, User
from accounts.models.accounts import PHASE_LABELS
from accounts.models.merging import LIKELIHOOD_CHOICES
from accounts.selectors.finding import find_accounts
from accounts.selectors.revenue import renewal_on
from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.filters import FlagFilter, KeyFilter
from csm.foundation.merging import mergers
from csm.foundation.registry import AccountFilter, account_filters

RENEWALS = [
    ("30", _("within 30 days")),
    ("90", _("within 90 days")),
    ("180", _("within 180 days")),
    ("365", _("within a year")),
    ("none", _("no open contract")),
]


def owners_of(viewer: Viewer) -> "QuerySet[User]":
    """Users who own an account that the viewer sees."""
    return User.objects.filter(pk__in=Account.objects.visible_to(viewer).order_by().values("owner_id"))


def _owners(request: HttpRequest | None) -> "QuerySet[User]":
    return owners_of(request.user) if request is not None else User.objects.none()  # type: ignore[arg-type]


ANY_VALUE = {"region": _("Any region"), "industry": _("Any industry")}
NO_TEAM = "none"


class AccountFilterSet(ExtendedFilterSet):
    """Accounts by words, segment, phase, owner, team, region, industry, renewal, tags, extra fields, and registered."""

    subject = Subject.ACCOUNT

    q = django_filters.CharFilter(label=_("Search"), method="by_words")
    segment = django_filters.ModelChoiceFilter(
        queryset=Segment.objects.all(), label=_("Segment"), empty_label=_("Any segment")
    )
    phase = django_filters.ChoiceFilter(
        choices=[(phase.value, label) for phase, label in PHASE_LABELS.items()],
        label=_("Phase"),
        empty_label=_("Any phase"),
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=_owners,  # type: ignore[arg-type]
        label=_("Owner"),
        empty_label=_("Any owner"),
    )
    renewal = django_filters.ChoiceFilter(
        choices=RENEWALS, method="by_renewal", label=_("Renewal"), empty_label=_("Any renewal")
    )
    team = django_filters.ModelChoiceFilter(
        queryset=Team.objects.all(),
        method="by_team",
        label=_("Team"),
        empty_label=_("Any team"),
        null_label=_("without a team"),
        null_value=NO_TEAM,
    )
    region = django_filters.CharFilter(lookup_expr="iexact", label=_("Region"))
    industry = django_filters.CharFilter(lookup_expr="iexact", label=_("Industry"))

    class Meta:
        model = Account
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for registered in account_filters:
            self.filters[registered.key] = _filter_of(registered, self)

    def offer_values(self, mine: "QuerySet[Account]", *names: str) -> None:
        """Let region or industry be chosen from what there is among the accounts one may see."""
        for name in names:
            values = mine.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
            choices = [("", ANY_VALUE[name]), *((one, one) for one in values)]
            self.form.fields[name].widget = forms.Select(choices=choices)

    def by_words(self, queryset: "QuerySet[Account]", name: str, words: str) -> "QuerySet[Account]":
        return find_accounts(queryset, words)

    def by_team(self, queryset: "QuerySet[Account]", name: str, team: Team | str) -> "QuerySet[Account]":
        """Accounts that somebody of the team owns, or nobody of any team."""
        if isinstance(team, Team):
            return queryset.filter(owner__team=team)
        return queryset.filter(owner__team__isnull=True)

    def by_renewal(self, queryset: "QuerySet[Account]", name: str, window: str) -> "QuerySet[Account]":
        dated = queryset.alias(renews_on=renewal_on(today()))
        if window == "none":
            return dated.filter(renews_on__isnull=True)
        return dated.filter(renews_on__lte=today() + timedelta(days=int(window)))


def _filter_of(registered: AccountFilter, filters: AccountFilterSet) -> Any:
    made: Any = django_filters.ChoiceFilter(
        choices=[(key, label) for key, (label, _condition) in registered.choices.items()],
        label=str(registered.label),
        empty_label=_("Any"),
        method=lambda queryset, name, key: queryset.filter(registered.choices[key][1] if key else Q()),
        widget=forms.Select,
    )
    made.parent, made.model = filters, Account
    return made


def _kinds() -> list[tuple[str, Any]]:
    return [(merger.key, merger.label_many) for merger in mergers]


class DoubleFilterSet(django_filters.FilterSet):
    """Likely doubles by kind, likelihood, account, and whether somebody suggested to merge them."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=_kinds, empty_label=_("People and accounts"), help_text=_("a kind that can be merged")
    )
    likelihood = django_filters.ChoiceFilter(
        label=_("How likely"),
        choices=LIKELIHOOD_CHOICES,
        empty_label=_("However likely"),
        method="as_likely",
        help_text=_("certain, likely or possible"),
    )
    account_id = KeyFilter("accounts", method="at_account")
    is_suggested = FlagFilter("suggested_at", method="suggested")

    def as_likely(self, queryset: "QuerySet[Any]", name: str, word: str) -> "QuerySet[Any]":
        least, below = BOUNDS[Likelihood(word)]
        return queryset.filter(score__gte=least, score__lt=below)

    def at_account(self, queryset: "QuerySet[Any]", name: str, account_id: int) -> "QuerySet[Any]":
        return queryset.filter(accounts__contains=[account_id])

    def suggested(self, queryset: "QuerySet[Any]", name: str, is_suggested: bool) -> "QuerySet[Any]":
        return queryset.filter(suggested_at__isnull=not is_suggested)
