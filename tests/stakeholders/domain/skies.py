"""Builders of small made-up skies for tests: everything has a default but what the test is about."""

from datetime import date, timedelta

from hypothesis import strategies as st

from stakeholders.domain.sky import (
    Assessed,
    Basis,
    ConnectionKind,
    Level,
    Link,
    Ours,
    RoleHeld,
    Sky,
    Star,
    Terms,
    Touch,
    TouchKind,
)

TODAY = date(2026, 3, 2)
ANA, BOB, CY, DEE = 1, 2, 3, 4  # stakeholder ids
JO, KIM, LEE = 71, 72, 73  # ours: Lee is inactive
OURS = (Ours(JO, "Jo", True, ("account_executive",)), Ours(KIM, "Kim", True, ("csm",)), Ours(LEE, "Lee", False))
NAMES = {ANA: "Ana", BOB: "Bob", CY: "Cy", DEE: "Dee"}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def role(name: str, fact_id: int = 1, *, since: date | None = None, basis: Basis = Basis.STATED) -> RoleHeld:
    decides = name in {"decision_maker", "budget_holder", "executive_sponsor"}
    return RoleHeld(fact_id, name, decides, basis, since)


def star(key: int, *roles: RoleHeld, **facts: object) -> Star:
    return Star(key, key, key, NAMES.get(key, f"star {key}"), roles=roles, **facts)  # type: ignore[arg-type]


def assessed(
    influence: int | None = None,
    authority: int | None = None,
    importance: int | None = None,
    sentiment: int | None = None,
    assumed: frozenset[str] = frozenset(),
) -> Assessed:
    return Assessed(90, influence, authority, importance, sentiment, assumed, TODAY)


def touch(
    key: int,
    days_ago: int,
    stars: tuple[int, ...],
    users: tuple[int, ...] = (JO,),
    kind: TouchKind = TouchKind.MEETING,
    is_two_way: bool = True,
) -> Touch:
    return Touch(key, ago(days_ago), kind, is_two_way, users, stars)


def sky(*stars: Star, touches: tuple[Touch, ...] = (), as_of: date = TODAY, **rest: object) -> Sky:
    ordered = tuple(sorted((each for each in touches if each.on <= as_of), key=lambda each: each.on))
    return Sky(1, as_of, stars, OURS, touches=ordered, **rest)  # type: ignore[arg-type]


@st.composite
def skies(draw: st.DrawFn, most_people: int = 6) -> Sky:
    """Any small sky: people present and gone, known and unknown, with touchpoints, roles and connections."""
    ids = range(1, draw(st.integers(1, most_people)) + 1)
    stars = tuple(draw(_stars(key)) for key in ids)
    touches = tuple(draw(_touches(key, tuple(ids))) for key in range(draw(st.integers(0, 12))))
    links = tuple(draw(_links(key, tuple(ids))) for key in range(draw(st.integers(0, 6))))
    terms = Terms(cadence_days={"champion": 45, "decision_maker": 60}, required_roles=("champion", "decision_maker"))
    return sky(*stars, touches=touches, links=links, terms=terms)


@st.composite
def _stars(draw: st.DrawFn, key: int) -> Star:
    mark = st.none() | st.integers(0, 10)
    thought = assessed(draw(mark), draw(mark), draw(mark), draw(st.none() | st.integers(-2, 2)))
    names = draw(st.sets(st.sampled_from(["champion", "decision_maker", "executive_sponsor", "user"])))
    roles = tuple(role(name, 10 * key + place, since=ago(400)) for place, name in enumerate(sorted(names)))
    return star(
        key,
        *roles,
        department=draw(st.sampled_from(["", "IT", "Finance", "Legal"])),
        level=draw(st.none() | st.sampled_from(Level)),
        left_on=draw(st.none() | st.integers(0, 100).map(ago)),
        assessed=draw(st.none() | st.just(thought)),
        confirmed_on=draw(st.none() | st.integers(0, 900).map(ago)),
    )


@st.composite
def _touches(draw: st.DrawFn, key: int, star_ids: tuple[int, ...]) -> Touch:
    return touch(
        key,
        draw(st.integers(0, 700)),
        tuple(sorted(draw(st.sets(st.sampled_from(star_ids), min_size=1, max_size=4)))),
        tuple(sorted(draw(st.sets(st.sampled_from([JO, KIM, LEE]), min_size=1)))),
        draw(st.sampled_from(TouchKind)),
        draw(st.booleans()),
    )


@st.composite
def _links(draw: st.DrawFn, key: int, star_ids: tuple[int, ...]) -> Link:
    kind = draw(st.sampled_from([kind for kind in ConnectionKind if kind != ConnectionKind.MET_TOGETHER]))
    ends = st.sampled_from(star_ids)
    return Link(key, kind, draw(ends), draw(ends), draw(st.sampled_from(Basis)), None)
