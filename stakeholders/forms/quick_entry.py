"""What was read of one line, as a touchpoint to be recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from accounts.models import Account, User
from stakeholders.domain.quick_entry import Known, QuickEntry, read_entry
from stakeholders.domain.sky import TouchKind
from stakeholders.forms.fields import people_of
from stakeholders.forms.touchpoints import TouchpointForm

PREFIX = "q"


def read_line(line: str, account: Account, viewer: User) -> QuickEntry:
    """Read the line with the people of this account in mind, those who left last."""
    everybody = people_of(account)
    theirs = [Known(row.pk, row.person.name) for row in everybody.exclude(left_on__lte=timezone.localdate())]
    gone = [Known(row.pk, row.person.name) for row in everybody.filter(left_on__lte=timezone.localdate())]
    active = User.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
    ours = [Known(*one) for one in active if one[0] != viewer.pk]
    today = timezone.localdate()
    read = read_entry(line, theirs, ours, today)
    return read_entry(line, [*theirs, *gone], ours, today) if read.unclear and gone else read


def quick_form(
    data: Any, account: Account, urls: dict[str, str], read: QuickEntry | None, viewer: User
) -> TouchpointForm:
    """The full form, filled with what the line said; the writer took part unless they take themselves out."""
    return TouchpointForm(
        data, account=account, urls=urls, initial=_initial(read, viewer) if read else {}, prefix=PREFIX
    )


def _initial(read: QuickEntry, viewer: User) -> Mapping[str, Any]:
    clear = _clear(read.theirs)
    return {
        "kind": (read.kind or TouchKind.MEETING).value,
        "on": read.on or timezone.localdate(),
        "stakeholders": clear,
        "users": [viewer.pk, *_clear(read.ours)],
        "two_way": {None: "", True: "yes", False: "no"}[read.is_two_way],
        "subject": read.subject[:200],
    }


def _clear(mentions: Sequence[Any]) -> list[int]:
    return [mention.ids[0] for mention in mentions if mention.is_clear]
