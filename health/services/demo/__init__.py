"""What health adds to the demo portfolio: readings, pulses, a scorecard, and half a year of scores."""

from csm.foundation.demo_parts import DemoPart
from health.services.demo.history import write_history
from health.services.demo.vitals import write_vitals
from health.services.demo.weighing import remove_scorecards

SCORES = DemoPart("scores", write_vitals, write_history, remove_scorecards, position=10)
