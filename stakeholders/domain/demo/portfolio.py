"""The whole portfolio, one account at a time: the same order gives the same accounts, whatever was drawn before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Final

from stakeholders.domain.demo.agreements import draw_contracts, first_day, phase_of
from stakeholders.domain.demo.biography import Span, draw_stars, pass_time
from stakeholders.domain.demo.connecting import draw_links
from stakeholders.domain.demo.contact import draw_touches
from stakeholders.domain.demo.cultures import Culture, ascii_name, draw_culture, draw_name
from stakeholders.domain.demo.doubling import twins_of
from stakeholders.domain.demo.drafts import AccountDraft, JobDraft, PersonDraft, StaffDraft
from stakeholders.domain.demo.engagement import EVERY_DAYS, Pod, plot
from stakeholders.domain.demo.organisation import Recruiter, draw_organisation
from stakeholders.domain.demo.seats import CHAMPION
from stakeholders.domain.demo.showcase import PINS, Pin, company_for
from stakeholders.domain.demo.situations import OPENING, Situation, situation_of
from stakeholders.domain.demo.staff import (
    CSM,
    ENGINEER,
    EXECUTIVE_JOB,
    FIRST_CSM,
    FORMER,
    FORMER_LEFT_DAYS,
    SELLER,
    draw_staff,
    working_as,
)
from stakeholders.domain.demo.telling import MOVER, Move, Stage, go_on_with_newcomers, kept_people, tell
from stakeholders.domain.sky import TouchLevel

RECORDS_DAYS: Final = 548
SIZES: Final = {TouchLevel.HIGH: (24, 45), TouchLevel.MEDIUM: (13, 37), TouchLevel.LOW: (4, 23)}
LEVEL_SHARES: Final = (0.3, 0.45, 0.25)
LEAST_FOR_A_STORY: Final = 9
SHOWN_FIRST: Final = 9  # accounts of the first CSM, whose login is printed first
EMPLOYEES: Final = {TouchLevel.HIGH: (900, 40_000), TouchLevel.MEDIUM: (120, 3_000), TouchLevel.LOW: (15, 250)}


@dataclass(frozen=True)
class Order:
    """How many accounts, from which seed, seen on which date; `size` fixes the number of people of each account."""

    accounts: int
    seed: int
    as_of: date
    size: int | None = None

    @cached_property
    def staff(self) -> tuple[StaffDraft, ...]:
        return draw_staff(self.accounts, self.seed, self.as_of)

    def move_from(self, index: int) -> Move | None:
        """The move of the champion of account `index` to the next one, where there is a next one."""
        if not 0 <= index < self.accounts - 1:
            return None
        random, home, pin = self.random("move", index), self.culture(index), PINS.get(index)
        name, _is_woman = (pin.people.get(CHAMPION) if pin else None) or draw_name(random, home)
        to = company_for(index + 1, self.seed, self.culture(index + 1))
        email = f"{ascii_name(name)}@{to.domain}"
        person = PersonDraft(f"{MOVER}{index:05d}", name, email, home.language, home.time_zone, "")
        left_on = self.as_of - timedelta(days=random.randrange(100, 190))
        return Move(person, to.name, left_on, left_on + timedelta(days=random.randrange(10, 31)))

    def random(self, what: str, index: int) -> Random:
        return Random(f"{self.seed}/{what}/{index}")

    def culture(self, index: int) -> Culture:
        pin = PINS.get(index)
        return pin.culture if pin else draw_culture(self.random("culture", index))


def draft_portfolio(order: Order) -> Iterator[AccountDraft]:
    """Every account of the order, one after the other."""
    for index in range(order.accounts):
        yield draft_account(order, index)


def draft_account(order: Order, index: int, situation: Situation | None = None) -> AccountDraft:
    """One account of the order; `situation` asks for another story than its number has."""
    return _Account(order, index, situation or situation_of(index, order.seed)).draft()


class _Account:
    """Draws one account from its own random numbers."""

    def __init__(self, order: Order, index: int, situation: Situation) -> None:
        self.order, self.index, self.situation = order, index, situation
        self.random = order.random("account", index)
        self.culture = order.culture(index)
        self.pin: Pin | None = PINS.get(index)
        self.company = company_for(index, order.seed, self.culture)
        self.level = self.pin.touch_level if self.pin else self.random.choices(list(SIZES), LEVEL_SHARES)[0]
        self.began_on, self.churned_on = self._life()
        self.span = Span(max(self.began_on, order.as_of - timedelta(days=RECORDS_DAYS)), order.as_of, self.churned_on)
        self.recruiter = Recruiter(self.random, self.culture, self.company.domain, f"{index:05d}")

    def draft(self) -> AccountDraft:
        random, span = self.random, self.span
        pod = self._pod()
        size, move = self._size(), self._move()
        people = self.pin.people if self.pin else {}
        organisation = draw_organisation(self.recruiter, size, people, self.company.industry)
        stars = draw_stars(random, organisation, self.situation, span)
        stage = Stage(random, self.recruiter, organisation, stars, self.situation, span)
        tell(stage, move)
        pass_time(random, self.recruiter, organisation, stars, kept_people(stage, size), span)
        story = plot(random, organisation, stars, self.situation, pod, self.level, span)
        go_on_with_newcomers(story, stage, pod.csm, EVERY_DAYS[self.level])
        account = self._frame(pod)
        account.stars = [*stars, *twins_of(self.index, stars)]
        account.links = draw_links(random, organisation, stars, self.situation)
        account.touches = draw_touches(random, story, stars, self.culture, pod, span.since, span.as_of)
        return account

    def _life(self) -> tuple[date, date | None]:
        """The first day as a customer, and the day it ended for one who churned."""
        as_of, random = self.order.as_of, self.random
        if self.situation is Situation.NOT_CONNECTED:
            return as_of - timedelta(days=random.randrange(50, 90)), None
        if self.situation is Situation.CHURNED:
            churned_on = as_of - timedelta(days=random.randrange(40, 200))
            return first_day(random, churned_on, self.level), churned_on
        least = 420 if self.situation in OPENING else 150
        return as_of - timedelta(days=random.randrange(least, 1500)), None

    def _move(self) -> Move | None:
        """The move this account's story is about; the newcomer's e-mail is taken."""
        if self.situation is Situation.MOVED_FROM:
            return self.order.move_from(self.index)
        if self.situation is not Situation.MOVED_TO:
            return None
        move = self.order.move_from(self.index - 1)
        self.recruiter.taken |= {move.person.email} if move else set()
        return move

    def _size(self) -> int:
        if self.order.size is not None:
            return self.order.size
        if self.pin:
            return self.pin.size
        least, most = SIZES[self.level]
        size = self.random.randrange(least, most + 1)
        return size if self.situation is Situation.ORDINARY else max(LEAST_FOR_A_STORY, size)

    def _pod(self) -> Pod:
        staff, random = self.order.staff, self.random
        csm = FIRST_CSM if self.index < SHOWN_FIRST else random.choice(working_as(staff, CSM))
        has_sponsor = self.level is TouchLevel.HIGH or random.random() < 0.2
        sponsor = random.choice(working_as(staff, EXECUTIVE_JOB)) if has_sponsor else None
        former = FORMER if self.situation is Situation.HANDED_OVER else None
        return Pod(csm, random.choice(working_as(staff, SELLER)), sponsor, former)

    def _frame(self, pod: Pod) -> AccountDraft:
        as_of, random = self.order.as_of, self.random
        contracts = draw_contracts(random, self.level, self.culture.currency, self.began_on, as_of, self.churned_on)
        least, most = EMPLOYEES[self.level]
        return AccountDraft(
            index=self.index,
            situation=self.situation,
            name=self.company.name,
            touch_level=self.level,
            industry=self.company.industry,
            region=self.culture.region,
            employees=int(least * (most / least) ** random.random()),
            domain=self.company.domain,
            phase="renew" if self.churned_on else phase_of(contracts, self.began_on, as_of, random),
            owner=pod.csm,
            parent=_parent(self.index),
            since=self.span.since,
            jobs=self._jobs(pod),
            contracts=contracts,
        )

    def _jobs(self, pod: Pod) -> list[JobDraft]:
        began, handed_on = self.began_on, self.order.as_of - timedelta(days=FORMER_LEFT_DAYS)
        jobs = [JobDraft(pod.csm, CSM, began if pod.former is None else handed_on, None)]
        if pod.former is not None:
            jobs.append(JobDraft(pod.former, CSM, min(began, handed_on - timedelta(days=1)), handed_on))
        jobs.append(JobDraft(pod.seller, SELLER, began, None))
        if pod.sponsor is not None:
            jobs.append(JobDraft(pod.sponsor, EXECUTIVE_JOB, began, None))
        if self.random.random() < 0.25:
            jobs.append(JobDraft(working_as(self.order.staff, ENGINEER)[0], ENGINEER, began, None))
        return jobs


def _parent(index: int) -> int | None:
    """Two of fifteen accounts belong to the one before them, from the second fifteen on."""
    place = index % 15
    return index - place + 1 if index > len(OPENING) and place in (2, 3) else None
