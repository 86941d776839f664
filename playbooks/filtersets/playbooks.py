"""The filters of playbooks."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from csm.foundation.filters import FlagFilter, TextFilter, WordFilter
from playbooks.models import Playbook

STATES = [
    ("on", _("start plays by themselves")),
    ("off", _("switched off")),
    ("unpublished", _("not published yet")),
    ("archived", _("archived")),
]


def in_state(queryset: Any, state: str) -> Any:
    """The playbooks in a state; only archived ones are archived."""
    if state == "archived":
        return queryset.filter(is_archived=True)
    standing = queryset.filter(is_archived=False)
    if state == "unpublished":
        return standing.filter(current__isnull=True)
    return standing.filter(current__isnull=False, on_since__isnull=state == "off")


class PlaybookFilters(django_filters.FilterSet):
    """By words in what a playbook says of itself, and by what it does."""

    q = django_filters.CharFilter(method="by_words", max_length=100, help_text=_("text"), label=_("Words"))
    state = WordFilter("", STATES, method="by_state", label=_("State"), empty_label=_("All but archived"))
    key = TextFilter("key")
    is_on = FlagFilter(method="by_on")
    is_archived = FlagFilter("is_archived")

    class Meta:
        model = Playbook
        fields: list[str] = []

    def by_words(self, queryset: Any, name: str, words: str) -> Any:
        for word in words.split():
            said = Q(name__icontains=word) | Q(key__icontains=word) | Q(draft__purpose__icontains=word)
            queryset = queryset.filter(said | Q(current__definition__purpose__icontains=word))
        return queryset

    def by_state(self, queryset: Any, name: str, state: str) -> Any:
        return in_state(queryset, state)

    def by_on(self, queryset: Any, name: str, is_on: bool) -> Any:
        on = queryset.switched_on()
        return on if is_on else queryset.exclude(pk__in=on)
