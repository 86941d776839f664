"""Forms beside the editor: what changed in a version, and a playbook brought in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PublishForm(forms.Form):
    """What changed, for whoever reads the versions later."""

    note = forms.CharField(label=gettext_lazy("What changed, and why"), max_length=300, required=False)


class ImportForm(forms.Form):
    """A playbook in YAML, as a file or pasted."""

    text = forms.CharField(
        label=gettext_lazy("Paste the YAML of a playbook"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "yaml form-control"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a file"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        sent = given.get("file")
        if sent is not None:
            given["text"] = self._decoded(sent)
        elif not given.get("text", "").strip():
            self.add_error("text", _("Paste a playbook, or choose a file."))
        return given

    def _decoded(self, sent: Any) -> str:
        if sent.size > 1_000_000:
            self.add_error("file", _("A playbook has at most 200 kB."))
            return ""
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not UTF-8 text."))
            return ""
