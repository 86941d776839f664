from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0013_overlaps_as_boxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="conclusion",
            name="complaint",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="What the last failed attempt said.", max_length=300
            ),
        ),
    ]
