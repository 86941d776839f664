"""What a file can say about a person at an account."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.claims import Claim
from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import Parser, choice, day, email, long_text, several, text, time_zone, whole
from accounts.models import Role, Subject
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import claim
from accounts.services.importing.extra_fields import extra_columns_of_files, is_extra
from stakeholders.domain.sky import Level

LEVELS: dict[str, str | int] = {
    **{level.value: level.value for level in Level},
    "c-level": "executive",
    "c-suite": "executive",
    "cxo": "executive",
    "exec": "executive",
    "vice president": "vp",
    "svp": "vp",
    "head": "director",
    "lead": "manager",
    "team lead": "manager",
    "individual contributor": "individual",
    "ic": "individual",
    "staff": "individual",
}
SENTIMENTS: dict[str, str | int] = {
    **{str(step): step for step in range(-2, 3)},
    "+1": 1,
    "+2": 2,
    "hostile": -2,
    "critical": -1,
    "negative": -1,
    "neutral": 0,
    "positive": 1,
    "enthusiastic": 2,
}
PERSON = ("name", "email", "phone", "language", "time_zone", "preferred_channel", "interests", "notes")
POSITION = ("title", "department", "level")
AXES = ("influence", "authority", "importance", "sentiment")


def fields() -> list[Field]:
    """What a file can say about a person."""
    extras = extra_columns_of_files(Subject.PERSON)
    return [*_person_fields(), *ACCOUNT_FIELDS, *_position_fields(), *_assessment_fields(), *extras]


def _person_fields() -> list[Field]:
    return [
        Field("external_id", _("External id"), text(200), ("contact id", "person id", "id", "record id", "crm id")),
        Field("email", _("E-mail"), email, ("e-mail address", "email address", "mail", "work email", "contact email")),
        Field("name", _("Name"), text(200), ("full name", "contact name", "contact", "person", "stakeholder")),
        Field("first_name", _("First name"), text(100), ("firstname", "given name", "forename")),
        Field("last_name", _("Last name"), text(100), ("lastname", "surname", "family name")),
        Field("phone", _("Phone"), text(40), ("phone number", "mobile", "telephone", "work phone")),
        Field("language", _("Language"), text(10), ("preferred language", "locale")),
        Field("time_zone", _("Time zone"), time_zone, ("timezone", "tz")),
        Field("preferred_channel", _("Preferred channel"), text(40), ("channel", "contact preference")),
        Field("interests", _("Interests"), text(300), ("interest", "hobbies", "topics", "topics of interest")),
        Field("notes", _("Notes"), long_text(10_000), ("description", "comments", "remarks")),
    ]


def _position_fields() -> list[Field]:
    return [
        Field("title", _("Title"), text(200), ("job title", "position", "jobtitle", "function")),
        Field("department", _("Department"), text(100), ("dept", "business unit", "division", "team")),
        Field("level", _("Level"), choice(LEVELS), ("seniority", "management level", "rank", "grade")),
        Field("joined_on", _("Joined on"), day, ("joined", "start date", "since", "joined date"), is_date=True),
        Field("left_on", _("Left on"), day, ("left", "end date", "departed on", "departure"), is_date=True),
        Field(
            "roles",
            _("Roles"),
            several(role_parser()),
            ("role", "buying role", "contact roles", "stakeholder role"),
            options=role_options(),
        ),
    ]


def role_parser() -> Parser:
    """Reads the name or the key of a role of the catalogue."""
    words: dict[str, str | int] = {}
    for role in Role.objects.all():
        words[role.key], words[role.name] = role.key, role.key
    return choice(words)


def role_options() -> tuple[tuple[str, object], ...]:
    """The roles of the catalogue to choose from."""
    return tuple((role.key, role.name) for role in Role.objects.all())


def _assessment_fields() -> list[Field]:
    return [
        Field("influence", _("Influence (0-10)"), whole(0, 10), ("influence score", "influence level"), is_number=True),
        Field(
            "authority",
            _("Authority (0-10)"),
            whole(0, 10),
            ("authority level", "decision power", "power"),
            is_number=True,
        ),
        Field(
            "importance",
            _("Importance (0-10)"),
            whole(0, 10),
            ("importance of the product", "product importance"),
            is_number=True,
        ),
        Field("sentiment", _("Sentiment (-2 to 2)"), choice(SENTIMENTS), ("attitude", "disposition", "feeling")),
        Field("assessed_on", _("Assessed on"), day, ("assessment date", "assessed"), is_date=True),
    ]


def full_name(row: Row) -> str:
    """The name a row gives, whole or in parts."""
    parts = (str(row.get("first_name", "")), str(row.get("last_name", "")))
    return str(row.get("name", "")) or " ".join(part for part in parts if part)


def claims(row: Row) -> list[Claim]:
    """Each stay is said once; all rows of one person say the same of the person."""
    further = sorted((name, str(value)) for name, value in row.values.items() if is_extra(name))
    said = (*(str(row.get(name, "")) for name in ("first_name", "last_name", *PERSON)), *further)
    found = [Claim(("person", name, row[name]), said) for name in ("external_id", "email") if name in row]
    keys = [name for name in ("external_id", "email") if name in row] or ["name"]
    subjects = [(name, full_name(row).lower() if name == "name" else row[name]) for name in keys]
    return found + [claim(row, name, given, row.get("joined_on")) for name, given in subjects]
