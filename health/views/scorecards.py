"""Settings: scorecards with their versions, drafts and previews."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.access import may_configure
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage, SettingsPage
from accounts.views.settings_rows import SettingsDeedView, row_or_404
from csm.foundation import stale
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from csm.foundation.facts import StaleEdit
from csm.foundation.forms import refuse
from health.domain.starter import unweighed
from health.forms.scorecards import DraftForm, PublishForm, ScorecardForm
from health.models import Scorecard, ScorecardVersion
from health.models.words import measure_name
from health.selectors.previews import accounts_to_preview, bands_changed, preview
from health.selectors.scorecards import drafted_scorecards, versions_on
from health.services import scorecards


class ScorecardListPage(SettingsListPage):
    """Which scorecards there are, and whom each governs."""

    item = "scorecards"
    title = gettext_lazy("Scorecards")
    note = gettext_lazy("How scores are made. Of the scorecards that apply to an account the least precedence wins.")
    heads: ClassVar[Any] = [
        (gettext_lazy("Name"), False),
        (gettext_lazy("Segment"), False),
        (gettext_lazy("Precedence"), True),
        (gettext_lazy("In force"), False),
        (gettext_lazy("Draft"), False),
        (gettext_lazy("Not weighed"), False),
    ]
    add_label = gettext_lazy("New scorecard")
    add_url_name = "health:scorecard_add"

    def lines(self) -> list[Line]:
        live = {version.scorecard_id: version for version in versions_on(today())}
        drafts = drafted_scorecards()
        return [self._line(card, live.get(card.pk), card.pk in drafts) for card in _cards()]

    def _line(self, card: Scorecard, version: ScorecardVersion | None, has_draft: bool) -> Line:
        number = version.number if version else None
        missing = unweighed(version.measures) if version else ()
        cells = [
            Cell(card.name),
            Cell(card.segment or _("every account"), is_quiet=card.segment is None),
            Cell(card.precedence, is_figure=True),
            Cell(
                _("version %(number)d") % {"number": number} if number else _("not yet published"), is_quiet=not number
            ),
            Cell(_("draft") if has_draft else ""),
            Cell(", ".join(measure_name(key) for key in missing), is_quiet=True),
        ]
        return Line(cells, url=reverse("health:scorecard", args=[card.pk]))


def _cards() -> Any:
    return Scorecard.objects.select_related("segment")


class ScorecardAddPage(SettingsFormPage):
    """A new scorecard begins with the measures of the one that governs every account."""

    item = "scorecards"
    title = gettext_lazy("New scorecard")
    list_url_name = "health:scorecards"

    def form(self, data: Any = None) -> ScorecardForm:
        return ScorecardForm(data)

    def save(self, form: ScorecardForm) -> Scorecard:
        first = next(iter(versions_on(today())), None)
        measures = first.measures if first else [{"measure": "pulse", "weight": 1, "rule": {"kind": "pulse"}}]
        return scorecards.create_scorecard(self.viewer, measures, **form.facts)

    def success_url(self, saved: Scorecard) -> str:
        return reverse("health:scorecard", args=[saved.pk])


class _OneCard(SettingsPage):
    item = "scorecards"

    @cached_property
    def card(self) -> Scorecard:
        return row_or_404(Scorecard, self.kwargs["scorecard_id"])

    def card_url(self) -> str:
        return reverse("health:scorecard", args=[self.card.pk])


class ScorecardEditPage(_OneCard, SettingsFormPage):
    """Rename a scorecard or change whom it governs."""

    title = gettext_lazy("Edit scorecard")

    def form(self, data: Any = None) -> ScorecardForm:
        return ScorecardForm(data, row=self.card)

    def save(self, form: ScorecardForm) -> Scorecard:
        return scorecards.edit_scorecard(self.viewer, self.card, form.expected_version, **form.facts)

    def success_url(self, saved: Any) -> str:
        return self.card_url()

    def cancel_url(self) -> str:
        return self.card_url()


class ScorecardPage(_OneCard):
    """One scorecard: its versions, its draft to edit, and what the draft would say."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "health/scorecard.html"

    @cached_property
    def draft(self) -> ScorecardVersion | None:
        rows = self.card.versions.select_related("scorecard")
        return rows.filter(published_on=None, retracted_at=None).first()

    def get(self, request: HttpRequest, scorecard_id: int) -> HttpResponse:
        return self.show(None if self.draft is None else DraftForm(None, self.draft))

    def post(self, request: HttpRequest, scorecard_id: int) -> HttpResponse:
        """Keep the draft as it was typed; what is refused stands beside its field, a stale save shows both versions."""
        if self.draft is None:
            messages.error(request, _("The draft was published or discarded meanwhile; nothing was kept."))
            return self.go(self.card_url())
        is_settling = "settling" in request.POST
        data = stale.settled(request.POST, DraftForm(None, self.draft)) if is_settling else request.POST
        form = DraftForm(data, self.draft)
        if not form.is_valid():
            return self.show(form)
        try:
            with deeds() as done:
                scorecards.edit_draft(self.viewer, self.draft, form.expected_version, **form.facts)
        except ValidationError as error:
            refuse(form, error)
            return self.show(form)
        except StaleEdit:
            return self.show_both(form)
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        return self.go(f"{self.card_url()}#preview")

    def show_both(self, form: DraftForm) -> HttpResponse:
        """Show what was typed beside what somebody else saved meanwhile."""
        self.__dict__.pop("draft", None)
        if self.draft is None:
            return self.go(self.card_url())
        theirs = DraftForm(None, self.draft)
        return self.page(
            "stale_save.html",
            differing=stale.differences(form, theirs),
            carried=stale.carried(form, theirs),
            action=self.card_url(),
            cancel_url=self.card_url(),
        )

    def show(self, form: DraftForm | None, publish_form: PublishForm | None = None) -> HttpResponse:
        words = self.request.GET.get("q", "").strip()[:100]
        rows = [] if self.draft is None else preview(self.draft, self._accounts(words), today())
        versions = self.card.versions.filter(published_on__isnull=False, retracted_at=None).select_related(
            "recorded_by"
        )
        return self.page(
            title=self.card.name,
            card=self.card,
            draft=self.draft,
            form=form,
            publish_form=publish_form or PublishForm(),
            versions=versions,
            unweighed=self._unweighed(versions),
            preview=rows,
            changed=bands_changed(rows),
            words=words,
        )

    def _unweighed(self, versions: Any) -> list[str]:
        """The names of what neither the draft nor else the version in force weighs, though new installations do."""
        latest = self.draft or next(iter(versions), None)
        return [measure_name(key) for key in unweighed(latest.measures)] if latest else []

    def _accounts(self, words: str) -> Any:
        return [] if self.draft is None else accounts_to_preview(self.viewer, self.draft, words, today())


class DraftBeginView(_OneCard, SettingsDeedView):
    """Begin a draft of the next version."""

    actions = {"POST": may_configure}

    def do(self) -> None:
        scorecards.draft_of(self.viewer, self.card)

    def success_url(self) -> str:
        return self.card_url()


class DraftUnweighedView(DraftBeginView):
    """Add the measures that are not weighed to the draft; nothing changes before it is published."""

    def do(self) -> None:
        scorecards.draft_with_unweighed(self.viewer, self.card)


class DraftDiscardView(DraftBeginView):
    """Put the draft aside."""

    def do(self) -> None:
        draft = self.card.versions.filter(published_on=None, retracted_at=None).first()
        if draft is not None:
            scorecards.discard_draft(self.viewer, draft)


class PublishView(DraftBeginView):
    """Put the draft in force from today."""

    def do(self) -> None:
        draft = self.card.versions.filter(published_on=None, retracted_at=None).first()
        if draft is not None:
            scorecards.publish(self.viewer, draft, self.request.POST.get("note", ""))
