"""Pages of playbooks: what is typed stays, faults stand at their field, two who edit see both, files go both ways."""

import io
import json
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Act, User
from csm.foundation.clock import today
from health.models import Alert
from playbooks.domain.reading import read, write
from playbooks.domain.typed import HEAD, Typed
from playbooks.models import Play, Playbook
from playbooks.services.editing import archive, import_text, publish
from playbooks.services.plays import cancel_play, complete_play
from playbooks.services.starting import start_play
from tests.personas import Cast
from tests.playbooks.writing import CALL, REDRAW, written

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def form_of(playbook: Playbook, **changed: str) -> dict[str, str]:
    """What the editor of a playbook sends, with some fields changed."""
    typed = Typed.of(playbook.drafted)
    sent = {name: typed.head[name] for name in HEAD}
    for place, (what, days) in enumerate(typed.triggers):
        sent |= {f"trigger-{place}-what": what, f"trigger-{place}-days": days}
    for place, step in enumerate(typed.steps):
        sent |= {f"step-{place}-{name}": value for name, value in step.items()}
    return {
        **sent,
        "row_version": str(playbook.row_version),
        **{key.replace("__", "-"): v for key, v in changed.items()},
    }


def nothing_written() -> None:
    Playbook.objects.update(current=None)
    Playbook.objects.all().delete()


def edit_url(playbook: Playbook) -> str:
    return f"/playbooks/{playbook.pk}/edit/"


def test_the_list_says_what_starts_each_and_counts_plays_that_one_sees(cast: Cast) -> None:
    nothing_written()
    playbook = written(REDRAW, is_on=True)
    archive(None, written(CALL))
    for account in (cast.acme, cast.bolt):
        start_play(cast.ada, account, playbook)
    play = Play.objects.get(account=cast.bolt)
    cancel_play(cast.ada, play, reason="Wrong account")
    mine, all_of_them = (text_of(client_of(user).get("/playbooks/")) for user in (cast.cleo, cast.ada))
    assert "The alert “Departure” opens" in mine
    assert f"/playbooks/{playbook.pk}/plays/?group=cancelled" not in mine
    assert f'<a href="/playbooks/{playbook.pk}/plays/?group=cancelled">1</a>' in all_of_them
    assert f'<a href="/playbooks/{playbook.pk}/plays/?group=under_way">1</a>' in mine
    assert ">Call<" not in all_of_them
    assert ">Call<" in text_of(client_of(cast.cleo).get("/playbooks/?state=archived"))
    assert "No playbook fits" in text_of(client_of(cast.cleo).get("/playbooks/?q=nothing"))
    assert ">Redraw after" in text_of(client_of(cast.cleo).get("/playbooks/?q=second+WAY&state=on"))


def test_no_playbook_yet_teaches_who_may_write_one(cast: Cast) -> None:
    nothing_written()
    assert "Write the first" in text_of(client_of(cast.otto).get("/playbooks/"))
    assert "Write the first" not in text_of(client_of(cast.cleo).get("/playbooks/"))


def test_a_playbook_is_read_in_words_with_what_its_plays_did(cast: Cast) -> None:
    playbook = written(REDRAW)
    play, _outcome = start_play(cast.ada, cast.acme, playbook)
    assert play is not None
    complete_play(cast.ada, play, result="Done")
    Play.objects.update(
        started_on=today() - timedelta(days=8), facts_at_start={"threads": 0}, facts_at_end={"threads": 2}
    )
    page = text_of(client_of(cast.cleo).get(f"/playbooks/{playbook.pk}/"))
    assert "No alert “Departure” is open and threads at least 1" in page
    assert "Talk with [champion] about [who left]" in page
    assert "3 business days later, due within 1 business day" in page
    assert "8 days (median)" in page
    assert '<td class="num">+2</td>' in page
    assert "Publish" not in page
    assert "/edit/" not in page
    plays = text_of(client_of(cast.cleo).get(f"/playbooks/{playbook.pk}/plays/?group=completed"))
    assert "Acme" in plays
    assert "0 → 2" in plays
    assert "No such play" in text_of(client_of(cast.carl).get(f"/playbooks/{playbook.pk}/plays/?group=ended"))
    assert client_of(cast.cleo).get(f"/playbooks/{playbook.pk}/plays/?group=odd").status_code == 400


