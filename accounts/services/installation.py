"""Say whose installation this is."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.addresses import normalised_domain
from accounts.domain.first_steps import Step
from accounts.models import Installation, User
from accounts.services.acts import Recorder, act


def describe_company(
    actor: User | None, installation: Installation, expected_version: int, *, company: str, domains: Sequence[str]
) -> Installation:
    """Name our company and the domains of its addresses. *Raises* StaleEdit, ValidationError."""
    clean = list(dict.fromkeys(filter(None, (normalised_domain(domain) for domain in domains))))
    with act("describe_company", actor, None, _("Described our company")) as recorder:
        return _say(recorder, installation, expected_version, company=company.strip(), domains=clean)


def settle_step(actor: User | None, installation: Installation, step: Step) -> Installation:
    """Call a first step done or not needed; it can be taken any time all the same."""
    settled = sorted({*installation.settled_steps, step.value})
    with act("settle_step", actor, None, _("Settled one of the first steps")) as recorder:
        return _say(recorder, installation, None, settled_steps=settled)


def _say(recorder: Recorder, installation: Installation, expected_version: int | None, **said: Any) -> Installation:
    if installation._state.adding:
        for name, value in said.items():
            setattr(installation, name, value)
        return recorder.insert(installation)
    return recorder.change(installation, expected_version, **said)
