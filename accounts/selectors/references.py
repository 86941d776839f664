"""Rows that a file refers to by name, e-mail or foreign id: found for many references in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models.functions import Lower

from accounts.domain.importing.own_ids import looks_own, row_of
from accounts.models import Account, ExternalId, Redirect, User
from accounts.models.external_ids import FORMER_DOMAIN, FORMER_NAME
from accounts.selectors.installation import installation

Named = tuple[str, str]


def rows_named(kind: str, names: Iterable[Named]) -> dict[Named, int]:
    """Row ids by (source, value), of one kind of external id; ids that this installation wrote name its own rows."""
    wanted = {name for name in names if name[1]}
    if not wanted:
        return {}
    found = ExternalId.objects.filter(
        kind=kind, source__in={source for source, _value in wanted}, value__in={value for _source, value in wanted}
    )
    rows = found.values_list("source", "value", "row_id")
    known = {(source, value): row_id for source, value, row_id in rows if (source, value) in wanted}
    return {**_own_rows(kind, wanted), **known}


def _own_rows(kind: str, names: Iterable[Named]) -> dict[Named, int]:
    """Rows by the ids that our own exports gave them, where they stand now."""
    written = [name for name in names if looks_own(name[1])]
    key = installation().own_key if written else ""
    found = [(name, row_of(key, name[1])) for name in written if key]
    ids = {name: row_id for name, row_id in found if row_id is not None}
    merged = Redirect.objects.filter(kind=kind, old_id__in=ids.values()) if ids else Redirect.objects.none()
    moved = dict(merged.values_list("old_id", "new_id"))
    return {name: moved.get(row_id, row_id) for name, row_id in ids.items()}


def former_names(kind: str, names: Iterable[Named]) -> set[Named]:
    """Those of some names whose row was merged into the one they lead to."""
    wanted = {name for name in names if name[1]}
    sources, values = ({name[place] for name in wanted} for place in (0, 1))
    held = ExternalId.objects.filter(kind=kind, is_former=True, source__in=sources, value__in=values)
    return wanted.intersection(held.values_list("source", "value")) if wanted else set()


def who_took_up(kind: str, row_ids: Iterable[int]) -> set[int]:
    """Those of some rows into which others were merged: what a file lists of them is not all there is."""
    held = ExternalId.objects.filter(kind=kind, is_former=True, row_id__in=list(row_ids))
    return set(held.values_list("row_id", flat=True))


def names_of(kind: str, source: str, row_ids: Iterable[int]) -> dict[int, str]:
    """What a source calls rows of a kind, by row id."""
    held = ExternalId.objects.filter(kind=kind, source=source, row_id__in=list(row_ids))
    return dict(held.values_list("row_id", "value"))


def users_by_email(emails: Iterable[str]) -> dict[str, User]:
    """Our users by e-mail."""
    wanted = set(emails)
    return {user.email: user for user in User.objects.filter(email__in=wanted)} if wanted else {}


def rows_formerly(kind: str, source: str, names: Iterable[str]) -> dict[str, int]:
    """Ids of the rows that were called so (in small letters) before another was merged into them."""
    wanted = {name.lower() for name in names if name}
    if not wanted:
        return {}
    held = ExternalId.objects.filter(kind=kind, source=source, value__in=wanted)
    return dict(held.values_list("value", "row_id"))


def accounts_by_name(names: Iterable[str]) -> dict[str, list[Account]]:
    """Standing accounts by name in small letters; several may share one. Where none is called so, one that was."""
    wanted = {name.lower() for name in names}
    found: dict[str, list[Account]] = defaultdict(list)
    if wanted:
        named = Account.objects.standing().annotate(lower_name=Lower("name")).filter(lower_name__in=wanted)
        for account in named:
            found[account.name.lower()].append(account)
        found.update(_formerly(FORMER_NAME, wanted - set(found)))
    return found


def accounts_by_domain(domains: Iterable[str]) -> dict[str, list[Account]]:
    """Standing accounts by web domain. Where none has it, one that had."""
    wanted = set(domains)
    found: dict[str, list[Account]] = defaultdict(list)
    if wanted:
        for account in Account.objects.standing().filter(domain__in=wanted):
            found[account.domain].append(account)
        found.update(_formerly(FORMER_DOMAIN, wanted - set(found)))
    return found


def _formerly(source: str, names: set[str]) -> dict[str, list[Account]]:
    held = rows_formerly("account", source, names)
    known = accounts_by_id(held.values())
    return {name: [known[row_id]] for name, row_id in held.items() if row_id in known}


def accounts_by_id(ids: Iterable[int]) -> dict[int, Account]:
    """Standing accounts by id."""
    wanted = set(ids)
    return {account.pk: account for account in Account.objects.standing().filter(pk__in=wanted)} if wanted else {}
