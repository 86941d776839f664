"""Our people: users and the teams they work in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, administers, configures
from accounts.domain.lifecycle import Archetype
from csm.foundation.facts import Versioned

ROLE_LABELS = {
    UserRole.ADMINISTRATOR: _("Administrator"),
    UserRole.OPERATIONS: _("Operations"),
    UserRole.MANAGER: _("Manager"),
    UserRole.CSM: _("CSM"),
    UserRole.EXECUTIVE: _("Executive"),
}
ARCHETYPE_LABELS = {
    Archetype.ADOPT: _("Adopt"),
    Archetype.ADOPT_RENEW: _("Adopt and renew"),
    Archetype.ADOPT_RENEW_UPSELL: _("Adopt, renew and upsell"),
    Archetype.ADOPT_RENEW_EXPAND: _("Adopt, renew and expand"),
}
THEMES = [("auto", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "role": UserRole.ADMINISTRATOR})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class Team(Versioned):
    """Users who work together under one manager."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    manager = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="managed_teams", verbose_name=_("manager")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, PermissionsMixin, Versioned):
    """One of ours: somebody who signs in, or who will once invited."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(
        _("role"), max_length=16, choices=[(r.value, t) for r, t in ROLE_LABELS.items()], default=UserRole.CSM
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    archetype = models.CharField(
        _("kind of CSM"), max_length=20, blank=True, choices=[(a.value, t) for a, t in ARCHETYPE_LABELS.items()]
    )
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    country = models.CharField(
        _("country of work"),
        max_length=2,
        blank=True,
        help_text=_("Its public holidays are no days on which tasks are due."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=THEMES, default="auto")
    is_active = models.BooleanField(_("active"), default=True)
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_to = models.DateField(_("left us on"), null=True, blank=True, help_text=_("First day no longer with us."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets this user in: administrators only."""
        return administers(UserRole(self.role))

    @property
    def is_writer(self) -> bool:
        """Whether there may be accounts whose facts this user changes: executives read."""
        return UserRole(self.role) is not UserRole.EXECUTIVE

    @property
    def is_configurer(self) -> bool:
        return configures(UserRole(self.role))

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
