"""The access matrix: what each persona may do at each address, read from `access_matrix.txt`.

A line of the table is a route as `manage.py` resolves it and, for every method it answers, the policy:

    accounts/<int:account_id>/edit/    GET account_write  POST account_write

Policies say for each persona what happens: y let through, n refused (403), - as if it did not exist (404),
i asked to sign in (401, or a redirect), v refused because the body names what the persona may not use (400).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("access_matrix.txt")
PERSONAS = ("anonymous", "ada", "otto", "mara", "cleo", "carl", "edda", "read token", "write token")
# The first seven personas; acme is Cleo's, Mara manages her, Carl has nothing to do with it.
POLICIES = {
    "public": "yyyyyyy",
    "signed_in": "iyyyyyy",
    "account_read": "iyyyy-y",
    "account_write": "iynyy-n",
    "brings_calendars": "iyyyyyn",
    "own_calendar": "iyy-y--",
    "account_add": "iyvyyvv",
    "merges": "iyyyy-n",
    "merges_add": "iyyyyvn",
    "doubles": "iyyyy--",
    "suggests": "iynyy--",
    "creates_accounts": "iynyyyn",
    "logs": "iyyyyyn",
    "configures": "iyynnnn",
    "administers": "iynnnnn",
    "configures_hidden": "iyy----",
    "overrules": "iynynnn",
    "overrules_row": "iynyn-n",
    "own_only": "i---y--",
    "own_of_seen": "inn-y--",
    "own_or_administers": "iy--y--",
    "own_act": "innny-n",
    "own_act_page": "i---y--",
    "writes_everything": "iynnnnn",
    "reads_everything": "iyy---y",
    "admin_only": "iyiiiii",
    "signed_in_turned_away": "xyyyyyy",
    "nothing": "-------",
}
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern | URLResolver]]:
    """Every route of the project with its pattern; the Django admin counts as one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if route == "admin/":
            yield route, pattern
        elif isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern


def table() -> dict[str, dict[str, str]]:
    """The committed table: by route, the policy of each method."""
    lines = [line.split("#")[0] for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    rows = [line.split() for line in lines if line.strip()]
    return {_route(row[0]): dict(zip(row[1::2], row[2::2], strict=True)) for row in rows}


def _route(written: str) -> str:
    return "" if written == "(home)" else written


def expected(policy: str, method: str, is_api: bool) -> str:
    """What each of the nine personas meets: tokens open nothing but the API, and one that reads never writes."""
    users = POLICIES[policy]
    if not is_api:
        return users + users[0] * 2
    cleo = users[PERSONAS.index("cleo")]
    reader = users[0] if policy in {"public", "nothing"} else "n" if method in WRITING else cleo
    return users + reader + cleo


def policy_named(outcomes: str, method: str, is_api: bool) -> str:
    """The policy that fits what was met, to propose a line for the table."""
    fitting = (name for name in POLICIES if expected(name, method, is_api) == outcomes)
    return next(fitting, f"?{outcomes}")
