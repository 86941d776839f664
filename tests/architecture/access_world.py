"""One of everything at Acme, so that every route of the matrix leads to something."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.domain.extras import ExtraKind
from accounts.domain.list_states import ListState
from accounts.models import (
    Account,
    Act,
    Contract,
    Double,
    ExternalId,
    ImportMapping,
    ImportRun,
    ImportSet,
    Job,
    ListEdit,
    ListName,
    Merge,
    Role,
    RunState,
    Subject,
)
from accounts.services import accounts, catalogue, contracts, deals, extras, notes, users
from accounts.services.external_ids import name_row
from accounts.services.merging.merging import merge
from accounts.services.saved_views import save_view
from accounts.services.tags import create_tag
from accounts.services.tokens import create_token
from csm.foundation.merging import mergers
from health.models import Alert, Metric, Reading, Scorecard, TypicalGoal
from health.services.forecasts import close_renewal, forecast_renewal
from health.services.goal_value import confirm_value
from health.services.goals import Named, NewNeed, record_goal
from health.services.notices import SIGNER
from health.services.pulse import feel_pulse
from health.services.readings import NewReading, record_readings
from health.services.risks import record_risk
from health.services.scorecards import draft_of
from playbooks.models import Playbook, Rollout, Task
from playbooks.services.editing import import_text, publish
from playbooks.services.starting import start_play
from playbooks.services.task_feeds import make_feed
from playbooks.services.tasks import add_task, comment_on_task
from stakeholders.domain.quick_set import Cell, Column
from stakeholders.models import CalendarEvent, ChampionStep, Departure, Invitee, MissingPerson, Stakeholder, Suggestion
from stakeholders.services import assessments, connections, handoffs, people, roles, touchpoints
from stakeholders.services.champions import take_champion_step
from stakeholders.services.commitments import commit
from stakeholders.services.concerns import raise_concern
from stakeholders.services.conclusions import conclude_accounts
from stakeholders.services.milestones import record_milestone
from stakeholders.services.quick_set import quick_set
from stakeholders.services.recognitions import recognise
from stakeholders.services.suggestions import keep_suggestions
from stakeholders.services.title_rules import create_rule
from tests.architecture.access_bodies import bodies_of
from tests.personas import Cast, assemble

PLAYBOOK = """
key: everyday
name: Every day
triggers: [{phase: adopt}]
steps: [{key: call, title: Call them, job: csm}]
"""
DAY = date(2026, 1, 5)
ABSENT = 999_999_999


@dataclass
class World:
    """The cast and the ids that routes take, by parameter or by the collection of the API."""

    cast: Cast
    ids: dict[str, Any]
    bodies: dict[str, dict[str, Any]]
    content: Any = None


def build() -> World:
    """Let Cleo record one of everything at Acme."""
    cast = assemble()
    cleo, acme = cast.cleo, cast.acme
    ana, bob = (people.add_stakeholder(cleo, acme, name=name, joined_on=DAY) for name in ("Ana", "Bob"))
    rule = create_rule(cast.otto, key="own-rule", name="Ninjas", phrases=["ninja"], level="director")
    product = catalogue.create_product(cast.ada, name="Suite")
    team = users.create_team(cast.ada, name="South")
    rate = catalogue.set_exchange_rate(cast.ada, "USD", DAY, Decimal("0.9"))
    contract = contracts.add_contract(
        cleo, acme, product=product, starts_on=DAY, ends_on=date(2027, 1, 5), annual_value=1000, currency="EUR"
    )
    member = accounts.assign_team_member(cleo, acme, cast.edda, Job.objects.get(key="executive_sponsor"), DAY)
    holding = roles.assign_role(cleo, ana, Role.objects.get(key="champion"), DAY)
    assessment = assessments.assess(cleo, ana, DAY, influence=7)
    connection = connections.connect(cleo, "reports_to", ana, bob, DAY)
    touched_at = datetime(2026, 1, 6, 9, tzinfo=UTC)
    touchpoint = touchpoints.record_touchpoint(
        cleo, acme, kind="meeting", touched_at=touched_at, users=[cleo], stakeholders=[ana, bob]
    )
    confirmation = people.confirm_stakeholder(cleo, ana, DAY)
    departure = people.depart_stakeholder(cleo, bob, date(2026, 2, 1))
    pulse = feel_pulse(cleo, acme, step=4, on=DAY)
    record_readings(cleo, [NewReading(acme.pk, Metric.objects.get(key="nps"), Decimal(40), touched_at)])
    draft = draft_of(cast.otto, Scorecard.objects.get())
    conclude_accounts([acme.pk])
    name = name_row(cleo, "account", acme.pk, "crm", "acme", acme.pk)
    for kind, row in {"contract": contract, "person": ana.person, "stakeholder": ana, "touchpoint": touchpoint}.items():
        name_row(cleo, kind, row.pk, "crm", "acme", acme.pk)
    note = notes.write_note(cleo, acme, text="Fiscal year ends in March", noted_on=DAY)
    double = _double_and_merge(cast, ana, bob)
    token, _secret = create_token(cleo, "of Cleo")
    extra = extras.create_extra_field(cast.otto, Subject.ACCOUNT, name="Tier", kind=ExtraKind.TEXT)
    tag = create_tag(cast.otto, "Pilot")
    view = save_view(cleo, ListName.ACCOUNTS, ListState({}), name="Mine")
    edit = ListEdit.objects.create(list_name="accounts", ids=[acme.pk], state="done", made_by=cleo)
    run = ImportRun.objects.create(
        kind="accounts", file_name="a.csv", as_of=DAY, encoding="utf-8", delimiter=",", signature="x", made_by=cast.otto
    )
    own_run = ImportRun.objects.create(
        kind="calendar", file_name="a.ics", as_of=DAY, signature="x", state="checked", made_by=cleo, belongs_to=cleo
    )
    import_set = ImportSet.objects.create(as_of=DAY, made_by=cast.otto, state=RunState.CHECKED)
    ImportRun.objects.create(
        set=import_set,
        kind="people",
        file_name="Contact.csv",
        preset="salesforce.contact",
        use="people",
        as_of=DAY,
        encoding="utf-8",
        delimiter=",",
        signature="y",
        state=RunState.CHECKED,
        made_by=cast.otto,
    )
    suggestion = _suggested(acme)
    act = Act.objects.filter(actor=cleo, account=acme).latest("pk")
    mapping = ImportMapping.objects.create(kind="people", signature="y", name="Contact.csv", header=["Id", "Name"])
    missing = MissingPerson.objects.create(stakeholder=ana, source="salesforce", run=run, missed_on=date(2026, 2, 1))
    step = quick_set(cleo, [Cell(ana.pk, Column.IMPORTANCE, 5)])
    assert ExternalId.objects.filter(kind="account").get() == name
    assert Departure.objects.get() == departure
    ids = {
        "account_id": acme.pk,
        "stakeholder_id": ana.pk,
        "other_id": bob.pk,
        "first_id": ana.pk,
        "second_id": bob.pk,
        "person_id": ana.person_id,
        "contract_id": contract.pk,
        "pulse_id": pulse.pk,
        "felt": 4,
        "scorecard_id": Scorecard.objects.get().pk,
        "metric_id": Metric.objects.get(key="nps").pk,
        "reading_id": Reading.objects.get().pk,
        "member_id": member.pk,
        "name_id": name.pk,
        "note_id": note.pk,
        "act_id": act.pk,
        "group": step.group,
        "user_id": cast.carl.pk,
        "owner_id": cleo.pk,
        "team_id": team.pk,
        "segment_id": acme.segment_id,
        "role_id": holding.role_id,
        "job_id": member.job_id,
        "product_id": product.pk,
        "rate_id": rate.pk,
        "run_id": run.pk,
        "set_id": import_set.pk,
        "mapping_id": mapping.pk,
        "import-mappings": mapping.pk,
        "missing_id": missing.pk,
        "missing-people": missing.pk,
        "token_id": token.pk,
        "holding_id": holding.pk,
        "connection_id": connection.pk,
        "touchpoint_id": touchpoint.pk,
        "assessment_id": assessment.pk,
        "departure_id": departure.pk,
        "field_id": extra.pk,
        "tag_id": tag.pk,
        "view_id": view.pk,
        "edit_id": edit.pk,
        "list_name": "accounts",
        "views": view.pk,
        "extra-fields": extra.pk,
        "tags": tag.pk,
        "what": "person",
        "row_id": ana.person_id,
        "with_id": bob.person_id,
        "merge_id": Merge.objects.get().pk,
        "merges": Merge.objects.get().pk,
        "doubles": double.pk,
        "kind": "accounts",
        "suffix": "csv",
        "step": "segments",
        "source": "crm",
        "value": "acme",
        "uidb36": "1",
        "key": "x-y",
        "rule_key": rule.key,
        "title-rules": rule.key,
        "users": cast.carl.pk,
        "teams": team.pk,
        "segments": acme.segment_id,
        "roles": holding.role_id,
        "jobs": member.job_id,
        "products": product.pk,
        "accounts": acme.pk,
        "account-team": member.pk,
        "contracts": contract.pk,
        "external-ids": name.pk,
        "notes": note.pk,
        "acts": act.pk,
        "people": ana.person_id,
        "stakeholders": ana.pk,
        "role-holdings": holding.pk,
        "assessments": assessment.pk,
        "connections": connection.pk,
        "touchpoints": touchpoint.pk,
        "departures": departure.pk,
        "confirmations": confirmation.pk,
        "imports": run.pk,
        "import-sets": import_set.pk,
        "suggestions": suggestion.pk,
        "calendars": own_run.pk,
        **_of_renewals(cast, contract),
        "metrics": Metric.objects.get(key="nps").pk,
        "readings": Reading.objects.get().pk,
        "pulses": pulse.pk,
        "scorecards": Scorecard.objects.get().pk,
        "scorecard-versions": draft.pk,
        "scores": acme.pk,
        **_playbook(cast),
    }
    ids |= _alerted(cast) | _wanted(cast, ana)
    ids |= _played(cast)
    ids |= _handed_over(cast, ana)
    ids |= _to_do(cast)
    ids |= _promised(cast, ana)
    ids |= _championed(cast, ana)
    return World(cast, ids, bodies_of(ids))


def _playbook(cast: Cast) -> dict[str, Any]:
    """A playbook that is published and whose draft says something else, and Cleo's rollout of it, which stopped."""
    playbook = publish(None, import_text(None, PLAYBOOK))
    import_text(None, PLAYBOOK.replace("Call them", "Call"))
    rollout = Rollout.objects.create(
        playbook=playbook, version=playbook.in_force, account_ids=[cast.comet.pk], state="failed", made_by=cast.cleo
    )
    return {
        "playbook_id": playbook.pk,
        "playbooks": playbook.pk,
        "rollout_id": rollout.pk,
        "rollouts": rollout.pk,
    }


