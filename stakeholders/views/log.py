"""Log a touchpoint from any page: one line, at the account one looks at or one named."""

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.selectors.going import kwargs_of
from accounts.views.access import may_write
from csm.foundation.views import PageView
from stakeholders.selectors.aiming import stakeholder_here
from stakeholders.views.timeline_entry import QuickEntryPage

TYPED = "log"  # what the browser keeps the line under until it is recorded


class LogPage(QuickEntryPage):
    """Quick entry without an account in its address: guessed from the page it opens on, else asked for."""

    actions = {"GET": may_write, "POST": may_write}
    template_name = "stakeholders/log_form.html"
    title = gettext_lazy("Log a touchpoint")
    nav = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.kwargs["account_id"] = self.chosen.pk if self.chosen else 0

    @cached_property
    def chosen(self) -> Account | None:
        """The account named, or else the one that the page is about, if the viewer may change it."""
        typed = self.request.POST if self.request.method == "POST" else self.request.GET
        named = typed.get("account", "")
        pk = int(named) if named.isascii() and named.isdigit() and len(named) < 19 else 0
        guessed = pk or ("account" not in typed and "line" not in typed and self._guess()) or 0
        mine: Any = Account.objects.editable_by(self.viewer)
        found: Account | None = mine.filter(pk=guessed).first()
        return found

    def _guess(self) -> int:
        here = kwargs_of(urlsplit(self._came_from()).path)
        if "account_id" in here:
            return int(here["account_id"])
        aim = stakeholder_here(self.viewer, here, True)
        return aim.args[0] if aim else 0

    def _came_from(self) -> str:
        return str(self.request.htmx.current_url or self.request.headers.get("Referer", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.preview() if self.chosen else self._ask()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.chosen is None:
            return self._ask(_("Say at which account this was."))
        return super().post(request, *args, **kwargs)

    def saved(self, saved: Any, done: Any) -> HttpResponse:
        response = super().saved(saved, done)
        response["HX-Trigger"] = f'{{"typed:done": "{TYPED}"}}'
        return response

    def success_url(self, saved: Any) -> str:
        """Where one is, once recorded; without scripts the timeline of the account."""
        here = self.request.htmx.current_url_abs_path if self.request.htmx else ""
        return here or super().success_url(saved)

    def _ask(self, refused: str = "") -> HttpResponse:
        """The line stays; nothing can be read of it before the account is known."""
        return self._shown(form=None, refused=refused)

    def show(self, form: Any, **context: Any) -> HttpResponse:
        return self._shown(form=form, asked=self._asked(), **self._form_context(), **context)

    def _shown(self, **context: Any) -> HttpResponse:
        asks_for = self.request.htmx.target if self.request.htmx else ""
        named = {"dialog": "log_dialog.html", "log-preview": "_log_preview.html"}
        template = f"stakeholders/{named.get(asks_for or '', 'log_form.html')}"
        chosen = [{"value": self.chosen.pk, "label": self.chosen.name}] if self.chosen else []
        find = f"{reverse('accounts:find')}?writes=1"
        return self.page(template, line=self.line, chosen=chosen, find_url=find, **{"title": self.title, **context})

    def context(self, **extra: Any) -> dict[str, Any]:
        account = self.account if self.chosen else None
        return PageView.context(self, **{"account": account, "may_edit": True, "typed": TYPED, **extra})
