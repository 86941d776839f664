"""YAML over the API: read as the text it is; what is wrong with a playbook becomes a problem that says where."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

from csm.foundation.problems import FieldError, Problem, answer_with
from playbooks.domain.reading import Fault
from playbooks.services import bringing_in, editing

ITEM: Final = re.compile(r"(\w+)\[([0-9]{1,9})\]")


class YamlParser(BaseParser):
    """A body in YAML is read as the text it is."""

    media_type = "application/yaml"
    is_beside = True  # generated clients send JSON with a text

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, str]:
        try:
            return {"text": stream.read().decode("utf-8-sig")}
        except UnicodeDecodeError as error:
            raise Problem(400, _("This file is not UTF-8 text.")) from error


class AlsoYaml(JSONRenderer):
    """Lets a caller ask for YAML, which is answered as the text it is; what is rendered is a problem, if anything."""

    media_type = "text/plain"
    format = "yaml"


def unreadable(faults: list[Fault], pointer: str = "", below: str = "") -> Problem:
    """What is wrong with a playbook: of a text at `pointer` by line and field, else where in a JSON body; `below` says
    which part of a playbook that body is."""
    return Problem(
        400,
        errors=[
            FieldError(
                _(fault.text) % fault.params,
                pointer or _within(pointer_to(fault.field), below),
                line=fault.line if pointer else 0,
                field=fault.field,
            )
            for fault in faults
        ],
    )


def _within(pointer: str, below: str) -> str:
    return f"#{pointer.removeprefix(below)}" if below and pointer.startswith(f"{below}/") else pointer


def pointer_to(field: str) -> str:
    """Where in a JSON body a field of a playbook is.

    >>> pointer_to("steps[2].due"), pointer_to("name"), pointer_to(""), pointer_to("a[b/c")
    ('#/steps/1/due', '#/name', '#', '#/a[b~1c')
    """
    pointer = "#"
    for step in field.split("."):
        item = ITEM.fullmatch(step)
        if item is not None:
            pointer += f"/{item[1]}/{int(item[2]) - 1}"
        elif step:
            pointer += f"/{step.replace('~', '~0').replace('/', '~1')}"
    return pointer


def unreadable_files(error: bringing_in.UnreadableFiles) -> Problem:
    """What is wrong with files, by file, line and field."""
    return Problem(
        400,
        errors=[
            FieldError(_(fault.text) % fault.params, "#", line=fault.line, field=fault.field, file=name)
            for name, fault in error.faults
        ],
    )


answer_with(editing.Unreadable, lambda error: unreadable(error.faults, "#/text"))
answer_with(bringing_in.UnreadableFiles, unreadable_files)
