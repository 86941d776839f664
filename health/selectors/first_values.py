"""What the accounts list, the head of an account and its Goals tab show of the time to first value."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from csm.foundation.registry import AccountFilter, Column, Figure
from health.domain.first_value import FirstValue, FirstValueState
from health.models.words import Words

STATE_NAMES: Final[dict[FirstValueState, Words]] = {
    FirstValueState.RECEIVED: gettext_lazy("received"),
    FirstValueState.WAITING: gettext_lazy("none yet, within the expectation"),
    FirstValueState.LATE: gettext_lazy("none yet, later than expected"),
    FirstValueState.LEFT: gettext_lazy("left without any"),
    FirstValueState.NOT_BEGUN: gettext_lazy("onboarding has not begun"),
}
TONES: Final = {FirstValueState.RECEIVED: "good", FirstValueState.LATE: "risk"}
KEPT: Final = {
    "first_value": F("health__first_value_state"),
    "onboarding_began_on": F("health__began_on"),
    "first_value_on": F("health__first_value_on"),
    "days_to_first_value": F("health__first_value_days"),
    "first_value_due_on": F("health__first_value_due_on"),
    "first_estimate_on": F("health__first_estimate_on"),
}


def days_in_words(row: Any) -> str | None:
    """The days it took, or how many it has taken so far, as an export says it."""
    state = FirstValueState(row.first_value) if row.first_value else None
    if state is None or row.days_to_first_value is None:
        return None
    words = ngettext("%(days)d day", "%(days)d days", row.days_to_first_value) % {"days": row.days_to_first_value}
    if state is FirstValueState.RECEIVED:
        return words
    return _("%(days)s, %(state)s") % {"days": words, "state": STATE_NAMES[state]}


COLUMN = Column(
    "first_value",
    gettext_lazy("Time to first value"),
    "health/_column_first_value.html",
    annotations=KEPT,
    order_by="days_to_first_value",
    api_fields={name: name for name in KEPT},
    is_shown_first=False,
    position=16,
    value=days_in_words,
)

NONE_YET = Q(health__first_value_state__in=[FirstValueState.WAITING, FirstValueState.LATE])
RECEIVED = Q(health__first_value_state=FirstValueState.RECEIVED)
IN_TIME = Q(health__first_value_due_on__isnull=True) | Q(health__first_value_on__lte=F("health__first_value_due_on"))
FILTER = AccountFilter(
    "first_value",
    gettext_lazy("First value"),
    {
        **{state.value: (name, Q(health__first_value_state=state)) for state, name in STATE_NAMES.items()},
        "in_time": (gettext_lazy("received within the expectation"), RECEIVED & IN_TIME),
        "none_yet": (gettext_lazy("none yet"), NONE_YET),
        "estimated": (
            gettext_lazy("none yet, but by our own account"),
            NONE_YET & Q(health__first_estimate_on__isnull=False),
        ),
    },
    position=16,
)


def head_figure(viewer: Any, account: Any) -> Mapping[str, Any]:
    """How long the first value is taking, in the head of an account that waits for it; its row carries it already."""
    said = getattr(account, "first_value", None)
    state = FirstValueState(said) if said else None
    days = account.days_to_first_value if state in (FirstValueState.WAITING, FirstValueState.LATE) else None
    return {"state": said, "days": days, "tone": TONES.get(state, "") if state else ""}


HEAD = Figure("first_value", "health/_figure_first_value.html", head_figure, position=16)


def explained(found: FirstValue) -> list[str]:
    """The arithmetic behind the figure, a sentence each."""
    lines = []
    if found.began_on is None:
        return [_("No deal was won yet that needs a handoff, and no contract has begun.")]
    lines.append(_("Onboarding began on %(on)s.") % {"on": date_format(found.began_on)})
    if found.on is not None:
        words = _("They said on %(on)s for the first time that value had arrived.")
        lines.append(words % {"on": date_format(found.on)})
    if found.due_on is not None:
        figures = {"days": (found.due_on - found.began_on).days, "on": date_format(found.due_on)}
        lines.append(_("Expected within %(days)d days: by %(on)s.") % figures)
    if found.estimated_on is not None:
        words = _("By our own account (an estimate, or a goal reached) since %(on)s; only their word counts.")
        lines.append(words % {"on": date_format(found.estimated_on)})
    return lines


def sentence(found: FirstValue) -> str:
    """Where the account stands, in one sentence."""
    figures = {"days": found.days or 0, "over": found.days_over}
    if found.state is FirstValueState.NOT_BEGUN:
        return _("Onboarding has not begun.")
    if found.state is FirstValueState.LEFT:
        return _("They left after %(days)d days without any value confirmed.") % figures
    if found.state is FirstValueState.RECEIVED:
        within, over = (
            _("Received after %(days)d days."),
            _("Received after %(days)d days, %(over)d more than expected."),
        )
        return (over if found.days_over else within) % figures
    if found.state is FirstValueState.LATE:
        return _("So far %(days)d days and none yet: %(over)d more than expected.") % figures
    return _("So far %(days)d days, none yet.") % figures
