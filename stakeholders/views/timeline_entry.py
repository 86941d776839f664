"""Quick entry: one line is read, shown as what would be recorded, and recorded once that was seen."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.views.frame import AccountFormPage
from csm.foundation.views import PageView
from stakeholders.domain.quick_entry import Mention, QuickEntry
from stakeholders.forms.quick_entry import quick_form, read_line
from stakeholders.forms.touchpoints import TouchpointForm
from stakeholders.models import Stakeholder, Touchpoint
from stakeholders.selectors.timeline_words import entry_sentence
from stakeholders.services.touchpoints import record_touchpoint
from stakeholders.views.facts_frame import own_account
from stakeholders.views.facts_touchpoints import urls_of
from stakeholders.views.timeline import LONGEST

ANSWER = "answer-"


class QuickEntryPage(AccountFormPage):
    """One line in, a preview out; posted again with what the preview shows, it is recorded.

    What is recorded is always what was seen: a line that changed after its preview is previewed again.
    """

    template_name = "stakeholders/timeline_entry.html"
    tab = "timeline"
    title = _("Record a touchpoint")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        return self.preview()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.require_editable()
        if request.POST.get("read_line") != self.line:
            return self.preview()
        return super().post(request, *args, **kwargs)

    @property
    def line(self) -> str:
        typed = self.request.POST if self.request.method == "POST" else self.request.GET
        return str(typed.get("line", ""))[:LONGEST].replace("\0", "").strip()

    @cached_property
    def read(self) -> QuickEntry:
        return read_line(self.line, own_account(self.account), self.viewer)

    def preview(self) -> HttpResponse:
        """What the line says so far; nothing for an empty line."""
        form = quick_form(None, own_account(self.account), urls_of(self.account.pk), self.read, self.viewer)
        return self.show(form, said=entry_sentence(form) if self.line else "")

    def form(self, data: Any = None) -> TouchpointForm:
        return quick_form(
            self._with_answers(data), own_account(self.account), urls_of(self.account.pk), None, self.viewer
        )

    def _with_answers(self, data: Any) -> Any:
        """The typed fields with the people chosen where a name fitted several."""
        if data is None:
            return None
        merged = data.copy()
        for key in sorted(name for name in data if name.startswith(ANSWER)):
            if data[key]:
                merged.appendlist("q-stakeholders", data[key])
        return merged

    def save(self, form: TouchpointForm) -> Touchpoint:
        named = {someone.pk for someone in form.cleaned_data["stakeholders"]}
        for mention in self.read.theirs:
            if len(mention.ids) > 1 and not named.intersection(mention.ids):
                raise ValidationError(_("Say which %(words)s you mean.") % {"words": mention.words})
        return record_touchpoint(self.viewer, own_account(self.account), **form.facts)

    def show(self, form: TouchpointForm, **context: Any) -> HttpResponse:
        is_part = bool(self.request.htmx)
        template = "stakeholders/_quick_preview.html" if is_part else self.template_name
        return self.page(template, form=form, line=self.line, asked=self._asked(), **self._form_context(), **context)

    def context(self, **extra: Any) -> dict[str, Any]:
        return PageView.context(self, account=self.account, may_edit=self.may_edit, **extra)

    def _asked(self) -> list[dict[str, Any]]:
        """The names to ask about: with the people they fit, or none."""
        unclear = [mention for mention in self.read.theirs if not mention.is_clear]
        ids = [one for mention in unclear for one in mention.ids]
        people = Stakeholder.objects.select_related("person").in_bulk(ids)
        return [self._question(number, mention, people) for number, mention in enumerate(unclear, start=1)]

    def _question(self, number: int, mention: Mention, people: dict[int, Stakeholder]) -> dict[str, Any]:
        key = f"{ANSWER}{number}"
        fitting = [people[one] for one in mention.ids if one in people]
        return {"key": key, "words": mention.words, "people": fitting, "chosen": self.request.POST.get(key, "")}
