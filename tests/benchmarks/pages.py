"""What a browser or a program waits for, over HTTP, at the big portfolio."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection

import orjson
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, User
from accounts.services.tokens import create_token
from stakeholders.models import Stakeholder
from tests.benchmarks.measuring import Measurement, against, alternately, p95, seconds
from tests.benchmarks.server import FLOOR_PATH, PAGE_PATH, Floor, floor_file, free_port, page_file, serving

LIMIT = 100
LIST_PATH = f"/api/v1/accounts/?limit={LIMIT}"
ROUNDS = 120
VISITS = 80
WARM_UP = 12
SAID_OTHERWISE = ("tags", "extra")
TYPED = ("ma", "marta", "log", "ha", "add+p", "jo")  # as go-anywhere is asked while one types


def administrator() -> User:
    return User.objects.get(email="ada@constellation.example")


def measure_api_list() -> Measurement:
    """A hundred accounts with token authentication, against the same rows from a bare handler in the same server."""
    port = free_port()
    token, secret = create_token(administrator(), "Benchmark")
    headers = {"Authorization": f"Bearer {secret}", "Host": f"127.0.0.1:{port}"}
    try:
        floor_file().write_text(json.dumps(_floor(headers)._asdict()))
        with serving(port) as http:
            ours, bare = partial(get, http, LIST_PATH, headers), partial(get, http, FLOOR_PATH, {})
            if _as_kept(ours()) != _as_kept(bare()):
                raise RuntimeError("The floor does not answer what the API does.")
            median, floor = alternately(ours, bare, ROUNDS, WARM_UP)
        return against("api_list_100", median, "ms", floor)
    finally:
        token.delete()


def measure_page(name: str) -> Measurement:
    """The 95th percentile over visits of different accounts, lists in different orders.

    Against a bare view of the same server that answers such a page from memory, visited in turns.
    """
    paths = list(_paths(name))
    with _signed_in() as visit:
        page_file().write_bytes(visit(paths[0]))
        for path in paths[:WARM_UP]:
            visit(path)
            visit(PAGE_PATH)
        pairs = [(seconds(partial(visit, path)), seconds(partial(visit, PAGE_PATH))) for path in paths[WARM_UP:]]
    times, bare = ([1000 * each for each in column] for column in zip(*pairs, strict=True))
    return against(name, p95(times), "ms p95", p95(bare))


# Lists, asked in different ways in turns.
LISTS = {
    "page_accounts": ("/accounts/", ("", "?sort=name", "?sort=-arr", "?sort=renewal", "?sort=owner")),
    "page_portfolio": ("/portfolio/", ("", "?by=phase", "?health=red", "?threads=bridge")),
    "portfolio_parts": ("/portfolio/", ("sky/", "months/", "trend/", "owners/")),
    "page_tasks": ("/tasks/", ("", "?who=anybody", "?who=anybody&due=overdue", "?who=anybody&state=all&sort=-since")),
    "page_promises": ("/promises/", ("", "?by=team", "?by=account", "?state=kept")),
    "page_handoffs": ("/handoffs/", ("", "?state=decided&days=365", "?clock=introduction")),
}
# Pages of one account, or the same for all.
ADDRESSES = {
    "page_account": "/accounts/{id}/details/",
    "page_constellation": "/accounts/{id}/constellation/",
    "page_health": "/accounts/{id}/health/",
    "page_my_day": "/my-day/",
    "page_goals": "/accounts/{id}/goals/",
    "page_plays": "/accounts/{id}/plays/",
    "page_promises_of": "/accounts/{id}/promises/",
    "page_celebration": "/celebration/",
    "page_champions": "/champions/",
    "page_playbooks": "/playbooks/",
    "page_value": "/portfolio/value/",
}


def _paths(name: str) -> Iterator[str]:
    choose = random.Random(name)
    keys = list(Account.objects.standing().order_by("pk").values_list("pk", flat=True))
    for number in range(WARM_UP + VISITS):
        account_id = choose.choice(keys)
        match name:
            case "page_brief":
                yield f"/accounts/{account_id}/brief/?attendees={_coming(account_id)}"
            case "page_go":
                yield f"/go/?q={TYPED[number % len(TYPED)]}&here=/accounts/{account_id}/&recent=/accounts/{account_id}/"
            case _ if name in LISTS:
                path, ways = LISTS[name]
                yield f"{path}{ways[number % len(ways)]}"
            case _:
                yield ADDRESSES[name].format(id=account_id)


def _coming(account_id: int) -> str:
    there = Stakeholder.objects.filter(account_id=account_id, left_on=None).order_by("number")
    return ",".join(str(key) for key in there.values_list("pk", flat=True)[:4])


@contextmanager
def _signed_in() -> Iterator[Callable[[str], bytes]]:
    port = free_port()
    client = Client()
    client.force_login(administrator(), settings.AUTHENTICATION_BACKENDS[-1])
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    headers = {"Host": f"127.0.0.1:{port}", "Cookie": cookie}
    try:
        with serving(port) as http:
            yield lambda path: get(http, path, headers)
    finally:
        client.logout()


def get(http: HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    http.request("GET", path, headers=headers)
    response = http.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}.")
    return body


def _as_kept(body: bytes) -> list[dict[str, object]]:
    """The rows of an answer but for what the API says otherwise than it is kept: names of tags, empty extra fields."""
    return [{name: row[name] for name in row if name not in SAID_OTHERWISE} for row in orjson.loads(body)["results"]]


def _floor(headers: dict[str, str]) -> Floor:
    """The statement the API sends for its page, and how the answer is put together."""
    client = Client(SERVER_NAME="127.0.0.1")
    for _again in range(2):  # what is asked once only is not part of the floor
        with CaptureQueriesContext(connection) as asked:
            response = client.get(LIST_PATH, headers=headers)
    answer = json.loads(response.content)
    [statement] = [each["sql"] for each in asked if 'FROM "accounts_account"' in each["sql"]]
    return Floor(statement, list(answer["results"][0]), LIMIT, answer["next"])
