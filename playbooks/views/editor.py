"""The editor of playbooks: what is typed stays, errors stand beside their field, a preview on an account beside it."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.selectors.jobs import job_names
from accounts.views.access import may_configure
from csm.foundation.clock import today
from csm.foundation.deeds import deeds
from csm.foundation.facts import StaleEdit
from csm.foundation.stale import CHOICE, THEIRS, Difference
from health.models.alerts import KIND_CHOICES
from playbooks.domain.comparing import Merged, held, parts_that_differ, put_together
from playbooks.domain.definition import Definition
from playbooks.domain.reading import MOST_STEPS, Fault, read, write
from playbooks.domain.texts import PLACES
from playbooks.domain.typed import Typed
from playbooks.forms.editor import Editor, read_post, seen_of
from playbooks.models import Playbook
from playbooks.selectors.plan_previews import account_that_triggers, accounts_to_try, preview_plan
from playbooks.selectors.playbooks import published_keys
from playbooks.services.editing import KEY_TAKEN, key_is_taken, save_beside, save_draft, vocabulary
from playbooks.views.editor_words import facts_help, fault_words, faulty_fields, part_words, said
from playbooks.views.playbook_frame import OnePlaybook, PlaybookPages

DEED = re.compile(r"(up|down|remove|remove_trigger|back|account):(\d{1,19})")
Focus = tuple[str, int]
NOWHERE: Focus = ("", 0)
PARTS = {"playbook-fields", "playbook-preview"}
CARRIED = re.compile(r"(name|key|purpose|audience|exit|seen|(trigger|step)-\d{1,3}-\w+)")


class EditorView(PlaybookPages):
    """What the new and the edited playbook share."""

    actions = {"GET": may_configure, "POST": may_configure}
    template_name = "playbooks/playbook_form.html"
    kept: Playbook | None = None

    def post(self, request: HttpRequest, **_address: Any) -> HttpResponse:
        typed = read_post(request.POST)
        editor = Editor(typed, self._version(), request.POST.get("seen", ""))
        deed = request.POST.get("do", "save")
        if deed != "save":
            return self.show(editor, focus=self._do(typed, deed))
        return self.keep(editor)

    def _version(self) -> int | None:
        said = self.request.POST.get("row_version", "")
        return int(said) if said.isdecimal() and len(said) < 10 else None

    def _do(self, typed: Typed, deed: str) -> Focus:
        """Add, remove or move what the button says; returns what is to have the focus then."""
        match = DEED.fullmatch(deed)
        name, place = (match[1], int(match[2])) if match else (deed, 0)
        if name == "add_step":
            typed.add_step()
            return "title", len(typed.steps) - 1
        if name == "add_trigger":
            typed.add_trigger()
            return "what", len(typed.triggers) - 1
        if name in ("up", "down") and place < len(typed.steps):
            return self._moved(typed, name, place)
        if name == "remove" and place < len(typed.steps):
            return "back", typed.remove_step(place)
        if name == "remove_trigger" and place < len(typed.triggers):
            return "back", typed.remove_trigger(place)
        if name == "back" and place < len(typed.removed):
            return self._brought_back(typed, place)
        return NOWHERE

    def _brought_back(self, typed: Typed, number: int) -> Focus:
        """Where what was removed is now; where there is no room for it, it waits."""
        is_step = typed.removed[number].is_step
        if is_step and len(typed.steps) >= MOST_STEPS:
            return "back", number
        return "title" if is_step else "what", typed.bring_back(number)

    def _moved(self, typed: Typed, name: str, place: int) -> Focus:
        """Where the step is now, and the button that was pressed, or the other where it is at an end."""
        now = typed.move_step(place, -1 if name == "up" else 1)
        ends = {0: "down", len(typed.steps) - 1: "up"}
        return ends.get(now, name), now

    def keep(self, editor: Editor) -> HttpResponse:
        """Save the draft, or say beside the fields why not."""
        # Where somebody else saved meanwhile, steps keep the keys by which the two are put together.
        if self.kept is not None and self.kept.row_version == editor.row_version:
            editor.typed.follow_titles(self.kept.drafted, published_keys(self.kept))
        definition, faults = editor.typed.with_keys().read(vocabulary())
        if definition is None:
            editor.refuse(faults)
            return self.show(editor)
        definition = self._settled(definition)
        _settled, faults = read(write(definition), vocabulary())
        if faults:
            return self._refuse_settled(editor, definition, faults)
        try:
            with deeds() as done:
                saved, both = self._save(editor, definition)
        except ValidationError as error:
            for name, words in error.message_dict.items():
                editor.head.add_error(name if name in editor.head.fields else None, words)
            return self.show(editor)
        except StaleEdit:
            return self.show_both(editor, definition)
        for deed in done[-1:]:
            self.tell(self._told(deed.summary, definition, saved, both), deed)
        return self.go(f"/playbooks/{saved.pk}/?version=draft")

    def _save(self, editor: Editor, definition: Definition) -> tuple[Playbook, Merged | None]:
        if self.kept is None:
            return save_draft(self.viewer, None, definition), None
        return save_beside(self.viewer, self.kept, definition, editor.row_version, _seen(editor.seen))

    def _told(self, summary: str, mine: Definition, saved: Playbook, both: Merged | None) -> str:
        """What was done, and what somebody else had changed beside it that is kept too."""
        if both is None or not both.from_theirs:
            return summary
        parts = [part_words(part, mine, saved.drafted) for part in both.from_theirs]
        kept = _("Kept too what somebody else saved meanwhile: %(parts)s.") % {"parts": ", ".join(parts)}
        return f"{summary}. {kept}"

    def _refuse_settled(self, editor: Editor, definition: Definition, faults: list[Fault]) -> HttpResponse:
        """Parts of two versions that do not fit together, back in the form to be mended there."""
        mended = Editor(Typed.of(definition), editor.row_version, editor.seen)
        mended.refuse(faults)
        return self.show(mended)

    def _settled(self, mine: Definition) -> Definition:
        """What was typed, with the parts of the other person's version that were chosen."""
        if "settling" not in self.request.POST or self.kept is None:
            return mine
        theirs = {
            name.removeprefix(CHOICE)
            for name, value in self.request.POST.items()
            if name.startswith(CHOICE) and value == THEIRS
        }
        return put_together(mine, self.kept.drafted, theirs)

    def show_both(self, editor: Editor, mine: Definition) -> HttpResponse:
        """Both versions, part by part, for the one who came second to choose."""
        now = Playbook.objects.get(pk=self.kept.pk if self.kept else 0)
        theirs, seen = now.drafted, _seen(editor.seen)
        differing = [
            Difference(
                part,
                part_words(part, mine, theirs),
                said(mine, part, theirs),
                said(theirs, part, mine),
                prefers_theirs=seen is not None and held(mine, part) == held(seen, part),
            )
            for part in parts_that_differ(mine, theirs)
        ]
        pairs = [(name, value) for name, value in self.request.POST.items() if CARRIED.fullmatch(name)]
        return self.page(
            "stale_save.html",
            differing=differing,
            carried=[*pairs, ("row_version", str(now.row_version))],
            action=self.request.path,
            cancel_url=f"/playbooks/{now.pk}/?version=draft",
        )

    def show(self, editor: Editor, focus: Focus = NOWHERE) -> HttpResponse:
        editor.focus(*focus)
        target = self.request.htmx.target or ""
        return self.page(
            partial=target if target in PARTS else "",
            editor=editor,
            focus=focus[0],
            focus_place=focus[1],
            focus_on_back=focus[1] if focus[0] == "back" else None,
            action=self.request.path,
            facts=facts_help(),
            places=[(name, _(label)) for name, label in PLACES.items()],
            kinds=KIND_CHOICES,
            **self._preview(editor.typed),
        )

    def _preview(self, typed: Typed) -> dict[str, Any]:
        post = self.request.POST
        words = post.get("preview-q", "")[:100]
        keyed = typed.with_keys()
        definition, faults = keyed.read(vocabulary())
        chosen = self._account_id(words)
        if chosen is None and not words and definition is not None:
            chosen = account_that_triggers(self.viewer, definition, today())
        account, found = accounts_to_try(self.viewer, words, chosen)
        shown = preview_plan(account, definition, today()) if account is not None and definition is not None else None
        return {
            "preview": shown,
            "preview_q": words,
            "preview_account": account,
            "preview_found": [one for one in found if account is None or one.pk != account.pk],
            "preview_faults": [fault_words(keyed, fault) for fault in faults],
            "preview_faulty": self._faulty(keyed, faults, definition),
            "preview_is_blank": not keyed.says_something,
            "preview_definition": definition,
            "jobs": job_names(),
        }

    def _faulty(self, typed: Typed, faults: list[Fault], definition: Definition | None) -> str:
        """What is wrong by field, as JSON, where somebody is typing: what was refused before is asked anew."""
        if self.request.POST.get("do") != "preview":
            return ""
        found = faulty_fields(typed, faults)
        if definition is not None and key_is_taken(definition.key, self.kept):
            found["id_key"] = [str(KEY_TAKEN)]
        return json.dumps(found)

    def _account_id(self, words: str) -> int | None:
        """The account chosen: by its button, else the one kept while the words stay the same."""
        match = DEED.fullmatch(self.request.POST.get("do", ""))
        if match and match[1] == "account":
            return int(match[2])
        kept = self.request.POST.get("preview-account", "")
        is_same = words == self.request.POST.get("preview-said", "")
        return int(kept) if is_same and kept.isdecimal() and len(kept) < 19 else None


class PlaybookAddPage(EditorView):
    """A new playbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(Editor(Typed({}, [], [{"job": "csm", "due": "1"}]), None))


class PlaybookEditPage(OnePlaybook, EditorView):
    """The draft of a playbook."""

    actions = {"GET": may_configure, "POST": may_configure}

    @property
    def kept(self) -> Playbook:  # type: ignore[override]
        return self.playbook

    def get(self, request: HttpRequest, playbook_id: int) -> HttpResponse:
        playbook = self.playbook
        return self.show(Editor(Typed.of(playbook.drafted), playbook.row_version, seen_of(playbook.draft)))


def _seen(text: str) -> Definition | None:
    """The draft as it was when the form was opened; None where that was not sent as it was given out."""
    try:
        return Definition.from_data(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
