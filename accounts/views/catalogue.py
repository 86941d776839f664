"""What there is to choose from, for operations and administrators: roles, jobs, products and exchange rates."""

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.settings import JobForm, ProductForm, RateForm, RoleForm
from accounts.models import ExchangeRate, Job, Product, Role
from accounts.selectors.settings import listed_jobs, listed_products, listed_rates, listed_roles
from accounts.services import catalogue, segments
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import SettingsDeedView, row_or_404


def key_of(name: str) -> str:
    """The lasting key of something named; imports and the API go by it."""
    return slugify(name).replace("-", "_")[:40]


class RoleListPage(SettingsListPage):
    """The roles people can hold at a customer."""

    item = "roles"
    title = _("Roles")
    note = _("What people can be at a customer. Those that decide are where every route must lead.")
    heads: ClassVar[Any] = [
        (_("Letter"), False),
        (_("Name"), False),
        (_("Decides"), False),
        (_("Required in segments"), True),
    ]
    add_label = _("New role")
    add_url_name = "accounts:role_add"

    def lines(self) -> list[Line]:
        return [
            Line(
                [
                    Cell(role.letter),
                    Cell(role.name),
                    Cell(_("decides")) if role.decides else Cell("–", is_quiet=True),
                    Cell(role.segment_count, is_figure=True),
                ],
                reverse("accounts:role_edit", args=[role.pk]),
            )
            for role in listed_roles()
        ]


class RoleAddPage(SettingsFormPage):
    """A new role."""

    item = "roles"
    title = _("New role")
    submit = _("Add role")
    list_url_name = "accounts:roles"

    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data)

    def save(self, form: RoleForm) -> Role:
        return segments.create_role(self.viewer, key=key_of(form.facts["name"]), **form.facts)


class RoleEditPage(SettingsFormPage):
    """A role."""

    item = "roles"
    title = _("Edit role")
    list_url_name = "accounts:roles"

    def form(self, data: Any = None) -> RoleForm:
        return RoleForm(data, row=row_or_404(Role, self.kwargs["role_id"]))

    def save(self, form: RoleForm) -> Role:
        role = row_or_404(Role, self.kwargs["role_id"])
        return segments.edit_role(self.viewer, role, form.expected_version, **form.facts)


class JobListPage(SettingsListPage):
    """The jobs of ours on accounts."""

    item = "jobs"
    title = _("Jobs")
    note = _("What one of ours can do on an account: together they are its account team.")
    heads: ClassVar[Any] = [(_("Name"), False), (_("Held today"), True)]
    add_label = _("New job")
    add_url_name = "accounts:job_add"

    def lines(self) -> list[Line]:
        return [
            Line([Cell(job.name), Cell(job.holder_count, True)], reverse("accounts:job_edit", args=[job.pk]))
            for job in listed_jobs()
        ]


class JobAddPage(SettingsFormPage):
    """A new job."""

    item = "jobs"
    title = _("New job")
    submit = _("Add job")
    list_url_name = "accounts:jobs"

    def form(self, data: Any = None) -> JobForm:
        return JobForm(data)

    def save(self, form: JobForm) -> Job:
        return catalogue.create_job(self.viewer, key=key_of(form.facts["name"]), **form.facts)


class JobEditPage(SettingsFormPage):
    """A job."""

    item = "jobs"
    title = _("Edit job")
    list_url_name = "accounts:jobs"

    def form(self, data: Any = None) -> JobForm:
        return JobForm(data, row=row_or_404(Job, self.kwargs["job_id"]))

    def save(self, form: JobForm) -> Job:
        job = row_or_404(Job, self.kwargs["job_id"])
        return catalogue.edit_job(self.viewer, job, form.expected_version, **form.facts)


class ProductListPage(SettingsListPage):
    """What we sell."""

    item = "products"
    title = _("Products")
    heads: ClassVar[Any] = [(_("Name"), False), (_("Contracts"), True)]
    add_label = _("New product")
    add_url_name = "accounts:product_add"
    teaches = _("Contracts are over products. Name what you sell, then contracts can be added or imported.")

    def lines(self) -> list[Line]:
        return [
            Line([Cell(row.name), Cell(row.contract_count, True)], reverse("accounts:product_edit", args=[row.pk]))
            for row in listed_products()
        ]


class ProductAddPage(SettingsFormPage):
    """A new product."""

    item = "products"
    title = _("New product")
    submit = _("Add product")
    list_url_name = "accounts:products"

    def form(self, data: Any = None) -> ProductForm:
        return ProductForm(data)

    def save(self, form: ProductForm) -> Product:
        return catalogue.create_product(self.viewer, **form.facts)


class ProductEditPage(SettingsFormPage):
    """A product."""

    item = "products"
    title = _("Edit product")
    list_url_name = "accounts:products"

    def form(self, data: Any = None) -> ProductForm:
        return ProductForm(data, row=row_or_404(Product, self.kwargs["product_id"]))

    def save(self, form: ProductForm) -> Product:
        product = row_or_404(Product, self.kwargs["product_id"])
        return catalogue.edit_product(self.viewer, product, form.expected_version, **form.facts)


class RateListPage(SettingsListPage):
    """What other currencies are worth, from when."""

    item = "rates"
    title = _("Exchange rates")
    heads: ClassVar[Any] = [(_("Currency"), False), (_("From"), False), (_("Rate"), True)]
    add_label = _("New rate")
    add_url_name = "accounts:rate_add"
    teaches = _("Contracts in another currency count in totals once you say what the currency is worth.")

    @property
    def note(self) -> str:  # type: ignore[override]
        words = _("What one unit is worth in %(base)s. The latest rate up to a day is the one of that day.")
        return words % {"base": settings.BASE_CURRENCY}

    def lines(self) -> list[Line]:
        return [
            Line(
                [Cell(row.currency), Cell(date_format(row.valid_from)), Cell(f"{row.rate.normalize():f}", True)],
                buttons=[(_("Remove"), reverse("accounts:rate_remove", args=[row.pk]))],
            )
            for row in listed_rates()
        ]


class RateAddPage(SettingsFormPage):
    """A rate from a day on, in place of what was said of that day."""

    item = "rates"
    title = _("New rate")
    submit = _("Save rate")
    list_url_name = "accounts:rates"

    def form(self, data: Any = None) -> RateForm:
        return RateForm(data)

    def save(self, form: RateForm) -> ExchangeRate:
        return catalogue.set_exchange_rate(self.viewer, **form.cleaned_data)


class RateRemoveView(SettingsDeedView):
    """Remove a rate entered by mistake."""

    list_url_name = "accounts:rates"

    def do(self) -> None:
        catalogue.remove_exchange_rate(self.viewer, row_or_404(ExchangeRate, self.kwargs["rate_id"]))
