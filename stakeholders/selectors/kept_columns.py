"""What the accounts list and the head of an account show of the kept conclusions, and whether these are out of date."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now, TruncDate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from csm.foundation.registry import AccountFilter, Column, Figure
from stakeholders.domain.threads import ThreadState

SAFE_FROM = 0.7


def _kept(name: str) -> F:
    return F(f"conclusion__{name}")


def is_outdated() -> Case:
    """Whether the facts of an account, or the day, have moved on since it was judged."""
    today = TruncDate(Now(), tzinfo=ZoneInfo(settings.TIME_ZONE))
    fresh = Q(conclusion__judged_version=Coalesce(F("facts__facts_version"), Value(0)), conclusion__judged_on=today)
    return Case(When(fresh, then=Value(False)), default=Value(True), output_field=BooleanField())


THREADS = {
    "threads": _kept("threads"),
    "threads_state": _kept("state"),
    "cut_kind": _kept("cut_kind"),
    "is_outdated": is_outdated(),
    "assumptions": _kept("assumed"),
}


def threads_in_words(row: Any) -> Any:
    """The threads of an account as an export says them: a number, or why there is none."""
    if not row.threads_state:
        return None
    if row.threads is None:
        return gettext("decider unknown")
    return gettext("not connected yet") if row.threads_state == ThreadState.NOT_CONNECTED_YET else row.threads


def roles_in_words(row: Any) -> str | None:
    """How many of the required roles are engaged."""
    if not row.roles_required:
        return None
    return gettext("%(engaged)s of %(required)s") % {"engaged": row.roles_engaged, "required": row.roles_required}


COLUMNS = [
    Column(
        "threads",
        _("Threads"),
        "stakeholders/_column_threads.html",
        annotations=THREADS,
        order_by="threads",
        api_fields={name: name for name in THREADS},
        position=20,
        value=threads_in_words,
    ),
    Column(
        "survival",
        _("Stay connected"),
        "stakeholders/_column_survival.html",
        annotations={"survival": _kept("survival"), "silent": _kept("silent")},
        order_by="survival",
        api_fields={"survival": "survival"},
        is_number=True,
        position=21,
    ),
    Column(
        "coverage",
        _("Roles engaged"),
        "stakeholders/_column_coverage.html",
        annotations={"roles_engaged": _kept("roles_engaged"), "roles_required": _kept("roles_required")},
        order_by="roles_engaged",
        api_fields={"roles_engaged": "roles_engaged", "roles_required": "roles_required"},
        is_number=True,
        position=22,
        value=roles_in_words,
    ),
    Column(
        "last_touch",
        _("Last touch"),
        "stakeholders/_column_last_touch.html",
        annotations={"last_touch_on": _kept("last_touch_on")},
        order_by="last_touch_on",
        api_fields={"last_touch_on": "last_touch_on"},
        position=23,
    ),
    Column(
        "freshness",
        _("Freshness"),
        "stakeholders/_column_freshness.html",
        annotations={"freshness": _kept("freshness")},
        order_by="freshness",
        api_fields={"freshness": "freshness"},
        is_number=True,
        position=24,
    ),
]

NO_ROUTE = Q(conclusion__threads=0)
FILTERS = [
    AccountFilter(
        "threads",
        _("Threads"),
        {
            "no_route": (_("no route"), NO_ROUTE & ~Q(conclusion__state=ThreadState.NOT_CONNECTED_YET)),
            "not_yet": (_("not connected yet"), NO_ROUTE & Q(conclusion__state=ThreadState.NOT_CONNECTED_YET)),
            "bridge": (_("hangs on one person between"), Q(conclusion__threads=1, conclusion__cut_kind="bridge")),
            "decider": (_("only one who decides"), Q(conclusion__threads=1, conclusion__cut_kind="decider")),
            "multi": (_("multi-threaded"), Q(conclusion__threads__gte=2)),
            "unknown": (_("who decides is not known"), Q(conclusion__threads__isnull=True)),
        },
        position=20,
    ),
    AccountFilter(
        "trouble",
        _("People"),
        {
            "stale": (_("a contact is overdue"), Q(conclusion__stale__gt=0)),
            "orphaned": (_("a role is orphaned"), Q(conclusion__orphaned_roles__gt=0)),
            "unsafe": (_("below 70 % to stay connected"), Q(conclusion__survival__lt=SAFE_FROM)),
            "silent": (_("unusually silent"), Q(conclusion__silent__gt=0)),
            "assumed": (_("rests on assumptions"), Q(conclusion__assumed__gt=0)),
        },
        position=21,
    ),
]


def head_figures(viewer: Any, account: Any) -> Mapping[str, Any]:
    """The figures in the head of an account; its row carries them already."""
    names = (*THREADS, "survival", "silent", "roles_engaged", "roles_required")
    return {name: getattr(account, name, None) for name in names}


HEAD = Figure("threads", "stakeholders/_figure_threads.html", head_figures, position=20)
