"""Read a playbook from YAML: every fault with its line and field, all of them at once."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from playbooks.domain.conditions import ConditionError, contradiction, parse
from playbooks.domain.definition import OWNER, START, Definition, Step, Trigger, TriggerKind
from playbooks.domain.facts import CHOICES
from playbooks.domain.near_names import near_names
from playbooks.domain.texts import unknown_places
from stakeholders.domain.extraction import gettext_noop

KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST: Final = {"key": 60, "name": 100, "purpose": 1000, "audience": 300, "exit": 300, "title": 150, "text": 6000}
LONGEST_PLAIN: Final = 300
MOST_STEPS: Final = 40
MOST_BYTES: Final = 200_000
MOST_DAYS: Final = 400
MOST_DIGITS: Final = 6
UNKEEPABLE: Final = ("Cc", "Cs")  # categories of signs that the database refuses
PLAYBOOK_FIELDS: Final = ("key", "name", "purpose", "triggers", "audience", "exit", "steps")
STEP_FIELDS: Final = ("key", "title", "text", "job", "after", "wait", "wait_for", "when", "due", "before_renewal")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the line (from 1; 0 when the text has none), the field as in `steps[2].due`, and what was
    expected, in English with `%(name)s` places filled from `params`."""

    line: int
    field: str
    text: str
    params: Mapping[str, str]

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.text % self.params}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a playbook may name here: kinds of alert and keys of jobs; None takes any."""

    alert_kinds: Collection[str] | None = None
    jobs: Collection[str] | None = None


class Faults(list[Fault]):
    """Collects faults while something is read."""

    def add(self, node: yaml.Node | None, field: str, text: str, **params: str) -> None:
        self.append(Fault(node.start_mark.line + 1 if node is not None else 0, field, text, params))


def read(text: str, vocabulary: Vocabulary = Vocabulary()) -> tuple[Definition | None, list[Fault]]:
    """The playbook that a text in YAML describes, and what is wrong with it, by line; one of both is empty.

    >>> read("name: Call\\nsteps:\\n  - title: Call\\n    due: soon\\n")[1][0].line
    1
    """
    if len(text.encode()) > MOST_BYTES:
        return None, [Fault(0, "", TOO_LONG, {})]
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return None, [_not_yaml(error)]
    return _read(root, vocabulary)


@dataclass(frozen=True, slots=True)
class Read:
    """One of several playbooks in a text: the line on which it begins, and it or what is wrong with it."""

    line: int
    definition: Definition | None
    faults: list[Fault]


def read_all(text: str, vocabulary: Vocabulary = Vocabulary()) -> list[Read]:
    """The playbooks of a text with a YAML document for each, by the lines of the whole text; empty ones are left out.
    After something that is not YAML nothing more is read.

    >>> steps = "steps: [{key: a, title: Ask}]"
    >>> [one.line for one in read_all(f"key: a\\nname: A\\n{steps}\\n---\\nkey: b\\nname: B\\n{steps}\\n")]
    [1, 5]
    """
    found = []
    try:
        for root in yaml.compose_all(text, Loader=yaml.SafeLoader):
            if isinstance(root, yaml.ScalarNode) and not root.value:
                continue
            line = root.start_mark.line + 1
            if root.end_mark.index - root.start_mark.index > MOST_BYTES:
                found.append(Read(line, None, [Fault(line, "", TOO_LONG, {})]))
                continue
            found.append(Read(line, *_read(root, vocabulary)))
    except (yaml.YAMLError, RecursionError) as error:
        fault = _not_yaml(error)
        found.append(Read(fault.line, None, [fault]))
    return found


TOO_LONG: Final = gettext_noop("A playbook has at most 200 kB.")


def _not_yaml(error: Exception) -> Fault:
    if isinstance(error, RecursionError):
        return Fault(0, "", gettext_noop("This is nested too deeply."), {})
    mark = getattr(error, "problem_mark", None)
    why = str(getattr(error, "problem", None) or error)
    return Fault(mark.line + 1 if mark is not None else 0, "", gettext_noop("This is not YAML: %(why)s."), {"why": why})


def _read(root: yaml.Node | None, vocabulary: Vocabulary) -> tuple[Definition | None, list[Fault]]:
    faults = Faults()
    if not isinstance(root, yaml.MappingNode):
        faults.add(root, "", gettext_noop("A playbook is a list of fields such as “name: Map the sky”."))
        return None, faults
    found = _Reader(vocabulary, faults).playbook(root)
    return (None, sorted(faults, key=lambda fault: fault.line)) if faults else (found, [])


class _Reader:
    def __init__(self, vocabulary: Vocabulary, faults: Faults) -> None:
        self.vocabulary = vocabulary
        self.faults = faults

    def playbook(self, root: yaml.MappingNode) -> Definition:
        fields = self.fields(root, "", PLAYBOOK_FIELDS, needed=("key", "name", "steps"))
        key, name = self.key(fields, "key"), self.text(fields, "name")
        steps = self.steps(fields.get("steps"))
        ending = self.condition(fields, "exit")
        self.refuse_impossible(fields.get("exit"), ending)
        return Definition(
            key,
            name,
            self.text(fields, "purpose"),
            self.triggers(fields.get("triggers")),
            self.condition(fields, "audience"),
            ending,
            steps,
        )

    def refuse_impossible(self, node: yaml.Node | None, ending: str) -> None:
        try:
            name = contradiction(parse(ending))
        except ConditionError:
            return
        if name is not None:
            self.faults.add(node, "exit", gettext_noop("No value of %(name)s can meet this."), name=name)

    def fields(
        self, node: yaml.MappingNode, path: str, known: Collection[str], needed: Collection[str]
    ) -> dict[str, yaml.Node]:
        """The fields of a mapping by path; what is unknown, doubled or missing is a fault."""
        found: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
            if name not in known:
                words = gettext_noop("There is no such field. Fields are %(known)s.")
                self.faults.add(key_node, path + name, words, known=", ".join(known))
            elif path + name in found:
                self.faults.add(key_node, path + name, gettext_noop("This field is given twice."))
            else:
                found[path + name] = value_node
        for name in needed:
            if path + name not in found:
                self.faults.add(node, path + name, gettext_noop("This field is missing."))
        return found

    def text(self, fields: Mapping[str, yaml.Node], field: str) -> str:
        node = fields.get(field)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.faults.add(node, field, gettext_noop("A text is expected here."))
            return ""
        value = node.value.strip() if node.tag != "tag:yaml.org,2002:null" else ""
        most = LONGEST.get(field.rsplit(".", 1)[-1], LONGEST_PLAIN)
        if len(value) > most:
            self.faults.add(node, field, gettext_noop("At most %(most)s characters."), most=str(most))
        if any(unicodedata.category(sign) in UNKEEPABLE and sign not in "\n\t" for sign in value):
            self.faults.add(node, field, gettext_noop("This holds a control character, which cannot be kept."))
        name = field.rsplit(".", 1)[-1]
        if not value and name in ("name", "title"):
            self.faults.add(node, field, gettext_noop("This may not be empty."))
        if name in ("title", "text"):
            for place in unknown_places(value):
                self.faults.add(node, field, gettext_noop("There is no place named {%(place)s}."), place=place)
        return value

    def key(self, fields: Mapping[str, yaml.Node], field: str) -> str:
        value = self.text(fields, field)
        if field in fields and not KEY.fullmatch(value):
            words = gettext_noop("A key is made of lower-case letters, digits and hyphens, as in map-the-sky.")
            self.faults.add(fields[field], field, words)
        return value

    def condition(self, fields: Mapping[str, yaml.Node], field: str) -> str:
        value = self.text(fields, field)
        try:
            parse(value, self.vocabulary.alert_kinds)
        except ConditionError as error:
            self.faults.add(fields[field], field, error.text, **error.params)
        return " ".join(value.split())

    def number(self, fields: Mapping[str, yaml.Node], field: str) -> int | None:
        node = fields.get(field)
        if node is None:
            return None
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        if text.isdecimal() and len(text) <= MOST_DIGITS and int(text) <= MOST_DAYS:
            return int(text)
        self.faults.add(node, field, gettext_noop("A whole number of days from 0 to %(most)s."), most=str(MOST_DAYS))
        return None

    def triggers(self, node: yaml.Node | None) -> tuple[Trigger, ...]:
        found: list[Trigger] = []
        for place, item in enumerate(self.items(node, "triggers")):
            field = f"triggers[{place + 1}]"
            if not isinstance(item, yaml.MappingNode) or len(item.value) != 1:
                words = gettext_noop("A trigger is one line such as “alert: departure”.")
                self.faults.add(item, field, words)
                continue
            key_node, value_node = item.value[0]
            trigger = self.trigger(field, key_node, value_node)
            if trigger in found:
                self.faults.add(item, field, gettext_noop("This trigger is given twice."))
            elif trigger is not None:
                found.append(trigger)
        return tuple(found)

    def trigger(self, field: str, key_node: yaml.Node, value_node: yaml.Node) -> Trigger | None:
        kinds = [kind.value for kind in TriggerKind]
        if key_node.value not in kinds:
            words = gettext_noop("A trigger is one of %(kinds)s.")
            self.faults.add(key_node, field, words, kinds=", ".join(kinds))
            return None
        kind, value = TriggerKind(key_node.value), str(value_node.value).strip()
        if kind is TriggerKind.DAYS_BEFORE_RENEWAL:
            number = self.number({field: value_node}, field)
            return Trigger(kind, str(number)) if number is not None else None
        choices = self.values_of(kind)
        if choices is not None and value not in choices:
            self.unknown(value_node, field, value, choices)
            return None
        return Trigger(kind, value)

    def unknown(self, node: yaml.Node, field: str, value: str, choices: Collection[str]) -> None:
        """Name what was meant where it is like enough, else all that could be."""
        if near := near_names(value, choices):
            words = gettext_noop("%(value)s is not known here. Did you mean %(near)s?")
            self.faults.add(node, field, words, value=value, near=", ".join(near))
            return
        words = gettext_noop("%(value)s is not known here. One of %(choices)s is expected.")
        self.faults.add(node, field, words, value=value, choices=", ".join(sorted(choices)))

    def values_of(self, kind: TriggerKind) -> Collection[str] | None:
        given: Mapping[TriggerKind, Collection[str] | None] = {
            TriggerKind.ALERT: self.vocabulary.alert_kinds,
            TriggerKind.PHASE: CHOICES["phase"],
            TriggerKind.TOUCH: CHOICES["touch"],
            TriggerKind.DEAL: ("closed",),
        }
        return given[kind]

    def items(self, node: yaml.Node | None, field: str) -> list[yaml.Node]:
        if node is None or node.tag == "tag:yaml.org,2002:null":
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.faults.add(node, field, gettext_noop("A list is expected here: lines that begin with a hyphen."))
            return []
        return list(node.value)

    def steps(self, node: yaml.Node | None) -> tuple[Step, ...]:
        items = self.items(node, "steps")
        if node is not None and not items:
            self.faults.add(node, "steps", gettext_noop("A playbook has at least one step."))
        if len(items) > MOST_STEPS:
            self.faults.add(node, "steps", gettext_noop("A playbook has at most %(most)s steps."), most=str(MOST_STEPS))
        found: list[Step] = []
        for place, item in enumerate(items[:MOST_STEPS]):
            path = f"steps[{place + 1}]"
            if isinstance(item, yaml.MappingNode):
                found.append(self.step(item, f"{path}.", {step.key for step in found}))
            else:
                self.faults.add(item, path, gettext_noop("A step is a list of fields such as “title: Call them”."))
        return tuple(found)

    def step(self, node: yaml.MappingNode, path: str, earlier: Collection[str]) -> Step:
        fields = self.fields(node, path, STEP_FIELDS, needed=("key", "title"))
        key = self.key(fields, f"{path}key")
        if key and key in earlier:
            self.faults.add(fields[f"{path}key"], f"{path}key", gettext_noop("Another step has this key."))
        after = self.text(fields, f"{path}after")
        if after and after != START and after not in earlier:
            words = gettext_noop("This is neither “start” nor the key of an earlier step.")
            self.faults.add(fields[f"{path}after"], f"{path}after", words)
        return Step(
            key,
            self.text(fields, f"{path}title"),
            self.text(fields, f"{path}text"),
            self.job(fields, f"{path}job"),
            after,
            self.number(fields, f"{path}wait") or 0,
            self.condition(fields, f"{path}wait_for"),
            self.condition(fields, f"{path}when"),
            self.number(fields, f"{path}due") or 0,
            self.number(fields, f"{path}before_renewal"),
        )

    def job(self, fields: Mapping[str, yaml.Node], field: str) -> str:
        value = self.text(fields, field) or OWNER
        known = self.vocabulary.jobs
        if known is not None and value != OWNER and value not in known:
            words = gettext_noop("There is no job with this key. Jobs are %(jobs)s.")
            self.faults.add(fields[field], field, words, jobs=", ".join([OWNER, *sorted(known)]))
        return value


def write(definition: Definition) -> str:
    """The playbook as YAML; `read` gives the same playbook back."""
    data = definition.as_data()
    kept: dict[str, Any] = {name: data[name] for name in PLAYBOOK_FIELDS if data[name] not in ("", [])}
    return yaml.dump(kept, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Writes longer texts as blocks, so that people can read and edit them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
