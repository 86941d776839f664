from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0029_renewals_by_end"),
        ("stakeholders", "0020_champions_ready"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("retracted_at__isnull", True)),
                fields=["state", "due_on", "id"],
                name="commitment_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="milestone",
            index=models.Index(
                condition=models.Q(("reached_on__isnull", False), ("retracted_at__isnull", True)),
                fields=["-reached_on", "id"],
                name="milestone_reached",
            ),
        ),
        migrations.AddIndex(
            model_name="touchpoint",
            index=models.Index(
                condition=models.Q(("is_two_way", True), ("retracted_at__isnull", True)),
                fields=["account", "touched_at", "id"],
                name="touchpoint_met",
            ),
        ),
    ]
