"""HubSpot: exports of views (labels) and of properties (internal names). HubSpot knows no reporting lines."""

from typing import Final

from accounts.domain.importing.foreign_ids import IdStyle
from accounts.domain.importing.presets import LIKE_AN_ADDRESS, NOT_BLANK, Preset, Use

# Both the internal values and the labels of the property "Buying Role".
BUYING_ROLES: Final = {
    "DECISION_MAKER": "decision_maker",
    "BUDGET_HOLDER": "budget_holder",
    "CHAMPION": "champion",
    "EXECUTIVE_SPONSOR": "executive_sponsor",
    "END_USER": "user",
    "LEGAL_AND_COMPLIANCE": "compliance",
    "Legal & Compliance": "compliance",
    "BLOCKER": "detractor",
    "INFLUENCER": "",
    "OTHER": "",
}
NOT_HELD: Final = frozenset({"canceled", "cancelled", "no show", "no_show", "rescheduled"})
DEAL_TYPES: Final = {
    "newbusiness": "yes",
    "New Business": "yes",
    "existingbusiness": "no",
    "Existing Business": "no",
    "renewal": "no",
}
COMPANY: Final = (
    "Primary Associated Company ID | Associated Company IDs (Primary) | Associated Company IDs | Associated Company ID"
    " | associatedcompanyid | Associated Company | Associated Company (Primary) | Company name"
)
OWNER: Final = "Company owner | hubspot_owner_id | HubSpot Owner"

