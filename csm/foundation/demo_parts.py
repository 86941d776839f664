"""What upper apps add to the demo portfolio: they register here in `AppConfig.ready`; loading and removing ask all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from csm.foundation.registry import Registry


@dataclass(frozen=True)
class DemoPart:
    """A part of the demo portfolio.

    `write(order, first, account_ids)` adds what belongs to some accounts of the order, given as ids in the order's own
    sequence, `first` being the number of the first of them; it runs inside the transaction that writes these accounts.
    `finish(order, account_ids)` runs once all were written and concluded. `remove()` takes away what does not belong to
    an account; what does goes with it.
    """

    key: str
    write: Callable[[Any, int, Sequence[int]], None] = lambda order, first, account_ids: None
    finish: Callable[[Any, Sequence[int]], None] = lambda order, account_ids: None
    remove: Callable[[], None] = lambda: None
    position: int = 100


demo_parts: Registry[DemoPart] = Registry()
