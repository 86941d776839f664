"""Playbooks as files: YAML of one, a zip of all, and a file or a pasted text brought in."""

import zipfile
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.jobs import job_names
from accounts.views.access import may_configure
from csm.foundation.deeds import deeds
from csm.foundation.views import anyone
from playbooks.domain.comparing import changes
from playbooks.domain.definition import Definition
from playbooks.domain.reading import Fault, write
from playbooks.forms.playbooks import ImportForm
from playbooks.models import Playbook
from playbooks.selectors.playbooks import said_by
from playbooks.services.editing import Unreadable, import_text, read_text
from playbooks.views.playbook_frame import OnePlaybook, PlaybookPages, titles_of

YAML = "application/yaml; charset=utf-8"


class PlaybookExportView(OnePlaybook):
    """One playbook as YAML: as published, or the draft or a version by number."""

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        definition, _version = self.defined(request.GET.get("version", ""))
        return download(write(definition).encode(), f"{definition.key}.yaml", YAML)


class PlaybooksExportView(PlaybookPages):
    """Every playbook as published, else as drafted, as a zip of YAML files."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest) -> HttpResponse:
        return download(zipped(Playbook.objects.visible_to(self.viewer)), "playbooks.zip", "application/zip")


def zipped(playbooks: Any) -> bytes:
    """Playbooks as a zip of YAML files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for playbook in playbooks.select_related("current"):
            archive.writestr(f"{playbook.key}.yaml", write(said_by(playbook)))
    return buffer.getvalue()


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


class PlaybookImportPage(PlaybookPages):
    """Bring in a playbook: first what it says and what would change, then it is kept as a draft."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "playbooks/playbook_import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        text = form.cleaned_data["text"]
        shown = ImportForm(initial={"text": text})
        try:
            if request.POST.get("do") == "keep":
                return self._keep(text)
            return self._preview(shown, text, read_text(text))
        except Unreadable as error:
            return self.page(form=shown, faults=[in_words(fault) for fault in error.faults])

    def _keep(self, text: str) -> HttpResponse:
        with deeds() as done:
            playbook = import_text(self.viewer, text)
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        return self.go(f"{reverse('playbooks:playbook', args=[playbook.pk])}?version=draft")

    def _preview(self, form: ImportForm, text: str, definition: Definition) -> HttpResponse:
        held = Playbook.objects.visible_to(self.viewer).filter(key=definition.key).first()
        return self.page(
            form=form,
            definition=definition,
            held=held,
            count=len(changes(held.drafted, definition)) if held is not None else 0,
            titles=titles_of(definition),
            jobs=job_names(),
        )


def in_words(fault: Fault) -> tuple[int, str, str]:
    """The line, the field, and what is wrong."""
    return fault.line, fault.field, _(fault.text) % fault.params
