"""What one asks "what if" about, as it stands in the address: `if-` points, `value-` raw values, `without`, `ours`."""

from collections.abc import Iterable

from django.http import QueryDict

from health.domain.imagining import Saying, Supposed, Supposition, is_supposable
from health.selectors.explaining import Explained

MOST_OUT = 100
NAMES = {Saying.VALUE: "value-", Saying.POINTS: "if-"}
WITHOUT, OURS = "without", "ours"


def supposition_of(asked: QueryDict, health: Explained) -> Supposition:
    """What the address asks about; what cannot be is passed over. Points prevail over a value."""
    sky = health.given.found.sky
    measures = {}
    for row in health.rows:
        for saying, prefix in NAMES.items():
            supposed = _amount(asked.get(f"{prefix}{row.part.key}", ""), saying)
            if supposed and health.card and is_supposable(supposed, health.card, row.part.key):
                measures[row.part.key] = supposed
    return Supposition(
        measures,
        _ids(asked, WITHOUT, (star.id for star in sky.stars if star.is_present(sky.as_of))),
        _ids(asked, OURS, (user.id for user in sky.ours if user.is_active)),
    )


def is_tidy(asked: QueryDict) -> bool:
    """Whether the address says nothing idle: a form without JavaScript sends its empty fields too."""
    return not any(_is_idle(name, value) for name, values in asked.lists() for value in values)


def tidy(asked: QueryDict) -> str:
    """The query without what says nothing, as one would share it."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        kept.setlist(name, [value for value in values if not _is_idle(name, value)])
    return kept.urlencode(safe=",")


def _is_idle(name: str, value: str) -> bool:
    return not value.strip() and name.startswith(tuple(NAMES.values()))


def _amount(said: str, saying: Saying) -> Supposed | None:
    try:
        return Supposed(saying, float(said))
    except ValueError:
        return None


def _ids(asked: QueryDict, name: str, known: Iterable[int]) -> frozenset[int]:
    """Ids by repetition or by comma, of those who can be taken out."""
    said = {each.strip() for value in asked.getlist(name)[:MOST_OUT] for each in value.split(",")[:MOST_OUT]}
    return frozenset(one for one in known if str(one) in said)
