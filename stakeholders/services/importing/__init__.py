"""Importing people, roles, connections, touchpoints, calendars, promises, concerns, recognitions and champion steps:
what their rows mean for the records.

The run, its chunks and its stages belong to `accounts.services.importing`.
"""

from stakeholders.services.importing.calendar_events import CALENDAR
from stakeholders.services.importing.champion_steps import CHAMPION_STEPS
from stakeholders.services.importing.commitments import COMMITMENTS
from stakeholders.services.importing.concerns import CONCERNS
from stakeholders.services.importing.connections import CONNECTIONS
from stakeholders.services.importing.people import PEOPLE
from stakeholders.services.importing.recognitions import RECOGNITIONS
from stakeholders.services.importing.roles import ROLES
from stakeholders.services.importing.touchpoints import TOUCHPOINTS

KINDS = (PEOPLE, ROLES, CONNECTIONS, TOUCHPOINTS, CALENDAR, COMMITMENTS, RECOGNITIONS, CHAMPION_STEPS, CONCERNS)

__all__ = ["KINDS"]
