"""People we met who are not on the map: add them, say that they are none of this customer's, or ignore them.

They are kept from the invitations of calendars by one statement, whenever facts of an account change; so imports, their
undoing, and people who became known by any other way need not think of them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.services.acts import Recorder, act
from csm.foundation.facts import Basis
from stakeholders.models import Decision, Stakeholder, Suggestion
from stakeholders.selectors.suggestions import shown_name
from stakeholders.services.people import find_or_add_person, join

# Counted anew; who was decided about stays though nobody sees them any longer.
KEEP = """
    WITH seen AS (
        SELECT invitee.account_id, invitee.email, count(*) AS times, max(event.starts_on) AS latest,
            (array_agg(invitee.name ORDER BY invitee.name = '', event.starts_on DESC))[1] AS name
        FROM stakeholders_invitee invitee JOIN stakeholders_calendarevent event ON event.id = invitee.event_id
        WHERE invitee.account_id = ANY(%(ids)s) AND NOT invitee.is_ours AND invitee.stakeholder_id IS NULL
            AND invitee.answer NOT IN ('declined', 'gone') AND NOT event.is_cancelled
        GROUP BY invitee.account_id, invitee.email
    ), unseen AS (
        SELECT id FROM stakeholders_suggestion suggestion WHERE account_id = ANY(%(ids)s) AND NOT EXISTS (
            SELECT FROM seen WHERE (seen.account_id, seen.email) = (suggestion.account_id, suggestion.email))
    ), forgotten AS (
        DELETE FROM stakeholders_suggestion WHERE decision = '' AND id IN (SELECT id FROM unseen)
    ), emptied AS (
        UPDATE stakeholders_suggestion SET times_seen = 0 WHERE decision <> '' AND id IN (SELECT id FROM unseen)
    )
    INSERT INTO stakeholders_suggestion (account_id, email, name, times_seen, last_seen_on, is_known, decision)
    SELECT account_id, email, name, times, latest, EXISTS (
        SELECT FROM stakeholders_person person
            JOIN stakeholders_stakeholder stakeholder ON stakeholder.person_id = person.id
        WHERE lower(person.email) = seen.email AND stakeholder.account_id = seen.account_id
            AND person.retracted_at IS NULL AND stakeholder.retracted_at IS NULL), ''
    FROM seen ORDER BY 1, 2
    ON CONFLICT (account_id, email) DO UPDATE SET name = excluded.name, times_seen = excluded.times_seen,
        last_seen_on = excluded.last_seen_on, is_known = excluded.is_known
"""


def keep_suggestions(account_ids: Iterable[int]) -> None:
    """Count again who was met at accounts and is not on their maps. One statement; the decisions stand."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"ids": sorted(set(account_ids))})


def add_suggested(actor: User, suggestion: Suggestion, *, name: str = "") -> Stakeholder:
    """Put somebody suggested on the map; they take part in all meetings where they were seen.

    *Raises* ValidationError when they are there already.
    """
    shown = name.strip() or shown_name(suggestion)
    with act("add_suggested", actor, suggestion.account_id, _("Added %(name)s") % {"name": shown}) as recorder:
        return _add(recorder, suggestion, shown)


def add_all_suggested(actor: User, suggestions: Sequence[Suggestion]) -> list[Stakeholder]:
    """Put several on their maps at once; undone together."""
    accounts = {suggestion.account_id for suggestion in suggestions}
    only = accounts.pop() if len(accounts) == 1 else None
    words = ngettext("Added %(count)s person", "Added %(count)s people", len(suggestions)) % {"count": len(suggestions)}
    with act("add_suggested", actor, only, words) as recorder:
        recorder.touches(*(suggestion.account_id for suggestion in suggestions))
        return [_add(recorder, suggestion, shown_name(suggestion)) for suggestion in suggestions]


def _add(recorder: Recorder, suggestion: Suggestion, name: str) -> Stakeholder:
    if suggestion.is_known or suggestion.times_seen == 0:
        raise ValidationError(_("%(name)s is no longer suggested.") % {"name": name})
    person = find_or_add_person(recorder, name, suggestion.email)
    return join(recorder, suggestion.account, person, None, "", level_basis=Basis.STATED)


def decide(actor: User, suggestions: Sequence[Suggestion], decision: str) -> None:
    """Remember that somebody is not at this customer, is to be ignored, or ("") is to be suggested again."""
    names = shown_name(suggestions[0]) if len(suggestions) == 1 else str(len(suggestions))
    words = DECIDED[decision]() % {"name": names}
    accounts = {suggestion.account_id for suggestion in suggestions}
    with act("decide_suggested", actor, accounts.pop() if len(accounts) == 1 else None, words) as recorder:
        for suggestion in suggestions:
            recorder.touches(suggestion.account_id)
            said: dict[str, Any] = {"decided_by": actor, "decided_at": timezone.now()} if decision else {}
            recorder.change(suggestion, decision=decision, **said)


DECIDED = {
    Decision.NOT_HERE: lambda: _("Not at this customer: %(name)s"),
    Decision.IGNORED: lambda: _("Ignored: %(name)s"),
    "": lambda: _("Suggested again: %(name)s"),
}
