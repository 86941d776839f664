"""The book as Data Loader exports it from Salesforce: one CSV file for each object, and what is wrong in such files."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from accounts.domain.importing.foreign_ids import long_id
from stakeholders.domain.demo.crm.book import Customer, Meeting, OurPerson
from stakeholders.domain.demo.crm.writing import Row, csv_files

ROLES: Final = {
    "decision": "Decision Maker",
    "budget": "Economic Buyer",
    "champion": "Business User",
    "technical": "Technical Buyer",
    "user": "Business User",
    "evaluator": "Evaluator",
    "influence": "Influencer",
}
TEAM_ROLES: Final = {"csm": "Customer Success Manager", "account_executive": "Account Manager"}
GONE: Final = long_id("003Gx00000GONE0")
LEAD: Final = long_id("00QGx00000LEAD0")


def an_id(prefix: str, number: int) -> str:
    """A made-up id of 18 characters.

    >>> an_id("001", 7)
    '001Gx0000000007IAA'
    """
    return long_id(f"{prefix}Gx{number:010d}")


def account_id(customer: Customer) -> str:
    return an_id("001", customer.number + 1)


def contact_id(customer: Customer, place: int) -> str:
    return an_id("003", customer.number * 20 + place + 1)


def user_id(person: OurPerson, ours: Sequence[OurPerson]) -> str:
    return an_id("005", ours.index(person) + 1)


def salesforce_files(book: Sequence[Customer], ours: Sequence[OurPerson], as_of: date) -> dict[str, bytes]:
    """The files of an export by name."""
    return csv_files(
        {
            "User.csv": [_user(person, ours) for person in ours],
            "Account.csv": [_account(one, book, ours) for one in book],
            "Contact.csv": _contacts(book),
            "Opportunity.csv": [_opportunity(one, as_of) for one in book],
            "OpportunityContactRole.csv": _contact_roles(book),
            "AccountTeamMember.csv": _team(book, ours),
            "Event.csv": _events(book, ours, as_of),
        }
    )


def _user(person: OurPerson, ours: Sequence[OurPerson]) -> Row:
    return {
        "Id": user_id(person, ours),
        "Username": f"{person.email}.crm",
        "LastName": person.last_name,
        "FirstName": person.first_name,
        "Name": person.name,
        "Email": person.email,
        "IsActive": "true",
    }


def _account(one: Customer, book: Sequence[Customer], ours: Sequence[OurPerson]) -> Row:
    """Some web sites are no addresses, and the revenue is the customer's own."""
    return {
        "Id": account_id(one),
        "IsDeleted": "false",
        "Name": one.name,
        "Type": "Customer - Direct",
        "ParentId": account_id(book[one.parent]) if one.parent is not None else "",
        "Industry": one.industry,
        "AnnualRevenue": f"{one.employees * 183_000}.0",
        "NumberOfEmployees": str(one.employees),
        "BillingCountry": one.country,
        "Website": "n/a" if one.number % 13 == 5 else f"https://www.{one.domain}/",
        "OwnerId": user_id(one.seller, ours),
    }


def _contacts(book: Sequence[Customer]) -> list[Row]:
    """Some have no e-mail, one an impossible one, one is twice, one is nowhere, one reports to somebody long gone."""
    rows = [_contact(one, place) for one in book for place in range(len(one.contacts))]
    again = _contact(book[1], 0)
    rows.append({**again, "Id": an_id("003", 9001), "Email": again["Email"].upper(), "Phone": ""})
    rows.append({**_contact(book[2], 0), "Id": an_id("003", 9002), "AccountId": "", "Email": "nobody@nowhere.example"})
    deleted = {**_contact(book[2], 1), "Id": an_id("003", 9003), "IsDeleted": "true", "Email": "old@deleted.example"}
    return [*rows, deleted]


