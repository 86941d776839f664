import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_overlaps_as_boxes"),
        ("health", "0004_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dailyscore",
            index=models.Index(fields=["on", "account"], include=["band"], name="daily_score_by_day"),
        ),
        migrations.CreateModel(
            name="Closing",
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
                ("row_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("value", "got what they came for"),
                            ("relationship", "trust in us"),
                            ("price_agreed", "a new price was agreed"),
                            ("automatic", "renewed by itself"),
                            ("price", "price"),
                            ("product", "something the product lacks"),
                            ("not_used", "never really used"),
                            ("sponsor_left", "our sponsor left"),
                            ("competitor", "went to a competitor"),
                            ("budget", "budget was cut"),
                            ("service", "dissatisfied with our service"),
                            ("company_changed", "the company was sold, merged or closed"),
                            ("other", "another reason"),
                        ],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="in their words")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closings",
                        to="accounts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reason of an outcome",
                "verbose_name_plural": "reasons of outcomes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retracted_at__isnull", True)),
                        fields=("contract",),
                        name="one_reason_per_contract",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Forecast",
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
                (
                    "valid_from",
                    models.DateField(
                        blank=True, help_text="Empty: since before our records.", null=True, verbose_name="since"
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="First day it no longer holds.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("stated", "stated"), ("assumed", "assumed"), ("derived", "derived")],
                        default="stated",
                        max_length=8,
                        verbose_name="basis",
                    ),
                ),
                ("is_override", models.BooleanField(default=False, verbose_name="manager's")),
                (
                    "category",
                    models.CharField(
                        choices=[("commit", "commit"), ("likely", "likely"), ("at_risk", "at risk"), ("lost", "lost")],
                        max_length=7,
                        verbose_name="forecast",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In the currency of the contract. Empty: what they pay now; nothing when lost.",
                        max_digits=14,
                        null=True,
                        verbose_name="expected annual value",
                    ),
                ),
                (
                    "expected_on",
                    models.DateField(
                        blank=True, help_text="Empty: when it renews.", null=True, verbose_name="decision expected on"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="What makes you think so. Write what they could read.",
                        max_length=300,
                        verbose_name="reason",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forecasts",
                        to="accounts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retracted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "forecast",
                "verbose_name_plural": "forecasts",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("retracted_at__isnull", True), ("is_override", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.Func(
                                        models.F("contract"),
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
                                        models.F("contract"),
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
                            )
                        ],
                        name="one_forecast_of_the_csm_at_a_time",
                        violation_error_message="This overlaps another record of the same kind on the same days.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("retracted_at__isnull", True), ("is_override", True)),
                        expressions=[
                            (
                                models.Func(
                                    models.Func(
                                        models.F("contract"),
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
                                        models.F("contract"),
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
                            )
                        ],
                        name="one_forecast_of_the_manager_at_a_time",
                        violation_error_message="This overlaps another record of the same kind on the same days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="forecast_ends_after_start",
                        violation_error_message="The end must be after the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="forecast_amount_is_not_negative",
                        violation_error_message="The expected value cannot be negative.",
                    ),
                ],
            },
        ),
    ]
