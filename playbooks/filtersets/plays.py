"""The filters of plays."""

import django_filters

from csm.foundation.filters import DayFilter, KeyFilter, WordFilter
from playbooks.models import PlayState


class PlayFilters(django_filters.FilterSet):
    """Plays by account, playbook, owner, where they stand, and when they started and ended."""

    account_id = KeyFilter("account_id")
    playbook_id = KeyFilter("playbook_id")
    owner_id = KeyFilter("owner_id")
    state = WordFilter("state", PlayState.choices)
    started_on_or_after = DayFilter("started_on", lookup_expr="gte")
    started_before = DayFilter("started_on", lookup_expr="lt")
    ended_on_or_after = DayFilter("ended_on", lookup_expr="gte")
    ended_before = DayFilter("ended_on", lookup_expr="lt")
