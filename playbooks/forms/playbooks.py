"""Forms beside the editor: what changed in a version, and a playbook brought in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from playbooks.domain.bundles import MOST_BUNDLE_BYTES, File, FileFault, unpack


class PublishForm(forms.Form):
    """What changed, for whoever reads the versions later."""

    note = forms.CharField(label=gettext_lazy("What changed, and why"), max_length=300, required=False)


class _ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class _ManyFiles(forms.FileField):
    """Files, each with its name and content."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list) else [data]
        one = super().clean
        return [one(file, initial) for file in sent if file]


class ImportForm(forms.Form):
    """Playbooks in YAML, as files, in a zip or pasted."""

    text = forms.CharField(
        label=gettext_lazy("Paste the YAML of a playbook, or of several"),
        help_text=gettext_lazy("Several are parted by lines of three hyphens: ---"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "yaml form-control"}),
    )
    file = _ManyFiles(
        label=gettext_lazy("Or choose files"),
        required=False,
        widget=_ManyFilesInput(attrs={"accept": ".yaml,.yml,.zip", "multiple": True}),
        help_text=gettext_lazy("YAML files, or a zip of them."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("text", "").strip():
            self.add_error("text", _("Paste a playbook, or choose files."))
        if sum(file.size for file in given.get("file") or ()) > MOST_BUNDLE_BYTES:
            self.add_error("file", _("These are larger than 5 MB."))
        return given

    def texts(self) -> tuple[list[File], list[FileFault]]:
        """The texts that were sent, and what is wrong with those that cannot be read at all."""
        files: list[File] = []
        faults: list[FileFault] = []
        for sent in self.cleaned_data["file"]:
            found, wrong = unpack(str(sent.name), sent.read())
            files += found
            faults += wrong
        return (files, faults) if self.cleaned_data["file"] else ([File("", self.cleaned_data["text"])], [])
