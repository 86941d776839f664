"""Playbooks as files: YAML of one, all of them, and files or a pasted text brought in."""

import zipfile
from io import BytesIO
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.jobs import job_names
from accounts.views.access import may_configure
from csm.foundation.deeds import deeds
from csm.foundation.views import anyone
from playbooks.domain.bundles import File, FileFault, write_all
from playbooks.domain.reading import Fault, write
from playbooks.forms.playbooks import ImportForm
from playbooks.models import Playbook
from playbooks.selectors.playbooks import said_by
from playbooks.services.bringing_in import Incoming, UnreadableFiles, keep_files, read_files
from playbooks.views.playbook_frame import OnePlaybook, PlaybookPages, titles_of

YAML = "application/yaml; charset=utf-8"


class PlaybookExportView(OnePlaybook):
    """One playbook as YAML: as published, or the draft or a version by number."""

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        definition, _version = self.defined(request.GET.get("version", ""))
        return download(write(definition).encode(), f"{definition.key}.yaml", YAML)


class PlaybooksExportView(PlaybookPages):
    """Every playbook as published, else as drafted: a zip of YAML files, or one YAML file (`?as=yaml`)."""

    actions = {"GET": anyone}

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("as", "zip")
        if kind not in ("zip", "yaml"):
            raise BadRequest(_("Playbooks are exported as zip or as yaml."))
        if kind == "yaml":
            rows = Playbook.objects.visible_to(self.viewer).select_related("current")
            return download(write_all(said_by(one) for one in rows).encode(), "playbooks.yaml", YAML)
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
    """Bring in playbooks: first what they say and what would change, then all of them are kept as drafts."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "playbooks/playbook_import.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=ImportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form=form)
        files, faults = form.texts()
        try:
            if faults:
                raise UnreadableFiles([*faults, *_also_wrong(files)])
            if request.POST.get("do") == "keep":
                return self._keep(files)
            return self._preview(files, read_files(files))
        except UnreadableFiles as error:
            said = files[0].text if len(files) == 1 else form.cleaned_data["text"]
            shown = [in_words(name, fault) for name, fault in error.faults]
            return self.page(form=ImportForm(initial={"text": said}), faults=shown)

    def _keep(self, files: list[File]) -> HttpResponse:
        with deeds() as done:
            kept = keep_files(self.viewer, files)
        for deed in done[-1:]:
            self.tell(deed.summary, deed)
        if len(kept) > 1:
            return self.go(reverse("playbooks:playbooks"))
        return self.go(f"{reverse('playbooks:playbook', args=[kept[0][1].pk])}?version=draft")

    def _preview(self, files: list[File], found: list[Incoming]) -> HttpResponse:
        """What they say, with all of it in the field for text: what is kept is what was looked at."""
        text = files[0].text if len(files) == 1 else write_all(one.definition for one in found)
        shown: dict[str, Any] = {"form": ImportForm(initial={"text": text}), "found": found}
        if len(found) > 1:
            return self.page(**shown)
        only = found[0]
        titles = titles_of(only.definition)
        return self.page(**shown, definition=only.definition, one=only, titles=titles, jobs=job_names())


def _also_wrong(files: list[File]) -> list[FileFault]:
    """What is wrong with files beside others that cannot be read at all."""
    try:
        if files:
            read_files(files)
    except UnreadableFiles as error:
        return error.faults
    return []


def in_words(name: str, fault: Fault) -> tuple[str, int, str, str]:
    """The file, the line, the field, and what is wrong."""
    return name, fault.line, fault.field, _(fault.text) % fault.params
