"""The editor of playbooks: forms that only hold what was typed. What is wrong is what is wrong with its YAML."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.jobs import job_names
from health.models.alerts import KIND_CHOICES
from playbooks.domain.condition_words import choice_words
from playbooks.domain.definition import OWNER, START
from playbooks.domain.facts import CHOICES
from playbooks.domain.reading import MOST_STEPS, STEP_FIELDS, Fault
from playbooks.domain.typed import DAYS, HEAD, Removed, Typed, earlier_keys

MOST_TRIGGERS: Final = 20
MOST_REMOVED: Final = 60
REMOVED_FIELDS: Final = (*STEP_FIELDS, "what", "days")
FACTS_LIST: Final[dict[str, Any]] = {"list": "fact-names", "autocomplete": "off", "spellcheck": "false"}


class TypedForm(forms.Form):
    """Shows what was typed as it was; it checks nothing by itself."""

    use_required_attribute = False

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


def _text(label: Any, help_text: Any = "", *, is_needed: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, required=is_needed, widget=widget, strip=False)


def _long(label: Any, help_text: Any, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget, strip=False)


def _days(label: Any, help_text: Any) -> forms.CharField:
    return _text(label, help_text, inputmode="numeric")


class HeadForm(TypedForm):
    """What a playbook says of itself."""

    name = _text(gettext_lazy("Name"), is_needed=True)
    purpose = _long(
        gettext_lazy("Purpose"), gettext_lazy("One or two sentences that are read before it is started."), 3
    )
    audience = _text(
        gettext_lazy("For whom"), gettext_lazy("A condition on the account; empty: every account."), **FACTS_LIST
    )
    exit = _text(
        gettext_lazy("It is over when"),
        gettext_lazy("A condition; when it comes true a play ends by itself. Empty: when all steps are over."),
        **FACTS_LIST,
    )
    key = _text(
        gettext_lazy("Key"),
        gettext_lazy("Its name in files and for other systems, as in map-the-sky; left empty it is made of the name."),
        spellcheck="false",
    )


class TriggerForm(TypedForm):
    """One thing that starts plays."""

    what = forms.ChoiceField(label=gettext_lazy("What happens"), required=False)
    days = _text(gettext_lazy("Days before the renewal"), inputmode="numeric", placeholder=gettext_lazy("days"))


class StepForm(TypedForm):
    """One step."""

    title = _text(gettext_lazy("What is to be done"), is_needed=True)
    job = forms.ChoiceField(
        label=gettext_lazy("Who does it"),
        help_text=gettext_lazy("Where nobody has the job, the owner does it."),
        required=False,
    )
    due = _days(gettext_lazy("Due after"), gettext_lazy("Business days from its beginning; 0 is the same day."))
    before_renewal = _days(
        gettext_lazy("Or due before the renewal"), gettext_lazy("Calendar days before it, instead of the above.")
    )
    text = _long(
        gettext_lazy("How"),
        gettext_lazy("What to do, and texts that can be sent as they are, with places such as {champion}."),
        8,
    )
    after = forms.ChoiceField(label=gettext_lazy("Comes after"), required=False)
    wait = _days(gettext_lazy("Waits"), gettext_lazy("Business days, then it begins."))
    wait_for = _text(gettext_lazy("Waits until"), gettext_lazy("Begins only once this condition holds."), **FACTS_LIST)
    when = _text(
        gettext_lazy("Only when"), gettext_lazy("It is skipped where this condition does not hold."), **FACTS_LIST
    )
    key = _text(
        gettext_lazy("Key of the step"),
        gettext_lazy("Unique in the playbook; left empty it is made of the title and follows it until published."),
        spellcheck="false",
    )

    @property
    def is_waiting(self) -> bool:
        """Whether the fields that are folded away say something."""
        said = self.data
        return any(
            said.get(self.add_prefix(name)) not in ("", "0", None) for name in ("after", "wait", "wait_for", "when")
        )

    @property
    def is_faulty_inside(self) -> bool:
        """Whether something in the folded fields is refused."""
        return any(name in self.errors for name in ("after", "wait", "wait_for", "when", "key"))


@dataclass(frozen=True)
class Row:
    """A step or a trigger in the editor: its form and place, or what was removed there, by its number."""

    place: int
    form: Any = None
    gone: Removed | None = None

    @property
    def number(self) -> int:
        """Counted from one."""
        return self.place + 1

    @property
    def gone_words(self) -> str:
        """What the step that was removed said."""
        return str(self.gone.said.get("title") or _("a step without a title")) if self.gone is not None else ""


class Editor:
    """All forms of one playbook, bound to what was typed."""

    def __init__(self, typed: Typed, row_version: int | None, seen: str = "") -> None:
        self.typed = typed
        self.row_version = row_version
        self.seen = seen
        self.general: list[str] = []

    @cached_property
    def head(self) -> HeadForm:
        return HeadForm(self.typed.head)

    @cached_property
    def triggers(self) -> list[TriggerForm]:
        choices = trigger_choices()
        found = []
        for place, (what, days) in enumerate(self.typed.triggers):
            prefix = f"trigger-{place}"
            form = TriggerForm({f"{prefix}-what": what, f"{prefix}-days": days}, prefix=prefix)
            form.fields["what"].choices = _with(choices, what)  # type: ignore[attr-defined]
            found.append(form)
        return found

    @cached_property
    def steps(self) -> list[StepForm]:
        jobs = job_choices()
        found = []
        for place, step in enumerate(self.typed.steps):
            prefix = f"step-{place}"
            form = StepForm({f"{prefix}-{name}": text for name, text in step.items()}, prefix=prefix)
            form.fields["job"].choices = _with(jobs, step.get("job", ""))  # type: ignore[attr-defined]
            form.fields["after"].choices = _with(after_choices(self.typed, place), step.get("after", ""))  # type: ignore[attr-defined]
            found.append(form)
        return found

    @property
    def step_rows(self) -> list[Row]:
        """The steps, and between them those that were removed and can be brought back."""
        return self._rows(self.steps, is_step=True)

    @property
    def trigger_rows(self) -> list[Row]:
        """The triggers, and between them those that were removed."""
        return self._rows(self.triggers, is_step=False)

    def _rows(self, forms_: list[Any], *, is_step: bool) -> list[Row]:
        gone: dict[int, list[Row]] = {}
        for number, one in enumerate(self.typed.removed):
            if one.is_step == is_step:
                gone.setdefault(min(one.place, len(forms_)), []).append(Row(number, gone=one))
        rows = []
        for place in range(len(forms_) + 1):
            rows += gone.get(place, [])
            rows += [Row(place, form=forms_[place])] if place < len(forms_) else []
        return rows

    @property
    def removed(self) -> list[tuple[str, str]]:
        """The hidden fields that carry along what was removed."""
        return [(f"removed-{number}", json.dumps(asdict(one))) for number, one in enumerate(self.typed.removed)]

    def focus(self, what: str, place: int) -> None:
        """Let the field of what was added have the focus."""
        forms_of: Mapping[str, list[Any]] = {"title": self.steps, "what": self.triggers}
        form = forms_of.get(what)
        if form:
            form[place].fields[what].widget.attrs["autofocus"] = True

    def refuse(self, faults: list[Fault]) -> None:
        """Put what is wrong beside its field."""
        for fault in faults:
            part, place, name = self.typed.field_of(fault)
            words = _(fault.text) % fault.params
            forms_of: Mapping[str, list[Any]] = {"head": [self.head], "triggers": self.triggers, "steps": self.steps}
            form = forms_of[part][place]
            if name in form.fields:
                form.add_error(name, words)
            else:
                self.general.append(words)

    @property
    def has_room(self) -> bool:
        return len(self.typed.steps) < MOST_STEPS


def _with(choices: list[Any], value: str) -> list[Any]:
    """Choices, and what was chosen where it is none of them: it is refused beside the field, not changed in silence."""
    flat = {key for group in choices for key, _label in (group[1] if isinstance(group[1], list) else [group])}
    return choices if value in flat else [*choices, (value, value)]


def trigger_choices() -> list[Any]:
    """What can start plays, in groups."""
    phases = [(f"phase:{key}", _("Comes into phase: %(phase)s") % {"phase": label}) for key, label in _phases()]
    touches = [(f"touch:{key}", _("Comes into touch: %(touch)s") % {"touch": label}) for key, label in _touches()]
    alerts = [(f"alert:{kind}", _("Alert opens: %(kind)s") % {"kind": label}) for kind, label in KIND_CHOICES]
    return [
        ("", _("Nothing yet")),
        (_("Alerts"), alerts),
        (_("Phases"), phases),
        (_("Touch levels"), touches),
        (DAYS, _("Days before a renewal")),
        ("deal:closed", _("A deal is won")),
    ]


def _phases() -> list[tuple[str, str]]:
    return [(key, choice_words("phase", key, _)) for key in CHOICES["phase"]]


def _touches() -> list[tuple[str, str]]:
    return [(key, choice_words("touch", key, _)) for key in CHOICES["touch"]]


def job_choices() -> list[tuple[str, str]]:
    return [(OWNER, _("Owner of the account")), *job_names().items()]


def after_choices(typed: Typed, place: int) -> list[tuple[str, str]]:
    named = [(key, title or key) for key, title in earlier_keys(typed.steps, place) if key != START]
    return [("", _("the step before")), (START, _("the start of the play")), *named]


def read_post(post: QueryDict) -> Typed:
    """What was typed, as it was sent."""
    head = {name: _clean(post.get(name, "")) for name in HEAD}
    triggers = [
        (post.get(f"trigger-{place}-what", ""), post.get(f"trigger-{place}-days", ""))
        for place in _places(post, "trigger", MOST_TRIGGERS)
    ]
    steps = [
        {name: _clean(post.get(f"step-{place}-{name}", "")) for name in STEP_FIELDS}
        for place in _places(post, "step", MOST_STEPS)
    ]
    removed = [_removed(post.get(f"removed-{place}", "")) for place in range(MOST_REMOVED)]
    return Typed(head, triggers, steps, [one for one in removed if one is not None])


def _removed(sent: str) -> Removed | None:
    """What was removed, as the form carried it along; None where it was not sent as it was given out."""
    try:
        held = json.loads(sent)
        said = {str(name): _clean(str(text)) for name, text in held["said"].items() if name in REMOVED_FIELDS}
        followers = [str(key) for key in held["followers"]]
        return Removed(bool(held["is_step"]), max(0, int(held["place"])), said, followers)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _places(post: QueryDict, prefix: str, most: int) -> Iterator[int]:
    """The numbers of the rows sent, in order."""
    pattern = re.compile(rf"{prefix}-(\d{{1,3}})-\w+")
    yield from sorted({int(match[1]) for name in post if (match := pattern.fullmatch(name))})[:most]


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")


def seen_of(data: Mapping[str, Any]) -> str:
    """A draft as the form carries it along, to tell later which parts somebody else changed."""
    return json.dumps(data, ensure_ascii=False)
