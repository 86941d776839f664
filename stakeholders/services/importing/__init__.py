"""Importing people, roles, connections, touchpoints and calendars: what their rows mean for the records.

The run, its chunks and its stages belong to `accounts.services.importing`.
"""

from stakeholders.services.importing.calendar_events import CALENDAR
from stakeholders.services.importing.connections import CONNECTIONS
from stakeholders.services.importing.people import PEOPLE
from stakeholders.services.importing.roles import ROLES
from stakeholders.services.importing.touchpoints import TOUCHPOINTS

KINDS = (PEOPLE, ROLES, CONNECTIONS, TOUCHPOINTS, CALENDAR)

__all__ = ["KINDS"]
