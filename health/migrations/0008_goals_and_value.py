"""Goals, what they depend on, value received, the level of value; and the catalogue of typical goals one begins with."""

from typing import Any

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import csm.foundation.clock
import health.models.typical_goals
from health.migrations._typical_goals import TYPICAL_GOALS

USAGE = ("active_users", "feature_breadth")


def fill(apps: Any, schema_editor: Any) -> None:
    apps.get_model("health", "Metric").objects.filter(key__in=USAGE).update(is_usage=True)
    typical = apps.get_model("health", "TypicalGoal")
    for place, (level, name, words, metric, unit, direction, days, needs) in enumerate(TYPICAL_GOALS, start=1):
        typical.objects.create(
            name=name,
            touch_level=level,
            words=words,
            metric_name=metric,
            unit=unit,
            direction=direction,
            days=days,
            dependencies=[{"kind": kind, "what": what, "meaning": meaning} for kind, what, meaning in needs],
            position=10 * place,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0021_overlaps_as_boxes"),
        ("health", "0007_scores_with_their_band"),
        ("stakeholders", "0014_complaints"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
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
                    "words",
                    models.CharField(
                        help_text="In their own words, as they would say it.",
                        max_length=300,
                        verbose_name="what they want",
                    ),
                ),
                ("baseline", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="baseline")),
                ("baseline_on", models.DateField(default=csm.foundation.clock.today, verbose_name="baseline of")),
                ("target", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="target")),
                ("due_on", models.DateField(verbose_name="due")),
                ("stands_alone", models.BooleanField(default=False, verbose_name="depends on nothing else")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("reached", "reached"), ("dropped", "dropped")],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("set_on", models.DateField(default=csm.foundation.clock.today, verbose_name="agreed on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it was dropped")),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalNeed",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("product", "another product"),
                            ("service", "a service"),
                            ("people", "people and roles"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="what it depends on")),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        help_text="What it is for, and what lacks without.",
                        max_length=500,
                        verbose_name="what that means",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("unknown", "not known"), ("met", "there"), ("unmet", "missing")],
                        default="unknown",
                        max_length=7,
                        verbose_name="is it there?",
                    ),
                ),
                ("settled_on", models.DateField(blank=True, editable=False, null=True, verbose_name="known since")),
            ],
            options={
                "verbose_name": "dependency of a goal",
                "verbose_name_plural": "dependencies of goals",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TypicalGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "touch_level",
                    models.CharField(
                        blank=True,
                        choices=[("high", "high touch"), ("medium", "medium touch"), ("low", "low touch")],
                        help_text="The touch level of their segment. Empty: every account.",
                        max_length=6,
                        verbose_name="for accounts served",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="in a customer's words")),
                ("metric_name", models.CharField(max_length=80, verbose_name="metric")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "more is better"), ("down", "less is better")],
                        default="up",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[
                            django.core.validators.MinValueValidator(7),
                            django.core.validators.MaxValueValidator(1825),
                        ],
                        verbose_name="usual time in days",
                    ),
                ),
                (
                    "dependencies",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[health.models.typical_goals.refuse_odd_needs],
                        verbose_name="what it depends on",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Without it nobody is offered this goal; those begun from it stay.",
                        verbose_name="offered",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100, verbose_name="position")),
            ],
            options={
                "verbose_name": "typical goal",
                "verbose_name_plural": "typical goals",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="ValueConfirmation",
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
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="share of the value received, in %",
                    ),
                ),
                ("on", models.DateField(default=csm.foundation.clock.today, verbose_name="day")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Write what they could read.", max_length=500, verbose_name="note"
                    ),
                ),
            ],
            options={
                "verbose_name": "value confirmation",
                "verbose_name_plural": "value confirmations",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="metric",
            name="is_customers",
            field=models.BooleanField(
                default=False,
                help_text="A figure of a goal: shown only where it is read or wanted, and no measure by itself.",
                verbose_name="the customer's own",
            ),
        ),
        migrations.AddField(
            model_name="metric",
            name="is_usage",
            field=models.BooleanField(
                default=False,
                help_text="Whether it measures how much our product is used.",
                verbose_name="tells of use",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="value_level",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="level of value"),
        ),
        migrations.AddIndex(
            model_name="score",
            index=models.Index(fields=["value_level", "account"], name="score_by_value_level"),
        ),
        migrations.AddField(
            model_name="goal",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="goals",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="health.metric",
                verbose_name="North Star metric",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="owned_goals",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner on our side",
            ),
        ),
        migrations.AddField(
            model_name="goal",
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
            model_name="goal",
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
        migrations.AddField(
            model_name="goal",
            name="stakeholder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="goals",
                to="stakeholders.stakeholder",
                verbose_name="owner on their side",
            ),
        ),
        migrations.AddField(
            model_name="goalneed",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="goal_needs",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="goalneed",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="health.goal", verbose_name="goal"
            ),
        ),
        migrations.AddField(
            model_name="goalneed",
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
            model_name="goalneed",
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
        migrations.AddField(
            model_name="goalneed",
            name="stakeholder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="goal_needs",
                to="stakeholders.stakeholder",
                verbose_name="who of theirs",
            ),
        ),
        migrations.AddField(
            model_name="goalneed",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="goal_needs",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who of ours",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="typical",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="goals",
                to="health.typicalgoal",
                verbose_name="typical goal",
            ),
        ),
        migrations.AddField(
            model_name="valueconfirmation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="value_confirmations",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="valueconfirmation",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confirmations",
                to="health.goal",
                verbose_name="goal",
            ),
        ),
        migrations.AddField(
            model_name="valueconfirmation",
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
            model_name="valueconfirmation",
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
        migrations.AddField(
            model_name="valueconfirmation",
            name="stakeholder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="value_confirmations",
                to="stakeholders.stakeholder",
                verbose_name="who said so",
            ),
        ),
        migrations.AddIndex(
            model_name="goalneed",
            index=models.Index(fields=["goal"], name="need_by_goal"),
        ),
        migrations.AddIndex(
            model_name="goal",
            index=models.Index(fields=["account", "due_on"], name="goal_by_account"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("baseline_on"))),
                name="goal_is_due_after_its_baseline",
                violation_error_message="The goal must be due after the day of its baseline.",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("target", models.F("baseline")), _negated=True),
                name="goal_has_a_way_to_go",
                violation_error_message="The target must differ from the baseline.",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="goal_is_closed_on_a_day",
                violation_error_message="A goal that is no longer open was closed on a day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="goal_is_dropped_for_a_reason",
                violation_error_message="Say why the goal was dropped.",
            ),
        ),
        migrations.AddIndex(
            model_name="valueconfirmation",
            index=models.Index(fields=["goal", "-on", "-id"], name="value_by_goal"),
        ),
        migrations.AddConstraint(
            model_name="valueconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 0), ("percent__lte", 100)),
                name="value_is_a_share",
                violation_error_message="The share is from 0 to 100 %.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
