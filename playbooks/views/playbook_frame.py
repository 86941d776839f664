"""What the pages of one playbook share."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from accounts.views.access import may_configure
from accounts.visibility import visible_or_404
from csm.foundation.views import PageView, anyone
from playbooks.domain.definition import Definition
from playbooks.models import Playbook, PlaybookVersion

DRAFT = "draft"


class PlaybookPages(PageView):
    """A page of playbooks: everybody reads."""

    actions = {"GET": anyone}
    nav = "playbooks"

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(**{"may_configure": may_configure(self.viewer), **extra})


class OnePlaybook(PlaybookPages):
    """Reaches the playbook of the address."""

    @cached_property
    def playbook(self) -> Playbook:
        rows: QuerySet[Playbook] = Playbook.objects.select_related("current", "changed_by")
        return visible_or_404(rows, self.viewer, pk=self.kwargs["playbook_id"])

    def playbook_url(self) -> str:
        return reverse("playbooks:playbook", args=[self.playbook.pk])

    def context(self, **extra: Any) -> dict[str, Any]:
        return super().context(**{"playbook": self.playbook, **extra})

    def defined(self, which: str) -> tuple[Definition, PlaybookVersion | None]:
        """What the draft, a version by number, or by default the version in force says. *Raises* Http404."""
        playbook = self.playbook
        if which == DRAFT or (not which and playbook.current is None):
            return playbook.drafted, None
        if not which:
            return playbook.in_force.defined, playbook.in_force
        version = playbook.versions.filter(number=int(which)).first() if which.isdecimal() and len(which) < 9 else None
        if version is None:
            raise Http404
        return version.defined, version


def titles_of(definition: Definition) -> dict[str, str]:
    """The steps of a playbook by key."""
    return {step.key: step.title for step in definition.steps}
