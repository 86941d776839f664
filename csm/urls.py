"""Every address of the installation, by the app that owns it."""

from importlib.util import find_spec

from allauth.account import views as allauth_views
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from accounts.views.set_up import SetUpPage, sign_in
from csm.foundation.api import NothingHere

# Named one by one: nobody signs up here, and e-mail addresses are changed by an administrator.
signing_in = [
    path("set-up/", SetUpPage.as_view(), name="set_up"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("confirm/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("two-factor/", include("allauth.mfa.urls")),
]

handler400 = "csm.foundation.problems.bad_request"
handler403 = "csm.foundation.problems.permission_denied"
handler404 = "csm.foundation.problems.page_not_found"
handler500 = "csm.foundation.problems.server_error"

api = [
    *(path("", include(f"{app}.api.urls")) for app in ("accounts", "stakeholders", "health", "playbooks")),
    path("", include("csm.api_docs")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signing_in,
    # The admin asks nobody for a password itself: its own form knows no second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api)),
    re_path("^api/", NothingHere.as_view()),
    *[
        path("", include(f"{app}.urls"))
        for app in ("accounts", "stakeholders", "health", "playbooks")
        if find_spec(f"{app}.urls")
    ],
]
