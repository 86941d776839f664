"""The constellation tab: what it says, what a customer may see, what changes without somebody."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from csm.foundation.clock import today
from stakeholders.models import Stakeholder, StarPlace
from stakeholders.services import assessments, connections, people, roles, touchpoints
from tests.personas import Cast, assemble

pytestmark = pytest.mark.django_db

INTERNAL = [
    "sentiment",
    "influence",
    "authority",
    "importance",
    "detractor",
    "opposes",
    "strength",
    "survival",
    "threads",
    "champion",
    "persona",
    "assumed",
    "freshness",
    "leverage",
    "decision",
    "balance",
    "hostile",
    "critical",
    "enthusiastic",
    "risk",
    "orphaned",
]


class Map:
    """Marta reports to Ines, who decides; we know Marta only. Bruno opposes Marta."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        long_ago = today() - timedelta(days=300)
        self.marta = self._add("Marta Rossi", "Head of Operations", long_ago)
        self.ines = self._add("Ines Costa", "CEO", long_ago)
        self.bruno = self._add("Bruno Silva", "Analyst", long_ago)
        roles.assign_role(cast.cleo, self.ines, Role.objects.get(key="decision_maker"), long_ago)
        roles.assign_role(cast.cleo, self.bruno, Role.objects.get(key="detractor"), long_ago)
        connections.connect(cast.cleo, "reports_to", self.marta, self.ines, long_ago)
        connections.connect(cast.cleo, "opposes", self.bruno, self.marta, long_ago)
        assessments.assess(cast.cleo, self.bruno, today(), influence=9, authority=7, importance=2, sentiment=-2)
        touchpoints.record_touchpoint(
            cast.cleo,
            cast.acme,
            kind="meeting",
            touched_at=datetime.now(UTC) - timedelta(days=2),
            users=[cast.cleo],
            stakeholders=[self.marta],
        )

    def _add(self, name: str, title: str, since: date) -> Stakeholder:
        return people.add_stakeholder(self.cast.cleo, self.cast.acme, name=name, title=title, joined_on=since)

    def url(self, name: str, *more: int) -> str:
        return reverse(f"stakeholders:{name}", args=[self.cast.acme.pk, *more])


@pytest.fixture
def there() -> Map:
    return Map(assemble())


@pytest.fixture
def cleo(there: Map, client: Client) -> Client:
    client.force_login(there.cast.cleo)
    return client


