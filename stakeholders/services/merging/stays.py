"""Stays of one person at one account: those that overlap are one, the others remain apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.weaving import Strand, overlaps
from accounts.models import ExternalId
from accounts.services.acts import Recorder
from accounts.services.merging.plan import Contradiction, Plan, Renamed
from csm.foundation.merging import MergeRule
from stakeholders.models import Departure, Stakeholder
from stakeholders.services.importing.numbers import take_numbers

STAY = "stay"


def move_stays(plan: Plan, rule: MergeRule, renamed: Renamed) -> None:
    """Let the stays of an account or a person be another's, and join those of one person that overlap."""
    _Stays(plan, f"{rule.fields[0]}_id", renamed).plan_all()


class _Stays:
    def __init__(self, plan: Plan, column: str, renamed: Renamed) -> None:
        self.plan, self.column, self.renamed = plan, column, renamed
        self.moved = self._rows(list(renamed))
        self.moved_ids = {row.pk for row in self.moved}

    def _rows(self, ids: Sequence[int]) -> list[Stakeholder]:
        rows = self.plan.standing(Stakeholder).filter(**{f"{self.column}__in": ids})
        return list(rows.select_related("person"))

    def plan_all(self) -> None:
        """Whatever is left of the moved ones once overlapping stays were joined goes over."""
        others = [row for row in self._rows(sorted(set(self.renamed.values()))) if row.pk not in self.moved_ids]
        joined: dict[int, int] = {}
        for stays in self._by_place([*self.moved, *others]):
            for cluster in clusters(stays):
                joined.update(self._join(cluster) if len(cluster) > 1 else {})
        self.plan.moved[Stakeholder] += len(self.moved)
        self._go_over([row for row in self.moved if row.pk not in joined])
        if joined:
            self.plan.hand_over(Stakeholder, joined)

    def _by_place(self, rows: Iterable[Stakeholder]) -> Iterable[list[Stakeholder]]:
        """The stays of one person at one account, once moved."""
        found: dict[tuple[int, int], list[Stakeholder]] = defaultdict(list)
        for row in rows:
            key = {"account_id": row.account_id, "person_id": row.person_id}
            key[self.column] = self.renamed.get(key[self.column], key[self.column])
            found[key["account_id"], key["person_id"]].append(row)
        return found.values()

    def _go_over(self, rows: Sequence[Stakeholder]) -> None:
        for row in rows:
            self.plan.change(row, **{self.column: self.renamed[getattr(row, self.column)]})
        if self.column == "account_id":
            ids, (account_id,) = [row.pk for row in self.moved], set(self.renamed.values())
            self.plan.before_write.append(lambda recorder: _rename(recorder, account_id, ids))
            self.plan.before_write.append(lambda recorder: _number(self.plan, account_id, rows))

    def _join(self, stays: list[Stakeholder]) -> dict[int, int]:
        """Let one stay stand for all: the one that does not move, else the latest. Returns what the others become."""
        kept = min(stays, key=lambda row: (row.pk in self.moved_ids, row.left_on is not None, -row.pk))
        others = [row for row in stays if row is not kept]
        for row in others:
            self.plan.retract(row)
            self.plan.pass_on("stakeholder", row.pk, kept.pk)
        begun = [row.joined_on for row in stays if row.joined_on is not None]
        joined_on = min(begun) if len(begun) == len(stays) else None
        left_on = self._end(kept, others)
        if (joined_on, left_on) != (kept.joined_on, kept.left_on):
            self.plan.change(kept, joined_on=joined_on, left_on=left_on)
        return {row.pk: kept.pk for row in others}

    def _end(self, kept: Stakeholder, others: Sequence[Stakeholder]) -> Any:
        """When the joined stay ends: as the side that is believed says, and with its departure."""
        believed = kept
        differing = [row for row in others if row.left_on != kept.left_on]
        if differing and STAY in self.plan.prefers_old:
            believed = next((row for row in differing if row.pk in self.moved_ids), kept)
        for row in differing:
            refused = row if believed is kept else kept
            found = Contradiction(STAY, _("Still there or left"), believed, refused, refused.pk in self.moved_ids)
            self.plan.contradictions.append(found)
        self._keep_departure(kept, [kept, *others], believed)
        return believed.left_on

    def _keep_departure(self, kept: Stakeholder, stays: Sequence[Stakeholder], believed: Stakeholder) -> None:
        departures = list(self.plan.standing(Departure).filter(stakeholder__in=stays))
        right = [one for one in departures if one.left_on == believed.left_on]
        best: Any = min(right, key=lambda one: (one.stakeholder_id != believed.pk, one.pk), default=None)
        for one in departures:
            if one is not best:
                self.plan.retract(one)
            elif one.stakeholder_id != kept.pk:
                self.plan.change(one, stakeholder_id=kept.pk)


def clusters(stays: Iterable[Stakeholder]) -> list[list[Stakeholder]]:
    """Stays that share days, directly or through others."""
    found: list[list[Stakeholder]] = []
    for row in stays:
        touching = [group for group in found if any(overlaps(_strand(row), _strand(other)) for other in group)]
        found = [group for group in found if group not in touching]
        found.append([*(other for group in touching for other in group), row])
    return found


def _strand(row: Stakeholder) -> Strand:
    return Strand(row.pk, row.joined_on, row.left_on)


def _number(plan: Plan, account_id: int, rows: Sequence[Stakeholder]) -> None:
    """Give those who come to an account its next numbers."""
    for row, number in zip(rows, take_numbers(account_id, len(rows)), strict=True):
        plan.change(row, number=number)


def _rename(recorder: Recorder, account_id: int, ids: Sequence[int]) -> None:
    """Whom a file knows by name and account only, it knows by the account that stays, too."""
    held = ExternalId.objects.filter(kind="stakeholder", row_id__in=ids, value__startswith="name:")
    for name in held.order_by("pk"):
        value = f"name:{account_id}:{name.value.rsplit(':', 1)[1]}"
        if not ExternalId.objects.filter(source=name.source, kind="stakeholder", value=value).exists():
            recorder.insert(ExternalId(source=name.source, kind="stakeholder", value=value, row_id=name.row_id))
