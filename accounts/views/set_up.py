"""The first visit: while there is no user, whoever comes makes themselves the administrator and is signed in."""

from typing import Any

from allauth.account.views import login as ask_to_sign_in
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.forms.set_up import SetUpForm
from accounts.selectors.users import is_set_up
from accounts.services.users import AlreadySetUp, create_administrator


class SetUpPage(View):
    """Create the administrator; once there is a user, lead to the sign-in page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("account_login") if is_set_up() else super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(SetUpForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SetUpForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            user = create_administrator(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_dict") else "password", error)
            return self._page(form)
        except AlreadySetUp:
            messages.error(request, _("Somebody else has set this installation up meanwhile."))
            return redirect("account_login")
        login(request, user, settings.AUTHENTICATION_BACKENDS[-1])
        return redirect("accounts:first_steps")

    def _page(self, form: SetUpForm) -> HttpResponse:
        return render(self.request, "accounts/set_up.html", {"form": form})


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is; before the first user is made, lead to that."""
    answer: HttpResponseBase = ask_to_sign_in(request) if is_set_up() else redirect("set_up")
    return answer
