"""The keys that the help names are those that the scripts heed, and none is heeded that it does not name."""

import re
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# event.key === "x" and { j: 1, k: -1 }[event.key]; in tables called keys: x: () => …
COMPARED = re.compile(r"""\.key(?:\.toLowerCase\(\))? (?:===|!==) "(.)\"""")
LOOKED_UP = re.compile(r"\{([^{}]*)\}\[event\.key\]")
TABLE = re.compile(r"const keys = \{(.*?)\n {2}\};", re.DOTALL)
IN_TABLE = re.compile(r"""(?m)(?:^|[,{])\s*["']?([^\s"':,])["']?: """)
ANY_DIGIT = re.compile(r"/\^\[0-9\]\$/")
# One key or several: data-key-opens="u Control+z".
OPENS = re.compile(r'data-(?:key-opens|row-key|presses)="([^"{]+)"')
SHOWN = re.compile(r"<kbd>(.*?)</kbd>")
# Named as words or together with another: the space bar; = is + without Shift.
OTHERWISE_NAMED = {" ", "="}


def bound() -> set[str]:
    """Every printable key that some script or attribute heeds."""
    found: set[str] = set()
    for script in SCRIPTS:
        code = script.read_text()
        found |= set(COMPARED.findall(code)) | set("0123456789" if ANY_DIGIT.search(code) else "")
        for table in (*LOOKED_UP.findall(code), *TABLE.findall(code)):
            found |= set(IN_TABLE.findall(table))
    opening = (key for page in TEMPLATES for keys in OPENS.findall(page.read_text()) for key in keys.split())
    return found | {key for key in opening if len(key) == 1}


def named() -> set[str]:
    """Every single key that the help of some page names; of Ctrl K the K."""
    shown = {unescape(words).split()[-1] for page in TEMPLATES for words in SHOWN.findall(page.read_text())}
    return {words.lower() for words in shown if len(words) == 1 and words not in "←→↑↓"}


def test_the_help_names_the_keys_that_are_heeded_and_no_other() -> None:
    heeded = bound() - OTHERWISE_NAMED
    assert heeded >= {"/", "?", "j", "k", "t", "x", "b"}
    assert {key for key in named() if not key.isdigit()} == {key.lower() for key in heeded if not key.isdigit()}


def test_the_digits_that_the_help_names_are_heeded() -> None:
    assert {key for key in named() if key.isdigit()} <= bound()
