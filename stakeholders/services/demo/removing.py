"""Remove the demo portfolio and nothing else, in sets: the rows that are marked, and all that hangs on them."""

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction

from accounts.models import ExternalId, User
from csm.foundation.demo_parts import demo_parts
from stakeholders.services.demo.marks import KINDS, SOURCE

# Tables whose rows may have names in other systems, by the kind of external id.
NAMED: Final = {
    **{kind: model._meta.db_table for kind, model in KINDS.items()},
    **{
        kind: f"stakeholders_{kind}"
        for kind in ("stakeholder", "touchpoint", "commitment", "concern", "milestone", "recognition")
    },
    "goal": "health_goal",
    "champion_step": "stakeholders_championsteptaken",
    "contract": "accounts_contract",
    "deal": "accounts_deal",
}

MARKED = """
    SELECT row_id FROM accounts_externalid WHERE source = %s AND kind = %s
    UNION SELECT former.old_id FROM accounts_redirect AS former
    JOIN accounts_externalid AS named ON named.kind = former.kind AND named.row_id = former.new_id
    WHERE named.source = %s AND named.kind = %s
"""
COLLECT = 'INSERT INTO "going_{table}" {selected} ON CONFLICT DO NOTHING'
DEPENDING = 'SELECT "{key}" FROM "{table}" WHERE "{column}" IN (SELECT id FROM "going_{parent}")'
REFERRED_TO = 'DELETE FROM "going_{parent}" WHERE id IN (SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL)'
CUT_LOOSE = 'UPDATE "{table}" SET "{column}" = NULL WHERE "{column}" IN (SELECT id FROM "going_{parent}")'
DELETE = 'DELETE FROM "{table}" WHERE "{key}" IN (SELECT id FROM "going_{table}")'
# What refers to rows by kind and id.
FORGET = [
    f'DELETE FROM accounts_{named} WHERE kind = %s AND {column} IN (SELECT id FROM "going_{{table}}")'  # noqa: S608 (names of ours)
    for named, column in (
        ("externalid", "row_id"),
        ("redirect", "new_id"),
        ("double", "first_id"),
        ("double", "second_id"),
        ("distinction", "first_id"),
        ("distinction", "second_id"),
    )
]

Relation = models.ForeignKey


def remove_demo() -> int:
    """Remove all that is marked with everything that belongs to it; returns how many accounts went.

    What rows of others still refer to stays: a person who was given a position at an account of yours, or a user who
    took part in its touchpoints, who from now on cannot sign in.
    """
    with transaction.atomic():
        _deactivate_users()
        removed = {kind: _remove(kind, model) for kind, model in KINDS.items()}
        for part in demo_parts:
            part.remove()
        ExternalId.objects.filter(source=SOURCE).delete()
    return removed["account"]


def _deactivate_users() -> None:
    marked = ExternalId.objects.filter(source=SOURCE, kind="user").values("row_id")
    User.objects.filter(pk__in=marked).update(is_active=False)


def _remove(kind: str, model: type[models.Model]) -> int:
    """Remove the marked rows of one kind, but for those that protected rows refer to."""
    collected = [model]
    table = model._meta.db_table
    _make_room(model)
    _run(COLLECT, SOURCE, kind, SOURCE, kind, table=table, selected=MARKED)
    for relation in _relations(model, models.PROTECT):
        if relation.model is not model:
            _run(REFERRED_TO, parent=table, **_names(relation))
    _collect_dependents(model, collected)
    _run("SET CONSTRAINTS ALL DEFERRED")
    for each in collected:
        _cut_loose(each)
    counts = [_run(DELETE, key=each._meta.pk.column, table=each._meta.db_table) for each in reversed(collected)]
    _forget(collected)
    return counts[-1]


def _collect_dependents(model: type[models.Model], collected: list[type[models.Model]]) -> None:
    """Collect, level by level, whatever cannot be without the rows that go."""
    for relation in (*_relations(model, models.CASCADE), *_owned(model, collected[0])):
        child = relation.model
        if child not in collected:
            collected.append(child)
            _make_room(child)
        depending = DEPENDING.format(parent=model._meta.db_table, **_names(relation))
        if _run(COLLECT, table=child._meta.db_table, selected=depending):
            _collect_dependents(child, collected)


def _owned(model: type[models.Model], root: type[models.Model]) -> Iterator[Relation]:
    """Rows that protect rows inside what goes, such as who took part in a touchpoint; they go with them."""
    return iter(()) if model is root else _relations(model, models.PROTECT)


def _cut_loose(model: type[models.Model]) -> None:
    """Let rows that stay refer to nothing: what may be empty becomes empty, so does the parent of an account."""
    loose = [*_relations(model, models.SET_NULL)]
    loose += [relation for relation in _relations(model, models.PROTECT) if relation.model is model]
    for relation in loose:
        _run(CUT_LOOSE, parent=model._meta.db_table, **_names(relation))


def _forget(collected: list[type[models.Model]]) -> None:
    """Forget the names of the removed rows in other systems, and the lists of what goes."""
    tables = {model._meta.db_table for model in collected}
    for kind, table in NAMED.items():
        for statement in FORGET if table in tables else ():
            _run(statement, kind, table=table)
    for table in tables:
        _run('DROP TABLE "going_{table}"', table=table)


def _make_room(model: type[models.Model]) -> None:
    _run('CREATE TEMPORARY TABLE "going_{table}" (id bigint PRIMARY KEY)', table=model._meta.db_table)


def _relations(model: type[models.Model], on_delete: Any) -> Iterator[Relation]:
    """Foreign keys of any model to this one that behave so when a row goes."""
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.local_fields:
            if isinstance(field, models.ForeignKey) and _behaves(field, model, on_delete):
                yield field


def _behaves(field: Relation, model: type[models.Model], on_delete: Any) -> bool:
    rule = field.remote_field
    return field.related_model is model and rule is not None and rule.on_delete is on_delete


def _names(relation: Relation) -> dict[str, str | None]:
    meta = relation.model._meta
    return {"table": meta.db_table, "key": meta.pk.column, "column": relation.column}


def _run(statement: str, *values: str, **names: str | None) -> int:
    """Run a statement after putting table and column names in; returns the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**names), values or None)
        return int(cursor.rowcount)
