"""API tokens: one's own, for administrators everybody's; the secret is shown once."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from accounts.services.tokens import create_token, revoke_token
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.visibility import visible_or_404
from csm.foundation.views import DeedView, anyone

NEVER = Cell(_("never"), is_quiet=True)


class TokenListPage(SettingsListPage):
    """Tokens with what they may do and when they were last used."""

    actions = {"GET": anyone}
    item = "tokens"
    title = _("API tokens")
    note = _("With a token a program uses the API as you. Whoever has it can do what its scope allows.")
    heads: ClassVar[Any] = [
        (_("Name"), False),
        (_("User"), False),
        (_("Begins with"), False),
        (_("Scope"), False),
        (_("Expires"), False),
        (_("Last used"), False),
    ]
    add_label = _("New token")
    add_url_name = "accounts:token_add"
    teaches = _("Create a token for each program, so that you can revoke one without stopping the others.")

    def lines(self) -> list[Line]:
        tokens = ApiToken.objects.visible_to(self.viewer).select_related("user")
        return [_line(token) for token in tokens.order_by("revoked_at", "-created_at", "-pk")[:500]]


class TokenAddPage(SettingsFormPage):
    """A new token; what is answered shows the secret, this once."""

    actions = {"GET": anyone, "POST": anyone}
    item = "tokens"
    title = _("New token")
    submit = _("Create token")
    list_url_name = "accounts:tokens"

    def form(self, data: Any = None) -> TokenForm:
        return TokenForm(data)

    def save(self, form: TokenForm) -> tuple[ApiToken, str]:
        return create_token(self.viewer, form.cleaned_data["name"], form.cleaned_data["scope"], form.expires_at)

    def saved(self, saved: tuple[ApiToken, str], done: Any) -> HttpResponse:
        token, secret = saved
        response = self.page("accounts/token_secret.html", token=token, secret=secret)
        response["Cache-Control"] = "no-store"
        return response


class TokenRevokeView(DeedView):
    """Shut a token out."""

    actions = {"POST": anyone}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = visible_or_404(ApiToken.objects.all(), self.viewer, pk=kwargs["token_id"])
        revoke_token(token)
        self.tell(_("Revoked %(name)s.") % {"name": token.name})
        return self.go(reverse("accounts:tokens"))


def _line(token: ApiToken) -> Line:
    state = "" if token.is_usable else _("revoked") if token.revoked_at else _("expired")
    return Line(
        [
            Cell(token.name, chip=state, is_quiet=not token.is_usable),
            Cell(token.user),
            Cell(f"{token.prefix}…"),
            Cell(token.get_scope_display()),
            _day(token.expires_at),
            _day(token.last_used_at),
        ],
        buttons=() if token.revoked_at else [(_("Revoke"), reverse("accounts:token_revoke", args=[token.pk]))],
    )


def _day(moment: Any) -> Cell:
    return NEVER if moment is None else Cell(date_format(moment))
