"""Files of recognitions: who of theirs and ours was praised, when, before whom, in which words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from accounts.domain.importing.columns import Field
from accounts.domain.importing.rows import Row
from accounts.domain.importing.values import choice, day, long_text, several, text, user_word
from accounts.models import Account
from accounts.services.acts import Recorder
from accounts.services.importing.account_references import FIELDS as ACCOUNT_FIELDS
from accounts.services.importing.account_references import NEEDS
from accounts.services.importing.bulk import copy_values
from accounts.services.importing.kinds import Batch, Kind, Write
from csm.foundation.clock import today
from stakeholders.models import Recognition, RecognitionStakeholder, RecognitionUser
from stakeholders.models.recognitions import LONGEST_TEXT, Audience, RecognitionKind
from stakeholders.services.importing.records import Change, Columns, RecordWork, claims, judged, spelt

KIND_WORDS = spelt(RecognitionKind.choices, webinar="joint_webinar", praise="internal_praise", thanks="thank_you")
AUDIENCE_WORDS = spelt(Audience.choices, team="their_team", leadership="their_leadership", us="our_company")


def fields() -> list[Field]:
    """What a file can say about a recognition."""
    kinds, audiences = tuple(RecognitionKind.choices), tuple(Audience.choices)
    return [
        Field("external_id", _("External id"), text(180), ("recognition id", "id", "record id")),
        *ACCOUNT_FIELDS,
        Field("recognised_on", _("Date"), day, ("date", "recognised on", "recognized on", "when"), is_date=True),
        Field("kind", _("Kind"), choice(KIND_WORDS), ("type", "kind of recognition"), options=kinds),
        Field(
            "audience",
            _("Before whom"),
            choice(AUDIENCE_WORDS),
            ("before whom", "audience", "in front of"),
            options=audiences,
        ),
        Field("text", _("What for"), long_text(LONGEST_TEXT), ("words", "description", "notes", "what for")),
        Field(
            "theirs",
            _("Theirs (e-mails or external ids)"),
            several(text(254), ";|,"),
            ("people", "contacts", "recognised", "their people"),
        ),
        Field("ours", _("Ours (e-mails)"), several(user_word, ";|,"), ("users", "our people", "colleagues")),
    ]


class _Work(RecordWork):
    model = Recognition
    named_as: ClassVar[str] = "recognition"
    theirs: ClassVar[str] = "theirs"
    ours: ClassVar[str] = "ours"

    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        ids = list(self.held)
        self.held_theirs = _links(RecognitionStakeholder, "stakeholder_id", ids)
        self.held_ours = _links(RecognitionUser, "user_id", ids)
        self.people: dict[str, tuple[list[int], list[int]]] = {}
        self.replaced: list[tuple[int, Any, str, list[int]]] = []

    def same(self, row: Row) -> tuple[Any, ...]:
        whom = ",".join(sorted(word.lower() for word in row.get("theirs", ())))
        return (row.get("recognised_on", ""), row.get("kind", ""), row.get("text", ""), whom)

    def wanted(self, row: Row, account: Account, held: Any) -> Columns | None:
        if not self.needs(row, held, "recognised_on"):
            return None
        on: date = row.get("recognised_on") or held.recognised_on
        if on > max(self.batch.as_of, today()):
            self.batch.fail(row, "recognised_on", "ahead", found=on)
            return None
        people = self._people(row, on)
        if people is None:
            return None
        if held is None and not any(people):
            self.batch.fail(row, "theirs", "needed")
            return None
        self.people[self.keys[row.number]] = people
        return {name: row[name] for name in ("recognised_on", "kind", "audience", "text") if name in row}

    def _people(self, row: Row, on: date) -> tuple[list[int], list[int]] | None:
        theirs = [self.somebody(row, word, on) for word in row.get("theirs", ())]
        ours = [self.user_of(row, word) for word in row.get("ours", ())]
        if None in theirs or (None in ours and "ours" not in self.batch.lenient):
            return None
        return _ids(theirs), _ids(ours)

    def more_changes(self, row: Row, held: Any, columns: Columns) -> list[Change]:
        theirs, ours = self.people[self.keys[row.number]]
        changes: list[Change] = []
        for name, model, column, wanted, there in (
            ("theirs", RecognitionStakeholder, "stakeholder_id", theirs, self.held_theirs[held.pk]),
            ("ours", RecognitionUser, "user_id", ours, self.held_ours[held.pk]),
        ):
            if name in row and wanted and set(wanted) != there.keys():
                self.replaced.append((held.pk, model, column, wanted))
                changes.append((name, len(there), row[name]))
        return changes

    def write_more(self, recorder: Recorder) -> None:
        """Who was praised goes with the recognition; of one that is there each change is remembered."""
        made = [(record.pk, *self.people[key]) for key, record in self.made.items()]
        theirs = ((pk, whom) for pk, some, _ours in made for whom in some)
        ours = ((pk, whom) for pk, _theirs, some in made for whom in some)
        copy_values(RecognitionStakeholder, ("recognition_id", "stakeholder_id"), theirs)
        copy_values(RecognitionUser, ("recognition_id", "user_id"), ours)
        for pk, model, column, wanted in self.replaced:
            there = (self.held_theirs if model is RecognitionStakeholder else self.held_ours)[pk]
            for whom in sorted(there.keys() - set(wanted)):
                recorder.remove(there[whom])
            recorder.insert_many([model(recognition_id=pk, **{column: whom}) for whom in wanted if whom not in there])


def _ids(people: Iterable[Any]) -> list[int]:
    return list(dict.fromkeys(one.pk for one in people if one is not None))


def _links(model: Any, column: str, ids: list[int]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for link in model.objects.filter(recognition_id__in=ids):
        found[link.recognition_id][getattr(link, column)] = link
    return found


def plan(batch: Batch) -> Write:
    """Judge rows of recognitions."""
    return judged(_Work(batch)).write


RECOGNITIONS = Kind(
    key="recognitions",
    label=_("Recognitions"),
    help=_("Who was celebrated, theirs and ours, when and before whom."),
    fields=fields,
    needs=((*NEEDS, "theirs"), ("external_id", "recognised_on")),
    claims=claims,
    plan=plan,
    position=72,
)