def _alerted(cast: Cast) -> dict[str, Any]:
    """An alert and a risk of Acme, and an address that stops Carl's mails."""
    alert = Alert.objects.create(account=cast.acme, kind="map_stale", first_seen_on=DAY, opened_on=DAY)
    risk = record_risk(cast.cleo, cast.acme, kind="value", text="No value seen", seen_on=DAY)
    signed = SIGNER.sign(str(cast.carl.pk))
    return {"alert_id": alert.pk, "alerts": alert.pk, "risk_id": risk.pk, "risks": risk.pk, "signed": signed}


def _played(cast: Cast) -> dict[str, Any]:
    """A play of Acme with its first step."""
    playbook = Playbook.objects.get(key="everyday")
    other = Playbook.objects.get(key="map-the-sky")
    play, _outcome = start_play(cast.cleo, cast.acme, playbook)
    step = Task.objects.filter(play=play).order_by("pk")[0].step
    key = play.pk if play is not None else 0
    return {"play_id": key, "plays": key, "step_key": step, "offered_id": other.pk}


def _wanted(cast: Cast, ana: Stakeholder) -> dict[str, Any]:
    """A goal of Acme that Ana owns, what it depends on, and what she said of it."""
    goal = record_goal(
        cast.cleo,
        cast.acme,
        words="Close the books faster",
        metric=Named("Days to close", "days"),
        baseline=Decimal(10),
        baseline_on=DAY,
        target=Decimal(4),
        due_on=date(2199, 1, 5),
        set_on=DAY,
        stakeholder=ana,
        needs=[NewNeed("people", "Finance")],
    )
    name_row(cast.cleo, "goal", goal.pk, "crm", "acme", cast.acme.pk)
    need = goal.needs.get()
    said = confirm_value(cast.cleo, goal, percent=40, on=DAY, stakeholder=ana)
    typical = TypicalGoal.objects.all()[0].pk
    return {
        "goal_id": goal.pk,
        "goals": goal.pk,
        "need_id": need.pk,
        "goal-needs": need.pk,
        "state": "met",
        "value_id": said.pk,
        "value-confirmations": said.pk,
        "typical_id": typical,
        "typical-goals": typical,
    }


