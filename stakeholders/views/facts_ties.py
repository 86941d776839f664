"""How the people of an account stand to each other."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csm.foundation.clock import today
from stakeholders.forms.facts import ConnectionForm, EndForm
from stakeholders.models import Connection, Dismissal, Stakeholder
from stakeholders.models.words import CONNECTION_CHOICES
from stakeholders.services.connections import connect, dismiss_meeting, end_connection, retract_connection
from stakeholders.views.facts_frame import AboutPeople, FactDeed, FactPage, OneStakeholder, own_account


class ConnectionAddPage(OneStakeholder, FactPage):
    """How they stand to somebody else here."""

    submit = gettext_lazy("Connect")

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("Connect %(name)s with somebody here") % {"name": self.name}

    def form(self, data: Any = None) -> ConnectionForm:
        return ConnectionForm(data, stakeholder=self.stakeholder)

    def save(self, form: ConnectionForm) -> Connection:
        kind, is_backwards = form.direction
        ends = (self.stakeholder, form.cleaned_data["other"])
        from_, to = reversed(ends) if is_backwards else ends
        return connect(self.viewer, kind, from_, to, form.cleaned_data["on"])


class _OneConnection(AboutPeople):
    """Reaches the connection of the address through the account of the address."""

    @cached_property
    def connection(self) -> Connection:
        rows = Connection.objects.filter(account_id=self.account.pk)
        related = rows.select_related("from_stakeholder__person", "to_stakeholder__person")
        found: Connection = self.row_of(related, "connection_id")
        return found


class ConnectionEndPage(_OneConnection, FactPage):
    """A change: from a day on it no longer holds. A mistake is taken back instead."""

    submit = gettext_lazy("It ended")
    dialog_template = "stakeholders/connection_end_dialog.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        return _("%(first)s %(kind)s %(second)s") % {
            "first": self.connection.from_stakeholder.person.name,
            "kind": dict(CONNECTION_CHOICES)[self.connection.kind],
            "second": self.connection.to_stakeholder.person.name,
        }

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def save(self, form: EndForm) -> Connection:
        return end_connection(self.viewer, self.connection, form.cleaned_data["on"])

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(connection=self.connection, **extra)


class ConnectionRemoveView(_OneConnection, FactDeed):
    """A correction: there never was one."""

    def do(self) -> None:
        retract_connection(self.viewer, self.connection)


class MeetingDismissView(FactDeed):
    """They only met: the derived connection is not one."""

    def _person(self, key: str) -> Stakeholder:
        rows = Stakeholder.objects.filter(account_id=self.account.pk).select_related("person")
        found: Stakeholder = self.row_of(rows, key)
        return found

    def do(self) -> Dismissal:
        first, second = self._person("first_id"), self._person("second_id")
        if first == second:
            raise ValidationError(_("A connection needs two different people."))
        return dismiss_meeting(self.viewer, own_account(self.account), first, second, today())
