"""What is posted to the collections of the API, and to forms, that name rows of the world in their body."""

from typing import Any


def bodies_of(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is posted to collections whose rows belong to an account named in the body."""
    account, ana = {"account_id": ids["account_id"]}, {"stakeholder_id": ids["stakeholder_id"]}
    touched = {"kind": "call", "touched_at": "2026-01-07T09:00:00Z", "user_ids": []}
    reading = {**account, "metric": "nps", "value": "41", "read_at": "2026-01-08T09:00:00Z"}
    days = {"starts_on": "2027-01-05", "ends_on": "2028-01-05"}
    return {
        "api/v1/^account-team/$": {**account, "user_id": ids["user_id"], "job": "support"},
        "api/v1/^contracts/$": {
            **account,
            **days,
            "product_id": ids["product_id"],
            "annual_value": "1.00",
            "currency": "EUR",
        },
        "api/v1/^stakeholders/$": {**account, "name": "Eve"},
        "api/v1/^forecasts/$": {"contract_id": ids["contract_id"], "category": "likely"},
        "api/v1/^closings/$": {"contract_id": ids["contract_id"], "outcome": "churned", "reason": "price"},
        "renewals/<int:contract_id>/category/": {"category": "likely"},
        "api/v1/^stakeholders/confirm-assumed/$": account,
        "api/v1/^role-holdings/$": {**ana, "role": "user", "valid_from": "2026-01-05"},
        "api/v1/^assessments/$": {**ana, "on": "2026-02-05", "influence": 1},
        "api/v1/^assessments/batch/$": {"items": [{**ana, "on": "2026-02-05", "influence": 1}]},
        "api/v1/^freshness-round/answers/$": {**ana, "answer": "skipped"},
        "api/v1/^connections/$": {"kind": "works_with", "from_id": ids["stakeholder_id"], "to_id": ids["other_id"]},
        "api/v1/^touchpoints/$": {**account, **touched, "stakeholder_ids": [ids["stakeholder_id"]]},
        "api/v1/^readings/$": reading,
        "api/v1/^readings/bulk/$": {"items": [reading]},
        "api/v1/^pulses/$": {**account, "step": 4},
        "api/v1/^notes/$": {**account, "text": "Another note"},
        "api/v1/^alerts/acknowledge/$": {"ids": [ids["alerts"]]},
        "api/v1/^alerts/snooze/$": {"ids": [ids["alerts"]], "until": "2199-01-01", "reason": "Later"},
        "api/v1/^alerts/resolve/$": {"ids": [ids["alerts"]], "reason": "Known"},
        "api/v1/^risks/$": {**account, "kind": "value", "text": "Another"},
        "api/v1/^goals/$": {
            **account,
            "words": "Another",
            "metric": "nps",
            "baseline": "1",
            "target": "2",
            "due_on": "2199-01-01",
        },
        "api/v1/^goal-needs/$": {"goal_id": ids["goal_id"], "kind": "people", "what": "IT"},
        "api/v1/^value-confirmations/$": {"goal_id": ids["goal_id"], "percent": 50},
        "api/v1/^deals/$": {**account, "name": "Another"},
        "api/v1/^deals/(?P<pk>[0-9]{1,19})/close/$": {"stage": "won"},
        "api/v1/^handoffs/$": {"deal_id": ids["deals"]},
        "api/v1/^handoffs/(?P<pk>[0-9]{1,19})/complete/$": {"side": "sales"},
        "api/v1/^handoffs/(?P<pk>[0-9]{1,19})/reopen/$": {"side": "sales"},
        "api/v1/^handoff-meetings/$": {"deal_id": ids["deals"], "kind": "debrief"},
        "api/v1/ready-maps/": account,
        "api/v1/^plays/$": {**account, "playbook_id": ids["offered_id"]},
        "api/v1/^plays/(?P<pk>[0-9]{1,19})/cancel/$": {"reason": "Not now"},
        "api/v1/^plays/(?P<pk>[0-9]{1,19})/complete/$": {"result": "All met"},
        "api/v1/^plays/(?P<pk>[0-9]{1,19})/hand-over/$": {"owner_id": ids["owner_id"]},
        "api/v1/^tasks/$": {**account, "title": "Another"},
        "api/v1/^tasks/finish/$": {"ids": [ids["tasks"]]},
        "api/v1/^tasks/take-up/$": {"ids": [ids["tasks"]]},
        "api/v1/^tasks/skip/$": {"ids": [ids["tasks"]], "reason": "Known"},
        "api/v1/^tasks/put-off/$": {"ids": [ids["tasks"]], "until": "2199-01-01"},
        "api/v1/^tasks/hand-on/$": {"ids": [ids["tasks"]], "assignee_id": None},
        "api/v1/^task-comments/$": {"task_id": ids["tasks"], "text": "Another"},
        "api/v1/^commitments/$": {**account, "text": "Another", "due_on": "2199-01-01"},
        "api/v1/^concerns/$": {**account, **ana, "text": "Another"},
        "api/v1/^concern-steps/$": {"concern_id": ids["concerns"], "stage": "proposed", "note": "A plan"},
        "api/v1/^champion-steps-taken/$": {**ana, "step": "training"},
        "api/v1/^milestones/$": {**account, "title": "Another", "planned_on": "2026-05-01"},
        "api/v1/^recognitions/$": {**account, "stakeholder_ids": [ids["stakeholder_id"]]},
        "api/v1/^suggestions/add/$": {"ids": [ids["suggestions"]]},
        "api/v1/^departures/$": {**ana, "left_on": "2026-03-01"},
        "api/v1/^confirmations/$": {**ana},
        "api/v1/^external-ids/$": {"kind": "account", "row_id": ids["account_id"], "source": "x", "value": "y"},
        "api/v1/^touchpoints/batch/$": {
            "items": [{**account, **touched, "stakeholder_ids": [ids["stakeholder_id"]]}],
            "all_or_nothing": True,
        },
        "api/v1/^merges/$": {"kind": "person", "winner_id": ids["row_id"], "loser_id": ids["with_id"]},
        "accounts/<int:account_id>/constellation/places/": {"id": f"s{ids['stakeholder_id']}", "x": 0.5, "y": 0.5},
    }