def test_a_new_playbook_is_written_published_changed_and_switched_on(cast: Cast) -> None:
    client = client_of(cast.otto)
    sent = {
        "name": "Greet them",
        "trigger-0-what": "phase:land",
        "step-0-title": "Say hello to {champion}",
        "step-0-job": "csm",
        "step-0-due": "2",
        "step-3-title": "Ask",
        "step-3-after": "say-hello-to-champion",
    }
    answer = client.post("/playbooks/new/", sent)
    playbook = Playbook.objects.get(key="greet-them")
    assert answer.headers["Location"] == f"/playbooks/{playbook.pk}/?version=draft"
    assert [(step.key, step.due, step.job) for step in playbook.drafted.steps] == [
        ("say-hello-to-champion", 2, "csm"),
        ("ask", 0, "owner"),
    ]
    assert playbook.changed_by == cast.otto
    assert playbook.current is None
    client.post(f"/playbooks/{playbook.pk}/publish/", {"row_version": playbook.row_version + 5})
    assert Playbook.objects.get(key="greet-them").current is None
    client.post(f"/playbooks/{playbook.pk}/publish/", {"row_version": playbook.row_version, "note": "First"})
    client.post(f"/playbooks/{playbook.pk}/switch/", {"to": "on"})
    playbook = Playbook.objects.get(key="greet-them")
    assert playbook.in_force.note == "First"
    assert playbook.on_since is not None
    client.post(edit_url(playbook), form_of(playbook, step__0__title="Say hello", exit="threads >= 1"))
    changes = text_of(client.get(f"/playbooks/{playbook.pk}/changes/"))
    assert "Step “Say hello”, what is to be done" in changes
    assert "<del> to [champion]</del>" in changes
    assert "It is over when" in changes
    assert "<ins>threads at least 1</ins>" in changes
    client.post(f"/playbooks/{playbook.pk}/discard/")
    assert not Playbook.objects.get(key="greet-them").is_changed
    client.post(f"/playbooks/{playbook.pk}/archive/", {"to": "archive"})
    client.post(f"/playbooks/{playbook.pk}/switch/", {"to": "on"})
    playbook.refresh_from_db()
    assert playbook.is_archived
    assert playbook.on_since is None


def test_faults_stand_at_their_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    playbook = import_text(None, REDRAW)
    before = playbook.draft
    sent = form_of(
        playbook,
        name="",
        exit="thraeds > 1",
        step__1__due="soon",
        step__1__title="Typed & kept",
        step__0__job="juggler",
    )
    page = text_of(client_of(cast.otto).post(edit_url(playbook), sent))
    assert "Typed &amp; kept" in page
    assert 'value="thraeds &gt; 1"' in page
    assert 'value="soon"' in page
    assert '<option value="juggler" selected>juggler</option>' in page
    for name in ("id_name", "id_exit", "id_step-1-due", "id_step-0-job"):
        assert f'id="{name}_error"' in page, name
    assert 'id="id_step-1-title_error"' not in page
    playbook.refresh_from_db()
    assert playbook.draft == before


def test_a_key_that_another_has_is_refused_beside_the_key(cast: Cast) -> None:
    written(CALL)
    playbook = import_text(None, REDRAW)
    page = text_of(client_of(cast.otto).post(edit_url(playbook), form_of(playbook, key="call")))
    assert "Another playbook has this key." in page
    assert 'id="id_key_error"' in page
    assert Playbook.objects.get(pk=playbook.pk).key == "redraw"


