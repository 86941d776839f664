"""Who would get a play today: of the draft or as published, with a button that starts plays for those chosen."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.importing.reports import lines
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from csm.foundation.views import anyone
from playbooks.domain.condition_words import condition_words, fact_words, joined
from playbooks.domain.definition import Definition
from playbooks.domain.enrolling import Enrolment, Verdict
from playbooks.models import Rollout
from playbooks.selectors.dry_runs import Candidate, DryRun, dry_run, reasons, startable_on, starts_plays
from playbooks.selectors.rollouts import rollout_on_its_way
from playbooks.services.enrolling import start_chosen
from playbooks.services.starting import MOST_AT_ONCE
from playbooks.tasks import ask_to_roll_out
from playbooks.views.playbook_frame import DRAFT, OnePlaybook

ROWS = 100
VERDICT_WORDS = {
    Verdict.START: gettext_lazy("would get a play"),
    Verdict.BLIND: gettext_lazy("would get a play that nobody sees end"),
    Verdict.RUNNING: gettext_lazy("running already"),
    Verdict.NOT_FOR_IT: gettext_lazy("not for these"),
    Verdict.NOT_KNOWN: gettext_lazy("not known whether for these"),
    Verdict.HELD: gettext_lazy("reached already"),
}


def verdict_words(enrolment: Enrolment) -> str:
    """What would become of an account, and why."""
    facts = joined([fact_words(name, _) for name in enrolment.unknown], _("%(some)s and %(last)s"))
    words = {
        Verdict.START: _("Would get a play"),
        Verdict.BLIND: _("Would get a play, but nobody would notice its end: not known is %(facts)s"),
        Verdict.RUNNING: _("It is running here already"),
        Verdict.NOT_FOR_IT: _("Not for this account, since this does not hold: %(condition)s"),
        Verdict.NOT_KNOWN: _("Whether it is for this account cannot be told: not known is %(facts)s"),
        Verdict.HELD: _("What it is for holds already"),
    }
    return words[enrolment.verdict] % {"facts": facts, "condition": condition_words(enrolment.failing, _)}


class DryRunPage(OnePlaybook):
    """The dry run, in pages, by verdict."""

    actions = {"GET": anyone, "POST": starts_plays}
    template_name = "playbooks/playbook_dry_run.html"

    @cached_property
    def which(self) -> tuple[Definition, bool]:
        """What is tried, and whether that is the draft."""
        asked = self.request.GET.get("of", "")
        if asked not in ("", DRAFT):
            raise BadRequest(_("A dry run is of the draft or of what is published."))
        definition, version = self.defined(asked)
        return definition, version is None

    @cached_property
    def run(self) -> DryRun:
        return dry_run(self.viewer, self.playbook.pk, self.which[0], today())

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        verdict, start = self._asked()
        rows = self.run.candidates if verdict is None else self.run.of(verdict)
        shown = rows[start : start + ROWS]
        is_draft = self.which[1]
        startable = self._startable(shown) if not is_draft and not self.playbook.is_archived else set()
        return self.page(
            definition=self.which[0],
            is_draft=is_draft,
            rows=self._rows(shown, startable),
            tabs=self._tabs(verdict),
            total=len(rows),
            starting=len(self.run.starting()),
            may_start=starts_plays(self.viewer) and not is_draft and bool(startable),
            startable=len(self._startable(self.run.starting())) if startable else 0,
            most=MOST_AT_ONCE,
            rollout=rollout_on_its_way(self.viewer, self.playbook.pk),
            previous_url=self._url(verdict, max(0, start - ROWS)) if start else None,
            next_url=self._url(verdict, start + ROWS) if start + ROWS < len(rows) else None,
        )

    def post(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        """Start plays of the published version for the accounts chosen."""
        if self.which[1]:
            raise PermissionDenied
        try:
            with deeds() as done:
                started = start_chosen(self.viewer, self.playbook, self.run, self._chosen())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.go(self._here())
        if isinstance(started, Rollout):
            ask_to_roll_out(started)
            return self.go(reverse("playbooks:rollout", args=[playbook_id, started.pk]))
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        return self.go(self._here())

    def _here(self) -> str:
        return reverse("playbooks:playbook_dry_run", args=[self.playbook.pk])

    def _chosen(self) -> set[int]:
        """The accounts chosen one by one, or all that would get a play and on which the viewer starts one."""
        if self.request.POST.get("all"):
            return self._startable(self.run.starting())
        return {int(pk) for pk in self.request.POST.getlist("row") if pk.isdecimal() and len(pk) < 19}

    def _asked(self) -> tuple[Verdict | None, int]:
        asked, start = self.request.GET.get("verdict", ""), self.request.GET.get("start", "0")
        if asked and asked not in set(Verdict):
            raise BadRequest(_("There is no such group."))
        return Verdict(asked) if asked else None, int(start) if start.isdecimal() and len(start) < 8 else 0

    def _startable(self, candidates: Sequence[Candidate]) -> set[int]:
        ids = [candidate.account_id for candidate in candidates]
        return set(startable_on(self.viewer).filter(pk__in=ids).values_list("pk", flat=True))

    def _rows(self, shown: Sequence[Candidate], startable: set[int]) -> list[dict[str, Any]]:
        why = reasons(shown, self.run.on)
        return [
            {
                "candidate": candidate,
                "reasons": [reason.words for reason in why[candidate.account_id]],
                "verdict": verdict_words(candidate.enrolment),
                "may_start": candidate.enrolment.would_start and candidate.account_id in startable,
            }
            for candidate in shown
        ]

    def _tabs(self, verdict: Verdict | None) -> list[dict[str, Any]]:
        counts = self.run.counts()
        found = [
            {
                "key": "",
                "label": _("all"),
                "count": len(self.run.candidates),
                "url": self._url(None, 0),
                "is_here": verdict is None,
            }
        ]
        for key in Verdict:
            if counts[key] or key is verdict or key is Verdict.START:
                label = str(VERDICT_WORDS[key])
                here = {"url": self._url(key, 0), "is_here": key is verdict}
                found.append({"key": key.value, "label": label, "count": counts[key], **here})
        return found

    def _url(self, verdict: Verdict | None, start: int) -> str:
        parts = {
            "of": DRAFT if self.which[1] else "",
            "verdict": verdict.value if verdict else "",
            "start": start or "",
        }
        query = "&".join(f"{name}={value}" for name, value in parts.items() if value)
        return f"{reverse('playbooks:playbook_dry_run', args=[self.playbook.pk])}?{query}"


class DryRunExportView(DryRunPage):
    """The whole dry run as CSV."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponseBase:  # type: ignore[override]
        text = (line.encode() for line in lines(self._table(), ","))
        headers = {"Content-Disposition": f'attachment; filename="dry-run-{self.playbook.key}-{self.run.on}.csv"'}
        return StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)

    def _table(self) -> Iterator[list[str]]:
        yield [_("account id"), _("account"), _("would get a play"), _("what would become of it"), _("why")]
        why = reasons(self.run.candidates, self.run.on)
        for candidate in self.run.candidates:
            would = _("yes") if candidate.enrolment.would_start else _("no")
            words = "; ".join(reason.words for reason in why[candidate.account_id])
            yield [str(candidate.account_id), candidate.name, would, verdict_words(candidate.enrolment), words]
