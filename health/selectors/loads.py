"""What each of ours carries besides accounts: the open alerts, and everything that upper apps register."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.registry import Load, loads
from health.models import Alert


def _alerts(viewer: Viewer) -> dict[int | None, int]:
    rows: Any = Alert.objects.visible_to(viewer)
    rows = rows.open_at(today()).of_conditions().order_by()
    return dict(rows.values_list("account__owner_id").annotate(count=Count("pk")))


def _address(user_id: int | None) -> str:
    return reverse("health:alerts", query={"owner": user_id}) if user_id else ""


ALERTS = Load("alerts", _("Alerts"), _alerts, _address, position=20)


def carried(viewer: Viewer) -> list[tuple[Load, Mapping[int | None, int]]]:
    """Each kind of work with how much of it everybody has: a query for each kind."""
    return [(load, load.count(viewer)) for load in loads]