def removed_in(page: Any) -> dict[str, str]:
    """The hidden fields of a page that carry along what was removed."""
    found = re.findall(r'name="(removed-\d+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def test_a_step_removed_before_saving_is_brought_back_with_all_it_said(cast: Cast) -> None:
    playbook, client = written(REDRAW), client_of(cast.otto)
    sent = form_of(playbook, step__1__title="Be introduced soon")
    page = client.post(edit_url(playbook), {**sent, "do": "remove:1"})
    assert "Removed: Be introduced soon" in unescape(page.content.decode())
    assert re.search(r'value="back:0"[^>]*autofocus', page.content.decode())
    left = {name: value for name, value in sent.items() if not name.startswith("step-1-")}
    back = client.post(edit_url(playbook), {**left, **removed_in(page), "do": "back:0"})
    steps = back.context["editor"].typed.steps
    assert [(step["key"], step["title"]) for step in steps] == [
        ("talk", "Talk with {champion} about {departed}"),
        ("introduce", "Be introduced soon"),
        ("check", "Check the map"),
    ]
    assert steps[1]["when"] == "threads < 2"
    assert removed_in(back) == {}
    client.post(edit_url(playbook), {**left, **removed_in(page), "do": "save"})
    assert [step.key for step in Playbook.objects.get(pk=playbook.pk).drafted.steps] == ["talk", "check"]
    trigger = client.post(edit_url(playbook), {**sent, "do": "remove_trigger:0"})
    without = {name: value for name, value in sent.items() if not name.startswith("trigger-")}
    again = client.post(edit_url(playbook), {**without, **removed_in(trigger), "do": "back:0"})
    assert again.context["editor"].typed.triggers == [("alert:departure", "")]
    for odd in ("{", "[]", '{"place": "x"}', '{"said": 3, "followers": [], "is_step": true, "place": 0}'):
        assert client.post(edit_url(playbook), {**sent, "removed-0": odd, "do": "back:0"}).status_code == 200


def test_steps_and_triggers_are_added_moved_and_removed_without_scripts(cast: Cast) -> None:
    playbook = import_text(None, REDRAW)
    client = client_of(cast.otto)

    def keys(do: str) -> list[str]:
        answer = client.post(edit_url(playbook), form_of(playbook, name="Unsaved", do=do))
        assert 'value="Unsaved"' in answer.content.decode()
        return [step.data.get(f"{step.prefix}-key") for step in answer.context["editor"].steps]

    assert keys("down:0") == ["introduce", "talk", "check"]
    assert keys("up:2") == ["talk", "check", "introduce"]
    assert keys("up:0") == ["talk", "introduce", "check"]
    assert keys("remove:1") == ["talk", "check"]
    assert keys("remove:99") == ["talk", "introduce", "check"]
    assert len(keys("add_step")) == 4
    answer = client.post(edit_url(playbook), form_of(playbook, do="add_trigger"))
    assert len(answer.context["editor"].triggers) == 2
    answer = client.post(edit_url(playbook), form_of(playbook, do="remove_trigger:0"))
    assert answer.context["editor"].triggers == []
    assert Playbook.objects.get(pk=playbook.pk).draft == playbook.draft


def test_two_who_edit_see_both_and_choose_part_by_part(cast: Cast) -> None:
    playbook = import_text(None, REDRAW)
    client = client_of(cast.otto)
    opened = client.get(edit_url(playbook)).context["editor"]
    sent = form_of(playbook, purpose="Mine", step__1__title="Mine too", seen=opened.seen)
    client_of(cast.ada).post(edit_url(playbook), form_of(playbook, purpose="Hers", step__0__title="Her step"))
    answer = client.post(edit_url(playbook), sent)
    page = text_of(answer)
    assert "Somebody else saved this meanwhile" in page
    differing = {one.name: one for one in answer.context["differing"]}
    assert set(differing) == {"purpose", "step:talk", "step:introduce"}
    assert (differing["purpose"].mine, differing["purpose"].theirs) == ("Mine", "Hers")
    mine_too = differing["step:introduce"]
    assert (mine_too.mine, mine_too.theirs) == ("what is to be done: Mine too", "what is to be done: Be introduced")
    assert [differing[name].prefers_theirs for name in ("purpose", "step:talk", "step:introduce")] == [
        False,
        True,
        False,
    ]
    settled = {
        **dict(answer.context["carried"]),
        "settling": "1",
        "choose-purpose": "mine",
        "choose-step:talk": "theirs",
    }
    client.post(edit_url(playbook), settled)
    draft = Playbook.objects.get(pk=playbook.pk).drafted
    assert (draft.purpose, [step.title for step in draft.steps[:2]]) == ("Mine", ["Her step", "Mine too"])


def test_the_preview_tries_what_is_typed_on_an_account_of_the_viewer(cast: Cast) -> None:
    playbook = import_text(None, CALL)
    client = client_of(cast.otto)
    sent = form_of(playbook, step__0__title="Call {account}", step__0__due="0", do="preview", preview__q="bol")
    answer = client.post(edit_url(playbook), sent, headers={"HX-Request": "true", "HX-Target": "playbook-preview"})
    page = text_of(answer)
    assert "Call Bolt" in page
    assert "Bolt: it is for this account." in page
    assert "<html" not in page
    sent |= {"audience": "phase = renew", "exit": "score > 1"}
    page = text_of(client.post(edit_url(playbook), sent))
    assert "since this does not hold: phase Renew" in page
    assert "Nobody would notice its end here: not known is score." in page
    page = text_of(client.post(edit_url(playbook), {**sent, "exit": "score >"}))
    assert "1 thing cannot be read yet:" in page
    page = text_of(client.post(edit_url(playbook), {**sent, "do": f"account:{cast.acme.pk}"}))
    assert "Call Acme" in page
    assert Playbook.objects.get(pk=playbook.pk).draft == playbook.draft


def test_a_dry_run_starts_plays_for_those_chosen_and_goes_as_csv(cast: Cast) -> None:
    playbook = written("key: t\nname: T\ntriggers:\n  - alert: map_stale\nsteps:\n  - key: a\n    title: A\n")
    for account in (cast.acme, cast.bolt):
        Alert.objects.create(account=account, kind="map_stale", first_seen_on=today(), opened_on=today())
    client, url = client_of(cast.otto), f"/playbooks/{playbook.pk}/dry-run/"
    assert "2 accounts would get a play today." in text_of(client.get(url))
    csv = b"".join(client.get(f"{url}export/")).decode().splitlines()
    assert csv[0] == "account id,account,would get a play,what would become of it,why"
    assert csv[1].startswith(f"{cast.acme.pk},Acme,yes,Would get a play,")
    answer = client.post(url, {"row": [cast.acme.pk, cast.comet.pk]}, follow=True)
    assert "Started 1 play of T" in text_of(answer)
    assert list(Play.objects.values_list("account_id", flat=True)) == [cast.acme.pk]
    assert "It is running here already" in text_of(client.get(f"{url}?verdict=running"))
    assert client_of(cast.cleo).post(url, {"row": [cast.bolt.pk]}, follow=True).status_code == 200
    assert client.post(f"{url}?of=draft", {"row": [cast.bolt.pk]}).status_code == 403
    assert client_of(cast.edda).post(url, {"row": [cast.bolt.pk]}).status_code == 403
    assert Play.objects.count() == 1


def test_files_go_out_and_come_back_with_a_look_before(cast: Cast) -> None:
    playbook = written(REDRAW)
    client = client_of(cast.otto)
    file = client.get(f"/playbooks/{playbook.pk}/export/")
    assert read(file.content.decode())[0] == playbook.drafted
    packed = zipfile.ZipFile(io.BytesIO(client_of(cast.cleo).get("/playbooks/export/").content))
    assert len(packed.namelist()) == Playbook.objects.count()
    assert read(packed.read("redraw.yaml").decode())[0] == playbook.drafted
    text = write(playbook.drafted).replace("name: Redraw after a departure", "name: Redrawn")
    upload = SimpleUploadedFile("r.yaml", text.encode())
    page = text_of(client.post("/playbooks/import/", {"file": upload, "do": "look"}))
    assert "Changes the draft of Redraw after a departure in 1 place." in page
    assert Playbook.objects.get(pk=playbook.pk).name == "Redraw after a departure"
    client.post("/playbooks/import/", {"text": text, "do": "keep"})
    held = Playbook.objects.get(pk=playbook.pk)
    assert (held.name, held.in_force.defined.name) == ("Redrawn", "Redraw after a departure")


def test_a_file_that_cannot_be_read_is_refused_by_line_and_field(cast: Cast) -> None:
    client, count = client_of(cast.otto), Playbook.objects.count()
    for do in ("look", "keep"):
        page = text_of(client.post("/playbooks/import/", {"text": CALL.replace("due: 1", "due: x"), "do": do}))
        assert "Line 7, <code>steps[1].due</code>: A whole number of days from 0 to 400." in page
        assert "due: x" in page
    page = text_of(client.post("/playbooks/import/", {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\xfa")}))
    assert "This file is not UTF-8 text." in page
    assert "Paste a playbook, or choose files." in text_of(client.post("/playbooks/import/", {"text": " "}))
    assert Playbook.objects.count() == count


def test_versions_compare_and_absent_ones_are_not_found(cast: Cast) -> None:
    playbook = written(REDRAW)
    publish(cast.otto, import_text(cast.otto, REDRAW.replace("due: 5", "due: 6")), "Slower")
    client = client_of(cast.cleo)
    page = text_of(client.get(f"/playbooks/{playbook.pk}/changes/?from=1&to=2"))
    assert "Step “Be introduced”, due after, business days" in page
    assert "<del>5</del> → <ins>6</ins>" in page
    assert "They say the same." in text_of(client.get(f"/playbooks/{playbook.pk}/changes/?from=2&to=draft"))
    assert "Slower" in text_of(client.get(f"/playbooks/{playbook.pk}/"))
    for version in ("3", "x", "9" * 30):
        assert client.get(f"/playbooks/{playbook.pk}/?version={version}").status_code == 404


def test_playbooks_are_found_from_anywhere(cast: Cast) -> None:
    playbook = written(REDRAW)
    found = text_of(client_of(cast.cleo).get("/search/?q=redraw"))
    assert f"/playbooks/{playbook.pk}/" in found
    going = text_of(client_of(cast.otto).get("/go/?q=write+a+playbook"))
    assert "/playbooks/new/" in going
    assert "/playbooks/new/" not in text_of(client_of(cast.cleo).get("/go/?q=write+a+playbook"))


def test_publishing_is_undone_and_what_was_published_stays_among_the_versions(cast: Cast) -> None:
    playbook = import_text(cast.otto, REDRAW)
    client = client_of(cast.otto)
    for number in (1, 2):
        client.post(f"/playbooks/{playbook.pk}/publish/")
        published = Playbook.objects.get(pk=playbook.pk)
        assert published.in_force.number == number
        if number == 2:
            start_play(cast.ada, cast.acme, published)
        client.post(f"/acts/{Act.objects.filter(kind='publish_playbook').latest('pk').pk}/undo/")
        assert Playbook.objects.get(pk=playbook.pk).current is None
    assert list(playbook.versions.values_list("number", flat=True)) == [2, 1]
    assert Play.objects.get().version.number == 2


def test_a_key_made_of_a_title_follows_it_until_it_is_published(cast: Cast) -> None:
    playbook = import_text(None, CALL)
    client = client_of(cast.otto)
    client.post(edit_url(playbook), {**form_of(playbook), "step-1-title": "Ask champon", "step-1-job": "csm"})
    playbook = Playbook.objects.get(pk=playbook.pk)
    assert [step.key for step in playbook.drafted.steps][-1] == "ask-champon"
    sent = {**form_of(playbook, step__1__title="Ask champion"), "step-2-title": "Then", "step-2-after": "ask-champon"}
    client.post(edit_url(playbook), sent)
    playbook = Playbook.objects.get(pk=playbook.pk)
    assert [(step.key, step.after) for step in playbook.drafted.steps[1:]] == [
        ("ask-champion", ""),
        ("then", "ask-champion"),
    ]
    publish(cast.otto, playbook)
    client.post(edit_url(playbook), form_of(playbook, step__1__title="Ask the champion"))
    assert [step.key for step in Playbook.objects.get(pk=playbook.pk).drafted.steps][1] == "ask-champion"


def test_while_one_types_the_page_is_told_which_fields_are_still_wrong(cast: Cast) -> None:
    playbook = import_text(None, CALL)
    import_text(None, REDRAW)
    client = client_of(cast.otto)
    wrong = form_of(playbook, name="", audience="value_recieved > 2", step__0__due="x")

    def told(sent: dict[str, str]) -> Any:
        page = client.post(edit_url(playbook), {**sent, "do": "preview"}).context["preview_faulty"]
        return json.loads(page)

    assert set(told(wrong)) == {"id_name", "id_audience", "id_step-0-due"}
    assert told(wrong)["id_audience"] == ["There is no fact named value_recieved. Did you mean value_received?"]
    assert set(told({**wrong, "audience": "value_received > 2", "name": "Call"})) == {"id_step-0-due"}
    assert told(form_of(playbook)) == {}
    assert told(form_of(playbook, key="redraw")) == {"id_key": ["Another playbook has this key."]}
    refused = client.post(edit_url(playbook), form_of(playbook, key="redraw"))
    assert "data-faults=" not in text_of(refused)
    assert "Another playbook has this key." in text_of(refused)


def test_a_dry_run_says_that_switching_on_starts_none_of_them(cast: Cast) -> None:
    playbook = written("key: t\nname: T\ntriggers:\n  - alert: map_stale\nsteps:\n  - key: a\n    title: A\n")
    Alert.objects.create(account=cast.acme, kind="map_stale", first_seen_on=today(), opened_on=today())
    client, url = client_of(cast.otto), f"/playbooks/{playbook.pk}/dry-run/"
    page = text_of(client.get(url))
    assert "None of them by itself when it is switched on: it acts on what happens from then on." in page
    assert "Choose here those that are to get one now." in page
    assert "Choose here" not in text_of(client_of(cast.edda).get(url))
    page = text_of(client.post(f"/playbooks/{playbook.pk}/switch/", {"to": "on"}, follow=True))
    assert f'href="{url}">See where it holds already' in page
    assert "None of them by itself: what held before it was switched on starts nothing." in text_of(client.get(url))


def test_a_playbook_that_nothing_starts_is_not_called_off_and_its_dry_run_says_where_it_could_be_started(
    cast: Cast,
) -> None:
    nothing_written()
    playbook = written(CALL)
    client = client_of(cast.otto)
    for url in ("/playbooks/", f"/playbooks/{playbook.pk}/"):
        page = text_of(client.get(url))
        assert ("Nothing starts it by itself" in page, "> off<" in page) == (True, False), url
    page = text_of(client.get(f"/playbooks/{playbook.pk}/dry-run/"))
    assert "On 3 accounts a play could be started by hand." in page
    assert "would get a play today" not in page
    written(REDRAW)
    assert "Nothing starts it by itself" not in text_of(client.get("/playbooks/?q=redraw"))
