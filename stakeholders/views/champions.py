"""The champion programme: on an account, over a book, and its steps in the settings."""

from typing import Any, ClassVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.views.frame import AccountPage
from accounts.views.settings_frame import Cell, Line, SettingsFormPage, SettingsListPage
from accounts.views.settings_rows import row_or_404
from csm.foundation.clock import today
from csm.foundation.paging import BadParameter, Order, Sort, read_page
from csm.foundation.views import PageView, anyone
from stakeholders.forms.champions import ChampionStepForm, TakeStepForm
from stakeholders.models import ChampionStep, ChampionStepTaken
from stakeholders.selectors.champions import champions_of
from stakeholders.selectors.rounds import own_accounts
from stakeholders.services.champions import (
    create_champion_step,
    edit_champion_step,
    remove_champion_step_taken,
    take_champion_step,
)
from stakeholders.views.facts_frame import FactDeed, FactPage, OneStakeholder, own_account

ACCOUNTS, CANDIDATES_EACH = 25, 2
BY_NAME = {"name": Sort("name", is_nullable=False)}
LIST = "stakeholders:champion_steps"


class AccountChampionsPage(AccountPage):
    """The champions of an account, the steps each has had, and who could become one."""

    template_name = "stakeholders/account_champions.html"
    tab = "people"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        return self.page(found=champions_of([own_account(self.account)], today()), today=today())


class ChampionsPage(PageView):
    """The champions of one's book, of all that one sees where there is none: some accounts by name on each page."""

    actions = {"GET": anyone}
    template_name = "stakeholders/champions.html"
    nav = "champions"

    def get(self, request: HttpRequest) -> HttpResponse:
        own = own_accounts(self.viewer)
        accounts: Any = Account.objects.visible_to(self.viewer)
        accounts = accounts.filter(pk__in=own) if own else accounts
        order = Order.parse("", BY_NAME, "name")
        try:
            shown = read_page(accounts, order, request.GET.get("cursor", ""), ACCOUNTS)
        except BadParameter as error:
            raise BadRequest(str(error)) from error
        return self.page(
            found=champions_of(shown.rows, today(), CANDIDATES_EACH),
            next_url=shown.next_cursor and f"?cursor={shown.next_cursor}",
            previous_url=shown.previous_cursor and f"?cursor={shown.previous_cursor}",
            first=shown.rows[0] if shown.rows else None,
            last=shown.rows[-1] if shown.rows else None,
            is_own=bool(own),
            today=today(),
        )


class ChampionStepTakePage(OneStakeholder, FactPage):
    """Record that somebody had a step."""

    submit = _("Record step")

    @property
    def title(self) -> str:  # type: ignore[override]
        return gettext("Record a champion step of %(name)s") % {"name": self.name}

    def form(self, data: Any = None) -> TakeStepForm:
        return TakeStepForm(data, stakeholder=self.stakeholder)

    def save(self, form: TakeStepForm) -> ChampionStepTaken:
        said = dict(form.cleaned_data)
        return take_champion_step(self.viewer, self.stakeholder, said.pop("step"), **said)


class ChampionStepBackView(OneStakeholder, FactDeed):
    """It was recorded by mistake."""

    def do(self) -> None:
        rows = ChampionStepTaken.objects.filter(stakeholder=self.stakeholder).select_related("stakeholder")
        remove_champion_step_taken(self.viewer, self.row_of(rows, "taken_id"))


class ChampionStepListPage(SettingsListPage):
    """The steps of the champion programme."""

    item = "champion_steps"
    title = _("Champion programme")
    note = _("The steps by which a champion is developed, in their order.")
    heads: ClassVar[Any] = [(_("Step"), False), (_("What it is for"), False), (_("In use"), False)]
    add_label = _("New step")
    add_url_name = "stakeholders:champion_step_add"

    def lines(self) -> list[Line]:
        return [
            Line(
                [Cell(step.name), Cell(step.purpose), Cell(_("yes") if step.is_in_use else _("no"))],
                reverse("stakeholders:champion_step_edit", args=[step.pk]),
            )
            for step in ChampionStep.objects.all()
        ]


class ChampionStepAddPage(SettingsFormPage):
    """A new step."""

    item = "champion_steps"
    title = _("New step")
    submit = _("Add step")
    list_url_name = LIST

    def form(self, data: Any = None) -> ChampionStepForm:
        return ChampionStepForm(data)

    def save(self, form: ChampionStepForm) -> ChampionStep:
        key = slugify(form.facts["name"]).replace("-", "_")[:40]
        return create_champion_step(self.viewer, key=key, **form.facts)


class ChampionStepEditPage(SettingsFormPage):
    """A step."""

    item = "champion_steps"
    title = _("Edit step")
    list_url_name = LIST

    def form(self, data: Any = None) -> ChampionStepForm:
        return ChampionStepForm(data, row=row_or_404(ChampionStep, self.kwargs["step_id"]))

    def save(self, form: ChampionStepForm) -> ChampionStep:
        step = row_or_404(ChampionStep, self.kwargs["step_id"])
        return edit_champion_step(self.viewer, step, form.expected_version, **form.facts)
