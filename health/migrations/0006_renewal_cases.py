import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_overlaps_as_boxes"),
        ("health", "0005_forecasts"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenewalCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days_before", models.PositiveSmallIntegerField(verbose_name="days before the renewal")),
                ("on", models.DateField(verbose_name="seen on")),
                ("facts_version", models.BigIntegerField()),
                ("raws", models.JSONField(default=dict, help_text="Raw value of each measure; null where unknown.")),
                (
                    "late_share",
                    models.FloatField(help_text="Share of the facts that were recorded after that day.", null=True),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="accounts.contract"
                    ),
                ),
            ],
            options={
                "verbose_name": "past renewal as it looked",
                "verbose_name_plural": "past renewals as they looked",
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "days_before"), name="one_case_per_renewal_and_days")
                ],
            },
        ),
    ]
