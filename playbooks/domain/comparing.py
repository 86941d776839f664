"""Two versions of a playbook beside each other: what differs, and one put together from both."""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from playbooks.domain.definition import Definition, Step, predecessor
from playbooks.domain.reading import STEP_FIELDS

PLAIN: Final = ("name", "key", "purpose", "audience", "exit")
STEP: Final = "step:"
ORDER: Final = "order"


class How(StrEnum):
    """What became of a part of a playbook."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs: `part` is a field, or "step:KEY" with the `field` of the step; before and after as texts."""

    part: str
    how: How
    before: str = ""
    after: str = ""
    field: str = ""
    title: str = ""


def changes(old: Definition, new: Definition) -> list[Change]:
    """What differs between two versions, in the order of the new one; what is gone comes last.

    >>> one = Definition("call", "Call", steps=(Step("a", "Ask", due=1), Step("b", "Bring")))
    >>> two = Definition("call", "Call them", steps=(Step("a", "Ask", due=2), Step("c", "Close")))
    >>> [(each.part, each.field, each.how.value, each.before, each.after) for each in changes(one, two)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('name', '', 'changed', 'Call', 'Call them'), ('step:a', 'due', 'changed', '1', '2'),
     ('step:c', '', 'added', '', 'Close'), ('step:b', '', 'removed', 'Bring', '')]
    """
    plain = [
        Change(part, How.CHANGED, _said(old, part), _said(new, part))
        for part in (*PLAIN, "triggers")
        if _said(old, part) != _said(new, part)
    ]
    return [*plain, *_step_changes(old.steps, new.steps)]


def _said(definition: Definition, part: str) -> str:
    if part == "triggers":
        return "\n".join(f"{trigger.kind}: {trigger.value}" for trigger in definition.triggers)
    return str(getattr(definition, part))


def _step_changes(old: tuple[Step, ...], new: tuple[Step, ...]) -> list[Change]:
    former = {step.key: place for place, step in enumerate(old)}
    kept = {step.key for step in new}
    found: list[Change] = []
    for place, step in enumerate(new):
        part = f"{STEP}{step.key}"
        if step.key not in former:
            found.append(Change(part, How.ADDED, after=step.title, title=step.title))
        else:
            found += _field_changes(part, old, former[step.key], new, place)
    gone = [step for step in old if step.key not in kept]
    found += [Change(f"{STEP}{step.key}", How.REMOVED, step.title, title=step.title) for step in gone]
    orders = [[step.key for step in some if step.key in former and step.key in kept] for some in (old, new)]
    if orders[0] != orders[1]:
        found.append(Change(ORDER, How.MOVED, ", ".join(orders[0]), ", ".join(orders[1])))
    return found