def _contact(one: Customer, place: int) -> Row:
    who = one.contacts[place]
    # Reports give 15 characters, Data Loader 18; lookups in spreadsheets mix them.
    account = account_id(one)[:15] if one.number % 5 == 3 else account_id(one)
    email = "" if one.number % 4 == 2 and place == 4 else who.email
    manager = contact_id(one, who.manager) if who.manager is not None else ""
    return {
        "Id": contact_id(one, place),
        "IsDeleted": "false",
        "AccountId": account,
        "LastName": who.last_name,
        "FirstName": who.first_name,
        "Title": who.title,
        "Department": who.department,
        "Email": "not@valid" if one.number == 3 and place == 2 else email,
        "Phone": f"+44 20 7946 {one.number:02d}{place:02d}",
        "ReportsToId": GONE if one.number == 4 and place == 0 else manager,
    }


def _opportunity(one: Customer, as_of: date) -> Row:
    return {
        "Id": an_id("006", one.number + 1),
        "AccountId": account_id(one),
        "Name": f"{one.name} - Platform",
        "StageName": "Closed Won",
        "CloseDate": (as_of - timedelta(days=200 + one.number)).isoformat(),
        "Amount": f"{one.employees * 11}.00",
    }


def _contact_roles(book: Sequence[Customer]) -> list[Row]:
    """Some say no role; one says a word that this company made up; one names a contact of another account."""
    rows = [
        _contact_role(one, place, ROLES[who.part]) for one in book for place, who in enumerate(one.contacts) if who.part
    ]
    rows.append(_contact_role(book[1], 1, ""))
    rows.append(_contact_role(book[2], 1, "Invoice Recipient"))
    return [*rows, {**_contact_role(book[5], 0, "Decision Maker"), "OpportunityId": an_id("006", 2)}]


def _contact_role(one: Customer, place: int, role: str) -> Row:
    return {
        "Id": an_id("00K", one.number * 20 + place + 1),
        "OpportunityId": an_id("006", one.number + 1),
        "ContactId": contact_id(one, place),
        "Role": role,
        "IsPrimary": "true" if place == 0 else "false",
    }


def _team(book: Sequence[Customer], ours: Sequence[OurPerson]) -> list[Row]:
    return [
        {
            "Id": an_id("01M", one.number * 2 + at + 1),
            "AccountId": account_id(one),
            "UserId": user_id(person, ours),
            "TeamMemberRole": TEAM_ROLES[person.job],
        }
        for one in book
        for at, person in enumerate((one.csm, one.seller))
    ]


def _events(book: Sequence[Customer], ours: Sequence[OurPerson], as_of: date) -> list[Row]:
    """One is of a lead, one of nobody, one is planned; a description has lines, quotes and commas."""
    told = [(one, meeting, place) for one in book for meeting in one.meetings for place in meeting.contacts]
    rows = [_event(number, *each, ours) for number, each in enumerate(told)]
    first = rows[0]
    planned = datetime.combine(as_of + timedelta(days=12), datetime.min.time())
    rows.append({**first, "Id": an_id("00U", 90_001), "WhoId": LEAD, "Subject": "Demo"})
    rows.append(
        {**first, "Id": an_id("00U", 90_002), "WhoId": "", "WhatId": "", "AccountId": "", "Subject": "Team lunch"}
    )
    rows.append({**first, "Id": an_id("00U", 90_003), "StartDateTime": f"{planned:%Y-%m-%dT%H:%M:%S}.000Z"})
    return rows


def _event(number: int, one: Customer, meeting: Meeting, place: int, ours: Sequence[OurPerson]) -> Row:
    """An event has one contact: of a meeting with more, people write down one event for each."""
    is_by_opportunity = number % 3 == 1
    return {
        "Id": an_id("00U", number + 1),
        "WhoId": contact_id(one, place),
        "WhatId": an_id("006", one.number + 1) if is_by_opportunity else account_id(one),
        "AccountId": "" if is_by_opportunity else account_id(one),
        "OwnerId": user_id(meeting.ours, ours),
        "Subject": meeting.subject,
        "Type": "Call" if number % 4 == 2 else "Meeting",
        "StartDateTime": f"{meeting.at:%Y-%m-%dT%H:%M:%S}.000Z",
        "Description": 'They said "go on", and\nasked for numbers, dates' if number % 9 == 0 else "",
    }
