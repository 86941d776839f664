"""What was promised, raised, reached and celebrated at the made-up customers, drawn account by account."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple

from stakeholders.domain.concerns import Stage
from stakeholders.domain.demo.working_days import next_working_day

TIDY_SHARE: Final = 0.8  # of what was due, kept
CELEBRATED_SHARE: Final = 0.65  # of the milestones that were reached
USUAL_WAY: Final = (Stage.HEARD, Stage.PROPOSED, Stage.DELIVERED, Stage.CONFIRMED)

PROMISED: Final = (
    "Send the rollout plan with names and dates.",
    "Bring our product lead to the next review.",
    "Answer the security questionnaire.",
    "Show the new reports to the finance team.",
    "A training for the night shift.",
    "Compare the last two quarters in one page.",
    "Have the import of old orders mended.",
    "Introduce the reference customer they asked for.",
)
RAISED: Final = (
    "Our people wait too long for an answer of your support.",
    "The export to our ledger drops a column every month.",
    "We pay for seats that nobody uses yet.",
    "Half of the team still works in the old spreadsheet.",
    "We did not hear of the change before it was live.",
)
ANSWERS: Final = {
    Stage.PROPOSED: "A named engineer, and an answer within four hours.",
    Stage.DELIVERED: "In place since this week.",
    Stage.CONFIRMED: "“That solved it.”",
}
REACHED: Final = (
    "First department works with it every day",
    "The old system is switched off",
    "A thousand orders without a correction",
    "Every site is live",
)
PRAISED: Final = (
    ("thank_you", "their_team", "For the clean-up before the go-live."),
    ("internal_praise", "their_leadership", "How they brought three departments together."),
    ("case_study", "public", "From spreadsheets to one view in a quarter."),
    ("joint_webinar", "public", "Told two hundred people how they did it."),
    ("award", "our_company", "“Without her answers at night we would not be live”: our engineer, in their words."),
)


class CommitmentDraft(NamedTuple):
    """A promise; `whom` is a place among those present, None: to the account."""

    text: str
    whom: int | None
    promised_on: date
    due_on: date
    state: str
    settled_on: date | None


class ConcernDraft(NamedTuple):
    """A concern and the steps it has taken, each with its day."""

    text: str
    who: int
    raised_on: date
    way: tuple[tuple[Stage, date], ...]


class MilestoneDraft(NamedTuple):
    title: str
    planned_on: date
    reached_on: date | None


class RecognitionDraft(NamedTuple):
    """Who was recognised (places among those present) and for which milestone (its place), if for one."""

    kind: str
    audience: str
    text: str
    whom: tuple[int, ...]
    recognised_on: date
    milestone: int | None
    is_ours_praised: bool


class PromisesDraft(NamedTuple):
    commitments: tuple[CommitmentDraft, ...]
    concerns: tuple[ConcernDraft, ...]
    milestones: tuple[MilestoneDraft, ...]
    recognitions: tuple[RecognitionDraft, ...]


def draw_promises(index: int, seed: int, as_of: date, present: int, months: int) -> PromisesDraft:
    """What there is at one account; the same for the same arguments, whatever else is drawn.

    Parameters
    ----------
    index, seed : int
        Which account of which portfolio.
    as_of : date
        The day of the portfolio; nothing happened after it.
    present : int
        How many people are there, at least 1.
    months : int
        For how long we have known them: nothing happened before.

    Examples
    --------
    >>> drawn = draw_promises(0, 1, date(2026, 3, 2), 5, 12)
    >>> drawn == draw_promises(0, 1, date(2026, 3, 2), 5, 12), [each.state for each in drawn.commitments][:2]
    (True, ['open', 'open'])
    """
    random = Random(f"promises/{seed}/{index}")
    days = max(30, min(330, 30 * months))
    milestones = tuple(_milestones(random, as_of, days))
    return PromisesDraft(
        tuple(_commitments(random, index, as_of, present, days)),
        tuple(_concerns(random, index, as_of, present, days)),
        milestones,
        tuple(_recognitions(random, as_of, present, days, milestones)),
    )


def _commitments(random: Random, index: int, as_of: date, present: int, days: int) -> Sequence[CommitmentDraft]:
    """First those that are open, one of them overdue at every fourth account; then those that were due."""
    texts = random.sample(PROMISED, k=random.randint(2, 6))
    found = []
    for place, text in enumerate(texts):
        whom = random.choice([None, *range(present)])
        if place < 2:
            due = as_of + timedelta(
                days=random.randint(-14, -1) if place == 0 and index % 4 == 0 else random.randint(3, 40)
            )
            found.append(CommitmentDraft(text, whom, as_of - timedelta(days=18), due, "open", None))
        else:
            found.append(_settled(random, text, whom, as_of - timedelta(days=random.randint(12, days))))
    return found


def _settled(random: Random, text: str, whom: int | None, due: date) -> CommitmentDraft:
    promised = due - timedelta(days=random.randint(5, 25))
    if random.random() < TIDY_SHARE:
        on = due + timedelta(days=random.choice((-3, -1, 0, 0, 4)))
        return CommitmentDraft(text, whom, promised, due, "kept", max(on, promised))
    return CommitmentDraft(text, whom, promised, due, "broken", due + timedelta(days=2))


def _concerns(random: Random, index: int, as_of: date, present: int, days: int) -> Sequence[ConcernDraft]:
    """Every third account has one, at any stage; every sixth waits for longer than one should."""
    if index % 3:
        return []
    steps = random.randint(1, len(USUAL_WAY)) if index % 6 else random.randint(1, 2)
    ago = random.randint(3, 6) if index % 6 else random.randint(24, 30)
    on = as_of - timedelta(days=ago)
    way = [
        (stage, next_working_day(on - timedelta(days=4 * (steps - place))))
        for place, stage in enumerate(USUAL_WAY[:steps])
    ]
    return [ConcernDraft(random.choice(RAISED), random.randrange(present), way[0][1] - timedelta(days=1), tuple(way))]


def _milestones(random: Random, as_of: date, days: int) -> Sequence[MilestoneDraft]:
    """One or two reached, the next ahead."""
    count = random.randint(1, 2)
    ago = sorted((random.randint(10, days) for _place in range(count)), reverse=True)
    titles = REACHED[: count + 1]
    reached = [
        MilestoneDraft(title, as_of - timedelta(days=past + random.randint(-10, 20)), as_of - timedelta(days=past))
        for title, past in zip(titles, ago, strict=False)
    ]
    return [*reached, MilestoneDraft(titles[-1], as_of + timedelta(days=random.randint(15, 120)), None)]


def _recognitions(
    random: Random, as_of: date, present: int, days: int, milestones: Sequence[MilestoneDraft]
) -> Sequence[RecognitionDraft]:
    """One for most of the milestones that were reached, and up to two besides; never everybody."""
    for_milestones = [
        (place, min(as_of, each.reached_on + timedelta(days=3)))
        for place, each in enumerate(milestones)
        if each.reached_on and random.random() < CELEBRATED_SHARE
    ]
    besides = [(None, as_of - timedelta(days=random.randint(5, days))) for _one in range(random.randint(0, 2))]
    found = []
    for milestone, on in (*for_milestones, *besides):
        kind, audience, text = random.choice(PRAISED)
        most = min(3, max(1, present - 1))
        whom = tuple(sorted(random.sample(range(present), k=random.randint(1, most))))
        found.append(RecognitionDraft(kind, audience, text, whom, on, milestone, kind == "award"))
    return found
