"""Everything concluded from one sky, found once: pages read the parts, `conclusions` keeps the figures."""

from dataclasses import dataclass

from stakeholders.domain.balance import Balance, balance
from stakeholders.domain.bridging import Bridging, bridging
from stakeholders.domain.cadence import Promise, promises
from stakeholders.domain.celebration import Celebration, celebration
from stakeholders.domain.coverage import Coverage, coverage
from stakeholders.domain.freshness import Freshness, freshness
from stakeholders.domain.met_together import MetTogether, met_pairs
from stakeholders.domain.network import Network, build_network
from stakeholders.domain.practices import Practice, practices
from stakeholders.domain.silence import Silence, silences
from stakeholders.domain.sky import Sky
from stakeholders.domain.strength import Relationship, relationships
from stakeholders.domain.survival import Survival, survival
from stakeholders.domain.threads import Threads, thread_cut


@dataclass(frozen=True, slots=True)
class Findings:
    """The conclusions from one sky, each as its own module describes it.

    `survival` is None where it is unknown who decides: a chance of an unknown event is unknown, not 0.
    """

    sky: Sky
    known: tuple[Relationship, ...]
    met: dict[tuple[int, int], MetTogether]
    network: Network
    threads: Threads
    survival: Survival | None
    coverage: Coverage
    balance: Balance
    bridging: Bridging
    freshness: Freshness
    celebration: Celebration
    promises: tuple[Promise, ...]
    silences: tuple[Silence, ...]
    practices: tuple[Practice, ...]


def find(sky: Sky) -> Findings:
    """Conclude everything from one sky, each part once.

    Parameters
    ----------
    sky : Sky
        The map of one account at a date.

    Returns
    -------
    Findings
        Survival is at the kept horizon of 365 days. Introductions are not among them: they are found on demand.

    Examples
    --------
    >>> from datetime import date
    >>> found = find(Sky(1, date(2026, 3, 1), (), ()))
    >>> found.threads.state.value, found.survival
    ('unknown', None)
    """
    known, met = relationships(sky), met_pairs(sky)
    network = build_network(sky, known, met)
    threads = thread_cut(network)
    covered, weighed, bridged, fresh = coverage(sky, known), balance(sky, known), bridging(sky, known), freshness(sky)
    celebrated = celebration(sky)
    return Findings(
        sky=sky,
        known=known,
        met=met,
        network=network,
        threads=threads,
        survival=None if threads.count is None else survival(network),
        coverage=covered,
        balance=weighed,
        bridging=bridged,
        freshness=fresh,
        celebration=celebrated,
        promises=promises(sky, known),
        silences=silences(sky),
        practices=practices(sky.terms, covered, weighed, bridged, fresh, celebrated),
    )
