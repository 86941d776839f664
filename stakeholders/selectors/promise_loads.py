"""The promises that each of ours is late with, for the table of who carries what."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.visibility import Viewer
from csm.foundation.clock import today
from csm.foundation.registry import Load
from stakeholders.models import Commitment
from stakeholders.selectors.promises import counted, which


def _overdue(viewer: Viewer) -> dict[int | None, int]:
    rows = Commitment.objects.visible_to(viewer).filter(account__retracted_at__isnull=True)
    rows = counted(rows, today()).filter(which("overdue", today())).order_by()
    return dict(rows.values_list("user_id").annotate(count=Count("pk")))


def _address(user_id: int | None) -> str:
    return reverse("stakeholders:kept", query={"by": "user", "state": "overdue", "key": user_id or "none"})


OVERDUE = Load("commitments_overdue", _("Promises overdue"), _overdue, _address, position=40, is_late=True)
