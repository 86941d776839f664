"""Playbooks and their published versions, which never change."""

from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, configures
from accounts.visibility import Viewer
from csm.foundation.facts import Versioned
from playbooks.domain.definition import Definition


class PlaybookQuerySet(models.QuerySet["Playbook"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """All: whoever works with accounts may read how we work."""
        return self.all()

    def editable_by(self, viewer: Viewer) -> Self:
        return self.all() if configures(UserRole(viewer.role)) else self.none()

    def offered(self) -> Self:
        """Those of which plays can be started."""
        return self.filter(current__isnull=False, is_archived=False)

    def switched_on(self) -> Self:
        """Those that start plays by themselves."""
        return self.offered().filter(on_since__isnull=False)


class Playbook(Versioned):
    """A way of working: a draft that is edited, and the version that plays are started from.

    `on_since` is the instant from which on its triggers start plays; what happened before starts none.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    draft = models.JSONField(default=dict, blank=True, help_text="A definition as `Definition.as_data` writes it.")
    current = models.ForeignKey(
        "playbooks.PlaybookVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    on_since = models.DateTimeField(_("starts by itself since"), null=True, blank=True)
    is_archived = models.BooleanField(_("archived"), default=False)
    is_shipped = models.BooleanField(default=False, help_text="Whether it came with the product.")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PlaybookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def __str__(self) -> str:
        return self.name

    @property
    def in_force(self) -> "PlaybookVersion":
        """The version that plays are started from. *Raises* ValueError when none was published."""
        if self.current is None:
            raise ValueError(self.key)
        return self.current

    @property
    def drafted(self) -> Definition:
        return Definition.from_data(self.draft)

    @property
    def is_changed(self) -> bool:
        """Whether the draft says something else than the version in force."""
        return self.current is None or self.current.definition != self.draft

    @property
    def is_offered(self) -> bool:
        """Whether the draft is a newer version that the product brought, which nobody published yet."""
        return self.is_shipped and self.current is not None and self.changed_by_id is None and self.is_changed


class PlaybookVersion(models.Model):
    """A playbook as it was published."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    definition = models.JSONField()
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a playbook")
        verbose_name_plural = _("versions of playbooks")
        constraints = [models.UniqueConstraint(fields=["playbook", "number"], name="one_playbook_version_per_number")]

    def __str__(self) -> str:
        return f"{self.playbook_id}: {self.number}"

    @cached_property
    def defined(self) -> Definition:
        return Definition.from_data(self.definition)
