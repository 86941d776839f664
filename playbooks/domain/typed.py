"""A playbook as somebody typed it into a form: texts that may be wrong, put in order, and read as YAML is read."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import yaml

from playbooks.domain.definition import OWNER, START, Definition, Step, Trigger, TriggerKind
from playbooks.domain.reading import MOST_STEPS, STEP_FIELDS, Fault, Vocabulary, read

HEAD: Final = ("name", "key", "purpose", "audience", "exit")
DAYS: Final = TriggerKind.DAYS_BEFORE_RENEWAL.value
STEP_PATH: Final = re.compile(r"(steps|triggers)\[(\d+)\](?:\.(\w+))?")
LONGEST_STEM: Final = 40
ANYTHING: Final = Vocabulary()


@dataclass
class Removed:
    """A step or a trigger that was left out while editing: what it said, the place before which it stood among those
    that are left, and of a step the keys of those that came after it by name."""

    is_step: bool
    place: int
    said: dict[str, str]
    followers: list[str] = field(default_factory=list)


@dataclass
class Typed:
    """What was typed: the fields of the playbook, its triggers as (what, days), its steps as fields.

    `what` of a trigger is "kind:value", or "days_before_renewal" with the days beside it. `removed` is what was left
    out since the editor was opened, in the order in which it stood: it can be brought back.
    """

    head: dict[str, str] = field(default_factory=dict)
    triggers: list[tuple[str, str]] = field(default_factory=list)
    steps: list[dict[str, str]] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)

    @classmethod
    def of(cls, definition: Definition) -> Self:
        """What one would have typed for a definition."""
        head = {name: str(getattr(definition, name)) for name in HEAD}
        return cls(
            head, [_typed_trigger(each) for each in definition.triggers], [_typed_step(s) for s in definition.steps]
        )

    def add_trigger(self) -> None:
        self.triggers.append(("", ""))

    def remove_trigger(self, place: int) -> int:
        """Leave a trigger out; returns its place among what was removed."""
        what, days = self.triggers.pop(place)
        return self._note(Removed(False, place, {"what": what, "days": days}))

    def add_step(self) -> None:
        if len(self.steps) < MOST_STEPS:
            self.steps.append({"job": "csm"})

    def remove_step(self, place: int) -> int:
        """Leave a step out; what came after it by name comes after the one before it. Returns its place among what was
        removed.

        >>> typed = Typed(steps=[{"key": "a"}, {"key": "b"}, {"key": "c", "after": "b"}])
        >>> typed.bring_back(typed.remove_step(1))
        1
        >>> [step["key"] for step in typed.steps], typed.steps[2]["after"]
        (['a', 'b', 'c'], 'b')
        """
        gone = self.steps.pop(place)
        followers = [step for step in self.steps if gone.get("key") and step.get("after") == gone["key"]]
        for step in followers:
            step["after"] = gone.get("after", "")
        return self._note(Removed(True, place, gone, [step.get("key", "") for step in followers]))

    def _note(self, gone: Removed) -> int:
        at = sum(one.place <= gone.place for one in self.removed if one.is_step == gone.is_step)
        alike = [one for one in self.removed if one.is_step == gone.is_step]
        for one in alike[at:]:
            one.place -= 1
        others = [one for one in self.removed if one.is_step != gone.is_step]
        self.removed = [*others, *alike[:at], gone, *alike[at:]]
        return len(others) + at

    def bring_back(self, number: int) -> int:
        """Take up again what was removed, where it stood; returns its place. There must be room for a step."""
        gone = self.removed.pop(number)
        for one in self.removed[number:]:
            one.place += 1 if one.is_step == gone.is_step else 0
        rows: list[Any] = self.steps if gone.is_step else self.triggers
        place = min(gone.place, len(rows))
        rows.insert(place, gone.said if gone.is_step else (gone.said.get("what", ""), gone.said.get("days", "")))
        if gone.is_step:
            for step in self.steps:
                if step.get("key", "") in gone.followers and step.get("after", "") == gone.said.get("after", ""):
                    step["after"] = gone.said["key"]
        return place

    def move_step(self, place: int, by: int) -> int:
        """Change places with a neighbour; returns where the step is now."""
        other = place + by
        if 0 <= other < len(self.steps):
            self.steps[place], self.steps[other] = self.steps[other], self.steps[place]
            return other
        return place

    def fill_keys(self) -> None:
        """Give a key to whatever has none, made of its name or title."""
        if not self.head.get("key"):
            self.head["key"] = stem_of(self.head.get("name", ""))
        taken = {step.get("key", "") for step in self.steps}
        for step in self.steps:
            if not step.get("key") and step.get("title"):
                step["key"] = fresh_key(step["title"], taken)
                taken.add(step["key"])

    def follow_titles(self, former: Definition, published: Collection[str]) -> None:
        """Give up the keys that were made of a title which says something else now, for `fill_keys` to make new ones.

        Those that a version has which was published stay, and those that were not made of the title. Whatever comes
        after such a step comes after it by its new key.

        >>> typed = Typed(steps=[{"key": "ask-bo", "title": "Ask Bob"}, {"key": "x", "title": "X", "after": "ask-bo"}])
        >>> typed.follow_titles(Definition("k", "K", "", (), "", "", (Step("ask-bo", "Ask Bo"),)), [])
        >>> [step["key"] for step in typed.steps], typed.steps[1]["after"]
        (['ask-bob', 'x'], 'ask-bob')
        """
        titles = {step.key: step.title for step in former.steps if step.key not in published}
        for step in self.steps:
            key, title = step.get("key", ""), step.get("title", "").strip()
            if key not in titles or not title or title == titles[key] or not is_made_of(key, titles[key]):
                continue
            step["key"] = fresh_key(title, {other.get("key", "") for other in self.steps if other is not step})
            for other in self.steps:
                if other.get("after") == key:
                    other["after"] = step["key"]

    def with_keys(self) -> Self:
        """The same with a key for whatever has none; what was typed stays as it is."""
        keyed = type(self)(dict(self.head), list(self.triggers), [dict(step) for step in self.steps], self.removed)
        keyed.fill_keys()
        return keyed

    @property
    def says_something(self) -> bool:
        """Whether a name or a step was typed yet."""
        return bool(self.head.get("name")) or any(step.get("title") for step in self.steps)

    def as_yaml(self) -> str:
        """The text that says the same; what must be there is there even if it is empty."""
        said: dict[str, Any] = {name: self.head.get(name, "") for name in ("key", "name")}
        said |= {name: text for name in ("purpose", "audience", "exit") if (text := self.head.get(name, ""))}
        said["triggers"] = [_said_trigger(what, days) for what, days in self.triggers if what]
        said["steps"] = [_said_step(step) for step in self.steps]
        return yaml.safe_dump(said, sort_keys=False, allow_unicode=True)

    def read(self, vocabulary: Vocabulary = ANYTHING) -> tuple[Definition | None, list[Fault]]:
        """The playbook that was typed, or what is wrong with it.

        >>> typed = Typed({"key": "call", "name": "Call"}, steps=[{"key": "a", "title": "Ask", "due": "soon"}])
        >>> [fault.field for fault in typed.read()[1]]
        ['steps[1].due']
        """
        return read(self.as_yaml(), vocabulary)

    def field_of(self, fault: Fault) -> tuple[str, int, str]:
        """Which field of which form a fault is about: "head", "triggers" or "steps", its place from 0, the field.

        >>> Typed(triggers=[("", ""), ("deal:closed", "")]).field_of(Fault(0, "triggers[1]", "", {}))
        ('triggers', 1, 'what')
        """
        match = STEP_PATH.fullmatch(fault.field)
        if match is None:
            return "head", 0, fault.field if fault.field in HEAD else ""
        place = int(match[2]) - 1
        if match[1] == "steps":
            return "steps", place, match[3] or ""
        shown = [number for number, (what, _days) in enumerate(self.triggers) if what][place]
        return "triggers", shown, "days" if self.triggers[shown][0] == DAYS else "what"


def _typed_trigger(trigger: Trigger) -> tuple[str, str]:
    if trigger.kind is TriggerKind.DAYS_BEFORE_RENEWAL:
        return DAYS, trigger.value
    return f"{trigger.kind}:{trigger.value}", ""


def _typed_step(step: Step) -> dict[str, str]:
    values = {name: getattr(step, name) for name in STEP_FIELDS}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _said_trigger(what: str, days: str) -> dict[str, str]:
    kind, _colon, value = what.partition(":")
    return {kind: days.strip() if what == DAYS else value}


def _said_step(step: Mapping[str, str]) -> dict[str, str]:
    needed = {name: step.get(name, "") for name in ("key", "title")}
    return {**needed, **{name: text for name in STEP_FIELDS if (text := _said(step.get(name, ""), name))}}


def _said(text: str, name: str) -> str:
    return text if name == "text" else text.strip()


def stem_of(words: str) -> str:
    """A key made of words.

    >>> stem_of("Map the sky, günstig!"), stem_of("{departed}")
    ('map-the-sky-gunstig', 'departed')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_STEM].strip("-")


def is_made_of(key: str, title: str) -> bool:
    """Whether a key is what `fresh_key` makes of a title.

    >>> is_made_of("ask-bo", "Ask Bo"), is_made_of("ask-bo-2", "Ask Bo"), is_made_of("bo", "Ask Bo")
    (True, True, False)
    """
    return re.fullmatch(rf"{re.escape(stem_of(title) or 'step')}(-\d+)?", key) is not None


def fresh_key(words: str, taken: Collection[str]) -> str:
    """A key made of words that none of those taken is."""
    stem = stem_of(words) or "step"
    tries: Iterable[str] = (stem, *(f"{stem}-{number}" for number in range(2, MOST_STEPS + 2)))
    return next(key for key in tries if key not in taken)


def earlier_keys(steps: list[dict[str, str]], place: int) -> list[tuple[str, str]]:
    """What a step can come after: the keys and titles of the steps before it, "start" first."""
    return [(START, ""), *((step["key"], step.get("title", "")) for step in steps[:place] if step.get("key"))]


DEFAULTS: Final = {"job": OWNER, "wait": "0", "due": "0"}
