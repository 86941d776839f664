"""The plays that alerts set going."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csm.foundation.registry import Known
from health.models import Alert
from playbooks.models import Occasion, Play
from playbooks.models.plays import alert_key


def plays_of_alerts(viewer: Any, ids: Sequence[int]) -> Mapping[int, Known]:
    """The plays under way that these alerts started or joined, by the id of the alert; one query."""
    alerts = {alert_key(pk): pk for pk in ids}
    occasions = Occasion.objects.filter(
        account__in=Alert.objects.filter(pk__in=ids).values("account"),
        key__in=alerts,
        play__in=Play.objects.visible_to(viewer).under_way(),
    ).select_related("play")
    by_alert: defaultdict[int, list[Play]] = defaultdict(list)
    for one in occasions.order_by("pk"):
        if one.play is not None:
            by_alert[alerts[one.key]].append(one.play)
    return {pk: _known(plays) for pk, plays in by_alert.items()}


def _known(plays: Sequence[Play]) -> Known:
    """One leads to itself, several to those of the account."""
    first, *others = plays
    if not others:
        words = _("Play under way: %(name)s") % {"name": first.name}
        return Known(words, reverse("playbooks:play", args=[first.account_id, first.pk]))
    words = ngettext("%(count)d play under way", "%(count)d plays under way", len(plays)) % {"count": len(plays)}
    return Known(words, reverse("playbooks:account_plays", args=[first.account_id]))
