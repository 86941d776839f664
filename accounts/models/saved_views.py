"""Lists as people like to see them: filters, order and columns under a name."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.access import UserRole, administers
from accounts.models.users import Team
from accounts.visibility import Viewer
from csm.foundation.facts import Recorded, RecordedQuerySet, Versioned


class ListName(models.TextChoices):
    """The lists that can be saved."""

    ACCOUNTS = "accounts", _("accounts")
    PEOPLE = "people", _("people")
    TASKS = "tasks", _("tasks")


class Sharing(models.TextChoices):
    """Who besides its owner sees a view."""

    PRIVATE = "private", _("only me")
    TEAM = "team", _("a team")
    EVERYBODY = "everybody", _("everybody")


class SavedViewQuerySet(RecordedQuerySet):
    """A view shows what its reader may see, so sharing one shares no customer."""

    def visible_to(self, viewer: Viewer) -> Self:
        mine = Q(owner_id=viewer.pk) | Q(sharing=Sharing.EVERYBODY)
        shared = Team.objects.filter(Q(members=viewer.pk) | Q(manager_id=viewer.pk)).values("pk")
        return self.standing().filter(mine | Q(sharing=Sharing.TEAM, team_id__in=shared))

    def editable_by(self, viewer: Viewer) -> Self:
        """One's own; administrators also those shared with everybody."""
        own = Q(owner_id=viewer.pk)
        if administers(UserRole(viewer.role)):
            own |= Q(sharing=Sharing.EVERYBODY)
        return self.standing().filter(own)


class SavedView(Recorded, Versioned):
    """A list as somebody keeps it. `filters` are the parameters of its address, by name."""

    list_name = models.CharField(_("list"), max_length=10, choices=ListName)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    sharing = models.CharField(_("who sees it"), max_length=10, choices=Sharing, default=Sharing.PRIVATE)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"))
    filters = models.JSONField(default=dict, blank=True)
    sort = models.CharField(max_length=60, blank=True)
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("view")
        verbose_name_plural = _("views")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="view_of_a_team_names_it",
                condition=Q(sharing=Sharing.TEAM, team__isnull=False) | (~Q(sharing=Sharing.TEAM) & Q(team=None)),
                violation_error_message=_("Say which team."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """With which view a list opens for a user who asks for nothing in particular."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="default_views")
    list_name = models.CharField(max_length=10, choices=ListName)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "list_name"], name="one_default_view_per_list")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.view_id}"
