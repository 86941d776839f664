"""Accounts above and below an account: parents and children at any depth."""

from django.db import connection

ANCESTORS = """
    WITH RECURSIVE above(id, depth) AS (
        SELECT %s::bigint, 0
        UNION SELECT account.parent_id, above.depth + 1
        FROM above JOIN accounts_account account ON account.id = above.id
        WHERE account.parent_id IS NOT NULL AND above.depth < 1000
    )
    SELECT id FROM above ORDER BY depth
"""

DESCENDANTS = """
    WITH RECURSIVE below(id, depth) AS (
        SELECT %s::bigint, 0
        UNION SELECT account.id, below.depth + 1
        FROM below JOIN accounts_account account ON account.parent_id = below.id AND account.retracted_at IS NULL
        WHERE below.depth < 1000
    )
    SELECT id FROM below ORDER BY depth, id
"""


def line_of(account_id: int) -> list[int]:
    """Ids of an account and of every account above it, nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(ANCESTORS, [account_id])
        return [row[0] for row in cursor.fetchall()]


def family_of(account_id: int) -> list[int]:
    """Ids of an account and of every account below it, nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(DESCENDANTS, [account_id])
        return [row[0] for row in cursor.fetchall()]
