from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0028_days_to_first_value"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("outcome", "open"), ("retracted_at__isnull", True)),
                fields=["ends_on", "account"],
                name="contract_renewing",
            ),
        ),
    ]
