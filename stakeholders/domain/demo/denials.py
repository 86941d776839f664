"""Who decides is told by the story of an account, not by titles: what the rules would say besides was ruled out."""

from collections.abc import Iterator
from typing import Final

from stakeholders.domain.demo.drafts import StarDraft
from stakeholders.domain.demo.situations import Situation
from stakeholders.domain.titles.assuming import RuleBook
from stakeholders.domain.titles.settling import title_key

DECIDING: Final = frozenset({"decision_maker", "budget_holder"})


def decided_otherwise(book: RuleBook, situation: Situation, star: StarDraft) -> Iterator[tuple[str, str]]:
    """Words of a title and a deciding role that somebody denied; nobody did where only titles are known."""
    if situation is Situation.ASSUMED:
        return
    for title, department in sorted({(each.title, each.department) for each in star.positions}):
        said = {str(role.value) for level in _levels(star) for role in book.assume(title, department, level).roles}
        for role in sorted(said & DECIDING):
            yield title_key(title), role


def _levels(star: StarDraft) -> set[str]:
    return {"", *(each.level.value for each in star.positions)}
