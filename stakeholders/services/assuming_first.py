"""What is assumed of somebody new, or of a new position, before any of it is written."""

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import Role
from accounts.services.importing.fresh import fresh
from csm.foundation.facts import Basis
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.settling import Known, assumed_of, settle
from stakeholders.domain.titles.spans import Span
from stakeholders.models import Assessment, Position, RoleHolding, RuledOut
from stakeholders.services.assuming import (
    assumed_assessment,
    assumed_columns,
    guessed_axes,
    holding_of,
    place_of,
    ruled_out_of,
    thought_of,
)


def fill_position(position: Position, book: RuleBook, ruled_out: Iterable[RuledOut] = ()) -> Position:
    """Let a position that is about to be recorded hold what is assumed where nothing is stated."""
    found = assumed_of(book, place_of(position), ruled_out_of(ruled_out, {}))
    for name, said in (("level", found.level), ("department", found.department)):
        if not getattr(position, name) or getattr(position, f"{name}_basis") == Basis.ASSUMED:
            for column, value in assumed_columns(name, str(said.value) if said else "").items():
                setattr(position, column, value)
    return position


def first_assumptions(
    book: RuleBook,
    roles: Mapping[str, Role],
    position: Position,
    held: Sequence[RoleHolding],
    thoughts: Sequence[Assessment],
) -> tuple[list[RoleHolding], list[Assessment]]:
    """Fill the first position and the assessments of somebody new; return the roles and assessments assumed beside.

    What comes of it is what `settle_assumptions` would have made of the same facts once they were written.
    """
    fill_position(position, book)
    keys = {role.pk: key for key, role in roles.items()}
    known = Known(
        [place_of(position)],
        [holding_of(row, keys) for row in held],
        [thought_of(row, place) for place, row in enumerate(thoughts)],
    )
    changes = settle(book, known)
    for place, parts in changes.pieces:
        _hold_authority(thoughts[place], parts)
    return (
        [
            _assumed_holding(position, roles[key], span)
            for key, span in changes.new_holdings
            if key in roles  # a rule may name a role that this installation does not have
        ],
        [assumed_assessment(span, value, stakeholder=position.stakeholder) for span, value in changes.new_thoughts],
    )


def _hold_authority(thought: Assessment, parts: Sequence[tuple[Span, int | None]]) -> None:
    """One position lasts through any assessment of somebody new, so its authority is one."""
    thought.authority = parts[-1][1]
    thought.assumed = guessed_axes(thought, thought.authority)


def _assumed_holding(position: Position, role: Role, span: Span) -> RoleHolding:
    return fresh(
        RoleHolding,
        stakeholder=position.stakeholder,
        role=role,
        valid_from=span.since,
        valid_to=span.until,
        basis=Basis.ASSUMED.value,
    )
