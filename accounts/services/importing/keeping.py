"""Columns of a file that hold nothing known, kept as extra fields; what they hold is judged from all their cells."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.extra_judging import ColumnJudge, Judgement
from accounts.domain.extras import ExtraKind
from accounts.models import ExtraField, ImportRun, Subject, User
from accounts.models.extras import KIND_LABELS
from accounts.selectors.extras import PREFIX
from accounts.services.extras import create_extra_field
from accounts.services.importing.kinds import Kind

KEEP = "keep"  # what a column holds that is kept as what it seems to hold; "keep:number" says what it holds


def subject_of(kind: Kind) -> Subject | None:
    """Whose extra fields the columns of such a file can become; None where nobody's."""
    return {"accounts": Subject.ACCOUNT, "people": Subject.PERSON}.get(kind.key)


def judgements_of(run: ImportRun, columns: Iterable[int]) -> dict[int, Judgement]:
    """What some columns of a file seem to hold, all of their cells looked at; those looked at before are remembered."""
    known = {int(index): Judgement(ExtraKind(one[0]), tuple(one[1]), *one[2:]) for index, one in run.judged.items()}
    fresh = {index: ColumnJudge() for index in columns if index not in known}
    if fresh:
        for chunk in run.chunks.iterator(chunk_size=10):
            rows = [cells for _number, cells, *_more in chunk.rows()]
            for index, judge in fresh.items():
                judge.look(cells[index] for cells in rows if index < len(cells))
        known.update({index: judge.judge() for index, judge in fresh.items()})
        run.judged = {
            str(index): [one.kind, list(one.choices), one.currency, one.is_filled] for index, one in known.items()
        }
        ImportRun.objects.filter(pk=run.pk).update(judged=run.judged)
    return known


def kept_words(run: ImportRun, kind: Kind, columns: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """For some columns in which ways each can be kept, first as what it seems to hold: values and words."""
    if subject_of(kind) is None:
        return {}
    judged = judgements_of(run, columns)
    return {index: [(KEEP, _seems(judged[index])), *_kinds(judged[index])] for index in columns}


def _seems(judged: Judgement) -> str:
    words = str(KIND_LABELS[judged.kind])
    details = judged.currency or ", ".join(judged.choices)
    return _("%(kind)s, as it seems") % {"kind": f"{words} ({details[:60]})" if details else words}


def _kinds(judged: Judgement) -> list[tuple[str, str]]:
    others = (kind for kind in KIND_LABELS if kind not in (judged.kind, ExtraKind.CHOICE))
    return [(f"{KEEP}:{kind}", str(KIND_LABELS[kind])) for kind in others]


def keep_columns(actor: User | None, run: ImportRun, kind: Kind, wanted: Mapping[int, str]) -> dict[int, str]:
    """Make extra fields of columns and return the field of each; one of that name is used if it holds the same.

    `wanted` says `keep`, or `keep:number` and so on. The fields stay when the import is undone; settings remove them.
    *Raises* ValidationError.
    """
    subject = subject_of(kind)
    if subject is None or not wanted:
        return {}
    judged = judgements_of(run, wanted)
    with transaction.atomic():
        return {index: _kept(actor, run, subject, index, said, judged[index]) for index, said in wanted.items()}


def _kept(actor: User | None, run: ImportRun, subject: Subject, index: int, said: str, judged: Judgement) -> str:
    name, asked = run.header[index][:80], said.partition(":")[2]
    if asked and asked not in set(ExtraKind):
        known = ", ".join(f"{KEEP}:{one}" for one in ExtraKind)
        raise ValidationError(_("A column can be kept as one of: %(known)s.") % {"known": f"{KEEP}, {known}"})
    kind = ExtraKind(asked) if asked else judged.kind
    there = ExtraField.objects.standing().filter(subject=subject, name__iexact=" ".join(name.split())).first()
    if there is not None:
        _refuse_other_kind(there, kind)
        return f"{PREFIX}{there.key}"
    if kind is ExtraKind.CHOICE and not judged.choices:
        raise ValidationError(_("“%(name)s” holds too many different words for a choice.") % {"name": name})
    made = create_extra_field(actor, subject, name=name, kind=kind, choices=judged.choices, currency=judged.currency)
    return f"{PREFIX}{made.key}"


def _refuse_other_kind(there: ExtraField, kind: ExtraKind) -> None:
    if there.kind != kind:
        shown = {"name": there.name, "kind": KIND_LABELS[ExtraKind(there.kind)]}
        raise ValidationError(
            _("There is an extra field “%(name)s” already, which holds %(kind)s. Choose it for this column.") % shown
        )
