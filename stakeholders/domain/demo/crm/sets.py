"""The made-up exports, ready to be dropped into the import."""

from collections.abc import Callable
from datetime import date
from typing import Final

from stakeholders.domain.demo.crm.book import OURS, OurPerson, draw_book
from stakeholders.domain.demo.crm.hubspot import hubspot_files
from stakeholders.domain.demo.crm.salesforce import salesforce_files

CUSTOMERS: Final = 40
Files = dict[str, bytes]


def salesforce_set(as_of: date, customers: int = CUSTOMERS) -> Files:
    """An export of Salesforce as it would be on a day: file by name."""
    return salesforce_files(draw_book(customers, as_of), [OurPerson(*row) for row in OURS], as_of)


def hubspot_set(as_of: date, customers: int = CUSTOMERS) -> Files:
    """An export of HubSpot as it would be on a day: file by name."""
    return hubspot_files(draw_book(customers, as_of), [OurPerson(*row) for row in OURS], as_of)


SETS: Final[dict[str, Callable[..., Files]]] = {"salesforce": salesforce_set, "hubspot": hubspot_set}
