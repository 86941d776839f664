"""Several playbooks in one file: a zip of YAML files taken apart, and one YAML file with a document for each."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from playbooks.domain.definition import Definition
from playbooks.domain.reading import Fault, write
from stakeholders.domain.extraction import gettext_noop

MOST_FILES: Final = 200
MOST_FILE_BYTES: Final = 2_000_000
MOST_BUNDLE_BYTES: Final = 5_000_000
ENDINGS: Final = (".yaml", ".yml")
ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class File:
    """A text and the name of the file it comes from, empty where it was pasted."""

    name: str
    text: str


FileFault = tuple[str, Fault]


def unpack(name: str, content: bytes) -> tuple[list[File], list[FileFault]]:
    """The YAML files that a file holds, itself or those in a zip in their order, and what is wrong with which.

    What else a zip holds is passed over.

    >>> unpack("a.yaml", b"name: Call")
    ([File(name='a.yaml', text='name: Call')], [])
    """
    if not content.startswith(ZIP):
        return _decoded(name, content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _unzipped(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return _refused(name, gettext_noop("This zip cannot be read."))


def _unzipped(name: str, archive: zipfile.ZipFile) -> tuple[list[File], list[FileFault]]:
    infos = [info for info in archive.infolist() if _is_wanted(info)]
    if not infos:
        return _refused(name, gettext_noop("There is no YAML file in this zip."))
    if len(infos) > MOST_FILES:
        return _refused(name, gettext_noop("At most %(most)s files at once."), most=str(MOST_FILES))
    files: list[File] = []
    faults: list[FileFault] = []
    left = MOST_BUNDLE_BYTES
    for info in sorted(infos, key=lambda one: one.filename):
        with archive.open(info) as packed:
            content = packed.read(min(MOST_FILE_BYTES, left) + 1)  # what a zip says of its sizes may be a lie
        left -= len(content)
        if left < 0:
            return _refused(name, gettext_noop("Unpacked this is larger than %(most)s MB."), most="5")
        found, wrong = _decoded(info.filename, content)
        files += found
        faults += wrong
    return files, faults


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    is_hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not info.is_dir() and info.filename.lower().endswith(ENDINGS) and not is_hidden


def _decoded(name: str, content: bytes) -> tuple[list[File], list[FileFault]]:
    if len(content) > MOST_FILE_BYTES:
        return _refused(name, gettext_noop("A file has at most 2 MB."))
    try:
        return [File(name, content.decode("utf-8-sig"))], []
    except UnicodeDecodeError:
        return _refused(name, gettext_noop("This file is not UTF-8 text."))


def _refused(name: str, words: str, **params: str) -> tuple[list[File], list[FileFault]]:
    return [], [(name, Fault(0, "", words, params))]


def write_all(definitions: Iterable[Definition]) -> str:
    """Playbooks as one YAML file, a document for each."""
    return "".join(f"---\n{write(definition)}" for definition in definitions)
