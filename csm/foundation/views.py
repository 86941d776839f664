"""What every page stands on: who may come in, what they may do, and what happens to what they typed.

A page declares its actions; a method without a declared one is refused. Somebody not signed in is asked to; what they
may not do answers 403.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_htmx.middleware import HtmxDetails

from csm.foundation import stale
from csm.foundation.deeds import Deed, deeds
from csm.foundation.facts import StaleEdit
from csm.foundation.forms import refuse
from csm.foundation.redirects import moved_parameters

Words = str | Promise
Rule = Callable[[Any], bool]
DIALOG = "dialog"


class PageRequest(HttpRequest):
    """A request as the middleware leaves it."""

    htmx: HtmxDetails


def anyone(viewer: Any) -> bool:
    """Everybody signed in; what they see of customers is decided by `visible_to`."""
    return True


class PageView(View):
    """A page for people who are signed in; `actions` says for each method who may."""

    actions: ClassVar[Mapping[str, Rule]] = {}
    template_name: str
    nav: str = ""
    request: PageRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self._ask_to_sign_in()
        rule = self.actions.get("GET" if request.method == "HEAD" else request.method or "")
        if rule is None:
            return HttpResponseNotAllowed(self.actions)
        if not rule(request.user):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return self._where_it_went(kwargs)

    def _where_it_went(self, kwargs: Mapping[str, Any]) -> HttpResponse:
        """Lead on to the row that one was merged into; what was being sent is sent there. *Raises* Http404."""
        moved = moved_parameters(self.viewer, kwargs)
        match = self.request.resolver_match
        if not moved or match is None:
            raise Http404
        url = reverse(match.view_name, kwargs={**kwargs, **moved})
        query = self.request.META.get("QUERY_STRING", "")
        is_read = self.request.method in ("GET", "HEAD")
        response = HttpResponseRedirect(f"{url}?{query}" if query else url)
        response.status_code = 302 if is_read else 307
        return response

    def _ask_to_sign_in(self) -> HttpResponse:
        if self.request.htmx:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect_to_login(self.request.get_full_path())

    @property
    def viewer(self) -> Any:
        """Who is signed in."""
        return self.request.user

    def context(self, **extra: Any) -> dict[str, Any]:
        return {"nav": self.nav, **extra}

    def page(self, template: str = "", partial: str = "", **context: Any) -> HttpResponse:
        """Render the page, or only the named partial of it where htmx asks for the element of that name."""
        template = template or self.template_name
        htmx = self.request.htmx
        if partial and htmx.target == partial and not htmx.history_restore_request:
            template = f"{template}#{partial}"
        response = render(self.request, template, self.context(**context))
        patch_vary_headers(response, ["HX-Request"])
        return response

    def go(self, url: str) -> HttpResponse:
        """Send the reader on, whichever way they asked."""
        if not self.request.htmx:
            return HttpResponseRedirect(url)
        is_here = self.request.htmx.current_url_abs_path == url
        return HttpResponse(status=204, headers={"HX-Refresh": "true"} if is_here else {"HX-Redirect": url})

    def tell(self, words: Words, deed: Deed | None = None) -> None:
        """Say at the corner of the next page what was done, with Undo where there is an act to undo."""
        undo = f"undo:{reverse('accounts:undo', args=[deed.pk])}" if deed else ""
        messages.success(self.request, str(words), extra_tags=undo)


class FormPage(PageView):
    """A page with one form: what was typed stays, refusals stand by their field, a stale save shows both versions."""

    template_name = "form_page.html"
    title: Words = ""
    submit: Words = _("Save")
    dismiss: Words = _("Cancel")

    def form(self, data: Any = None) -> Any:
        """Build the form of what is edited as it is now; a `FactsForm` where a row is edited in place."""
        raise NotImplementedError

    def save(self, form: Any) -> Any:
        """Call the one service. What it raises (ValidationError, StaleEdit) is shown."""
        raise NotImplementedError

    def success_url(self, saved: Any) -> str:
        """Where to go once saved."""
        raise NotImplementedError

    def cancel_url(self) -> str:
        return ""

    def subject(self) -> Sequence[str]:
        """About what the form is, for the head of its dialog: the account first, then whom and in what words."""
        return ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        data = stale.settled(request.POST, self.form()) if "settling" in request.POST else request.POST
        form = self.form(data)
        if not form.is_valid():
            return self.show(form)
        try:
            with deeds() as done:
                saved = self.save(form)
        except ValidationError as error:
            refuse(form, error)
            return self.show(form)
        except StaleEdit:
            return self.show_both(form)
        return self.saved(saved, done)

    def saved(self, saved: Any, done: list[Deed]) -> HttpResponse:
        if done:
            self.tell(done[-1].summary, done[-1])
        return self.go(self.success_url(saved))

    def show(self, form: Any, **context: Any) -> HttpResponse:
        return self.page(self._template(), form=form, **self._form_context(), **context)

    def show_both(self, form: Any) -> HttpResponse:
        """Show what was typed beside what somebody else saved meanwhile."""
        theirs = self.form()
        template = "components/stale_save_dialog.html" if self._is_dialog else "stale_save.html"
        differing = stale.differences(form, theirs)
        carried = stale.carried(form, theirs)
        return self.page(template, form=form, differing=differing, carried=carried, **self._form_context())

    @property
    def _is_dialog(self) -> bool:
        return bool(self.request.htmx) and self.request.htmx.target == DIALOG

    def _template(self) -> str:
        return "components/dialog_form.html" if self._is_dialog else self.template_name

    def _form_context(self) -> dict[str, Any]:
        action = self.request.get_full_path()
        said = {"title": self.title, "subject": self.subject(), "submit": self.submit, "dismiss": self.dismiss}
        return {**said, "action": action, "cancel_url": self.cancel_url()}


class DeedView(PageView):
    """A button: one POST, one service, then on."""

    def do(self) -> Any:
        """Call the one service."""
        raise NotImplementedError

    def success_url(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with deeds() as done:
                self.do()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StaleEdit as error:
            messages.error(request, str(error))
        else:
            for deed in done[-1:]:
                self.tell(deed.summary, deed)
        return self.go(self.success_url())
