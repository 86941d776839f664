"""Metrics in the settings, and the catalogue of measures that everybody reads."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.access import may_configure
from accounts.views.catalogue import key_of
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import row_or_404
from csm.foundation.clock import today
from csm.foundation.views import PageView, anyone
from health.forms.scorecards import MetricForm
from health.models import Metric
from health.selectors.catalogue import catalogue
from health.services import scorecards


class MeasureCataloguePage(PageView):
    """Every measure: what it says, where it comes from, how it becomes points, and who weighs it."""

    actions = {"GET": anyone}
    template_name = "health/measure_list.html"
    nav = "settings"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(measures=catalogue(today()), may_configure=may_configure(self.viewer))


class MetricListPage(SettingsListPage):
    """What is measured of accounts."""

    item = "metrics"
    title = gettext_lazy("Metrics")
    note = gettext_lazy("What is measured of accounts: by hand, from files and through the API.")
    heads: ClassVar[Any] = [
        (gettext_lazy("Name"), False),
        (gettext_lazy("Key"), False),
        (gettext_lazy("Unit"), False),
        (gettext_lazy("Direction"), False),
        (gettext_lazy("Where it comes from"), False),
        (gettext_lazy("Counts for days"), True),
    ]
    add_label = gettext_lazy("New metric")
    add_url_name = "health:metric_add"

    def lines(self) -> list[Line]:
        return [
            Line(
                [
                    Cell(metric.name, chip=_("leading") if metric.is_leading else ""),
                    Cell(metric.key, is_quiet=True),
                    Cell(metric.unit),
                    Cell(metric.get_direction_display()),
                    Cell(metric.source),
                    Cell(metric.keeps_days, is_figure=True),
                ],
                url=reverse("health:metric", args=[metric.pk]),
            )
            for metric in Metric.objects.all()
        ]


class MetricAddPage(SettingsFormPage):
    """A metric of one's own."""

    item = "metrics"
    title = gettext_lazy("New metric")
    list_url_name = "health:metrics"

    def form(self, data: Any = None) -> MetricForm:
        return MetricForm(data)

    def save(self, form: MetricForm) -> Metric:
        return scorecards.create_metric(self.viewer, key=key_of(form.facts["name"]), **form.facts)


class MetricEditPage(SettingsFormPage):
    """Change a metric; its key stays."""

    item = "metrics"
    title = gettext_lazy("Edit metric")
    list_url_name = "health:metrics"

    @cached_property
    def metric(self) -> Metric:
        return row_or_404(Metric, self.kwargs["metric_id"])

    def form(self, data: Any = None) -> MetricForm:
        return MetricForm(data, row=self.metric)

    def save(self, form: MetricForm) -> Metric:
        return scorecards.edit_metric(self.viewer, self.metric, form.expected_version, **form.facts)
