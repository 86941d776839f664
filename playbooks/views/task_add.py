"""A task made from anywhere: from an account, a person, an alert or a touchpoint, or from the list of tasks."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.views.access import may_write
from accounts.views.frame import AccountFormPage
from csm.foundation.views import FormPage
from health.domain.alerts.conditions import stakeholder_of
from health.domain.alerts.kinds import AlertKind
from health.models import Alert
from health.selectors.alert_reading import read_alerts
from playbooks.domain.alert_tasks import title_of
from playbooks.forms.tasks import NewTaskForm, TaskSomewhereForm
from playbooks.models import Task
from playbooks.selectors.workers import usual_due_on
from playbooks.services.tasks import add_task
from stakeholders.models import Stakeholder, Touchpoint


class TaskNewPage(FormPage):
    """A new task at an account that is named on the way; the one in the address is proposed."""

    actions = {"GET": may_write, "POST": may_write}
    nav = "tasks"
    title = gettext_lazy("New task")
    submit = gettext_lazy("Add task")

    def form(self, data: Any = None) -> TaskSomewhereForm:
        mine = Account.objects.standing().editable_by(self.viewer)
        fresh = Task(assignee=self.viewer, due_on=usual_due_on(self.viewer))
        proposed = {"account": self.request.GET.get("account")}
        return TaskSomewhereForm(data, instance=fresh, initial=proposed, accounts=mine)

    def save(self, form: TaskSomewhereForm) -> Task:
        return add_task(self.viewer, **form.facts)

    def success_url(self, saved: Task) -> str:
        return self.request.htmx.current_url_abs_path or reverse("playbooks:task", args=[saved.pk])

    def cancel_url(self) -> str:
        return reverse("playbooks:tasks")


class TaskAddPage(AccountFormPage):
    """A new task at an account. Whom it is about and what it comes from stand in the address."""

    title = gettext_lazy("New task")
    submit = gettext_lazy("Add task")

    @cached_property
    def source(self) -> dict[str, Any]:
        """What is known of the task from where it is made. *Raises* Http404 for what is not of the account."""
        for name, read in (
            ("alert", self._of_alert),
            ("touchpoint", self._of_touchpoint),
            ("stakeholder", lambda row: {}),
        ):
            pk = self.request.GET.get(name, "")
            if pk:
                row = self._row(name, pk)
                return {name: row, **read(row)}
        return {}

    def _row(self, name: str, pk: str) -> Any:
        kinds: dict[str, Any] = {"alert": Alert, "touchpoint": Touchpoint, "stakeholder": Stakeholder}
        rows = kinds[name].objects.visible_to(self.viewer).filter(account_id=self.account.pk)
        found = rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdecimal() and len(pk) < 19 else None
        if found is None:
            raise Http404
        return found

    def _of_alert(self, alert: Alert) -> dict[str, Any]:
        reading = read_alerts([alert])[0]
        people = Stakeholder.objects.standing().filter(account_id=self.account.pk)
        about = people.filter(pk=stakeholder_of(alert.subject)).first()
        return {"title": _(title_of(AlertKind(alert.kind))), "text": reading.reason, "stakeholder": about}

    def _of_touchpoint(self, touch: Touchpoint) -> dict[str, Any]:
        words = {"kind": touch.get_kind_display(), "day": date_format(touch.touched_on), "subject": touch.subject}
        text = _("From the %(kind)s of %(day)s: %(subject)s") if touch.subject else _("From the %(kind)s of %(day)s")
        return {"text": text % words, "stakeholder": touch.stakeholders.order_by("number").first()}

    def about(self) -> Sequence[str]:
        return (str(whom) if (whom := self.source.get("stakeholder")) else "", str(self.source.get("text", "")))

    def form(self, data: Any = None) -> NewTaskForm:
        fresh = Task(account_id=self.account.pk, assignee=self.viewer, due_on=usual_due_on(self.viewer), **self.source)
        return NewTaskForm(data, instance=fresh, account_id=self.account.pk)

    def save(self, form: NewTaskForm) -> Task:
        links = {name: row for name, row in self.source.items() if name in ("alert", "touchpoint")}
        return add_task(self.viewer, self.account, **form.facts, **links)

    def success_url(self, saved: Task) -> str:
        return self.request.htmx.current_url_abs_path or reverse("playbooks:task", args=[saved.pk])
