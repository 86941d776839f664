"""Playbooks as YAML: read back as written, and every fault with its line and field."""

import pytest

from health.domain.alerts.kinds import AlertKind
from playbooks.domain.definition import Definition, Step, Trigger, TriggerKind
from playbooks.domain.reading import Vocabulary, read, write
from tests.playbooks.writing import LIBRARY

KNOWN = Vocabulary([kind.value for kind in AlertKind], ["csm", "renewals"])
WHOLE = Definition(
    "redraw",
    "Redraw: after a departure",
    "Find a second way.\nBefore it is missed.",
    (Trigger(TriggerKind.ALERT, "departure"), Trigger(TriggerKind.DAYS_BEFORE_RENEWAL, "120")),
    "touch in high medium, no being_set_up",
    "no alert:departure, threads >= 2",
    (
        Step("talk", "Talk with {champion}", "Dear {decision_maker},\n\n  - who?\n", "csm", due=2),
        Step("meet", "Meet: soon", after="talk", wait=5, when="threads < 2", before_renewal=60),
    ),
)


def test_what_is_written_is_read_back() -> None:
    definition, faults = read(write(WHOLE), KNOWN)
    assert faults == []
    assert definition is not None
    assert definition.steps[0].text == WHOLE.steps[0].text.strip()
    assert write(definition) == write(WHOLE).replace(" |\n", " |-\n")
    assert Definition.from_data(definition.as_data()) == definition


FAULTY = """name: Call
key: Call them
exit: threads < 2, threads > 3
triggers:
  - alert: holiday
  - noon: 1
  - days_before_renewal: soon
steps:
  - key: a
    title: Say {champoin}
    due: soon
    job: boss
  - key: a
    title: ""
    when: thread < 2
    after: z
  - just words
mood: good
name: Again
"""


def test_every_fault_is_named_with_line_and_field() -> None:
    definition, faults = read(FAULTY, KNOWN)
    assert definition is None
    assert [(fault.line, fault.field) for fault in faults] == [
        (2, "key"),
        (3, "exit"),
        (5, "triggers[1]"),
        (6, "triggers[2]"),
        (7, "triggers[3]"),
        (10, "steps[1].title"),
        (11, "steps[1].due"),
        (12, "steps[1].job"),
        (13, "steps[2].key"),
        (14, "steps[2].title"),
        (15, "steps[2].when"),
        (16, "steps[2].after"),
        (17, "steps[3]"),
        (18, "mood"),
        (19, "name"),
    ]
    assert str(faults[1]) == "line 3, exit: No value of threads can meet this."


@pytest.mark.parametrize(
    ("trigger", "said"),
    [
        ("alert: departur", "departur is not known here. Did you mean departure, departure_announced?"),
        ("phase: adpot", "adpot is not known here. Did you mean adopt?"),
        ("phase: holiday", "holiday is not known here. One of adopt, expand, land, renew is expected."),
    ],
)
def test_of_a_trigger_that_is_not_known_what_was_meant_is_named(trigger: str, said: str) -> None:
    _found, faults = read(f"name: a\nkey: a\ntriggers:\n  - {trigger}\nsteps:\n  - key: a\n    title: b\n", KNOWN)
    assert [str(fault) for fault in faults] == [f"line 4, triggers[1]: {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 0, : A playbook is a list of fields such as “name: Map the sky”."),
        ("- a", "line 1, : A playbook is a list of fields such as “name: Map the sky”."),
        ("name: [", "line 1, : This is not YAML: "),
        ("name: a\nkey: a\nsteps: []\n", "line 3, steps: A playbook has at least one step."),
        ("name: a\nkey: a\n", "line 1, steps: This field is missing."),
        ("a: " + "x" * 200_000, "line 0, : A playbook has at most 200 kB."),
        ("name: !!python/object:os.system a\nkey: a\nsteps:\n - {key: a, title: b}\n", ""),
    ],
)
def test_what_is_no_playbook(text: str, said: str) -> None:
    found, faults = read(text, KNOWN)
    if said:
        assert found is None
        assert str(faults[0]).startswith(said)
    else:
        assert found is not None  # a tag is read as the text it stands before, and makes nothing
        assert found.name == "a"


def test_steps_that_lack_a_key_are_each_told_so() -> None:
    _found, faults = read("name: a\nkey: a\nsteps:\n  - title: b\n  - title: c\n", KNOWN)
    assert [(fault.line, fault.field, fault.text) for fault in faults] == [
        (4, "steps[1].key", "This field is missing."),
        (5, "steps[2].key", "This field is missing."),
    ]


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_playbooks_are_whole(path: object) -> None:
    from importlib import import_module

    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    jobs = [key for key, _name in import_module("accounts.migrations.0002_default_catalogue").JOBS]
    definition, faults = read(text, Vocabulary([kind.value for kind in AlertKind], jobs))
    assert [str(fault) for fault in faults] == []
    assert definition is not None
    assert definition.key == path.stem  # type: ignore[attr-defined]
    assert all(step.text for step in definition.steps)


def test_seventeen_playbooks_are_shipped() -> None:
    assert len(list(LIBRARY.glob("*.yaml"))) == 17
