"""Who was invited to an event, and what they answered."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from accounts.domain.addresses import normalised_email
from accounts.domain.importing.values import EMAIL
from stakeholders.domain.calendars.content_lines import parted

MOST_INVITED = 500
NO_PEOPLE = {"ROOM", "RESOURCE", "GROUP"}
# Addresses of rooms and of lists, whatever the calendar says they are.
NO_PEOPLE_AT = ("resource.calendar.google.com", "group.calendar.google.com", "import.calendar.google.com")


class Answer(StrEnum):
    """What somebody answered to an invitation. `gone`: a later word of the calendar no longer invites them."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NONE = "none"
    GONE = "gone"

    @property
    def takes_part(self) -> bool:
        return self not in (Answer.DECLINED, Answer.GONE)


ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}


class Invited(NamedTuple):
    """Somebody invited: e-mail in small letters, the name as seen, the answer; `is_own_word`: by their own calendar."""

    email: str
    name: str = ""
    answer: Answer = Answer.NONE
    is_own_word: bool = False


def invited_by(lines: Iterable[str], own_email: str = "") -> list[Invited]:
    """The people of the ORGANIZER and ATTENDEE lines of one event, each once; rooms, lists and the unreadable left out.

    Whoever organises takes part unless they are listed with an answer of their own.
    """
    found: dict[str, Invited] = {}
    for text in lines:
        person = _person(text, own_email)
        if person is not None and (person.email not in found or not text.upper().startswith("ORGANIZER")):
            name = person.name or (found[person.email].name if person.email in found else "")
            found[person.email] = person._replace(name=name)
    return list(found.values())


def _person(text: str, own_email: str) -> Invited | None:
    name, said, value = parted(text)
    if said.get("CUTYPE", "").upper() in NO_PEOPLE:
        return None
    email = normalised_email(re.sub(r"^mailto:\s*", "", said.get("EMAIL") or value, flags=re.IGNORECASE))
    if len(email) > 254 or not EMAIL.fullmatch(email) or email.endswith(NO_PEOPLE_AT):
        return None
    answer = ANSWERS.get(said.get("PARTSTAT", "").upper(), Answer.NONE)
    if name == "ORGANIZER" and answer is Answer.NONE:
        answer = Answer.ACCEPTED
    return Invited(email, readable_name(said.get("CN", ""), email), answer, email == own_email)


def readable_name(seen: str, email: str = "") -> str:
    """A name as people write it; nothing where only the address was given.

    >>> readable_name("Silva, Ana"), readable_name("'ana@x.example'"), readable_name("Bo Lind <bo@x.example>")
    ('Ana Silva', '', 'Bo Lind')
    """
    name = " ".join(re.sub(r"<[^<>]*>|[\"\\]", " ", seen).split()).strip("' ")[:200]
    if "@" in name or name.casefold() == email:
        return ""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        return f"{first.strip()} {last.strip()}"
    return name.strip(" ,")


def name_from_address(email: str) -> str:
    """What to call somebody of whom only the address was seen.

    >>> name_from_address("ana-maria.silva@x.example"), name_from_address("asilva@x.example")
    ('Ana-Maria Silva', 'asilva')
    """
    words = [word for word in re.split(r"[._+]", email.partition("@")[0]) if word]
    return " ".join(word.title() for word in words) if len(words) > 1 else "".join(words) or email