def drawn(html: str) -> dict[str, object]:
    found = re.search(r'<script id="sky" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    parsed: dict[str, object] = json.loads(found[1])
    return parsed


def test_the_page_says_on_whom_everything_hangs(there: Map, cleo: Client) -> None:
    html = cleo.get(there.url("constellation")).content.decode()

    assert "All routes to the decision pass through Marta Rossi and Ines Costa." in html
    assert "1, hangs on one person" in html
    stars = {star["name"]: star for star in drawn(html)["stars"]}  # type: ignore[attr-defined]
    assert stars["Marta Rossi"]["is_key"] is True
    assert stars["Bruno Silva"]["influence_step"] == 3
    assert stars["Ines Costa"]["ring"] == {"letter": "D", "label": "Decision maker"}
    lines = {line["kind"]: line for line in drawn(html)["lines"]}  # type: ignore[attr-defined]
    assert (lines["reports_to"]["on_route"], lines["opposes"]["on_route"]) == (True, False)
    assert drawn(html)["routes"][str(there.ines.pk)] == sorted(  # type: ignore[index]
        [lines["relationship"]["id"], lines["reports_to"]["id"]]
    )


def test_the_customer_view_holds_no_internal_word(there: Map, cleo: Client) -> None:
    html = cleo.get(there.url("constellation"), {"customer": "1"}).content.decode()

    sky = drawn(html)
    assert sorted(sky["stars"][0]) == [  # type: ignore[index]
        "department", "fade", "id", "is_present", "left_on", "name", "number", "pinned", "title", "x", "y",
    ]  # fmt: skip
    assert {line["kind"] for line in sky["lines"]} == {"relationship"}  # type: ignore[attr-defined]
    assert "routes" not in sky
    assert [word for word in INTERNAL if re.search(word, html, re.IGNORECASE)] == []
    assert "Marta Rossi" in html


def test_the_customer_view_leaves_out_who_left(there: Map, cleo: Client) -> None:
    people.depart_stakeholder(there.cast.cleo, there.bruno, today())

    html = cleo.get(there.url("constellation"), {"customer": "1"}).content.decode()

    assert "Bruno Silva" not in html


def test_a_past_date_shows_the_map_of_that_day(there: Map, cleo: Client) -> None:
    people.depart_stakeholder(there.cast.cleo, there.marta, today())

    now = drawn(cleo.get(there.url("constellation")).content.decode())
    then_page = cleo.get(there.url("constellation"), {"as_of": str(today() - timedelta(days=1))}).content.decode()
    then = drawn(then_page)

    def marta(sky: dict[str, object]) -> dict[str, object]:
        return next(star for star in sky["stars"] if star["name"] == "Marta Rossi")  # type: ignore[attr-defined]

    assert (marta(now)["is_present"], marta(then)["is_present"]) == (False, True)
    assert (marta(now)["x"], marta(now)["y"]) == (marta(then)["x"], marta(then)["y"])
    assert "This is the map as it was on" in then_page


@pytest.mark.parametrize("asked", ["2026-13-45", "tomorrow", "9999-12-31", "\x00"])
def test_a_date_that_is_none_or_lies_ahead_is_today(there: Map, cleo: Client, asked: str) -> None:
    html = cleo.get(there.url("constellation"), {"as_of": asked}).content.decode()

    assert drawn(html)["as_of"] == today().isoformat()


@pytest.mark.parametrize("view", ["chart", "personas", "matrix", "list"])
def test_every_view_names_everybody(there: Map, cleo: Client, view: str) -> None:
    html = cleo.get(there.url("constellation"), {"view": view}).content.decode()

    assert all(name in html for name in ("Marta Rossi", "Ines Costa", "Bruno Silva"))


def test_the_panel_shows_the_arithmetic_of_a_strength(there: Map, cleo: Client) -> None:
    html = cleo.get(there.url("star", there.marta.pk)).content.decode()

    assert "Strength = 1 − exp(−0.977) = 0.62." in html
    assert "is the manager of" not in html
    assert "reports to Ines Costa" in html


def test_what_if_counts_without_somebody_and_writes_nothing(there: Map, cleo: Client) -> None:
    html = cleo.get(there.url("what_if"), {"without": f"{there.marta.pk},999999,x"}).content.decode()

    cells = re.findall(r'<td class="num">(.*?)</td>', html)
    assert cells[:2] == ["1", "0"]
    assert "Without Marta Rossi" in html
    there.marta.refresh_from_db()
    assert there.marta.left_on is None


def test_the_comparison_says_in_words_what_changed(there: Map, cleo: Client) -> None:
    people.depart_stakeholder(there.cast.cleo, there.marta, today(), successor=there.bruno)

    html = cleo.get(there.url("comparison"), {"since": str(today() - timedelta(days=1))}).content.decode()

    assert "Marta Rossi left on" in html
    assert "Bruno Silva is the successor." in html
    assert "Threads went from 1 to 0." in html


def test_introductions_name_the_warm_path(there: Map, cleo: Client) -> None:
    html = cleo.get(there.url("introductions")).content.decode()

    path = re.sub(r"<[^>]+>", "", html[html.index("introduction-path") :].split("</p>")[0])
    assert path.endswith("Cleo → Marta Rossi → Ines Costa")


def test_a_star_stays_where_it_was_dragged_for_everybody(there: Map, cleo: Client, client: Client) -> None:
    answer = cleo.post(there.url("star_place"), {"id": f"s{there.ines.pk}", "x": "0.25", "y": "1.5"})
    client.force_login(there.cast.mara)
    stars = {star["name"]: star for star in drawn(client.get(there.url("constellation")).content.decode())["stars"]}  # type: ignore[attr-defined]

    assert answer.status_code == 204
    assert (stars["Ines Costa"]["x"], stars["Ines Costa"]["y"], stars["Ines Costa"]["pinned"]) == (0.25, 1.0, True)


def test_somebody_new_moves_nobody(there: Map, cleo: Client) -> None:
    def places() -> dict[str, tuple[float, float, bool]]:
        stars = drawn(cleo.get(there.url("constellation")).content.decode())["stars"]
        return {star["name"]: (star["x"], star["y"], star["pinned"]) for star in stars}  # type: ignore[attr-defined]

    before = places()
    newcomer = there._add("Zoe Nova", "Head of IT", today())
    connections.connect(there.cast.cleo, "reports_to", newcomer, there.ines, today())
    after = places()

    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == ["Zoe Nova"]
    assert {is_pinned for _x, _y, is_pinned in after.values()} == {False}


@pytest.mark.parametrize("sent", [{"id": "s1"}, {"id": "s1", "x": "nan", "y": "0"}, {"id": "x", "x": "0", "y": "0"}])
def test_a_place_that_is_none_is_refused(there: Map, cleo: Client, sent: dict[str, str]) -> None:
    assert cleo.post(there.url("star_place"), sent).status_code == 404
    assert StarPlace.objects.count() == 0


def test_an_executive_looks_and_moves_nothing(there: Map, client: Client) -> None:
    client.force_login(there.cast.edda)

    html = client.get(there.url("constellation")).content.decode()
    moved = client.post(there.url("star_place"), {"id": f"s{there.ines.pk}", "x": "0.2", "y": "0.2"})

    assert drawn(html)["urls"]["place"] is None  # type: ignore[index]
    assert "Add person" not in html
    assert (moved.status_code, StarPlace.objects.filter(is_pinned=True).count()) == (403, 0)


def test_the_graph_of_a_stranger_is_absent(there: Map, client: Client) -> None:
    client.force_login(there.cast.carl)

    assert client.get(there.url("graphml")).status_code == 404
    client.force_login(there.cast.cleo)
    answer = client.get(there.url("graphml"))
    assert answer["Content-Disposition"].endswith('-internal.graphml"')
    assert b"Marta Rossi" in answer.content
