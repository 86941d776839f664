"""The one way to a map: `sky_at` for one account and a date, `skies_at` for many, in the same number of queries.

The version of the facts is read before the facts, so that a sky never claims a version newer than what it shows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from stakeholders.domain.sky import (
    Assessed,
    Basis,
    ConnectionKind,
    Hazards,
    Level,
    Link,
    Ours,
    Recognised,
    RoleHeld,
    Sky,
    Star,
    Terms,
    Touch,
    TouchKind,
    TouchLevel,
)
from stakeholders.selectors import sky_rows
from stakeholders.selectors.sky_rows import rows

LEVELS = {level.value: level for level in Level}
BASES = {basis.value: basis for basis in Basis}
TOUCH_KINDS = {kind.value: kind for kind in TouchKind}
CONNECTION_KINDS = {kind.value: kind for kind in ConnectionKind}


@dataclass(frozen=True)
class _Asked:
    """What a load is about."""

    ids: list[int]
    on: date

    def rows(self, statement: str, **more: Any) -> Iterable[tuple[Any, ...]]:
        return rows(statement, ids=self.ids, on=self.on, zone=settings.TIME_ZONE, **more)


def sky_at(account_id: int, as_of: date) -> Sky:
    """The map of one account at a date. *Raises* KeyError when there is no such account."""
    return skies_at([account_id], as_of)[account_id]


def skies_at(account_ids: Iterable[int], as_of: date) -> dict[int, Sky]:
    """The maps of many accounts at a date, by account id; unknown accounts are left out."""
    asked = _Asked(sorted(set(account_ids)), as_of)
    accounts = list(asked.rows(sky_rows.ACCOUNTS))
    terms = _terms(asked)
    hazards = _hazards(asked)
    stars = _stars(asked)
    links = _links(asked)
    dismissed = _dismissed(asked)
    touches = _touches(asked)
    ours = _ours(asked, touches)
    return {
        account_id: Sky(
            account_id=account_id,
            as_of=as_of,
            stars=tuple(stars[account_id]),
            ours=tuple(ours[account_id]),
            links=tuple(links[account_id]),
            touches=tuple(touches[account_id]),
            dismissed=frozenset(dismissed[account_id]),
            terms=terms.get(segment_id) or Terms(),
            hazards=hazards,
            facts_version=version,
        )
        for account_id, version, segment_id in accounts
    }


def _terms(asked: _Asked) -> dict[int, Terms]:
    return {
        pk: Terms(
            segment=name,
            touch_level=TouchLevel(level),
            half_life_days=float(half_life),
            cadence_days=dict(zip(keys, days, strict=True)),
            required_roles=tuple(required),
            balance_low=float(low),
            balance_high=float(high),
        )
        for pk, name, level, half_life, low, high, required, keys, days in asked.rows(sky_rows.SEGMENTS)
    }


def _hazards(asked: _Asked) -> Hazards:
    found = list(asked.rows(sky_rows.HAZARDS))
    if not found:
        return Hazards()
    rates = {LEVELS[level]: rate for level, rate, _on in found}
    return Hazards(rates=rates, estimated_on=max(on for _level, _rate, on in found))


def _roles(asked: _Asked) -> Mapping[int, list[RoleHeld]]:
    held: dict[int, list[RoleHeld]] = defaultdict(list)
    for stakeholder_id, pk, key, decides, basis, since in asked.rows(sky_rows.ROLES):
        held[stakeholder_id].append(RoleHeld(pk, key, decides, BASES[basis], since))
    return held


def _stars(asked: _Asked) -> Mapping[int, list[Star]]:
    roles = _roles(asked)
    stars: dict[int, list[Star]] = defaultdict(list)
    for account_id, *columns in asked.rows(sky_rows.STARS):
        stars[account_id].append(_star(columns, tuple(roles.get(columns[0], ()))))
    return stars


def _star(columns: list[Any], roles: tuple[RoleHeld, ...]) -> Star:
    (pk, number, person_id, name, title, department, level, level_basis, joined, left, successor) = columns[:11]
    return Star(
        id=pk,
        number=number,
        person_id=person_id,
        name=name,
        title=title,
        department=department,
        level=LEVELS[level] if level else None,
        level_basis=BASES[level_basis],
        joined_on=joined,
        left_on=left,
        leaves_on=columns[22],
        successor_id=successor,
        roles=roles,
        assessed=_assessed(columns[11:18]),
        confirmed_on=columns[18],
        department_basis=BASES[columns[19]],
        recognised=Recognised(columns[20], columns[21]) if columns[20] is not None else None,
    )


def _assessed(columns: list[Any]) -> Assessed | None:
    pk, influence, authority, importance, sentiment, assumed, since = columns
    if pk is None:
        return None
    return Assessed(pk, influence, authority, importance, sentiment, frozenset(assumed or ()), since)


def _links(asked: _Asked) -> Mapping[int, list[Link]]:
    links: dict[int, list[Link]] = defaultdict(list)
    for account_id, pk, kind, from_id, to_id, basis, since in asked.rows(sky_rows.LINKS):
        links[account_id].append(Link(pk, CONNECTION_KINDS[kind], from_id, to_id, BASES[basis], since))
    return links


def _dismissed(asked: _Asked) -> Mapping[int, list[tuple[int, int]]]:
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for account_id, first, second in asked.rows(sky_rows.DISMISSALS):
        pairs[account_id].append((first, second))
    return pairs


def _touches(asked: _Asked) -> Mapping[int, list[Touch]]:
    touches: dict[int, list[Touch]] = defaultdict(list)
    for account_id, pk, on, kind, two_way, subject, users, stars in asked.rows(sky_rows.TOUCHES):
        touches[account_id].append(Touch(pk, on, TOUCH_KINDS[kind], two_way, tuple(users), tuple(stars), subject))
    return touches


def _ours(asked: _Asked, touches: Mapping[int, list[Touch]]) -> Mapping[int, list[Ours]]:
    jobs: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for account_id, user_id, keys in asked.rows(sky_rows.TEAM):
        jobs[account_id][user_id] = tuple(keys)
    for account_id in asked.ids:
        for touch in touches.get(account_id, ()):
            for user_id in touch.users:
                jobs[account_id].setdefault(user_id, ())
    known = sorted({user_id for team in jobs.values() for user_id in team})
    users = {pk: (name, bool(active)) for pk, name, active in asked.rows(sky_rows.USERS, users=known)}
    return defaultdict(
        list,
        {
            account_id: [Ours(user_id, *users[user_id], team[user_id]) for user_id in sorted(team)]
            for account_id, team in jobs.items()
        },
    )
