"""How long it takes to conclude one sky, by number of people; introductions apart."""

import statistics
from functools import partial

from stakeholders.domain.conclusions import conclude
from tests.benchmarks.made_up_skies import made_up_skies
from tests.benchmarks.measuring import Measurement, milliseconds

SIZES = {10: 40, 25: 40, 60: 25, 300: 10}
ROUNDS = 3


def measure_sky(people: int) -> Measurement:
    """The median over different skies of the fastest of three rounds each: the noise of a busy machine is not ours."""
    skies = made_up_skies(people, SIZES[people])
    milliseconds(partial(conclude, sky) for sky in skies[:3])
    best = [min(milliseconds([partial(conclude, sky)] * ROUNDS)) for sky in skies]
    return Measurement(f"sky_{people}", statistics.median(best), "ms")
