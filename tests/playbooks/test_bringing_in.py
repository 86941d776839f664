"""Many playbooks brought in at once: all or none, faults by file, line and field; all of them out in one file."""

import io
import zipfile
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Act
from accounts.services.undo import undo_act
from playbooks.domain.bundles import MOST_FILES, File, unpack, write_all
from playbooks.domain.reading import read, read_all
from playbooks.models import Playbook
from playbooks.services.bringing_in import UnreadableFiles, keep_files, read_files
from playbooks.services.editing import import_text
from tests.personas import Cast
from tests.playbooks.test_playbook_pages import client_of
from tests.playbooks.writing import CALL, LIBRARY, REDRAW

pytestmark = pytest.mark.django_db
BAD = "key: bad\nname: Bad\nsteps:\n  - key: a\n    title: Ask\n    due: soon\n"
IMPORT = "/playbooks/import/"


def zipped(**texts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name.replace("__", "/") + ".yaml", text)
        archive.writestr("__MACOSX/._x.yaml", "odd")
        archive.writestr("readme.txt", "hello")
    return buffer.getvalue()


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def page_of(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def keys() -> set[str]:
    return set(Playbook.objects.values_list("key", flat=True))


def faults_of(*files: File) -> list[tuple[str, int, str]]:
    with pytest.raises(UnreadableFiles) as raised:
        read_files(files)
    return [(name, fault.line, fault.field) for name, fault in raised.value.faults]


def test_the_whole_library_goes_out_in_one_file_and_comes_back_the_same() -> None:
    definitions = [read(path.read_text())[0] for path in sorted(LIBRARY.glob("*.yaml"))]
    assert None not in definitions
    found = read_all(write_all(one for one in definitions if one is not None))
    assert [one.definition for one in found] == definitions


def test_faults_name_the_file_the_line_of_it_and_the_field(cast: Cast) -> None:
    both = File("two.yaml", f"---\n{CALL.strip()}\n---\n{BAD}")
    assert faults_of(File("one.yaml", REDRAW), both, File("odd.yaml", "{"), File("none.yaml", "\n---\n")) == [
        ("two.yaml", 14, "steps[1].due"),
        ("odd.yaml", 1, ""),
        ("none.yaml", 0, ""),
    ]
    assert faults_of(File("a.yaml", CALL), File("b.yaml", f"---\n{CALL}")) == [("b.yaml", 3, "key")]
    assert faults_of() == []
    many = "".join(f"---\n{CALL.replace('key: call', f'key: call-{number}', 1)}" for number in range(MOST_FILES + 1))
    assert faults_of(File("", many)) == [("", 0, "")]


def test_a_zip_is_taken_apart_and_what_is_no_yaml_passed_over() -> None:
    files, faults = unpack("all.zip", zipped(b=REDRAW, a__c=CALL))
    assert ([file.name for file in files], faults) == (["a/c.yaml", "b.yaml"], [])
    broken = zipped(b=REDRAW)[:60]
    for content in (broken, zipped()):
        assert [(name, fault.line) for name, fault in unpack("x.zip", content)[1]] == [("x.zip", 0)]
    large = unpack("large.zip", zipped(**{f"n{number}": "#" * 1_900_000 for number in range(4)}))
    assert (large[0], large[1][0][1].params) == ([], {"most": "5"})
    assert unpack("x.yaml", b"\xff\xfe\x00")[1][0][1].text == "This file is not UTF-8 text."


def test_they_are_kept_in_one_act_that_is_undone_at_once(cast: Cast) -> None:
    held = import_text(cast.otto, CALL)
    before = Act.objects.count()
    changed = CALL.replace("Call them", "Write to them")
    kept = keep_files(cast.otto, [File("a.yaml", changed), File("b.yaml", REDRAW)])
    assert [(one.outcome, one.count, one.file) for one, _playbook in kept] == [
        ("changed", 1, "a.yaml"),
        ("new", 0, "b.yaml"),
    ]
    assert Act.objects.count() == before + 1
    held.refresh_from_db()
    assert held.drafted.steps[0].title == "Write to them"
    undo_act(Act.objects.latest("pk"), cast.otto)
    held.refresh_from_db()
    assert (held.drafted.steps[0].title, "redraw" in keys()) == ("Call them", False)
    again = keep_files(cast.otto, [File("a.yaml", CALL)])
    assert [one.outcome for one, _playbook in again] == ["same"]


def test_files_are_looked_at_together_and_then_kept(cast: Cast) -> None:
    import_text(cast.otto, CALL)
    client = client_of(cast.otto)
    files = [upload("r.yaml", REDRAW), upload("more.zip", zipped(c=CALL.replace("Call them", "Write to them")))]
    page = page_of(client.post(IMPORT, {"file": files, "do": "look"}))
    assert [words in page for words in ("r.yaml, line 2", "c.yaml, line 2", "A new playbook", "in 1 place")] == [
        True
    ] * 4
    assert "redraw" not in keys()
    text = page.partition("<textarea")[2]
    assert "key: redraw" in text
    raw = unescape(client.post(IMPORT, {"file": files[:0], "text": f"{REDRAW}\n---\n{CALL}"}).content.decode())
    assert "2 playbooks" in raw
    client.post(IMPORT, {"text": f"{REDRAW}\n---\n{CALL}", "do": "keep"})
    assert "redraw" in keys()


def test_nothing_is_kept_where_one_of_them_is_wrong(cast: Cast) -> None:
    before = keys()
    client = client_of(cast.otto)
    files = [upload("r.yaml", REDRAW), upload("b.yaml", BAD), upload("x.yaml", b"\xff\xff")]
    page = page_of(client.post(IMPORT, {"file": files, "do": "keep"}))
    assert "2 things are wrong; nothing was kept." in page
    assert "<strong>b.yaml</strong>, line 6, <code>steps[1].due</code>: A whole number of days" in page
    assert "<strong>x.yaml</strong>: This file is not UTF-8 text." in page
    assert keys() == before
    typed = page_of(client.post(IMPORT, {"text": f"{BAD}# mine", "do": "keep"}))
    assert "Line 6, <code>steps[1].due</code>" in typed
    assert "# mine" in typed
    assert "Paste a playbook, or choose files." in page_of(client.post(IMPORT, {"text": " "}))


def test_all_are_exported_in_one_file(cast: Cast, client: Client) -> None:
    client.force_login(cast.cleo)
    text = client.get("/playbooks/export/?as=yaml")
    assert 'filename="playbooks.yaml"' in text["Content-Disposition"]
    found = read_all(text.content.decode())
    assert {one.definition.key for one in found if one.definition} == keys()
    assert client.get("/api/v1/playbooks/export/").content == text.content
    assert client.get("/playbooks/export/?as=odd").status_code == 400


def test_over_the_api_files_come_in_with_the_place_of_every_fault(cast: Cast, client: Client) -> None:
    client.force_login(cast.otto)
    at = "/api/v1/playbooks/import/"
    wrong = client.post(
        at, {"files": [{"name": "a.yaml", "text": CALL}, {"name": "b.yaml", "text": BAD}]}, "application/json"
    )
    assert wrong.status_code == 400
    assert [(e["file"], e["line"], e["field"]) for e in wrong.json()["errors"]] == [("b.yaml", 6, "steps[1].due")]
    assert "call" not in keys()
    looked = client.post(f"{at}?keep=no", f"{CALL}---\n{REDRAW}", "application/yaml").json()["results"]
    assert [(one["key"], one["id"], one["outcome"], one["line"]) for one in looked] == [
        ("call", None, "new", 2),
        ("redraw", None, "new", 10),
    ]
    assert "call" not in keys()
    kept = client.post(at, {"files": [{"name": "a.yaml", "text": CALL}]}, "application/json").json()["results"]
    assert kept[0]["id"] == Playbook.objects.get(key="call").pk
    odd: list[dict[str, Any]] = [{}, {"files": []}, {"files": [{"text": CALL}], "text": CALL}]
    for body in odd:
        assert client.post(at, body, "application/json").status_code == 400
    assert client.post(f"{at}?keep=maybe", {"text": CALL}, "application/json").status_code == 400
    assert client_of(cast.cleo).post(at, {"text": REDRAW}, "application/json").status_code == 403
    assert "redraw" not in keys()