HUBSPOT: Final = (
    Preset(
        key="hubspot.user",
        source="hubspot",
        system="HubSpot",
        object="Users",
        signs=("Email | User Email", "First Name | firstName", "Owner ID | User ID | userId | Seat | Last active"),
        ids=IdStyle.NUMBER,
        position=110,
        uses=(
            Use(
                key="users",
                kind="users",
                columns={
                    "external_id": "Owner ID | id | User ID | userId",
                    "email": "Email | User Email",
                    "first_name": "First Name | firstName",
                    "last_name": "Last Name | lastName",
                },
                only_new=frozenset({"name", "email"}),
            ),
        ),
    ),
    Preset(
        key="hubspot.company",
        source="hubspot",
        system="HubSpot",
        object="Companies",
        signs=(
            "Record ID | Record ID - Company | hs_object_id | Company ID",
            "Company name | name",
            "Company Domain Name | domain | Website URL",
        ),
        ids=IdStyle.NUMBER,
        position=120,
        uses=(
            Use(
                key="owners",
                kind="users",
                columns={"email": OWNER, "name": OWNER},
                only={OWNER: LIKE_AN_ADDRESS},
                only_new=frozenset({"name"}),
                is_distinct=True,
            ),
            Use(
                key="accounts",
                kind="accounts",
                columns={
                    "external_id": "Record ID | Record ID - Company | hs_object_id | Company ID",
                    "name": "Company name | name",
                    "parent_external_id": "Parent Company ID | hs_parent_company_id | Associated Parent Company IDs",
                    "domain": "Company Domain Name | domain | Website URL",
                    "industry": "Industry",
                    "region": "Country/Region | country | Country",
                    "employees": "Number of Employees | numberofemployees",
                    "owner": OWNER,
                },
                lenient=frozenset({"industry", "region", "employees", "domain", "owner"}),
            ),
        ),
    ),
    Preset(
        key="hubspot.contact",
        source="hubspot",
        system="HubSpot",
        object="Contacts",
        signs=(
            "Record ID | Record ID - Contact | hs_object_id | Contact ID",
            "Last Name | lastname",
            "Email",
            COMPANY,
        ),
        ids=IdStyle.NUMBER,
        is_whole=True,
        position=130,
        uses=(
            Use(
                key="people",
                kind="people",
                columns={
                    "external_id": "Record ID | Record ID - Contact | hs_object_id | Contact ID",
                    "account_external_id": "Primary Associated Company ID | Associated Company IDs (Primary)"
                    " | Associated Company IDs | Associated Company ID | associatedcompanyid",
                    "account": "Associated Company (Primary) | Associated Company | Company name | company",
                    "first_name": "First Name | firstname",
                    "last_name": "Last Name | lastname",
                    "email": "Email",
                    "phone": "Phone Number | phone | Mobile Phone Number",
                    "title": "Job Title | jobtitle",
                    "department": "Department",
                    "roles": "Buying Role | hs_buying_role",
                },
                values={"roles": BUYING_ROLES},
                lenient=frozenset({"title", "department", "email", "phone"}),
            ),
        ),
    ),
    Preset(
        key="hubspot.deal",
        source="hubspot",
        system="HubSpot",
        object="Deals",
        signs=(
            "Record ID | Record ID - Deal | hs_object_id | Deal ID",
            "Deal Name | dealname",
            "Deal Stage | dealstage",
        ),
        ids=IdStyle.NUMBER,
        position=135,
        uses=(
            Use(
                key="deals",
                kind="deals",
                columns={
                    "external_id": "Record ID | Record ID - Deal | hs_object_id | Deal ID",
                    "account_external_id": "Primary Associated Company ID | Associated Company IDs (Primary)"
                    " | Associated Company IDs | Associated Company ID | hs_primary_associated_company",
                    "account": "Associated Company (Primary) | Associated Company | Company name",
                    "name": "Deal Name | dealname",
                    "amount": "Amount | amount",
                    "currency": "Currency | deal_currency_code",
                    "probability": "Deal probability | hs_deal_stage_probability | Probability",
                    "expected_on": "Close Date | closedate",
                    "closed_at": "Close Date | closedate",
                    "stage": "Deal Stage | dealstage",
                    "is_won": "Is Closed Won | Is closed won | hs_is_closed_won",
                    "is_closed": "Is Deal Closed? | Is closed | hs_is_closed",
                    "lost_reason": "Closed Lost Reason | closed_lost_reason",
                    "owner": "Deal owner | hubspot_owner_id | HubSpot Owner",
                    "needs_handoff": "Deal Type | dealtype",
                },
                only={"Deal Name | dealname": NOT_BLANK},
                values={"needs_handoff": DEAL_TYPES},
                lenient=frozenset({"amount", "currency", "probability", "owner", "needs_handoff", "lost_reason"}),
            ),
        ),
    ),
    Preset(
        key="hubspot.meeting",
        source="hubspot",
        system="HubSpot",
        object="Meetings",
        signs=(
            "Meeting name | Meeting title | hs_meeting_title",
            "Meeting start time | hs_meeting_start_time | Activity date | hs_timestamp",
            "Associated Contact IDs | Associated Contact | associated contact ids",
        ),
        ids=IdStyle.NUMBER,
        position=140,
        uses=(
            Use(
                key="meetings",
                kind="touchpoints",
                columns={
                    "external_id": "Record ID | Record ID - Meeting | hs_object_id",
                    "account_external_id": "Associated Company IDs (Primary) | Primary Associated Company ID",
                    "touched_at": "Meeting start time | hs_meeting_start_time | Activity date | hs_timestamp",
                    "subject": "Meeting name | Meeting title | hs_meeting_title",
                    "notes": "Meeting description | hs_meeting_body | Internal meeting notes",
                    "ours": "Activity assigned to | hubspot_owner_id | Meeting owner | Activity created by",
                    "theirs": "Associated Contact IDs | associated contact ids | Associated Contact",
                },
                constants={"kind": "meeting"},
                only={"Associated Contact IDs | associated contact ids | Associated Contact": NOT_BLANK},
                unless={"Meeting outcome | hs_meeting_outcome": NOT_HELD},
                markup=frozenset({"notes"}),
                lenient=frozenset({"ours", "theirs", "notes"}),
            ),
        ),
    ),
)
