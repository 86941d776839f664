"""Importing people, roles, connections and touchpoints: what their rows mean for the records.

The run, its chunks and its stages belong to `accounts.services.importing`.
"""

from stakeholders.services.importing.connections import CONNECTIONS
from stakeholders.services.importing.people import PEOPLE
from stakeholders.services.importing.roles import ROLES
from stakeholders.services.importing.touchpoints import TOUCHPOINTS

KINDS = (PEOPLE, ROLES, CONNECTIONS, TOUCHPOINTS)

__all__ = ["KINDS"]
