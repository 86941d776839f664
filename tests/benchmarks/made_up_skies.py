"""Skies of any size without a database, from the drafts of the portfolio."""

from datetime import date
from itertools import count

from stakeholders.domain.demo.drafts import AccountDraft, StarDraft
from stakeholders.domain.demo.portfolio import Order, draft_account
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import Assessed, Basis, Link, Ours, RoleHeld, Sky, Star, Terms, Touch

AS_OF = date(2026, 3, 4)
DECIDING = {"decision_maker", "budget_holder", "executive_sponsor"}
SHAPES = (Situation.ORDINARY, Situation.BRIDGE, Situation.WOVEN, Situation.DECIDER, Situation.SUCCEEDED)
TERMS = Terms(
    cadence_days={"decision_maker": 60, "champion": 45, "executive_sponsor": 90},
    required_roles=("decision_maker", "budget_holder", "champion", "user"),
)


def made_up_skies(people: int, how_many: int) -> list[Sky]:
    """So many different maps of `people` people each."""
    order = Order(1, 7, AS_OF, size=people)
    drafts = [draft_account(order, 100 + number, SHAPES[number % len(SHAPES)]) for number in range(how_many)]
    return [sky_of(draft) for draft in drafts]


def sky_of(draft: AccountDraft) -> Sky:
    """The map of a draft at the date it was drawn for."""
    ids = count(1)
    users = sorted({user for touch in draft.touches for user in touch.users} | {job.user for job in draft.jobs})
    jobs = {user: tuple(job.job for job in draft.jobs if job.user == user and job.until is None) for user in users}
    links = [link for link in draft.links if _holds(link.since, link.until)]
    return Sky(
        account_id=draft.index,
        as_of=AS_OF,
        stars=tuple(
            _star(number, star, ids) for number, star in enumerate(draft.stars) if _holds(star.joined_on, None)
        ),
        ours=tuple(Ours(user, f"User {user}", True, jobs[user]) for user in users),
        links=tuple(Link(next(ids), each.kind, each.from_, each.to, each.basis, each.since) for each in links),
        touches=tuple(
            Touch(next(ids), each.on, each.kind, each.is_two_way, each.users, tuple(sorted(each.stars)), each.subject)
            for each in draft.touches
        ),
        terms=TERMS,
    )


def _star(number: int, star: StarDraft, ids: "count[int]") -> Star:
    position = star.positions[-1]
    thoughts = [each for each in star.assessments if _holds(each.since, each.until)]
    return Star(
        id=number,
        number=number,
        person_id=number,
        name=star.person.name,
        title=position.title,
        department=position.department,
        level=position.level,
        level_basis=Basis.STATED,
        joined_on=star.joined_on,
        left_on=star.left_on,
        successor_id=star.successor,
        roles=tuple(
            RoleHeld(next(ids), each.role, each.role in DECIDING, each.basis, each.since)
            for each in star.roles
            if _holds(each.since, each.until)
        ),
        assessed=next((Assessed(next(ids), *each[:4], frozenset(each.assumed), each.since) for each in thoughts), None),
        confirmed_on=max([star.recorded_on, *star.confirmed]),
    )


def _holds(since: date | None, until: date | None) -> bool:
    return (since is None or since <= AS_OF) and (until is None or until > AS_OF)
