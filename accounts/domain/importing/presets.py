"""Raw exports of other systems: recognised by their header, and read without anybody mapping columns.

A preset is data. It says by which columns a file of an object is recognised, and for each kind of row the file holds
which column is which field. Headers are written `A | B`: the first of them that the file has counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.domain.importing.columns import normal
from accounts.domain.importing.foreign_ids import IdStyle, key_prefix
from accounts.domain.importing.formats import Record

NOT_BLANK = frozenset[str]()
LIKE_AN_ADDRESS = frozenset({"@"})
Words = frozenset[str]


@dataclass(frozen=True)
class Use:
    """One kind of row that a file of an object holds.

    Parameters
    ----------
    key : what it is called within its preset; pages have words for it.
    kind : key of the kind of row.
    columns : headers by field.
    constants : text by field, of every row that says nothing else.
    only, unless : rows are taken where the column says one of the words (`NOT_BLANK`: anything; `LIKE_AN_ADDRESS`: what
        holds an @), and not where it says one of `unless`. A column that the file does not have decides nothing, but
        one that `only` wants to be there at all.
    values : for a field what each word of the other system means here; "" for nothing.
    lenient : fields without which a row is brought in when its cell cannot be read.
    only_new : fields that say something about what is new, and change nothing that is known.
    markup : fields that hold HTML.
    is_distinct : rows that say the same count once.
    """

    key: str
    kind: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, Words] = field(default_factory=dict)
    unless: Mapping[str, Words] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lenient: frozenset[str] = frozenset()
    only_new: frozenset[str] = frozenset()
    markup: frozenset[str] = frozenset()
    is_distinct: bool = False


@dataclass(frozen=True)
class Preset:
    """What a file of one object of another system holds.

    `signs` are columns that it must have; the ids in the first of them begin with `prefix` where the system has such.
    `is_whole` says that an export names everybody the system knows at an account, so that who is missing may have left.
    """

    key: str
    source: str
    system: str
    object: str
    signs: tuple[str, ...]
    uses: tuple[Use, ...]
    ids: IdStyle = IdStyle.PLAIN
    prefix: str = ""
    is_whole: bool = False
    position: int = 100

    def use(self, key: str) -> Use | None:
        """The use of that key."""
        return next((use for use in self.uses if use.key == key), None)


def columns_of(header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """The column of each field: the first of its headers that the file has.

    >>> columns_of(["Id", "Account Name"], {"name": "Name | Account Name", "external_id": "Id", "phase": "Phase"})
    {'name': 1, 'external_id': 0}
    """
    places = _places(header)
    found = {key: place_of(places, said) for key, said in columns.items()}
    return {key: place for key, place in found.items() if place is not None}


def place_of(places: Mapping[str, int], said: str) -> int | None:
    """Where the first known of some headers written `A | B` stands."""
    return next((places[name] for name in map(normal, said.split("|")) if name in places), None)


def _places(header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(normal(name), place)
    return places


def recognise(
    header: Sequence[str], rows: Sequence[Sequence[str]], presets: Iterable[Preset], file_name: str = ""
) -> Preset | None:
    """Tell which object a file holds.

    Parameters
    ----------
    header, rows : the names of the columns and some first rows.
    presets : what there is to choose from.
    file_name : decides between objects that both fit equally.

    Returns
    -------
    The preset whose signs are all there, whose ids are not those of another object and which knows most of the columns;
    None where none fits or two fit equally: it is never guessed.
    """
    ranked = sorted(
        ((_fit(preset, header, file_name), preset) for preset in presets if _may_be(preset, header, rows)),
        key=lambda pair: pair[0],
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _may_be(preset: Preset, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    places = _places(header)
    has_signs = all(place_of(places, sign) is not None for sign in preset.signs)
    return has_signs and _prefix_of(preset, header, rows) == preset.prefix


def _fit(preset: Preset, header: Sequence[str], file_name: str) -> tuple[int, bool]:
    known = {place for use in preset.uses for place in columns_of(header, use.columns).values()}
    return len(known), normal(file_name).startswith(normal(preset.object))


def _prefix_of(preset: Preset, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """How the ids of the first sign begin, where the preset says how they should."""
    place = place_of(_places(header), preset.signs[0]) if preset.prefix else None
    if place is None:
        return ""
    ids = [key_prefix(cells[place]) for cells in rows if place < len(cells) and cells[place].strip()]
    return next((prefix for prefix in ids if prefix), "")


class Picker:
    """Takes those rows of a file that a use is about, in the order of the file."""

    def __init__(self, header: Sequence[str], use: Use) -> None:
        places = _places(header)
        self._only = [(place_of(places, said), _folded(words)) for said, words in use.only.items()]
        self._unless = [(place_of(places, said), _folded(words)) for said, words in use.unless.items()]
        self._seen: set[tuple[str, ...]] | None = set() if use.is_distinct else None
        self._told = sorted(columns_of(header, use.columns).values())

    def takes(self, cells: Sequence[str]) -> bool:
        """Whether the use is about a row."""
        if not all(place is not None and _says(cells, place, words) for place, words in self._only):
            return False
        if any(place is not None and _cell(cells, place).casefold() in words for place, words in self._unless):
            return False
        return self._is_new(cells)

    def _is_new(self, cells: Sequence[str]) -> bool:
        if self._seen is None:
            return True
        said = tuple(_cell(cells, place).casefold() for place in self._told)
        is_new = said not in self._seen
        self._seen.add(said)
        return is_new


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _says(cells: Sequence[str], place: int, words: Words) -> bool:
    cell = _cell(cells, place).casefold()
    if words == LIKE_AN_ADDRESS:
        return "@" in cell
    return cell in words if words else bool(cell)


def _folded(words: Words) -> Words:
    return frozenset(word.casefold() for word in words)


def without_footer(rows: Iterable[Record]) -> Iterator[Record]:
    """Leave out the remarks below the table of a report: lines of one cell that say who made it and whose it is."""
    held: list[Record] = []
    for row in rows:
        if len(row.cells) > 1:
            yield from held
            held = []
            yield row
        else:
            held.append(row)
