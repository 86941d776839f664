"""Which views a list offers somebody, and which one it opens with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.access import UserRole, reads_everything
from accounts.models import DefaultView, ListName, SavedView, Team, User


@dataclass(frozen=True)
class Shelf:
    """The views of a list that somebody may see, read in one query."""

    viewer: User
    list_name: ListName

    @cached_property
    def views(self) -> Sequence[SavedView]:
        mine = DefaultView.objects.filter(user=self.viewer.pk, view=OuterRef("pk"))
        rows = SavedView.objects.visible_to(self.viewer).filter(list_name=self.list_name)
        return list(rows.select_related("owner", "team").annotate(is_default=Exists(mine)).order_by("name", "pk"))

    @property
    def own(self) -> list[SavedView]:
        return [view for view in self.views if view.owner_id == self.viewer.pk]

    @property
    def shared(self) -> list[SavedView]:
        return [view for view in self.views if view.owner_id != self.viewer.pk]

    @property
    def default(self) -> SavedView | None:
        return next((view for view in self.views if view.is_default), None)  # type: ignore[attr-defined]

    def view(self, pk: int) -> SavedView | None:
        return next((view for view in self.views if view.pk == pk), None)


def teams_of(viewer: User) -> "QuerySet[Team]":
    """The teams with whom somebody may share: their own; all of them for those who read everything."""
    if reads_everything(UserRole(viewer.role)):
        return Team.objects.all()
    return Team.objects.filter(Q(members=viewer.pk) | Q(manager_id=viewer.pk)).distinct()
