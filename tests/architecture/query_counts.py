"""How many queries the main pages make: counted on the demo portfolio, committed as data, the same at any size.

`python -m tests.architecture.query_counts` counts on the configured database, which holds a demo portfolio of any size,
and fails where it differs from what is committed; with `--write` it commits what it counts.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.apps import apps

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")
    django.setup()
assert apps.ready

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Account, User  # noqa: E402
from playbooks.models import Playbook, Task  # noqa: E402
from stakeholders.models import Stakeholder  # noqa: E402

COMMITTED = Path(__file__).with_suffix(".json")
SHOWN = "Haldenbruck"  # a big woven account of the first CSM, in every portfolio
VIEWERS = {"administrator": "ada@constellation.example", "csm": "cleo@constellation.example"}
Counts = dict[str, dict[str, int]]


def addresses() -> dict[str, str]:
    account_id = Account.objects.get(name__startswith=SHOWN).pk
    there = Stakeholder.objects.filter(account_id=account_id, left_on=None).order_by("number")
    playbook_id = Playbook.objects.get(key="redraw-after-departure").pk
    coming = ",".join(map(str, there.values_list("pk", flat=True)[:3]))
    return {
        "accounts list": "/accounts/",
        "pulse round": "/pulse/",
        "accounts list by name": "/accounts/?sort=name",
        "account page": f"/accounts/{account_id}/details/",
        "account contracts": f"/accounts/{account_id}/contracts/",
        "account handoff": f"/accounts/{account_id}/handoff/",
        "handoffs": "/handoffs/",
        "handoffs of a year": "/handoffs/?state=decided&days=365",
        "API deals": "/api/v1/deals/?limit=100",
        "API handoffs": "/api/v1/handoffs/?limit=100",
        "API handoff clocks": "/api/v1/handoff-clocks/",
        "account team": f"/accounts/{account_id}/team/",
        "account health": f"/accounts/{account_id}/health/",
        "history of health": f"/accounts/{account_id}/health/history/",
        "what if on an account": f"/accounts/{account_id}/health/?without={coming}&if-pulse=20",
        "API what if": f"/api/v1/accounts/{account_id}/what-if/?without={coming}&values=threads:1",
        "account plays": f"/accounts/{account_id}/plays/",
        "account goals": f"/accounts/{account_id}/goals/",
        "success plan": f"/accounts/{account_id}/goals/plan/",
        "levels of value": "/portfolio/value/",
        "API level of value": f"/api/v1/accounts/{account_id}/value-level/",
        "API goals": "/api/v1/goals/?limit=100",
        "constellation": f"/accounts/{account_id}/constellation/",
        "go anywhere": f"/go/?q=ma&here=/accounts/{account_id}/people/&recent=/accounts/{account_id}/",
        "brief": f"/accounts/{account_id}/brief/?attendees={coming}",
        "API brief": f"/api/v1/accounts/{account_id}/brief/?attendees={coming}",
        "promises of an account": f"/accounts/{account_id}/promises/",
        "promises kept": "/promises/",
        "never celebrated": "/celebration/",
        "API commitments": "/api/v1/commitments/?limit=100",
        "API recognitions": "/api/v1/recognitions/?limit=100",
        "champions of an account": f"/accounts/{account_id}/champions/",
        "champions": "/champions/",
        "joint session": f"/accounts/{account_id}/joint-session/",
        "people of an account": f"/accounts/{account_id}/people/",
        "people not on a map": "/people/suggested/",
        "API suggestions": "/api/v1/suggestions/?limit=100",
        "likely doubles": "/doubles/",
        "exports": "/exports/",
        "quick-set of an account": f"/accounts/{account_id}/people/grid/?show=everybody",
        "quick-set of a book": "/people/grid/",
        "quick-set of everybody": "/people/grid/?show=everybody",
        "freshness round": "/people/round/",
        "people": "/people/",
        "my day": "/my-day/",
        "tasks": "/tasks/",
        "tasks of everybody": "/tasks/?who=anybody&state=all",
        "a task": f"/tasks/{Task.objects.filter(account__owner__email=VIEWERS['csm']).earliest('pk').pk}/",
        "API tasks": "/api/v1/tasks/?limit=100",
        "accounts by tasks": "/accounts/?tasks=overdue&sort=-tasks&columns=tasks",
        "alerts": "/alerts/",
        "alerts of an account": f"/accounts/{account_id}/alerts/",
        "red-account review": "/red-accounts/",
        "API alerts": "/api/v1/alerts/?limit=100",
        "API questions": f"/api/v1/accounts/{account_id}/questions/",
        "API freshness round": "/api/v1/freshness-round/",
        "portfolio": "/portfolio/",
        "portfolio by phase": "/portfolio/?by=phase&threads=bridge",
        "sky of the portfolio": "/portfolio/sky/",
        "months of the portfolio": "/portfolio/months/",
        "trend of the portfolio": "/portfolio/trend/",
        "who carries what": "/portfolio/owners/?sort=tasks_overdue",
        "accounts of the portfolio": "/portfolio/accounts/?single=yes",
        "revenue ledger": "/portfolio/revenue/",
        "two ledgers": "/portfolio/ledgers/",
        "accounts of the two ledgers": "/portfolio/ledgers/accounts/?what=received",
        "accounts of the ledger": "/portfolio/revenue/accounts/?what=churn",
        "contracts of the ledger": "/portfolio/revenue/contracts/?what=decided",
        "renewals": "/renewals/",
        "renewals of a year": "/renewals/?due=365",
        "playbooks": "/playbooks/",
        "playbook": f"/playbooks/{playbook_id}/",
        "plays of a playbook": f"/playbooks/{playbook_id}/plays/?group=under_way",
        "dry run": f"/playbooks/{playbook_id}/dry-run/",
        "API playbooks": "/api/v1/playbooks/?limit=100",
        "API dry run": f"/api/v1/playbooks/{playbook_id}/dry-run/",
        "API portfolio": "/api/v1/portfolio/",
        "API revenue": "/api/v1/portfolio/revenue/",
        "API two ledgers": "/api/v1/portfolio/ledgers/",
        "API value of the portfolio": "/api/v1/portfolio/value/",
        "API forecasts": "/api/v1/forecasts/?limit=100",
        "API accounts": "/api/v1/accounts/?limit=100",
        "API stakeholders": "/api/v1/stakeholders/?limit=100",
        "API sky": f"/api/v1/accounts/{account_id}/sky/",
    }


def count_queries() -> Counts:
    """Queries of each address for each viewer, the second time it is asked."""
    return {
        name: {viewer: _count(email, address) for viewer, email in VIEWERS.items()}
        for name, address in addresses().items()
    }


def committed() -> Counts:
    counts: Counts = json.loads(COMMITTED.read_text())
    return counts


def _count(email: str, address: str) -> int:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=email), settings.AUTHENTICATION_BACKENDS[-1])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}")
    return len(asked)


def main() -> int:
    counted = count_queries()
    if "--write" in sys.argv:
        COMMITTED.write_text(json.dumps(counted, indent=1) + "\n")
    same = counted == committed()
    sys.stdout.write(
        f"{Account.objects.count()} accounts: {json.dumps(counted)}\n{'as' if same else 'NOT AS'} committed\n"
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
