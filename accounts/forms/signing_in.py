"""The forms of signing in, in the words of the house: labels stand above, and no placeholder says them again."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code from the app on your phone"),
}


class _OurWords:
    """Names the fields of a form as every other page names them."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_OurWords, account.LoginForm):
    """E-mail and password."""


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):
    """The password of somebody signed in."""


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):
    """Where the link to a new password is sent."""


class NewPasswordForm(_OurWords, account.ResetPasswordKeyForm):
    """A password by the link that was sent."""


class ConfirmByPasswordForm(_OurWords, account.ReauthenticateForm):
    """The password again, before something that only its owner may do."""


class CodeForm(_OurWords, mfa.AuthenticateForm):
    """The code after the password."""


class ConfirmByCodeForm(_OurWords, mfa.ReauthenticateForm):
    """A code again, before something that only its owner may do."""


class SwitchOnForm(_OurWords, totp.ActivateTOTPForm):
    """The first code of a new app."""
