"""What a file can say about an account, its team and its contracts."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import (
    choice,
    currency,
    day,
    money,
    several,
    text,
    user_word,
    web_domain,
    whole,
)
from accounts.domain.lifecycle import ContractOutcome, Phase
from accounts.models import Job, Subject
from accounts.services.importing.extra_fields import extra_columns_of_files

PHASES: dict[str, str | int] = {
    **{phase.value: phase.value for phase in Phase},
    "onboarding": "land",
    "implementation": "land",
    "adoption": "adopt",
    "expansion": "expand",
    "growth": "expand",
    "renewal": "renew",
}
OUTCOMES: dict[str, str | int] = {
    **{outcome.value: outcome.value for outcome in ContractOutcome},
    "active": "open",
    "won": "renewed",
    "lost": "churned",
    "canceled": "cancelled",
}
TEAM = "team_"
# field of the file -> column of the account
COLUMNS = {
    "name": "name",
    "industry": "industry",
    "region": "region",
    "employees": "employees",
    "domain": "domain",
    "phase": "phase",
}
CONTRACT_COLUMNS = {
    "contract_end": "ends_on",
    "annual_value": "annual_value",
    "currency": "currency",
    "outcome": "outcome",
}
CONTRACT_FIELDS = ("product", "contract_start", "contract_external_id", *CONTRACT_COLUMNS)
JOB_WORDS = {
    "csm": ("csm email", "customer success manager", "customer success manager email", "success manager"),
    "account_executive": ("account executive email", "ae", "ae email", "sales rep", "account manager"),
    "renewals": ("renewals manager", "renewals manager email", "renewal manager"),
    "sales_engineer": ("sales engineer email", "se", "solutions engineer", "presales"),
    "executive_sponsor": ("executive sponsor email", "our executive sponsor", "exec sponsor"),
}


def fields() -> list[Field]:
    """What a file can say about an account; one column for each job of the catalogue."""
    extras = extra_columns_of_files(Subject.ACCOUNT)
    return [*_account_fields(), *_team_fields(), *_contract_fields(), *extras]


def _account_fields() -> list[Field]:
    return [
        Field("external_id", _("External id"), text(200), ("account id", "id", "record id", "customer id", "crm id")),
        Field("name", _("Name"), text(200), ("account name", "account", "company", "company name", "customer")),
        Field("parent", _("Parent account"), text(200), ("parent", "parent account", "parent company", "parent name")),
        Field(
            "parent_external_id",
            _("External id of the parent"),
            text(200),
            ("parent id", "parent account id", "parentid"),
        ),
        Field("segment", _("Segment"), text(60), ("tier", "touch model", "customer segment", "segment name")),
        Field(
            "owner",
            _("Owner (e-mail)"),
            user_word,
            ("owner email", "account owner", "account owner email", "owner e-mail"),
        ),
        Field("industry", _("Industry"), text(100), ("sector", "vertical", "branch")),
        Field("region", _("Region"), text(100), ("territory", "geo", "billing country", "country")),
        Field(
            "employees",
            _("Employees"),
            whole(0, 10_000_000),
            ("number of employees", "headcount", "company size"),
            is_number=True,
        ),
        Field("domain", _("Web domain"), web_domain, ("website", "web site", "company domain name", "url", "domain")),
        Field("phase", _("Phase"), choice(PHASES), ("lifecycle stage", "lifecycle phase", "stage", "lifecycle")),
    ]


def _team_fields() -> list[Field]:
    return [
        Field(f"{TEAM}{job.key}", _("%(job)s (e-mail)") % {"job": job.name}, several(user_word, ";|,"), _job_words(job))
        for job in Job.objects.all()
    ]


def _job_words(job: Job) -> tuple[str, ...]:
    return (job.name, f"{job.name} email", *JOB_WORDS.get(job.key, ()))


def _contract_fields() -> list[Field]:
    return [
        Field("product", _("Product"), text(100), ("product name", "plan", "subscription", "contract product")),
        Field(
            "contract_start",
            _("Contract starts on"),
            day,
            ("start date", "starts on", "contract start date"),
            is_date=True,
        ),
        Field(
            "contract_end",
            _("Contract renews on"),
            day,
            ("end date", "renewal date", "renews on", "contract end date", "renewal"),
            is_date=True,
        ),
        Field(
            # Never "annual revenue": in a CRM that is what the customer earns, not what they pay.
            "annual_value",
            _("Annual value"),
            money,
            ("arr", "acv", "annual contract value", "value"),
            is_number=True,
            unit_field="currency",
        ),
        Field("currency", _("Currency"), currency, ("currency code", "iso currency", "currency iso code")),
        Field("outcome", _("Outcome"), choice(OUTCOMES), ("contract outcome", "contract status", "status")),
        Field("contract_external_id", _("External id of the contract"), text(200), ("contract id", "opportunity id")),
    ]


def account_subject(row: Row) -> tuple[str, str] | None:
    """By what the row names its account first."""
    if "external_id" in row:
        return "external_id", row["external_id"]
    return ("name", row["name"].lower()) if "name" in row else None


def claims(row: Row) -> list[Claim]:
    """All rows of an account say the same of it, or name it only; each contract is said once."""
    found: list[Claim] = []
    said = tuple(sorted((name, str(given)) for name, given in row.values.items() if name not in CONTRACT_FIELDS))
    names_only = set(row.values) - set(CONTRACT_FIELDS) <= {"name", "external_id"}
    if not names_only:
        found.append(Claim(account_subject(row), said))
    contract = tuple(sorted((name, str(row[name])) for name in CONTRACT_FIELDS if name in row))
    if "contract_external_id" in row:
        found.append(Claim(("contract", row["contract_external_id"]), (account_subject(row), contract)))
    elif "product" in row:
        subject = (account_subject(row), row["product"].lower(), str(row.get("contract_start")))
        found.append(Claim(("contract", subject), contract))
    return found
