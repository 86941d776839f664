"""Who of ours keeps in touch with whom at a customer, how often, and from when to when: the plot of each story."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from stakeholders.domain.demo.biography import Span
from stakeholders.domain.demo.drafts import StarDraft
from stakeholders.domain.demo.organisation import Organisation
from stakeholders.domain.demo.seats import CHAMPION, CHIEF, FINANCE, IT, PROCUREMENT, SPONSOR, USER
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import TouchLevel

# Days between two contacts of a CSM with the main contact.
EVERY_DAYS: Final = {TouchLevel.HIGH: 12, TouchLevel.MEDIUM: 19, TouchLevel.LOW: 34}
FIVE_MONTHS: Final = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Pod:
    """Our people on the account, by staff number; `former` had the account before."""

    csm: int
    seller: int
    sponsor: int | None
    former: int | None = None


class Tie(NamedTuple):
    """One of ours keeps in touch with one of theirs.

    `is_sure` adds a meeting just before the end, so that the relationship is live then; in a `one_way` tie nobody
    ever answers. `circle` are people who may join.
    """

    user: int
    star: int
    every_days: float
    since: date
    until: date
    circle: tuple[int, ...] = ()
    is_sure: bool = False
    one_way: bool = False


@dataclass(slots=True)
class Plot:
    """All ties of an account, who comes to joint sessions and to trainings, and when these end."""

    ties: list[Tie]
    sessions: tuple[int, ...]
    trainees: tuple[int, ...]
    until: date
    mailed: tuple[int, ...] = field(default=())


Story = Callable[[], Plot]


def plot(
    random: Random,
    organisation: Organisation,
    stars: list[StarDraft],
    situation: Situation,
    pod: Pod,
    level: TouchLevel,
    span: Span,
) -> Plot:
    """The plot of an account's story."""
    drawn = _Plotter(random, organisation, stars, situation, pod, EVERY_DAYS[level], span).draw()
    present = len(organisation.seats)
    drawn.ties = [tie for tie in drawn.ties if tie.star < present and tie.since < tie.until]
    return drawn


