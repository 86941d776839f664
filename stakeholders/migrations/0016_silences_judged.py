"""Keep how many silences were judged; what was kept before is judged anew, as every column is of one judgement."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0015_conclusions_in_portfolios")]

    operations = [
        migrations.AddField(
            model_name="conclusion",
            name="silences_judged",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL("UPDATE stakeholders_conclusion SET judged_on = NULL", migrations.RunSQL.noop),
    ]
