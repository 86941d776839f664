"""Playbooks: the list, one of them with its versions and what its plays did, its plays, what changed in it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.jobs import job_names
from accounts.views.access import may_configure
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Order, Sort, read_page
from csm.foundation.views import DeedView
from playbooks.domain.comparing import ORDER, STEP, Change, changes
from playbooks.filtersets.playbooks import PlaybookFilters
from playbooks.forms.playbooks import PublishForm
from playbooks.models import Playbook, PlayState
from playbooks.selectors.playbooks import PLAY_GROUPS, playbook_lines, plays_counted, plays_of, results_of
from playbooks.services import editing
from playbooks.views.playbook_frame import DRAFT, OnePlaybook, PlaybookPages, titles_of

ROWS = 100
PART_WORDS = {
    "name": gettext_lazy("Name"),
    "key": gettext_lazy("Key"),
    "purpose": gettext_lazy("Purpose"),
    "audience": gettext_lazy("For whom"),
    "exit": gettext_lazy("It is over when"),
    "triggers": gettext_lazy("What starts it"),
    ORDER: gettext_lazy("Order of the steps"),
}
FIELD_WORDS = {
    "title": gettext_lazy("what is to be done"),
    "text": gettext_lazy("how"),
    "job": gettext_lazy("who does it"),
    "after": gettext_lazy("comes after"),
    "wait": gettext_lazy("waits, business days"),
    "wait_for": gettext_lazy("waits until"),
    "when": gettext_lazy("only when"),
    "due": gettext_lazy("due after, business days"),
    "before_renewal": gettext_lazy("due before the renewal, days"),
}
GROUP_WORDS = {
    "under_way": gettext_lazy("under way"),
    "ended": gettext_lazy("ended"),
    PlayState.EXITED.value: gettext_lazy("reached their end"),
    PlayState.COMPLETED.value: gettext_lazy("completed"),
    PlayState.CANCELLED.value: gettext_lazy("cancelled"),
}


class PlaybookListPage(PlaybookPages):
    """All playbooks, what starts each, how many plays run and how ended ones ended."""

    template_name = "playbooks/playbook_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Playbook.objects.visible_to(self.viewer).select_related("current")
        filters = PlaybookFilters(request.GET, rows, request=request)
        found = filters.qs if filters.is_valid() else rows.none()
        if not request.GET.get("state"):
            found = found.filter(is_archived=False)
        return self.page(
            partial="playbook-rows",
            lines=playbook_lines(self.viewer, found),
            filters=filters,
            is_filtered=any(request.GET.get(name) for name in ("q", "state")),
        )


class PlaybookPage(OnePlaybook):
    """One playbook in words, as published, as drafted, or as it once was."""

    template_name = "playbooks/playbook_detail.html"

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        definition, version = self.defined(request.GET.get("version", ""))
        counts = plays_counted(self.viewer, [self.playbook.pk]).get(self.playbook.pk, {})
        under_way = sum(counts.get(state, 0) for state in (PlayState.RUNNING, PlayState.PAUSED))
        return self.page(
            definition=definition,
            version=version,
            versions=self.playbook.versions.select_related("published_by"),
            titles=titles_of(definition),
            jobs=job_names(),
            under_way=under_way,
            results=results_of(self.viewer, self.playbook),
            publish_form=PublishForm(),
        )


class ChangesPage(OnePlaybook):
    """What changed between two versions; by default from the one in force to the draft."""

    template_name = "playbooks/playbook_changes.html"

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        before, old = self.defined(request.GET.get("from", ""))
        after, new = self.defined(request.GET.get("to", DRAFT))
        return self.page(
            old=old,
            new=new,
            changes=[(*_named(change), change) for change in changes(before, after)],
            versions=self.playbook.versions.all(),
            jobs=job_names(),
        )


def _named(change: Change) -> tuple[str, str]:
    """What changed, in words: the part, and of a step its field."""
    if change.part.startswith(STEP):
        title = change.title or change.part.removeprefix(STEP)
        return _("Step “%(title)s”") % {"title": title}, str(FIELD_WORDS.get(change.field, change.field))
    return str(PART_WORDS[change.part]), ""


class PlaybookPlaysPage(OnePlaybook):
    """The plays behind a number of the page of a playbook."""

    template_name = "playbooks/playbook_plays.html"

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        group = request.GET.get("group", "ended")
        if group not in PLAY_GROUPS:
            raise BadRequest(_("There is no such group of plays."))
        order = Order.parse("-started", {"started": Sort("started_on", is_nullable=False)}, "-started")
        try:
            page = read_page(plays_of(self.viewer, self.playbook, group), order, request.GET.get("cursor", ""), ROWS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        here = f"{reverse('playbooks:playbook_plays', args=[playbook_id])}?group={group}"
        return self.page(
            plays=page.rows,
            group=group,
            groups=[(key, label, key == group) for key, label in GROUP_WORDS.items()],
            next_url=page.next_cursor and f"{here}&cursor={page.next_cursor}",
            previous_url=page.previous_cursor and f"{here}&cursor={page.previous_cursor}",
            today=today(),
        )


class _PlaybookDeed(OnePlaybook, DeedView):
    """A button of those who configure."""

    actions = {"POST": may_configure}

    def do(self) -> Any:
        raise NotImplementedError

    def success_url(self) -> str:
        return self.playbook_url()


class PublishView(_PlaybookDeed):
    """Make the draft the version that plays are started from."""

    def do(self) -> None:
        said = self.request.POST.get("row_version", "")
        expected = int(said) if said.isdecimal() and len(said) < 10 else None
        editing.publish(self.viewer, self.playbook, self.request.POST.get("note", "").strip()[:300], expected)


class SwitchView(_PlaybookDeed):
    """Let the playbook start plays by itself, or no longer."""

    def do(self) -> None:
        switch = editing.switch_on if self.request.POST.get("to") == "on" else editing.switch_off
        switch(self.viewer, self.playbook)


class ArchiveView(_PlaybookDeed):
    """Put the playbook away, or bring it back."""

    def do(self) -> None:
        editing.archive(self.viewer, self.playbook, self.request.POST.get("to") != "back")


class DiscardView(_PlaybookDeed):
    """Let the draft say again what the version in force says."""

    def do(self) -> None:
        if self.playbook.current is not None:
            editing.save_draft(self.viewer, self.playbook, self.playbook.current.defined)
