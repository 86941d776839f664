"""Say whose installation this is."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.domain.addresses import normalised_domain
from accounts.models import Installation, User
from accounts.services.acts import act


def describe_company(
    actor: User | None, installation: Installation, expected_version: int, *, company: str, domains: Sequence[str]
) -> Installation:
    """Name our company and the domains of its addresses. *Raises* StaleEdit, ValidationError."""
    clean = list(dict.fromkeys(filter(None, (normalised_domain(domain) for domain in domains))))
    with act("describe_company", actor, None, _("Described our company")) as recorder:
        if installation._state.adding:
            installation.company, installation.domains = company.strip(), clean
            return recorder.insert(installation)
        return recorder.change(installation, expected_version, company=company.strip(), domains=clean)
