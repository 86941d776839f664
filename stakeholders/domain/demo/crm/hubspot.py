"""The book as HubSpot exports it: views of companies, contacts and meetings, by their labels; no reporting lines."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from stakeholders.domain.demo.crm.book import Customer, Meeting, OurPerson
from stakeholders.domain.demo.crm.writing import Row, csv_files

BUYING_ROLES: Final = {
    "decision": "Decision Maker",
    "budget": "Budget Holder",
    "champion": "Champion",
    "technical": "",
    "user": "End User",
    "evaluator": "Influencer",
    "influence": "Legal & Compliance",
    "": "",
}


def company_id(customer: Customer) -> str:
    return str(8_700_000_001 + customer.number)


def contact_id(customer: Customer, place: int) -> str:
    return str(51_000_001 + customer.number * 20 + place)


def hubspot_files(book: Sequence[Customer], ours: Sequence[OurPerson], as_of: date) -> dict[str, bytes]:
    """The files of an export by name."""
    return csv_files(
        {
            "hubspot-users.csv": [_user(person, at) for at, person in enumerate(ours)],
            "hubspot-companies.csv": [_company(one, book) for one in book],
            "hubspot-contacts.csv": _contacts(book),
            "hubspot-meetings.csv": _meetings(book, as_of),
        }
    )


def _user(person: OurPerson, at: int) -> Row:
    return {
        "User ID": str(4_400_001 + at),
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Email": person.email,
    }


def _company(one: Customer, book: Sequence[Customer]) -> Row:
    """Owners stand here by name; some companies have no domain; a program made decimals of the employees."""
    return {
        "Record ID": company_id(one),
        "Company name": one.name,
        "Company Domain Name": "" if one.number % 11 == 4 else one.domain,
        "Company owner": one.csm.name,
        "Industry": one.industry.upper().replace(" ", "_"),
        "Country/Region": one.country,
        "Number of Employees": f"{one.employees}.0",
        "Annual Revenue": f"{one.employees * 183_000}",
        "Lifecycle Stage": "Customer",
        "Parent Company ID": company_id(book[one.parent]) if one.parent is not None else "",
    }


def _contacts(book: Sequence[Customer]) -> list[Row]:
    """One belongs to two companies, one to none, one has a role that this company made up."""
    rows = [_contact(one, place) for one in book for place in range(len(one.contacts))]
    rows[1]["Associated Company IDs"] += f";{company_id(book[1])}"
    rows[4]["Buying Role"] = "Gatekeeper"
    lonely = {**rows[0], "Record ID": "51999999", "Email": "nobody@nowhere.example"}
    return [*rows, {**lonely, "Associated Company": "", "Associated Company IDs": ""}]


def _contact(one: Customer, place: int) -> Row:
    who = one.contacts[place]
    return {
        "Record ID": contact_id(one, place),
        "First Name": who.first_name,
        "Last Name": who.last_name,
        "Email": who.email,
        "Phone Number": "",
        "Job Title": who.title,
        "Buying Role": BUYING_ROLES[who.part],
        "Contact owner": one.csm.name,
        "Associated Company": one.name,
        "Associated Company IDs": company_id(one),
    }


def _meetings(book: Sequence[Customer], as_of: date) -> list[Row]:
    """One was called off, one nobody of theirs came to, one lies ahead."""
    rows = [_meeting(one, meeting, number) for one in book for number, meeting in enumerate(one.meetings)]
    off = {**rows[0], "Record ID": "61999001", "Meeting outcome": "Canceled"}
    alone = {**rows[1], "Record ID": "61999002", "Associated Contact IDs": "", "Meeting name": "Prepare the review"}
    ahead = {**rows[2], "Record ID": "61999003", "Meeting start time": f"{as_of + timedelta(days=9)} 10:00"}
    return [*rows, off, alone, ahead]


def _meeting(one: Customer, meeting: Meeting, number: int) -> Row:
    return {
        "Record ID": str(61_000_001 + one.number * 20 + number),
        "Meeting name": meeting.subject,
        "Meeting start time": f"{meeting.at:%Y-%m-%d %H:%M}",
        "Meeting outcome": "Completed",
        "Activity assigned to": meeting.ours.name,
        "Associated Contact IDs": ";".join(contact_id(one, place) for place in meeting.contacts),
        "Meeting description": "<p>They asked for numbers &amp; dates.</p><p>Next: a plan</p>" if number == 0 else "",
    }
