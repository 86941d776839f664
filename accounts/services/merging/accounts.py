"""What is particular to merging accounts: families, names they had, and what points at them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.models.external_ids import FORMER_DOMAIN, FORMER_NAME
from accounts.selectors.account_doubles import (
    account_cards,
    account_choices,
    find_account_doubles,
    reasons_in_words,
)
from accounts.selectors.family import line_of
from accounts.services.accounts import FAMILY_LOCK
from accounts.services.merging.hand_over import hand_over
from accounts.services.merging.names import forget_names, keep_name
from accounts.services.merging.plan import Plan
from csm.foundation.merging import Merger, MergeRule, Way

RULES = (
    MergeRule("accounts.AccountTeamMember", ("account",), woven=("account", "user", "job"), joins=True),
    MergeRule(
        "accounts.Contract",
        ("account",),
        once=("account", "product", "starts_on", "ends_on", "annual_value", "currency", "outcome"),
        is_named=True,
    ),
    MergeRule("accounts.Deal", ("account",), is_named=True),
    MergeRule("accounts.OwnerChange", ("account",)),
    MergeRule("accounts.Account", ("parent",)),
    MergeRule("accounts.AccountNote", ("account",), alone="is_pinned"),
    MergeRule("accounts.Act", ("account",)),
    MergeRule("accounts.FactsVersion", ("account",), Way.STAYS),
)


def _accounts_of(ids: Sequence[int]) -> Mapping[int, set[int]]:
    return {pk: {pk} for pk in ids}


def _refuse_family(winner: Account, loser: Account) -> None:
    """A parent and what is below it are two accounts, however alike their names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FAMILY_LOCK])
    for upper, lower in ((winner, loser), (loser, winner)):
        if upper.pk in line_of(lower.pk):
            words = _("%(upper)s is above %(lower)s: they are a family, not doubles. Take them apart first.")
            raise ValidationError(words % {"upper": upper.name, "lower": lower.name})


def _prepare(plan: Plan, winner: Account, loser: Account, columns: Mapping[str, Any]) -> None:
    plan.touched |= {winner.pk, loser.pk}
    name, domain = columns.get("name", winner.name), columns.get("domain", winner.domain)
    plan.before_write.append(lambda recorder: _keep_names(recorder, winner.pk, name, domain, former(winner, loser)))
    hand_over(plan, winner, loser, columns.get("owner_id", winner.owner_id))


def former(winner: Account, loser: Account) -> dict[str, list[str]]:
    """What the two are called before they are one."""
    return {FORMER_NAME: [winner.name, loser.name], FORMER_DOMAIN: [winner.domain, loser.domain]}


def _keep_names(recorder: Any, account_id: int, name: str, domain: str, called: Mapping[str, Sequence[str]]) -> None:
    for source, now in ((FORMER_NAME, name), (FORMER_DOMAIN, domain)):
        forget_names(recorder, "account", source, [now], account_id)
        for value in {value.strip().lower() for value in called[source]} - {now.strip().lower()}:
            keep_name(recorder, "account", source, value, account_id)


ACCOUNTS = Merger(
    key="account",
    label=gettext_lazy("Account"),
    label_many=gettext_lazy("Accounts"),
    model=Account,
    accounts_of=_accounts_of,
    cards=account_cards,
    reasons_in_words=reasons_in_words,
    find=find_account_doubles,
    search=account_choices,
    refuse=_refuse_family,
    prepare=_prepare,
    position=20,
)
