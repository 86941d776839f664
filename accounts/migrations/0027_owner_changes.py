from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

EDITED = """
    UPDATE accounts_act act SET edited = found.ids
    FROM (
        SELECT act.id, array_agg(DISTINCT (change ->> 1)::bigint ORDER BY (change ->> 1)::bigint) AS ids
        FROM accounts_act act, jsonb_array_elements(act.changes) change
        WHERE act.account_id IS NULL AND act.touched <> '{}' AND change ->> 0 = 'accounts.account'
        GROUP BY act.id
    ) found
    WHERE found.id = act.id
"""


def keep(apps: Any, schema_editor: Any) -> None:
    """The one change that was known of each account so far; from whom it went is in the log only."""
    accounts, changes = apps.get_model("accounts", "Account"), apps.get_model("accounts", "OwnerChange")
    for account in accounts.objects.filter(owner_since__isnull=False).order_by("pk").iterator():
        changes.objects.create(account=account, changed_at=account.owner_since, owner_id=account.owner_id)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0026_lists_of_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="recorded at"),
                ),
                (
                    "retracted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="retracted at"),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["changed_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="act",
            name="edited",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, editable=False, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="act",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("edited", []), _negated=True), fields=["edited"], name="act_by_edited"
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="owner_changes", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="deal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.deal",
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="former",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ownerchange",
            name="retracted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="ownerchange",
            index=models.Index(fields=["account", "changed_at"], name="owner_change_by_account"),
        ),
        migrations.AddIndex(
            model_name="ownerchange",
            index=models.Index(fields=["changed_at"], name="owner_change_by_instant"),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL(EDITED, migrations.RunSQL.noop, elidable=True),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop, elidable=True),
        migrations.RemoveIndex(model_name="account", name="account_by_hand_over"),
        migrations.RemoveField(model_name="account", name="owner_since"),
    ]
