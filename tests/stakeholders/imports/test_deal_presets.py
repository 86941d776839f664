"""Opportunities of Salesforce and deals of HubSpot, as these systems export them, become deals."""

import pytest
import time_machine

from accounts.models import Deal
from tests.personas import Cast
from tests.stakeholders.imports.test_sets import apply, check, counts, receive

pytestmark = pytest.mark.django_db

SALESFORCE = {
    "Account.csv": b"Id,Name,Industry\n0015g00000AAAA1AAA,Larch,Rail\n",
    "Opportunity.csv": (
        b"Id,AccountId,Name,StageName,Amount,Probability,CloseDate,Type,IsDeleted\n"
        b"0065g00000BBBB1AAA,0015g00000AAAA1AAA,Suite,Closed Won,1200.5,100,2026-02-27,New Customer,false\n"
        b"0065g00000BBBB2AAA,0015g00000AAAA1AAA,More,Negotiation,900,90,2026-04-30,Existing Customer - Upgrade,false\n"
        b"0065g00000BBBB3AAA,0015g00000AAAA1AAA,Other,Closed Lost,,0,2026-01-15,,false\n"
        b"0065g00000BBBB4AAA,0015g00000AAAA1AAA,Gone,Closed Won,1,100,2026-01-15,,true\n"
    ),
}
HUBSPOT = {
    "companies.csv": b"Record ID,Company name,Company Domain Name\n501,Larch,larch.example\n",
    "deals.csv": (
        b"Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal Type,Associated Company IDs,Is Closed Won,Is closed\n"
        b"901,Suite,8731,1200.5,2026-02-27 16:30,New Business,501,true,true\n"
        b"902,More,8732,900,2026-04-30 09:00,Existing Business,501,false,false\n"
        b"903,Other,8733,,2026-01-15 09:00,,501,false,true\n"
    ),
}


@pytest.mark.parametrize("files", [SALESFORCE, HUBSPOT], ids=["salesforce", "hubspot"])
@time_machine.travel("2026-03-02T10:00:00Z", tick=False)
def test_an_export_brings_its_deals_once(cast: Cast, files: dict[str, bytes]) -> None:
    one = apply(check(receive(cast, files)))
    assert counts(one)["deals"][:2] == (3, 0)
    held = list(Deal.objects.order_by("name").values_list("name", "stage", "needs_handoff", "account__name"))
    assert held == [
        ("More", "open", False, "Larch"),
        ("Other", "lost", True, "Larch"),
        ("Suite", "won", True, "Larch"),
    ]
    suite = Deal.objects.get(name="Suite")
    assert (str(suite.amount), suite.closed_at is not None, suite.expected_on is not None) == ("1200.50", True, True)
    again = apply(check(receive(cast, files)))
    assert counts(again)["deals"] == (0, 0, 3, 0)
