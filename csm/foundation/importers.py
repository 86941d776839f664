"""What can be imported: each app registers its kinds of rows and presets in `AppConfig.ready`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from csm.foundation.registry import Label, Registry


class Importer(Protocol):
    """A kind of row that files hold; the whole contract is `accounts.services.importing.kinds.Kind`."""

    @property
    def key(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def label(self) -> Label: ...

    @property
    def fields(self) -> Callable[[], Sequence[Any]]: ...


importers: Registry[Importer] = Registry()


class Recogniser(Protocol):
    """A raw file of another system; the whole contract is `accounts.domain.importing.presets.Preset`."""

    @property
    def key(self) -> str: ...

    @property
    def position(self) -> int: ...


@dataclass(frozen=True)
class FollowUp:
    """What is left to do once files were brought in: how many of them there are for somebody, in words, and where."""

    key: str
    count: Callable[[Any], int]
    words: Callable[[int], str]
    url_name: str
    position: int = 100


presets: Registry[Recogniser] = Registry()
follow_ups: Registry[FollowUp] = Registry()
