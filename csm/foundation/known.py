"""What upper apps know of the things that a page shows, for all of them at once.

A page gives `known_of("alert", viewer, ids)` to its template, which shows what is known of each row by the filter `of`
(`{% load offering %}`) and `components/known.html`.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from csm.foundation.registry import Known, offers, traces

KnownById = dict[int, list[Known]]


def known_of(about: str, viewer: Any, ids: Iterable[int]) -> KnownById:
    """What has come of some things of a kind, by id; one query for each offer and each trace about that kind."""
    asked = sorted(set(ids)) or [0]  # of nothing too: how many queries a page makes does not depend on its data
    found: defaultdict[int, list[Known]] = defaultdict(list)
    for source in (*offers, *traces):
        if source.about == about and source.known is not None:
            for pk, known in source.known(viewer, asked).items():
                found[pk].append(known)
    return dict(found)