def _handed_over(cast: Cast, ana: Stakeholder) -> dict[str, Any]:
    """A deal of Acme that was won, what sales passed on, and its debrief."""
    closed_at = datetime(2026, 1, 6, 9, tzinfo=UTC)
    deal = deals.record_deal(cast.cleo, cast.acme, name="Suite", stage="won", closed_at=closed_at)
    handoff = handoffs.write_handoff(cast.cleo, deal, {ana.pk: ""}, goals="Less waste", promises="None", risks="None")
    name_row(cast.cleo, "deal", deal.pk, "crm", "acme", cast.acme.pk)
    meeting = handoffs.record_meeting(cast.cleo, deal, "debrief", closed_at)
    return {
        "deal_id": deal.pk,
        "meeting_id": meeting.pk,
        "deals": deal.pk,
        "handoffs": handoff.pk,
        "handoff-meetings": meeting.pk,
    }


def _to_do(cast: Cast) -> dict[str, Any]:
    """A task of Acme on which Cleo commented, and the address of her task calendar."""
    task = add_task(cast.cleo, cast.acme, title="Call them", due_on=DAY, assignee=cast.cleo)
    comment = comment_on_task(cast.cleo, task, "They asked twice")
    name_row(cast.cleo, "task", task.pk, "crm", "acme", cast.acme.pk)
    secret = make_feed(cast.cleo)
    return {
        "task_id": task.pk,
        "tasks": task.pk,
        "comment_id": comment.pk,
        "task-comments": comment.pk,
        "secret": secret,
    }


