"""One difference between two maps of an account: what kind, about whom, with the values a sentence needs."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

Value = str | int | float | date | None


class ChangeKind(StrEnum):
    """The kinds of difference, in the order in which they are told."""

    JOINED = "joined"
    LEFT = "left"
    TITLE_CHANGED = "title_changed"
    DEPARTMENT_CHANGED = "department_changed"
    PROMOTED = "promoted"
    LEVEL_CHANGED = "level_changed"
    ROLE_TAKEN = "role_taken"
    ROLE_ENDED = "role_ended"
    ROLE_ORPHANED = "role_orphaned"
    ROLE_FILLED = "role_filled"
    ASSESSMENT_CHANGED = "assessment_changed"
    CONNECTION_FORMED = "connection_formed"
    CONNECTION_ENDED = "connection_ended"
    RELATIONSHIP_LIVE = "relationship_live"
    RELATIONSHIP_FADED = "relationship_faded"
    RELATIONSHIP_ENDED = "relationship_ended"
    THREADS_CHANGED = "threads_changed"
    SURVIVAL_CHANGED = "survival_changed"
    COVERAGE_CHANGED = "coverage_changed"


class Change(NamedTuple):
    """One difference. `star_id`, `other_id` and `user_id` say about whom; `params` holds plain values, None unknown.

    Keys of `params`: `name`, `other` (a second star), `user` (one of ours); `before`, `after`; and where they apply
    `title`, `left_on`, `role` (a role key), `axis`, `connection` (a connection kind), `required`.
    """

    kind: ChangeKind
    params: Mapping[str, Value]
    star_id: int | None = None
    other_id: int | None = None
    user_id: int | None = None
