"""The account team (pod): who of ours does which job, and since when. Changing and correcting are different acts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.forms.accounts import EndForm, HandOverForm, TeamMemberForm
from accounts.models import Account, AccountTeamMember
from accounts.selectors.account_pages import team_of
from accounts.services.accounts import (
    assign_team_member,
    correct_team_member,
    end_team_member,
    hand_over_job,
    retract_team_member,
)
from accounts.views.frame import AccountDeedView, AccountFormPage, AccountPage
from accounts.visibility import visible_or_404
from csm.foundation.clock import today


class TeamPage(AccountPage):
    """Who serves this account, who did before."""

    template_name = "accounts/team_list.html"
    tab = "team"

    def get(self, request: HttpRequest, account_id: int) -> HttpResponse:
        now, before = team_of(self.account, today())
        return self.page(members=now, former=before, today=today())


class TeamAddPage(AccountFormPage):
    """Give one of ours a job on the account."""

    tab = "team"
    title = _("Add to the account team")
    submit = _("Add")

    def form(self, data: Any = None) -> TeamMemberForm:
        member = AccountTeamMember(account=Account(pk=self.account.pk))
        return TeamMemberForm(data, instance=member)

    def save(self, form: TeamMemberForm) -> AccountTeamMember:
        facts = form.facts
        return assign_team_member(self.viewer, self.account, facts["user"], facts["job"], facts["valid_from"])


class _OneMember(AccountPage):
    """Reaches the job of the address through the account of the address."""

    tab = "team"

    @cached_property
    def member(self) -> AccountTeamMember:
        rows = AccountTeamMember.objects.filter(account_id=self.account.pk).select_related("user", "job")
        found: AccountTeamMember = visible_or_404(rows, self.viewer, pk=self.kwargs["member_id"])
        return found

    def about(self) -> Sequence[str]:
        return (self.member.user.name, self.member.job.name)


class HandOverPage(_OneMember, AccountFormPage):
    """A change: from a day on somebody else does the job."""

    title = _("Hand over")
    submit = _("Hand over")

    def form(self, data: Any = None) -> HandOverForm:
        return HandOverForm(data)

    def save(self, form: HandOverForm) -> AccountTeamMember:
        return hand_over_job(self.viewer, self.member, form.cleaned_data["user"], form.cleaned_data["on"])


class MemberEndPage(_OneMember, AccountFormPage):
    """A change: from a day on nobody of this name does the job."""

    title = _("End this job")
    submit = _("End")

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def save(self, form: EndForm) -> None:
        end_team_member(self.viewer, self.member, form.cleaned_data["on"])


class MemberCorrectPage(_OneMember, AccountFormPage):
    """A correction: what was recorded was wrong from the start."""

    title = _("Correct the record")
    submit = _("Correct")

    def form(self, data: Any = None) -> TeamMemberForm:
        return TeamMemberForm(data, row=self.member)

    def save(self, form: TeamMemberForm) -> AccountTeamMember:
        return correct_team_member(self.viewer, self.member, **form.facts)


class MemberRetractView(_OneMember, AccountDeedView):
    """A correction: this job never was."""

    def do(self) -> None:
        retract_team_member(self.viewer, self.member)
