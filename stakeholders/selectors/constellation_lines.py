"""The lines of the constellation: relationships and connections, and which of them lead to whom."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stakeholders.domain.findings import Findings
from stakeholders.domain.network import bits
from stakeholders.domain.routes import Routes
from stakeholders.domain.sky import ConnectionKind, Link
from stakeholders.domain.strength import Relationship

Line = dict[str, Any]

FOR_CUSTOMERS = ("id", "kind", "from", "to", "is_live", "is_past")


def lines_between(star_ids: set[int], found: Findings, routes: Routes, *, for_customer: bool) -> list[Line]:
    """All lines whose stars are shown; a customer sees who met whom and nothing else."""
    drawn = _met_lines(found) if for_customer else _all_lines(found, routes)
    among = [line for line in drawn if _is_among(line, star_ids)]
    return [{key: line[key] for key in FOR_CUSTOMERS} for line in among] if for_customer else among


def _is_among(line: Mapping[str, Any], stars: set[int]) -> bool:
    return all(end[0] == "u" or int(end[1:]) in stars for end in (line["from"], line["to"]))


def _met_lines(found: Findings) -> Iterator[Line]:
    for each in _of_active_users(found):
        yield _line(f"r{each.user_id}-{each.star_id}", "relationship", f"u{each.user_id}", f"s{each.star_id}")
    for one, other in found.met:
        yield _line(f"m{one}-{other}", "met_together", f"s{one}", f"s{other}")


def _all_lines(found: Findings, routes: Routes) -> Iterator[Line]:
    for each in _of_active_users(found):
        yield _relationship(each, found, routes)
    for link in found.sky.links:
        yield _connection(link, found, routes)
    for one, other in found.met:
        line = _line(f"m{one}-{other}", "met_together", f"s{one}", f"s{other}")
        yield line | _state(found, routes, one, other, both_ways=True)


def _of_active_users(found: Findings) -> Iterator[Relationship]:
    active = {user.id for user in found.sky.ours if user.is_active}
    return (each for each in found.known if each.user_id in active)


def _line(key: str, kind: str, start: str, end: str) -> Line:
    return {
        "id": key,
        "kind": kind,
        "from": start,
        "to": end,
        "strength": None,
        "label": None,
        "is_live": True,
        "is_past": False,
        "is_assumed": False,
        "on_route": False,
    }


def _relationship(each: Relationship, found: Findings, routes: Routes) -> Line:
    line = _line(f"r{each.user_id}-{each.star_id}", "relationship", f"u{each.user_id}", f"s{each.star_id}")
    bit = found.network.index.get(each.star_id)
    return line | {
        "strength": round(each.strength, 3),
        "label": each.label.value,
        "is_live": each.is_live,
        "is_past": not each.is_live,
        "on_route": each.is_live and bit is not None and bool(routes.starts >> bit & 1),
    }


def _connection(link: Link, found: Findings, routes: Routes) -> Line:
    line = _line(f"c{link.id}", link.kind.value, f"s{link.from_id}", f"s{link.to_id}")
    both_ways = link.kind is not ConnectionKind.INFLUENCES
    state = _state(found, routes, link.from_id, link.to_id, both_ways=both_ways)
    if link.kind is ConnectionKind.OPPOSES:
        state["on_route"] = False
    return line | state | {"is_assumed": link.basis == "assumed"}


def _state(found: Findings, routes: Routes, one: int, other: int, *, both_ways: bool) -> Line:
    network = found.network
    first, second = network.index.get(one), network.index.get(other)
    if first is None or second is None:
        return {"is_live": False, "is_past": True, "on_route": False}
    is_live = bool(network.alive >> first & 1) and bool(network.alive >> second & 1)
    ahead = bool(routes.ahead[first] >> second & 1) or (both_ways and bool(routes.ahead[second] >> first & 1))
    return {"is_live": is_live, "is_past": not is_live, "on_route": is_live and ahead}


def lines_to(found: Findings, routes: Routes, lines: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """For each star on a route the lines of all routes that lead to them."""
    stars = found.sky.stars
    ids = [f"s{star.id}" for star in stars]
    by_ends: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line["on_route"]:
            by_ends.setdefault((line["from"], line["to"]), []).append(line["id"])
            by_ends.setdefault((line["to"], line["from"]), []).append(line["id"])
    entering = {
        end: [key for (one, two), keys in by_ends.items() if one[0] == "u" and two == end for key in keys]
        for end in {two for _one, two in by_ends}
    }
    return {
        str(stars[bit].id): sorted(_lines_behind(bit, ids, routes, by_ends, entering)) for bit in bits(routes.through)
    }


def _lines_behind(
    target: int,
    ids: list[str],
    routes: Routes,
    by_ends: Mapping[tuple[str, str], list[str]],
    entering: Mapping[str, list[str]],
) -> set[str]:
    found: set[str] = set(entering.get(ids[target], ()))
    seen, frontier = 1 << target, [target]
    while frontier:
        here = frontier.pop()
        for behind in range(len(routes.ahead)):
            if routes.ahead[behind] >> here & 1:
                found.update(by_ends.get((ids[behind], ids[here]), ()))
                found.update(entering.get(ids[behind], ()))
                if not seen >> behind & 1:
                    seen |= 1 << behind
                    frontier.append(behind)
    return found
