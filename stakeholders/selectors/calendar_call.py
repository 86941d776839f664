"""Whether somebody still has a calendar to bring in: who met whom is what the constellation is drawn from."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ImportRun
from accounts.visibility import Viewer
from csm.foundation.registry import Gap


def no_calendar_yet(viewer: Viewer) -> int:
    """1 until a calendar was brought in that the viewer sees."""
    return int(not ImportRun.objects.visible_to(viewer).filter(kind="calendar").exists())


CALENDAR_CALL = Gap(
    "calendar",
    _("calendar to bring in: it says who met whom, and whom you met who is on no map"),
    no_calendar_yet,
    lambda: reverse("stakeholders:calendar"),
    70,
)