def _championed(cast: Cast, ana: Stakeholder) -> dict[str, Any]:
    """Ana had the first step of the champion programme."""
    step = ChampionStep.objects.get(key="early_insight")
    taken = take_champion_step(cast.cleo, ana, step, taken_on=DAY)
    return {"step_id": step.pk, "taken_id": taken.pk, "champion-steps": step.pk, "champion-steps-taken": taken.pk}


def _promised(cast: Cast, ana: Stakeholder) -> dict[str, Any]:
    """What Cleo promised Ana, what concerns her, what Acme reached, and that she was recognised for it."""
    cleo, acme = cast.cleo, cast.acme
    commitment = commit(cleo, acme, stakeholder=ana, text="Send the plan", promised_on=DAY, due_on=DAY)
    concern = raise_concern(cleo, acme, stakeholder=ana, text="Too slow", raised_on=DAY, heard_on=DAY)
    milestone = record_milestone(cleo, acme, title="Live", reached_on=DAY)
    recognition = recognise(cleo, acme, stakeholders=[ana], recognised_on=DAY)
    for row in (commitment, concern, milestone, recognition):
        name_row(cleo, str(row._meta.model_name), row.pk, "crm", "acme", acme.pk)
    return {
        "commitment_id": commitment.pk,
        "concern_id": concern.pk,
        "milestone_id": milestone.pk,
        "recognition_id": recognition.pk,
        "commitments": commitment.pk,
        "concerns": concern.pk,
        "concern-steps": concern.steps.get().pk,
        "milestones": milestone.pk,
        "recognitions": recognition.pk,
    }


def _of_renewals(cast: Cast, contract: Contract) -> dict[str, Any]:
    """What Cleo forecasts of a renewal, over-ruled by Mara, and why another contract ended."""
    forecast_renewal(cast.cleo, contract, DAY, category="commit", reason="Order form is signed")
    override = forecast_renewal(cast.mara, contract, DAY, category="at_risk", is_override=True)
    ended = contracts.add_contract(
        cast.cleo,
        contract.account,
        product=contract.product,
        starts_on=date(2024, 1, 5),
        ends_on=DAY,
        annual_value=900,
        currency="EUR",
    )
    close_renewal(cast.cleo, ended, ended.row_version, "renewed", reason="value")
    return {"forecasts": override.pk, "closings": ended.closings.get().pk}


def _suggested(account: Account) -> Suggestion:
    """Eve, whom a calendar shows and no map holds."""
    at = datetime(2026, 1, 7, 9, tzinfo=UTC)
    event = CalendarEvent.objects.create(account=account, uid="one", starts_at=at, starts_on=at.date())
    Invitee.objects.create(event=event, account=account, email="eve@acme.example", name="Eve")
    keep_suggestions([account.pk])
    return Suggestion.objects.get()


def _double_and_merge(cast: Cast, one: Stakeholder, other: Stakeholder) -> Double:
    """Two who look like one, and two who were merged."""
    eve, again = (people.add_stakeholder(cast.ada, cast.acme, name=name) for name in ("Eve Fox", "E. Fox"))
    persons = mergers.get("person")
    assert persons is not None
    merge(cast.ada, persons, eve.person, again.person, {})
    pair = sorted((one.person_id, other.person_id))
    return Double.objects.create(kind="person", first_id=pair[0], second_id=pair[1], score=70, accounts=[cast.acme.pk])