def _field_changes(part: str, old: tuple[Step, ...], was: int, new: tuple[Step, ...], place: int) -> list[Change]:
    """Fields of a step that differ; what it comes after is compared as it is meant, written out or not."""
    before, after = ({**asdict(some[at]), "after": predecessor(some, at)} for some, at in ((old, was), (new, place)))
    return [
        Change(part, How.CHANGED, _text(before[name]), _text(after[name]), name, new[place].title)
        for name in STEP_FIELDS
        if before[name] != after[name]
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def parts_that_differ(mine: Definition, theirs: Definition) -> list[str]:
    """The parts of which one can choose mine or theirs: fields, the triggers, each step as a whole, and the order."""
    plain = [part for part in (*PLAIN, "triggers") if _said(mine, part) != _said(theirs, part)]
    steps = {step.key: (step, None) for step in mine.steps}
    paired: dict[str, list[Step | None]] = {key: list(pair) for key, pair in steps.items()}
    for step in theirs.steps:
        paired.setdefault(step.key, [None, None])[1] = step
    differing = [*plain, *(f"{STEP}{key}" for key, (one, other) in paired.items() if one != other)]
    return [*differing, *([ORDER] if _order(mine, theirs) != _order(theirs, mine) else [])]


def _order(one: Definition, other: Definition) -> list[str]:
    """The keys of the steps that both have, in the order of one."""
    there = {step.key for step in other.steps}
    return [step.key for step in one.steps if step.key in there]


def held(definition: Definition, part: str) -> Any:
    """What a version says in a part; of its order the keys of the steps, of a step that it lacks None."""
    if part == ORDER:
        return tuple(step.key for step in definition.steps)
    if not part.startswith(STEP):
        return getattr(definition, part)
    return next((step for step in definition.steps if step.key == part.removeprefix(STEP)), None)


@dataclass(frozen=True, slots=True)
class Merged:
    """One version of two that began with the same: `from_theirs` are the parts that only the other changed, `clashes`
    those that both changed, each in another way; there mine stands."""

    definition: Definition
    from_theirs: tuple[str, ...]
    clashes: tuple[str, ...]


def merge(seen: Definition, mine: Definition, theirs: Definition) -> Merged:
    """Put two versions together that were both made of what was `seen`.

    >>> seen = Definition("a", "A", steps=(Step("x", "X"), Step("y", "Y")))
    >>> mine = replace(seen, steps=(Step("x", "X mine"), Step("y", "Y")))
    >>> theirs = replace(seen, name="Theirs", steps=(Step("x", "X"), Step("y", "Y theirs")))
    >>> both = merge(seen, mine, theirs)
    >>> both.definition.name, [step.title for step in both.definition.steps], both.clashes
    ('Theirs', ['X mine', 'Y theirs'], ())
    """
    taken, clashes = [], []
    for part in parts_that_differ(mine, theirs):
        if not _is_changed(seen, mine, theirs, part):
            taken.append(part)
        elif _is_changed(seen, theirs, mine, part):
            clashes.append(part)
    return Merged(put_together(mine, theirs, taken), tuple(taken), tuple(clashes))


def _is_changed(seen: Definition, version: Definition, other: Definition, part: str) -> bool:
    """Whether a version says something else in a part than what was seen; of the order only what all have counts."""
    if part != ORDER:
        return bool(held(version, part) != held(seen, part))
    common = {step.key for step in seen.steps} & {step.key for step in other.steps}
    orders = [[step.key for step in one.steps if step.key in common] for one in (seen, version)]
    return orders[0] != orders[1]


def put_together(mine: Definition, theirs: Definition, from_theirs: Collection[str]) -> Definition:
    """Mine with the parts that are taken from theirs. The order is that of either, a step that it lacks comes after the
    one it follows in the other.

    >>> mine = Definition("a", "Mine", steps=(Step("x", "X"), Step("y", "Y mine")))
    >>> theirs = Definition("a", "Theirs", steps=(Step("x", "X"), Step("new", "New"), Step("y", "Y theirs")))
    >>> both = put_together(mine, theirs, ["name", "step:new"])
    >>> both.name, [step.title for step in both.steps]
    ('Theirs', ['X', 'New', 'Y mine'])
    """
    taken = {part: getattr(theirs, part) for part in (*PLAIN, "triggers") if part in from_theirs}
    return replace(mine, **taken, steps=_steps_together(mine.steps, theirs.steps, from_theirs))


def _steps_together(mine: tuple[Step, ...], theirs: tuple[Step, ...], from_theirs: Collection[str]) -> tuple[Step, ...]:
    of_mine, of_theirs = ({step.key: step for step in some} for some in (mine, theirs))
    chosen = {
        key: found
        for key in {**of_mine, **of_theirs}
        if (found := (of_theirs if f"{STEP}{key}" in from_theirs else of_mine).get(key)) is not None
    }
    first, second = (theirs, mine) if ORDER in from_theirs else (mine, theirs)
    steps = [chosen[step.key] for step in first if step.key in chosen]
    known = {step.key for step in first}
    for place, step in enumerate(second):
        if step.key in chosen and step.key not in known:
            before = {other.key for other in second[:place]}
            at = max((number + 1 for number, other in enumerate(steps) if other.key in before), default=0)
            steps.insert(at, chosen[step.key])
    return tuple(steps)


class Piece(StrEnum):
    """Whether words of a text stayed, went or came."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


def word_changes(before: str, after: str) -> list[tuple[Piece, str]]:
    """Two texts as one, word by word.

    >>> [(piece.value, words) for piece, words in word_changes("Call them today", "Call Ana today")]
    [('same', 'Call '), ('gone', 'them'), ('come', 'Ana'), ('same', ' today')]
    """
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    found: list[tuple[Piece, str]] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Piece.SAME, _words(old, i, j)))
            continue
        found += [
            (piece, text) for piece, text in ((Piece.GONE, _words(old, i, j)), (Piece.COME, _words(new, k, m))) if text
        ]
    return found


def _words(words: Sequence[str], start: int, end: int) -> str:
    return "".join(words[start:end])
