"""The scorecard editor: draft, preview, publish; metrics; the catalogue of measures."""

import pytest
from django.test import Client

from accounts.models import User
from csm.foundation.clock import today
from health.domain.bands import Band
from health.domain.starter import WEIGHTS
from health.forms.scorecards import DraftForm
from health.models import Metric, Score, Scorecard, ScorecardVersion
from health.selectors.previews import bands_changed, preview
from health.services.pulse import feel_pulse
from health.services.scorecards import draft_of, edit_draft, publish
from stakeholders.services.conclusions import conclude_due
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(draft: ScorecardVersion, **weights: object) -> dict[str, object]:
    """What the form of a draft sends when only these measures have a weight, or a rule as rule_<key>."""
    form = DraftForm(None, draft)
    said: dict[str, object] = {"amber_from": 45, "green_from": 70, "row_version": draft.row_version}
    for measure, _name in form.named:
        said[f"weight-{measure.key}"] = weights.get(measure.key, "")
        said[f"rule-{measure.key}"] = weights.get(f"rule_{measure.key}", form[f"rule-{measure.key}"].initial)
    return said


def test_a_version_is_drafted_previewed_and_published(cast: Cast) -> None:
    client, card = client_of(cast.otto), Scorecard.objects.get()
    feel_pulse(cast.cleo, cast.acme, step=5)
    client.post(f"/settings/scorecards/{card.pk}/draft/")
    draft = card.versions.get(number=2)
    answer = client.post(
        f"/settings/scorecards/{card.pk}/", typed(draft, pulse=3, rule_pulse="yes 30 no 0"), follow=True
    )
    page = " ".join(answer.content.decode().split())
    assert "1 of these 3 accounts would change its band." in page
    client.post(f"/settings/scorecards/{card.pk}/publish/", {"note": ""})
    draft.refresh_from_db()
    assert draft.published_on is None
    client.post(f"/settings/scorecards/{card.pk}/publish/", {"note": "Only the pulse"})
    draft.refresh_from_db()
    published = ScorecardVersion.objects.get(pk=draft.pk)
    assert (published.published_on, published.note, published.recorded_by) == (today(), "Only the pulse", cast.otto)
    conclude_due()
    assert Score.objects.get(pk=cast.acme.pk).score == 30


def test_a_preview_compares_without_keeping_anything(cast: Cast) -> None:
    feel_pulse(cast.cleo, cast.acme, step=5)
    draft = draft_of(cast.otto, Scorecard.objects.get())
    edit_draft(cast.otto, draft, measures=[{"measure": "pulse", "weight": 1, "rule": {"kind": "yes_no", "yes": 30}}])
    rows = preview(draft, [cast.acme, cast.bolt], today())
    assert [(row.now.band, row.then.band, row.change) for row in rows] == [
        (Band.GREEN, Band.RED, -50),
        (None, None, None),
    ]
    assert bands_changed(rows) == 1
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"pulse": 1, "rule_pulse": "magic"}, "Write the rule as"),
        ({}, "A scorecard needs one measure at least."),
        ({"threads": 1, "rule_threads": "tiers 2=10, 1=20, above=5"}, "ascending order"),
    ],
)
def test_what_cannot_be_applied_is_refused_beside_its_field(cast: Cast, said: dict[str, object], words: str) -> None:
    client, card = client_of(cast.otto), Scorecard.objects.get()
    draft = draft_of(cast.otto, card)
    before = draft.measures
    answer = client.post(f"/settings/scorecards/{card.pk}/", typed(draft, **said))
    assert words in answer.content.decode()
    draft.refresh_from_db()
    assert draft.measures == before


def test_a_metric_of_ones_own_is_a_measure(cast: Cast) -> None:
    client = client_of(cast.otto)
    said = {"name": "Orders a week", "unit": "orders", "direction": "up", "keeps_days": 30}
    client.post("/settings/metrics/new/", said)
    assert Metric.objects.get(key="orders_a_week").unit == "orders"
    assert 'id="measure-metric.orders_a_week"' in client.get("/measures/").content.decode()


def test_only_those_who_configure_edit_scorecards_and_everybody_reads_measures(cast: Cast) -> None:
    client = client_of(cast.cleo)
    assert client.get("/settings/scorecards/").status_code == 403
    assert client.get("/measures/").status_code == 200


def weights_of(draft: ScorecardVersion) -> dict[str, float]:
    draft.refresh_from_db()
    return {entry["measure"]: entry["weight"] for entry in draft.measures}


