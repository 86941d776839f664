import django.contrib.postgres.constraints
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0020_import_judged"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="accountteammember",
            name="account_job_held_once_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="accountteammember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("retracted_at__isnull", True)),
                expressions=[
                    (
                        models.Func(
                            models.Func(
                                models.F("account"),
                                django.db.models.functions.comparison.Coalesce(
                                    models.Func(
                                        models.F("valid_from"),
                                        output_field=models.FloatField(),
                                        template="(%(expressions)s - DATE '2000-01-01')",
                                    ),
                                    models.Value(-10000000.0),
                                    output_field=models.FloatField(),
                                ),
                                function="point",
                                output_field=models.FloatField(),
                            ),
                            models.Func(
                                models.F("account"),
                                django.db.models.functions.comparison.Coalesce(
                                    models.Func(
                                        models.F("valid_to"),
                                        output_field=models.FloatField(),
                                        template="(%(expressions)s - DATE '2000-01-01' - 1)",
                                    ),
                                    models.Value(10000000.0),
                                    output_field=models.FloatField(),
                                ),
                                function="point",
                                output_field=models.FloatField(),
                            ),
                            function="box",
                            output_field=models.FloatField(),
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.Func(
                                models.F("user"), models.F("job"), function="point", output_field=models.FloatField()
                            ),
                            models.Func(
                                models.F("user"), models.F("job"), function="point", output_field=models.FloatField()
                            ),
                            function="box",
                            output_field=models.FloatField(),
                        ),
                        "&&",
                    ),
                ],
                name="account_job_held_once_at_a_time",
                violation_error_message="This overlaps another record of the same kind on the same days.",
            ),
        ),
    ]
