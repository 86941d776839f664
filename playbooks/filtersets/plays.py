"""The filters of plays."""

import django_filters

from csm.foundation.filters import KeyFilter, WordFilter
from playbooks.models import PlayState


class PlayFilters(django_filters.FilterSet):
    """Plays by account, playbook, owner and where they stand."""

    account_id = KeyFilter("account_id")
    playbook_id = KeyFilter("playbook_id")
    owner_id = KeyFilter("owner_id")
    state = WordFilter("state", PlayState.choices)
