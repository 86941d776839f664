"""What was done while something ran, so that a page can offer to undo it.

with deeds() as done:
    edit_account(...)
done[-1].pk, done[-1].summary
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """One act, by its id, and what it says was done."""

    pk: int
    summary: str


_heard: ContextVar[list[Deed] | None] = ContextVar("deeds", default=None)


@contextmanager
def deeds() -> Iterator[list[Deed]]:
    """Collect the acts done within."""
    done: list[Deed] = []
    token = _heard.set(done)
    try:
        yield done
    finally:
        _heard.reset(token)


def note(pk: int, summary: str) -> None:
    """Say that an act was done, to whoever collects."""
    done = _heard.get()
    if done is not None:
        done.append(Deed(pk, summary))
