"""Rules as people write them, one line each: `line 30 to 95`, `tiers 0=0, 1=40, above=100`, `yes 100 no 0`, `pulse`."""

import re
from typing import Final

from health.domain.rules import Linear, PulseRule, Rule, RuleError, Tiers, YesNo, rule_from

NUMBER: Final = r"(-?\d+(?:\.\d+)?)"
LINE: Final = re.compile(rf"line\s+{NUMBER}\s+to\s+{NUMBER}")
YES_NO: Final = re.compile(rf"yes\s+{NUMBER}\s+no\s+{NUMBER}")
STEP: Final = re.compile(rf"{NUMBER}\s*=\s*{NUMBER}")
ABOVE: Final = re.compile(rf"above\s*=\s*{NUMBER}")


def rule_in_words(rule: Rule) -> str:
    """One line that `read_rule` reads back.

    >>> rule_in_words(Tiers(((0, 0), (1, 40)), 100)), rule_in_words(Linear(30, 95.5)), rule_in_words(PulseRule())
    ('tiers 0=0, 1=40, above=100', 'line 30 to 95.5', 'pulse')
    """
    match rule:
        case Tiers(steps, above):
            return f"tiers {', '.join(f'{up_to:g}={points:g}' for up_to, points in steps)}, above={above:g}"
        case Linear(zero_at, full_at):
            return f"line {zero_at:g} to {full_at:g}"
        case YesNo(yes, no):
            return f"yes {yes:g} no {no:g}"
        case PulseRule():
            return "pulse"


def read_rule(words: str) -> Rule:
    """A rule from one line.

    Parameters
    ----------
    words : str
        A line goes from the value that gives 0 points to the one that gives 100. Tiers name upper bounds, which belong
        to their tier, with the points of each, and the points of what lies above the last.

    Raises
    ------
    RuleError
        As `rule_from`; `words` where the line cannot be read.

    Examples
    --------
    >>> read_rule("line 30 to 95"), read_rule(" Tiers 0=0, 1=40, above=100 ").above, read_rule("yes 90 no 10")
    (Linear(zero_at=30.0, full_at=95.0), 100.0, YesNo(yes=90.0, no=10.0))
    """
    said = " ".join(words.lower().split())
    if said == "pulse":
        return PulseRule()
    if match := LINE.fullmatch(said):
        return rule_from({"kind": "linear", "zero_at": float(match[1]), "full_at": float(match[2])})
    if match := YES_NO.fullmatch(said):
        return rule_from({"kind": "yes_no", "yes": float(match[1]), "no": float(match[2])})
    if said.startswith("tiers "):
        return _tiers([part.strip() for part in said.removeprefix("tiers ").split(",")])
    raise RuleError("words")


def _tiers(parts: list[str]) -> Rule:
    above = ABOVE.fullmatch(parts[-1])
    steps = [STEP.fullmatch(part) for part in parts[:-1]]
    if above is None or None in steps:
        raise RuleError("words")
    pairs = [[float(step[1]), float(step[2])] for step in steps if step is not None]
    return rule_from({"kind": "tiers", "steps": pairs, "above": float(above[1])})
