"""How several alerts in one row are worded. Load with `{% load alert_words %}`."""

from django import template
from django.utils.translation import gettext

from csm.foundation.my_day import DayItem
from health.domain.alerts.words import folded_reason
from health.domain.my_day import Fold

register = template.Library()


@register.filter
def fold_words(fold: Fold[DayItem]) -> str:
    """What items that stand in one row say together."""
    kind = fold.first.alike.partition(":")[2]
    return folded_reason(kind, [item.about for item in fold.items], gettext)
