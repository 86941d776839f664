"""Keep the questions of each account; what was kept before is judged anew, as every column is of one judgement."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0005_person_interests")]

    operations = [
        migrations.AddField(
            model_name="conclusion",
            name="asked_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                help_text="Stakeholders; 0 is the account.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="asked_kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="conclusion",
            name="asked_worths",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), default=list, size=None),
        ),
        migrations.RunSQL("UPDATE stakeholders_conclusion SET judged_on = NULL", migrations.RunSQL.noop),
    ]