def test_a_stale_draft_shows_both_versions_and_keeps_what_is_chosen(cast: Cast) -> None:
    """Both opened pulse 1 and NPS 2. Ada makes the pulse 5; then Otto sends pulse 3 and NPS 4."""
    card = Scorecard.objects.get()
    draft = draft_of(cast.otto, card)
    url = f"/settings/scorecards/{card.pk}/"
    client_of(cast.otto).post(url, typed(draft, pulse=1, nps=2))
    draft.refresh_from_db()
    opened = {**typed(draft), "seen": DraftForm(None, draft)["seen"].initial}
    mine = {**opened, **typed(draft, pulse=3, nps=4)}
    client_of(cast.ada).post(url, {**opened, **typed(draft, pulse=5, nps=2)})
    answer = client_of(cast.otto).post(url, mine)
    assert weights_of(draft) == {"pulse": 5, "nps": 2}
    told = {one.name: (one.mine, one.theirs, one.prefers_theirs) for one in answer.context["differing"]}
    assert told == {"weight-pulse": ("3", "5", False), "weight-nps": ("4", "2", False)}
    page = " ".join(answer.content.decode().split())
    assert "Somebody else saved this meanwhile" in page
    settled = dict(answer.context["carried"])
    client_of(cast.otto).post(
        url, {**settled, "settling": 1, "choose-weight-pulse": "theirs", "choose-weight-nps": "mine"}
    )
    assert weights_of(draft) == {"pulse": 5, "nps": 4}


def test_what_only_the_other_one_changed_is_chosen_at_first(cast: Cast) -> None:
    card = Scorecard.objects.get()
    draft = draft_of(cast.otto, card)
    url = f"/settings/scorecards/{card.pk}/"
    client_of(cast.otto).post(url, typed(draft, pulse=1, nps=2))
    draft.refresh_from_db()
    opened = {**typed(draft, pulse=1, nps=2), "seen": DraftForm(None, draft)["seen"].initial}
    client_of(cast.ada).post(url, {**opened, **typed(draft, pulse=1, nps=2, rule_pulse="yes 90 no 10")})
    answer = client_of(cast.otto).post(url, {**opened, "weight-nps": 7})
    told = {one.name: (one.mine, one.theirs, one.prefers_theirs) for one in answer.context["differing"]}
    assert told == {"rule-pulse": ("pulse", "yes 90 no 10", True), "weight-nps": ("7", "2", False)}


def test_a_draft_that_was_published_meanwhile_is_told_of(cast: Cast) -> None:
    card = Scorecard.objects.get()
    draft = draft_of(cast.otto, card)
    said = typed(draft, pulse=1)
    publish(cast.ada, draft, "Mine")
    answer = client_of(cast.otto).post(f"/settings/scorecards/{card.pk}/", said, follow=True)
    assert "published or discarded meanwhile" in answer.content.decode()
    assert card.versions.filter(published_on=None).count() == 0


def test_measures_that_are_not_weighed_are_offered_and_never_put_in_force_unasked(cast: Cast) -> None:
    client, card = client_of(cast.otto), Scorecard.objects.get()
    first = card.versions.get()
    assert {entry["measure"]: entry["weight"] for entry in first.measures} == WEIGHTS  # of a new installation
    page = client.get(f"/settings/scorecards/{card.pk}/").content.decode()
    assert "Not weighed here" not in page
    older = [entry for entry in first.measures if entry["measure"] not in ("goals", "value")]
    ScorecardVersion.objects.filter(pk=first.pk).update(measures=older)  # as published before both were weighed
    page = client.get(f"/settings/scorecards/{card.pk}/").content.decode()
    assert "Not weighed here, though new installations do: Goal progress, Value received." in page
    assert "Goal progress, Value received" in client.get("/settings/scorecards/").content.decode()
    client.post(f"/settings/scorecards/{card.pk}/draft/unweighed/")
    draft = card.versions.get(published_on=None)
    assert {entry["measure"]: entry["weight"] for entry in draft.measures} == WEIGHTS
    first.refresh_from_db()
    assert first.measures == older
    assert "Not weighed here" not in client.get(f"/settings/scorecards/{card.pk}/").content.decode()
    client.post(f"/settings/scorecards/{card.pk}/draft/unweighed/")  # twice adds nothing twice
    draft.refresh_from_db()
    assert len(draft.measures) == len(WEIGHTS)
