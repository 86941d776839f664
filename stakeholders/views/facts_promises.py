"""Record, change and settle commitments and milestones; recognise people."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from csm.foundation.clock import today
from stakeholders.forms.promises import CommitmentForm, MilestoneForm, RecognitionForm, SettleForm
from stakeholders.models import Commitment, Milestone, Recognition, Stakeholder, Touchpoint
from stakeholders.models.commitments import LONGEST_TEXT
from stakeholders.selectors.handoff_lines import Origin, origin_of
from stakeholders.services import commitments, milestones, recognitions
from stakeholders.services.handoffs import make_of_line
from stakeholders.views.facts_frame import AboutPeople, FactDeed, FactPage, own_account

PROMISE_OF_HANDOFF = "promise_of_handoff"


class PromisePage(FactPage):
    """A form of something that the tab of promises holds."""

    tab = "promises"

    def named(self, model: Any, name: str) -> Any:
        """The id in the address under a name, where it is one of this account."""
        key = self.request.GET.get(name, "")
        whole = int(key) if key.isdecimal() and len(key) < 19 else 0
        rows = model.objects.standing().filter(account_id=self.account.pk, pk=whole)
        return rows.values_list("pk", flat=True).first()

    def touch_day(self) -> Any:
        """The day of the touchpoint it came up in; today where there was none."""
        touchpoint = Touchpoint.objects.filter(pk=self.named(Touchpoint, "touchpoint")).first()
        return touchpoint.touched_on if touchpoint else today()


class CommitmentAddPage(PromisePage):
    """Record what we promised."""

    title = _("Record a promise of ours")
    submit = _("Record promise")

    def form(self, data: Any = None) -> CommitmentForm:
        row = Commitment(
            account_id=self.account.pk,
            text=self.origin.words[:LONGEST_TEXT] if self.origin else "",
            user_id=self.viewer.pk,
            stakeholder_id=self.named(Stakeholder, "with"),
            touchpoint_id=self.named(Touchpoint, "touchpoint"),
            promised_on=self.touch_day(),
        )
        return CommitmentForm(data, instance=row, account=own_account(self.account))

    @cached_property
    def origin(self) -> Origin | None:
        """The line of a handoff that it is made of."""
        return origin_of(self.account.pk, "handoff_promises", self.request.GET)

    def save(self, form: CommitmentForm) -> Commitment:
        def record() -> Commitment:
            return commitments.commit(self.viewer, own_account(self.account), **form.facts)

        return make_of_line(*self.origin, PROMISE_OF_HANDOFF, record) if self.origin else record()


class OneCommitment(AboutPeople):
    """Reaches the commitment of the address through the account of the address."""

    tab = "promises"

    @cached_property
    def commitment(self) -> Commitment:
        rows = Commitment.objects.filter(account_id=self.account.pk).select_related("account", "stakeholder__person")
        found: Commitment = self.row_of(rows, "commitment_id")
        return found

    def about(self) -> Sequence[str]:
        return (self.commitment.stakeholder.person.name if self.commitment.stakeholder else "", self.commitment.text)


class CommitmentEditPage(OneCommitment, PromisePage):
    """Change a commitment."""

    title = _("Edit the promise")

    def form(self, data: Any = None) -> CommitmentForm:
        return CommitmentForm(data, row=self.commitment, account=own_account(self.account))

    def save(self, form: CommitmentForm) -> Commitment:
        return commitments.edit_commitment(self.viewer, self.commitment, form.expected_version, **form.facts)


class CommitmentSettlePage(OneCommitment, PromisePage):
    """Say that a commitment was kept, broken or withdrawn."""

    title = _("How did it go?")
    submit = _("Settle")

    def form(self, data: Any = None) -> SettleForm:
        return SettleForm(data, row=self.commitment)

    def save(self, form: SettleForm) -> Commitment:
        said = form.facts
        how = (said["state"], said["settled_on"], said["settled_note"])
        return commitments.settle_commitment(self.viewer, self.commitment, *how, form.expected_version)


class CommitmentReopenView(OneCommitment, FactDeed):
    """It was settled by mistake."""

    def do(self) -> None:
        commitments.reopen_commitment(self.viewer, self.commitment)


class CommitmentRemoveView(OneCommitment, FactDeed):
    """We never promised that."""

    def do(self) -> None:
        commitments.remove_commitment(self.viewer, self.commitment)


class MilestoneAddPage(PromisePage):
    """Plan a milestone, or say that one was reached."""

    title = _("New milestone")
    submit = _("Record milestone")

    def form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data, instance=Milestone(account_id=self.account.pk))

    def save(self, form: MilestoneForm) -> Milestone:
        return milestones.record_milestone(self.viewer, own_account(self.account), **form.facts)


class OneMilestone(AboutPeople):
    """Reaches the milestone of the address through the account of the address."""

    tab = "promises"

    @cached_property
    def milestone(self) -> Milestone:
        found: Milestone = self.row_of(Milestone.objects.filter(account_id=self.account.pk), "milestone_id")
        return found

    def about(self) -> Sequence[str]:
        return (self.milestone.title,)


class MilestoneEditPage(OneMilestone, PromisePage):
    """Change a milestone."""

    title = _("Edit milestone")

    def form(self, data: Any = None) -> MilestoneForm:
        return MilestoneForm(data, row=self.milestone)

    def save(self, form: MilestoneForm) -> Milestone:
        return milestones.edit_milestone(self.viewer, self.milestone, form.expected_version, **form.facts)


class MilestoneReachView(OneMilestone, FactDeed):
    """The customer is there, today."""

    def do(self) -> None:
        milestones.reach_milestone(self.viewer, self.milestone)


class MilestoneRemoveView(OneMilestone, FactDeed):
    """It was recorded by mistake."""

    def do(self) -> None:
        milestones.remove_milestone(self.viewer, self.milestone)


class RecognitionAddPage(PromisePage):
    """Recognise people, perhaps for a milestone they reached."""

    submit = _("Record recognition")

    @property
    def title(self) -> str:  # type: ignore[override]
        return gettext("Recognise people at %(account)s") % {"account": self.account.name}

    def form(self, data: Any = None) -> RecognitionForm:
        milestone = Milestone.objects.filter(pk=self.named(Milestone, "milestone")).first()
        row = Recognition(account_id=self.account.pk, milestone=milestone, text=milestone.title if milestone else "")
        theirs = [key for key in self.request.GET.getlist("with") if key.isdecimal() and len(key) < 19]
        return RecognitionForm(data, instance=row, initial={"stakeholders": theirs}, account=own_account(self.account))

    def save(self, form: RecognitionForm) -> Recognition:
        return recognitions.recognise(self.viewer, own_account(self.account), **form.facts)


class OneRecognition(AboutPeople):
    """Reaches the recognition of the address through the account of the address."""

    tab = "promises"

    @cached_property
    def recognition(self) -> Recognition:
        found: Recognition = self.row_of(Recognition.objects.filter(account_id=self.account.pk), "recognition_id")
        return found


class RecognitionEditPage(OneRecognition, PromisePage):
    """Change a recognition."""

    title = _("Edit recognition")

    def form(self, data: Any = None) -> RecognitionForm:
        return RecognitionForm(data, row=self.recognition, account=own_account(self.account))

    def save(self, form: RecognitionForm) -> Recognition:
        return recognitions.edit_recognition(self.viewer, self.recognition, form.expected_version, **form.facts)


class RecognitionRemoveView(OneRecognition, FactDeed):
    """It was recorded by mistake."""

    def do(self) -> None:
        recognitions.remove_recognition(self.viewer, self.recognition)
