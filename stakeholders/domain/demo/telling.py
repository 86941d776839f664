"""What a story is about: who leaves, who takes over, who comes from another customer."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from stakeholders.domain.demo.biography import SETTLED, Span, depart, succeed
from stakeholders.domain.demo.drafts import PersonDraft, PositionDraft, RoleDraft, StarDraft
from stakeholders.domain.demo.engagement import Plot, Tie
from stakeholders.domain.demo.organisation import Organisation, Recruiter, Seat
from stakeholders.domain.demo.seats import CHAMPION, CHIEF, SPONSOR, USER
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import Basis, Level

MOVER: str = "mover-"


class Move(NamedTuple):
    """A champion of one account who turns up at the next one, called `to`."""

    person: PersonDraft
    to: str
    left_on: date
    joined_on: date


@dataclass(slots=True)
class Stage:
    """One account while its story is told."""

    random: Random
    recruiter: Recruiter
    organisation: Organisation
    stars: list[StarDraft]
    situation: Situation
    span: Span


def tell(stage: Stage, move: Move | None) -> None:
    """Let happen what the account's story is about; `move` is the one from or to this account."""
    champion, random, span = stage.stars[CHAMPION], stage.random, stage.span
    match stage.situation:
        case Situation.LOST_CHAMPION:
            depart(champion, span.ago(random.randrange(20, 36)), "Took a job elsewhere")
        case Situation.CHURNED if span.churned_on:
            left_on = span.churned_on - timedelta(days=random.randrange(200, 270))
            depart(stage.stars[SPONSOR], max(left_on, span.since + timedelta(days=30)), "Took a job elsewhere")
        case Situation.SUCCEEDED:
            depart(champion, span.ago(random.randrange(120, 240)), "Retired")
            succeed(random, stage.recruiter, stage.organisation, stage.stars, CHAMPION, span)
        case Situation.MOVED_FROM:
            _move_away(champion, move, span)
        case Situation.MOVED_TO if move:
            _welcome(stage, move)


def kept_people(stage: Stage, drawn: int) -> set[int]:
    """Whose leaving would spoil the story: its own people, and whoever came after the first `drawn`."""
    if stage.situation not in SETTLED:
        return {CHAMPION}
    return {*range(USER + 1), SPONSOR, *range(drawn, len(stage.stars))}


def go_on_with_newcomers(story: Plot, stage: Stage, csm: int, every_days: int) -> None:
    """Keep in touch with whoever took over, from that day on; so with a champion who came from elsewhere."""
    for tie in list(story.ties):
        star = stage.stars[tie.star]
        if star.successor is not None and star.left_on is not None and star.left_on < tie.until:
            since = max(star.left_on, tie.since)
            story.ties.append(tie._replace(star=star.successor, since=since))
    for number, star in enumerate(stage.stars):
        if star.person.key.startswith(MOVER) and star.joined_on is not None:
            story.ties.append(Tie(csm, number, every_days, star.joined_on, stage.span.as_of, is_sure=True))


def _move_away(champion: StarDraft, move: Move | None, span: Span) -> None:
    if move is None:
        depart(champion, span.ago(140), "Took a job elsewhere")
        return
    champion.person = move.person
    depart(champion, max(move.left_on, span.since + timedelta(days=1)), f"Moved to {move.to}")


def _welcome(stage: Stage, move: Move) -> None:
    """The champion of the account before joins, and is the champion here from the first day."""
    joined_on = max(move.joined_on, stage.span.since + timedelta(days=2))
    seat = stage.organisation.seats[CHAMPION]
    star = StarDraft(move.person, joined_on, joined_on)
    star.positions = [PositionDraft(seat.title, seat.department, Level.DIRECTOR, Basis.STATED, joined_on, None)]
    star.roles = [RoleDraft("champion", joined_on, None, Basis.STATED)]
    stage.stars.append(star)
    stage.organisation.seats.append(Seat(seat.department, Level.DIRECTOR, CHIEF, move.person, seat.title))
