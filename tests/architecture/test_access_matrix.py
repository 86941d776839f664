"""Every address with every persona and method, against the committed table; and refusals that change nothing."""

import json
import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from accounts.services.tokens import create_token
from tests.architecture import access
from tests.architecture.access_world import ABSENT, World, build

ROUTES = sorted(dict(access.routes()))
TABLE = access.table()
# While one works on a few routes, ROUTES_LIKE='imports|tags' walks those alone.
LIKE = os.environ.get("ROUTES_LIKE", "")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Written by being signed in or called at all.
UNWATCHED = {"django_session", "accounts_apitoken", "django_migrations", "accounts_keptanswer"}


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    made = {"anonymous": Client(raise_request_exception=False)}
    for name, user in world.cast.users.items():
        made[name] = Client(raise_request_exception=False)
        made[name].force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    for scope in ("read", "write"):
        _token, secret = create_token(world.cast.cleo, scope, scope)
        headers = {"Authorization": f"Bearer {secret}"}
        made[f"{scope} token"] = Client(raise_request_exception=False, headers=headers)
    world.content = fingerprint()
    return made


def address(route: str, world: World, absent: bool = False) -> str:
    """The address of a route at Acme, or of what does not exist."""
    collection = route.removeprefix("api/v1/").lstrip("^").split("/")[0]

    def fill(found: re.Match[str]) -> str:
        name = found["name"]
        if absent and (name == "pk" or name.endswith("_id")):
            return str(ABSENT)
        return str(world.ids[collection if name == "pk" else name])

    plain = re.sub(r"\(\?P<(?P<name>\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", fill, route)
    plain = re.sub(r"<(?:\w+:)?(?P<name>\w+)>", fill, plain)
    return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")


def call(client: Client, method: str, url: str, body: Any) -> Any:
    if url.startswith("/api/"):
        return client.generic(method, url, json.dumps(body), "application/json")
    return client.generic(method, url, urlencode(body), "application/x-www-form-urlencoded")


def outcome(answer: Any, has_body: bool) -> str:
    """What a persona met, in the letters of the table."""
    status = answer.status_code
    if status >= 500:
        return "!"
    if status == 401 or (status == 302 and re.search("/sign-in/|/admin/login/", answer["Location"])):
        return "i"
    if status == 400 and has_body:
        return "v"
    return {403: "n", 404: "-", 405: "x"}.get(status, "y")


def fingerprint() -> Any:
    """The content of every table, in one query, by name: the parts are read in parallel and come as they are done."""
    tables = [name for name in connection.introspection.table_names() if name not in UNWATCHED]
    parts = [f"SELECT '{name}', count(*), sum(hashtext(t::text)::bigint) FROM \"{name}\" t" for name in sorted(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1")  # the server may read them beside one another
        return cursor.fetchall()


SIGN_OUT = "sign-out/"
# Who tries the methods that the table does not name: whom nobody knows, who may all, and whose account it is.
TRYING = ("anonymous", "ada", "cleo")


def met(
    route: str, method: str, world: World, clients: dict[str, Client], personas: Sequence[str] = access.PERSONAS
) -> str:
    """What each persona meets; whatever was written is taken back, and what was refused wrote nothing."""
    body = world.bodies.get(route, {}) if method == "POST" else {}
    url = address(route, world)
    outcomes = ""
    cache.clear()  # nobody here is to meet a limit of attempts
    with transaction.atomic():
        for persona in personas:
            with transaction.atomic():
                letter = outcome(call(clients[persona], method, url, body), bool(body))
                transaction.set_rollback(letter == "y")
            outcomes += letter
        assert fingerprint() == world.content, f"{method} {url} refused somebody ({outcomes}) but wrote"
        transaction.set_rollback(True)
    return outcomes


def walked(route: str, method: str, world: World, clients: dict[str, Client], *, is_named: bool) -> str:
    """What all meet; where a method is not named and lets none of three through, what these met."""
    if not is_named:
        tried = met(route, method, world, clients, TRYING)
        if "y" not in tried:
            return tried
    return met(route, method, world, clients)


def test_every_route_is_in_the_table() -> None:
    assert sorted(TABLE) == ROUTES, f"missing: {set(ROUTES) - set(TABLE)}, gone: {set(TABLE) - set(ROUTES)}"


def is_api(route: str) -> bool:
    return route.startswith(("api/", "^api/")) and route != "api/v1/docs/"


def complaint(route: str, world: World, clients: dict[str, Client]) -> str:
    """What of a route differs from the table: the line that would describe what was met."""
    named = TABLE.get(route, {})
    seen = {method: walked(route, method, world, clients, is_named=method in named) for method in METHODS}
    told = {method: access.expected(policy, method, is_api(route)) for method, policy in named.items()}
    answered = {method for method, letters in seen.items() if "y" in letters}
    if route in TABLE and answered <= set(told) and {method: seen[method] for method in told} == told:
        return ""
    shown = sorted(answered | set(told), key=METHODS.index)
    fitting = [f"{method} {access.policy_named(seen[method], method, is_api(route))}" for method in shown]
    return f"{route or '(home)'}  {'  '.join(fitting)}"


@pytest.mark.parametrize("part", ["pages", "api"])
def test_each_persona_meets_what_the_table_says(part: str, world: World, clients: dict[str, Client]) -> None:
    """Lines shown on failure are what was met: put them into the table only where that is right."""
    routes = [route for route in ROUTES if is_api(route) == (part == "api") and re.search(LIKE, route)]
    routes.sort(key=SIGN_OUT.__eq__)  # last: then nobody is signed in any more
    found = [complaint(route, world, clients) for route in routes]
    assert not any(found), "\n".join(["", *filter(None, found)])


def test_foreign_and_absent_objects_answer_the_same(world: World, clients: dict[str, Client]) -> None:
    """Carl has nothing to do with Acme: he cannot tell its objects from those that do not exist."""
    differing = []
    for route in ROUTES:
        for method in METHODS if "_id" in route or "<pk>" in route else ():
            foreign = call(clients["carl"], method, address(route, world), {})
            absent = call(clients["carl"], method, address(route, world, absent=True), {})
            if foreign.status_code == 404 and (absent.status_code, body_of(absent)) != (404, body_of(foreign)):
                differing.append(f"{method} {route}")
    assert differing == []


def body_of(answer: Any) -> bytes:
    """The body without the tokens that are new with every answer."""
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+', b"", answer.content)
