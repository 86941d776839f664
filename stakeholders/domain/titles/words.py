"""The words of a title, alike whatever the accents, the case, the hyphens and the forms for women and men."""

import re
import unicodedata
from typing import Final

Words = tuple[str, ...]

# Small words that only join others; "to" is not among them: an assistant to a director is no assistant director.
JOINING: Final = frozenset(
    {
        *("a", "an", "the", "of", "for", "and", "&", "at"),  # English
        *("der", "die", "das", "den", "dem", "des", "und", "fur", "fuer", "im", "am", "vom", "zur", "zum"),  # German
        *("de", "du", "d", "la", "le", "les", "l", "et", "aux", "au", "en"),  # French
        *("del", "las", "los", "el", "y", "e"),  # Spanish
        *("do", "da", "dos", "das"),  # Portuguese
        *("di", "dello", "della", "dei", "degli", "delle", "dell", "ed"),  # Italian
        *("van", "het", "een", "voor"),  # Dutch
    }
)
LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "’": "'", "‐": "-", "–": "-"})
# (m/w/d), [f/m/x], H/F: who may apply, not what the job is.
SEXES: Final = re.compile(r"[(\[]?\b[mwfdhx](?:\s*[/|]\s*[mwfdhx*]){1,3}\b[)\]]?", re.IGNORECASE)
# Leiter/in, Leiter*in, Directeur·rice, Chargé(e), Técnico/a: the ending after the sign is the other form.
ENDINGS: Final = "innen|in|rice|trice|euse|esse|ere|iere|nne|ne|ora|ra|ta|es|as|os|e|a|o"
OTHER_FORM: Final = re.compile(rf"(?<=\w\w\w)\s?[/*:·•._(-]{{1,2}}\s?(?:{ENDINGS})\)?(?!\w)")
BINNEN_I: Final = re.compile(r"(?<=[a-zäöüß])In(?:nen)?\b")  # LeiterIn
WORD: Final = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*|&")


def folded(text: str) -> str:
    """The text in small letters without accents.

    >>> folded("Geschäftsführer"), folded("Directrice générale"), folded("Großkunden")
    ('geschaftsfuhrer', 'directrice generale', 'grosskunden')
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words_of(title: str) -> Words:
    """The words of a title that mean something, in order.

    >>> words_of("Leiter/in Einkauf (m/w/d)"), words_of("Vice-Präsident"), words_of("Head of R&D")
    (('leiter', 'einkauf'), ('vice', 'prasident'), ('head', 'r&d'))
    >>> words_of("Directeur·rice des ressources humaines"), words_of("Sr. Mgr., I.T.")
    (('directeur', 'ressources', 'humaines'), ('sr', 'mgr', 'it'))
    """
    plain = SEXES.sub(" ", BINNEN_I.sub("", title.replace("\u00ad", "")))
    plain = OTHER_FORM.sub("", folded(_joined_initials(plain)))
    return tuple(word for word in WORD.findall(plain) if word not in JOINING)


def _joined_initials(text: str) -> str:
    """`C.E.O.` and `V.P.` are one word."""
    return re.sub(r"\b(?:[A-Za-z]\.){2,6}", lambda found: found[0].replace(".", ""), text)
