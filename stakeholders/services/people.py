"""Who is at an account: add, edit, move, confirm and depart stakeholders."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account, User
from accounts.services.acts import Recorder, act
from csm.foundation.clock import today
from csm.foundation.facts import Basis
from stakeholders.models import Confirmation, Departure, Person, Position, RuledOut, Stakeholder, Successor
from stakeholders.selectors.persons_named import person_with_email
from stakeholders.selectors.title_rules import rule_book
from stakeholders.services.assuming import settle_assumptions
from stakeholders.services.assuming_first import fill_position
from stakeholders.services.calendars.taking_part import take_part
from stakeholders.services.persons import with_extras
from stakeholders.services.stating import rule_out_cleared, said_of_position

POSITION_FIELDS = ("title", "department", "level", "level_basis", "department_basis")


def take_number(account: Account) -> int:
    """Take the next permanent number of an account; the row stays locked until the transaction ends."""
    Account.objects.filter(pk=account.pk).update(next_number=F("next_number") + 1)
    return Account.objects.values_list("next_number", flat=True).get(pk=account.pk) - 1


def add_stakeholder(
    actor: User | None,
    account: Account,
    *,
    name: str = "",
    email: str | None = None,
    person: Person | None = None,
    joined_on: date | None = None,
    title: str = "",
    department: str = "",
    level: str = "",
    basis: str = Basis.STATED,
    level_basis: str = Basis.STATED,
) -> Stakeholder:
    """Put a person on the map of an account. An e-mail that is known finds its person.

    Raises
    ------
    ValidationError
        By field, when the person is at the account on those days already or a value is not acceptable.
    """
    shown = name or (person.name if person else email or "")
    with act("add_stakeholder", actor, account.pk, _("Added %(name)s") % {"name": shown}) as recorder:
        someone = person or find_or_add_person(recorder, name, email)
        return join(recorder, account, someone, joined_on, title, department, level, basis, level_basis)


def join(
    recorder: Recorder,
    account: Account,
    person: Person,
    joined_on: date | None,
    title: str,
    department: str = "",
    level: str = "",
    basis: str = Basis.STATED,
    level_basis: str = Basis.STATED,
) -> Stakeholder:
    """Insert a stakeholder, their first position and what is assumed from it, within an act."""
    stakeholder = recorder.insert(
        Stakeholder(account=account, person=person, number=take_number(account), joined_on=joined_on)
    )
    position = Position(
        stakeholder=stakeholder,
        valid_from=joined_on,
        title=title,
        department=department,
        level=level,
        basis=basis,
        level_basis=level_basis,
    )
    book = rule_book()
    recorder.insert(fill_position(position, book))
    settle_assumptions(recorder, [stakeholder.pk], book)
    take_part(recorder, [stakeholder])
    return stakeholder


def find_or_add_person(recorder: Recorder, name: str, email: str | None) -> Person:
    """The person who has an e-mail, else a new one, within an act."""
    address = (email or "").strip() or None
    known = person_with_email(address)
    if known is not None:
        return known
    return recorder.insert(Person(name=name.strip(), email=address))


def edit_person(actor: User, person: Person, expected_version: int | None = None, **fields: Any) -> Person:
    """Correct what we know of a person. *Raises* StaleEdit, ValidationError."""
    with act("edit_person", actor, None, _("Edited %(name)s") % {"name": person.name}) as recorder:
        recorder.touches(*person.stakeholders.standing().values_list("account_id", flat=True))
        return recorder.change(person, expected_version, **with_extras(actor, fields, person.extra))


def position_at(stakeholder: Stakeholder, on: date) -> Position | None:
    return Position.objects.valid_at(on).filter(stakeholder=stakeholder).first()


def change_position(actor: User | None, stakeholder: Stakeholder, on: date, **fields: Any) -> Position:
    """A promotion, a move to another department: what was true before stays true of its time."""
    _refuse_absent(stakeholder, on)
    summary = _("Changed the position of %(name)s") % {"name": stakeholder.person.name}
    with act("change_position", actor, stakeholder.account_id, summary) as recorder:
        current = position_at(stakeholder, on)
        until = current.valid_to if current else None
        if current:
            recorder.close(current, on)
        return _take_position(recorder, stakeholder, current, fields, valid_from=on, valid_to=until)


def correct_position(actor: User | None, stakeholder: Stakeholder, **fields: Any) -> Position:
    """What we recorded was wrong: retract it and record it right, over the same days."""
    summary = _("Corrected the position of %(name)s") % {"name": stakeholder.person.name}
    with act("correct_position", actor, stakeholder.account_id, summary) as recorder:
        current = Position.objects.standing().filter(stakeholder=stakeholder).order_by("-valid_from").last()
        current = position_at(stakeholder, today()) or current
        if current is None:
            return _take_position(recorder, stakeholder, None, fields, valid_from=stakeholder.joined_on)
        recorder.retract(current)
        days = {"valid_from": current.valid_from, "valid_to": current.valid_to}
        return _take_position(recorder, stakeholder, current, fields, **days)


def _take_position(
    recorder: Recorder, stakeholder: Stakeholder, former: Position | None, fields: dict[str, Any], **days: date | None
) -> Position:
    """Insert a position that carries over what is not said anew, then what is assumed from it."""
    carried = {name: getattr(former, name) for name in POSITION_FIELDS} if former else {}
    fresh = Position(stakeholder=stakeholder, **days, **{**carried, **said_of_position(fields)})
    rule_out_cleared(recorder, former, fresh, fields)
    book = rule_book()
    recorder.insert(fill_position(fresh, book, RuledOut.objects.standing().filter(stakeholder=stakeholder)))
    settle_assumptions(recorder, [stakeholder.pk], book)
    return fresh


def depart_stakeholder(
    actor: User | None,
    stakeholder: Stakeholder,
    left_on: date,
    *,
    reason: str | None = None,
    successor: Stakeholder | None = None,
) -> Departure:
    """They left, or will leave: absent from `left_on`. A departure announced for another day is corrected by it.

    Their roles are not ended, they are orphaned until filled or ended.

    Raises
    ------
    ValidationError
        When they left already, or `left_on` is not after they joined.
    """
    if stakeholder.left_on is not None and stakeholder.left_on <= today():
        told = {"name": stakeholder.person.name, "day": date_format(stakeholder.left_on, "DATE_FORMAT")}
        raise ValidationError({"left_on": _("%(name)s left on %(day)s already: correct that departure.") % told})
    with act("depart_stakeholder", actor, stakeholder.account_id, _gone_words(stakeholder, left_on)) as recorder:
        return leave(recorder, stakeholder, left_on, reason, successor)


def correct_departure(
    actor: User | None,
    stakeholder: Stakeholder,
    left_on: date | None = None,
    *,
    reason: str | None = None,
    successor: Stakeholder | None = None,
) -> Departure:
    """The day or the reason of a departure was another one; what is not said stays. *Raises* ValidationError."""
    day = left_on or stakeholder.left_on
    if day is None or stakeholder.left_on is None:
        raise ValidationError({"left_on": _("%(name)s has not left.") % {"name": stakeholder.person.name}})
    with act("correct_departure", actor, stakeholder.account_id, _gone_words(stakeholder, day)) as recorder:
        return leave(recorder, stakeholder, day, reason, successor)


def _gone_words(stakeholder: Stakeholder, left_on: date) -> str:
    """What a departure is called in the records: with its day where that is announced, or was another one before."""
    is_plain = left_on <= today() and stakeholder.left_on is None
    words = _("%(name)s left") if is_plain else _("%(name)s left on %(day)s")
    words = words if left_on <= today() else _("%(name)s leaves on %(day)s")
    return words % {"name": stakeholder.person.name, "day": date_format(left_on, "DATE_FORMAT")}


def leave(
    recorder: Recorder,
    stakeholder: Stakeholder,
    left_on: date,
    reason: str | None = None,
    successor: Stakeholder | None = None,
) -> Departure:
    """Record a departure within an act, in place of one that stands: of that the reason stays where none is said."""
    standing: models.QuerySet[Departure] = Departure.objects.filter(stakeholder=stakeholder, retracted_at__isnull=True)
    former = standing.first()
    said = reason if reason is not None else former.reason if former else ""
    if successor is not None:
        _name(recorder, stakeholder, successor)
    if former is not None and (former.left_on, former.reason) == (left_on, said):
        return former
    if former is not None:
        recorder.retract(former)
    recorder.change(stakeholder, left_on=left_on)
    return recorder.insert(Departure(stakeholder=stakeholder, left_on=left_on, reason=said))


def return_stakeholder(actor: User, stakeholder: Stakeholder) -> Stakeholder:
    """They never left, or stay after all. *Raises* ValidationError when they came back as somebody new since."""
    is_ahead = stakeholder.left_on is not None and stakeholder.left_on > today()
    words = _("%(name)s stays after all") if is_ahead else _("%(name)s had not left")
    summary = words % {"name": stakeholder.person.name}
    with act("return_stakeholder", actor, stakeholder.account_id, summary) as recorder:
        for departure in Departure.objects.filter(stakeholder=stakeholder, retracted_at__isnull=True):
            recorder.retract(departure)
        return recorder.change(stakeholder, left_on=None)


def name_successor(actor: User, stakeholder: Stakeholder, successor: Stakeholder) -> Successor:
    """Say who takes over, before or after they leave; a former choice is replaced."""
    summary = _("%(successor)s succeeds %(name)s") % {
        "successor": successor.person.name,
        "name": stakeholder.person.name,
    }
    with act("name_successor", actor, stakeholder.account_id, summary) as recorder:
        return _name(recorder, stakeholder, successor)


def _name(recorder: Recorder, stakeholder: Stakeholder, successor: Stakeholder) -> Successor:
    if successor.account_id != stakeholder.account_id:
        raise ValidationError({"successor": _("A successor must be at the same account.")})
    for former in Successor.objects.filter(stakeholder=stakeholder, retracted_at__isnull=True):
        recorder.retract(former)
    return recorder.insert(Successor(stakeholder=stakeholder, successor=successor, named_on=today()))


def confirm_stakeholder(actor: User, stakeholder: Stakeholder, on: date | None = None) -> Confirmation:
    """Yes, what we know of them is still true."""
    summary = _("Confirmed %(name)s") % {"name": stakeholder.person.name}
    with act("confirm_stakeholder", actor, stakeholder.account_id, summary) as recorder:
        return recorder.insert(Confirmation(stakeholder=stakeholder, confirmed_on=on or today()))


def remove_stakeholder(actor: User, stakeholder: Stakeholder) -> None:
    """A mistake: they never were at this account. Their facts there are retracted with them."""
    summary = _("Removed %(name)s") % {"name": stakeholder.person.name}
    with act("remove_stakeholder", actor, stakeholder.account_id, summary) as recorder:
        recorder.retract(stakeholder)


def move_stakeholder(
    actor: User, stakeholder: Stakeholder, to_account: Account, on: date, *, title: str = ""
) -> Stakeholder:
    """They left for another customer: departed here, added there, one person all along."""
    summary = _("%(name)s moved to %(account)s") % {"name": stakeholder.person.name, "account": to_account.name}
    with act("move_stakeholder", actor, stakeholder.account_id, summary) as recorder:
        recorder.touches(to_account.pk)
        leave(recorder, stakeholder, on, summary)
        return join(recorder, to_account, stakeholder.person, on, title)


def _refuse_absent(stakeholder: Stakeholder, on: date) -> None:
    if stakeholder.left_on is not None and stakeholder.left_on <= on:
        raise ValidationError(_("%(name)s had left by then.") % {"name": stakeholder.person.name})