class _Plotter:
    """Draws the plot of one account; one method for each kind of story."""

    def __init__(
        self,
        random: Random,
        organisation: Organisation,
        stars: list[StarDraft],
        situation: Situation,
        pod: Pod,
        every: int,
        span: Span,
    ) -> None:
        self.random, self.organisation, self.stars, self.situation = random, organisation, stars, situation
        self.pod, self.every, self.span = pod, every, span
        self.team = tuple(organisation.team)
        self.heads = tuple(organisation.has(CHIEF, CHAMPION, FINANCE, SPONSOR, IT, PROCUREMENT))
        self.until = span.as_of

    def draw(self) -> Plot:
        special = {
            Situation.BRIDGE: self._through_the_champion,
            Situation.LOST_CHAMPION: self._through_the_champion,
            Situation.NOT_CONNECTED: self._unanswered,
            Situation.CHURNED: self._through_the_sponsor,
            Situation.QUIET: self._gone_quiet,
            Situation.UNMAPPED: self._users,
            Situation.USERS_ONLY: self._users,
            Situation.LEADERS_ONLY: self._leaders,
            Situation.HANDED_OVER: self._handed_over,
            Situation.DECIDER: self._with(CHIEF),
            Situation.MOVED_FROM: self._with(CHIEF),
            Situation.WOVEN: self._with(CHIEF, FINANCE, SPONSOR),
            Situation.SUCCEEDED: self._with(CHIEF, FINANCE),
        }
        return special.get(self.situation, self._ordinary)()

    def _tie(self, user: int, star: int, factor: float, *, sure: bool = False, circle: tuple[int, ...] = ()) -> Tie:
        every = self.every * factor * self.random.uniform(0.85, 1.2)
        return Tie(user, star, every, self.span.since, self.until, circle or self.team, sure)

    def _user_ties(self, share: float, circle: tuple[int, ...] = ()) -> list[Tie]:
        users = [USER, *(number for number in self.team if number != USER and self.random.random() < share)]
        return [self._tie(self.pod.csm, number, self.random.uniform(1.4, 3.2), circle=circle) for number in users]

    def _with(self, *deciding: int) -> Story:
        return lambda: self._known(deciding)

    def _known(self, deciding: tuple[int, ...]) -> Plot:
        """Steady contact with the champion, the users and these people, by the CSM and the account executive."""
        csm, seller = self.pod.csm, self.pod.seller
        top = seller if self.pod.sponsor is None else self.pod.sponsor
        ties = [self._tie(csm, CHAMPION, 1, sure=True), self._tie(csm, IT, 3, circle=self.heads), *self._user_ties(0.5)]
        for number in deciding:
            ties.append(self._tie(csm, number, 2.5, sure=True, circle=self.heads))
            ties.append(self._tie(top if number == CHIEF else seller, number, 3.5, circle=self.heads))
        return Plot(ties, (*deciding, CHAMPION, IT, USER, *self.team[:3]), self.team, self.until, self.heads)

    def _ordinary(self) -> Plot:
        chances = ((CHIEF, 0.45), (FINANCE, 0.3), (SPONSOR, 0.35))
        drawn = self._known(tuple(number for number, chance in chances if self.random.random() < chance))
        if self.random.random() < 0.3:  # only the CSM is in touch
            drawn.ties = [tie for tie in drawn.ties if tie.user == self.pod.csm]
        return drawn

    def _through_the_champion(self) -> Plot:
        """Only the champion and the team; nobody else ever sits with them."""
        circle = (CHAMPION, *self.team)
        ties = [self._tie(self.pod.csm, CHAMPION, 0.9, sure=True, circle=circle), *self._user_ties(0.5, circle)]
        ties.append(self._tie(self.pod.seller, CHAMPION, 2.5, circle=circle))
        return Plot(ties, circle[:7], self.team, self.until, self.heads)

    def _through_the_sponsor(self) -> Plot:
        """Only the sponsor and some users; when the sponsor left nobody replaced the thread, and contact dried up."""
        ended = self.span.churned_on or self.span.as_of
        self.until = max(self.span.since, ended - timedelta(days=45))
        left_on = self.stars[SPONSOR].left_on or ended
        ties = [self._tie(self.pod.csm, SPONSOR, 1.2, circle=(SPONSOR,))._replace(until=left_on)]
        ties.append(self._tie(self.pod.seller, SPONSOR, 3, circle=(SPONSOR,))._replace(until=left_on))
        return Plot([*ties, *self._user_ties(0.3)], (), self.team, left_on)

    def _unanswered(self) -> Plot:
        ties = [
            self._tie(user, number, 1.2)
            for user in (self.pod.csm, self.pod.seller)
            for number in (CHIEF, CHAMPION, USER)
        ]
        return Plot([tie._replace(one_way=True, circle=()) for tie in ties], (), (), self.span.since)

    def _gone_quiet(self) -> Plot:
        """A quick rhythm up to five months ago; since then mails that nobody answers."""
        self.until = max(self.span.since + timedelta(days=30), self.span.as_of - FIVE_MONTHS)
        drawn = self._known((CHIEF, FINANCE))
        drawn.ties = [tie._replace(every_days=min(tie.every_days, 18)) for tie in drawn.ties]
        csm = self.pod.csm
        for number in (CHAMPION, CHIEF):
            drawn.ties.append(Tie(csm, number, 24, self.until, self.span.as_of, one_way=True))
        return drawn

    def _users(self) -> Plot:
        return Plot(self._user_ties(0.7, self.team), self.team[:6], self.team, self.until)

    def _leaders(self) -> Plot:
        top = self.pod.seller if self.pod.sponsor is None else self.pod.sponsor
        ties = [
            self._tie(user, number, 1.6, sure=True, circle=(CHIEF, SPONSOR))
            for user in (self.pod.csm, top)
            for number in (CHIEF, SPONSOR)
        ]
        return Plot(ties, (CHIEF, SPONSOR), (), self.until)

    def _handed_over(self) -> Plot:
        """The former CSM had all ties until the hand-over; the new one has taken up some."""
        drawn = self._known((CHIEF,))
        former = self.pod.csm if self.pod.former is None else self.pod.former
        handed_on = self.span.ago(160)
        before = [
            tie._replace(user=former, until=handed_on, is_sure=False) for tie in drawn.ties if tie.user == self.pod.csm
        ]
        after = [tie._replace(since=handed_on) for tie in drawn.ties if tie.star in (CHAMPION, USER)]
        drawn.ties = [*before, *after]
        return drawn
