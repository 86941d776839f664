"""What health adds to the demo portfolio: readings, pulses, a scorecard, half a year of scores, past renewals."""

from collections.abc import Sequence

from csm.foundation.demo_parts import DemoPart
from health.services.backtests import ask_to_gather
from health.services.demo.history import write_history, write_phases
from health.services.demo.vitals import write_vitals
from health.services.demo.weighing import remove_scorecards
from stakeholders.domain.demo.portfolio import Order


def _finish(order: Order, account_ids: Sequence[int]) -> None:
    write_history(order, account_ids)
    write_phases(order, account_ids)
    ask_to_gather()


SCORES = DemoPart("scores", write_vitals, _finish, remove_scorecards, position=10)
