"""What everybody sets of themselves."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms.settings import ProfileForm
from accounts.models import User
from accounts.services.users import edit_user
from accounts.views.settings_frame import SettingsFormPage
from csm.foundation.views import anyone


class ProfilePage(SettingsFormPage):
    """Name, language, time zone and theme; the ways to password and second factor."""

    actions = {"GET": anyone, "POST": anyone}
    template_name = "accounts/profile_form.html"
    item = "profile"
    title = _("You")
    list_url_name = "accounts:profile"

    def form(self, data: Any = None) -> ProfileForm:
        return ProfileForm(data, row=User.objects.get(pk=self.viewer.pk))

    def save(self, form: ProfileForm) -> User:
        return edit_user(self.viewer, User.objects.get(pk=self.viewer.pk), form.expected_version, **form.facts)

    def cancel_url(self) -> str:
        return ""

    def success_url(self, saved: User) -> str:
        return reverse("accounts:profile")
