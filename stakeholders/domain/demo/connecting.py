"""How the people of one customer stand to each other: reporting lines, common work, influence, opposition."""

from datetime import date
from itertools import pairwise
from random import Random
from typing import Final

from stakeholders.domain.demo.drafts import LinkDraft, StarDraft
from stakeholders.domain.demo.organisation import Organisation
from stakeholders.domain.demo.seats import CHAMPION, CHIEF, FINANCE, IT, PROCUREMENT, SECURITY, SPONSOR
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.sky import Basis, ConnectionKind

CHANCE_OF_LINE: Final = 0.85  # a reporting line outside the champion's is known
# Seats that work together everywhere; none of them is in the champion's team.
USUAL_PAIRS: Final = ((CHAMPION, IT), (FINANCE, PROCUREMENT), (IT, SECURITY), (FINANCE, SPONSOR))


def draw_links(
    random: Random, organisation: Organisation, stars: list[StarDraft], situation: Situation
) -> list[LinkDraft]:
    """All connections; those of somebody in the champion's team stay within it and its head."""
    pairs = [*_reporting(random, organisation, stars), *_working(random, organisation)]
    influences = [(CHAMPION, CHIEF), (FINANCE, CHIEF), (SPONSOR, CHIEF)]
    pairs += [(ConnectionKind.INFLUENCES, a, b) for a, b in influences if random.random() < 0.35]
    if situation in (Situation.BRIDGE, Situation.LOST_CHAMPION):
        pairs.append((ConnectionKind.WORKS_WITH, CHAMPION, FINANCE))
    if situation is Situation.OPPOSED:
        pairs.append((ConnectionKind.OPPOSES, CHAMPION, SECURITY))
    count = len(stars)
    drafts = [_link(random, stars, kind, a, b, situation) for kind, a, b in pairs if a < count and b < count]
    return [draft for draft in drafts if draft is not None]


def _reporting(
    random: Random, organisation: Organisation, stars: list[StarDraft]
) -> list[tuple[ConnectionKind, int, int]]:
    """Reporting lines, to the manager's successor too."""
    sure = {CHAMPION, FINANCE, SPONSOR, *organisation.team}
    lines = []
    for number, seat in enumerate(organisation.seats):
        if seat.boss is not None and (number in sure or random.random() < CHANCE_OF_LINE):
            bosses = (seat.boss, stars[seat.boss].successor)
            lines += [(ConnectionKind.REPORTS_TO, number, boss) for boss in bosses if boss not in (None, number)]
    return lines


def _working(random: Random, organisation: Organisation) -> list[tuple[ConnectionKind, int, int]]:
    team = random.sample(organisation.team, len(organisation.team))
    within = [pair for pair in pairwise(team) if random.random() < 0.5]
    usual = [pair for pair in USUAL_PAIRS if random.random() < 0.5]
    return [(ConnectionKind.WORKS_WITH, min(pair), max(pair)) for pair in (*within, *usual)]


def _link(
    random: Random, stars: list[StarDraft], kind: ConnectionKind, a: int, b: int, situation: Situation
) -> LinkDraft | None:
    """The connection while both are there; it ends with the earlier departure where somebody tidied up."""
    joined = [on for on in (stars[a].joined_on, stars[b].joined_on) if on is not None]
    left = [on for on in (stars[a].left_on, stars[b].left_on) if on is not None]
    since: date | None = max(joined, default=None)
    is_tidied = random.random() < 0.5 and situation is not Situation.LOST_CHAMPION
    until = min(left, default=None) if is_tidied else None
    if left and since is not None and since >= min(left):
        return None
    is_assumed = situation is Situation.ASSUMED or (kind is ConnectionKind.REPORTS_TO and random.random() < 0.1)
    return LinkDraft(kind, a, b, since, until, Basis.ASSUMED if is_assumed else Basis.STATED)
