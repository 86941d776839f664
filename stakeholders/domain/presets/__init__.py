"""What raw exports of CRM systems hold, as data: one table of presets for each system."""

from stakeholders.domain.presets.hubspot import HUBSPOT
from stakeholders.domain.presets.salesforce import SALESFORCE

PRESETS = (*SALESFORCE, *HUBSPOT)

__all__ = ["PRESETS"]
