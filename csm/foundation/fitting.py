"""How well what somebody typed fits a label: by beginnings of words, by initials, or but for a slip of the finger."""

import unicodedata

from rapidfuzz.distance import DamerauLevenshtein

BEGINS, IN_ORDER, IN_ANY_ORDER, INITIALS, SLIPPED = 1.0, 0.9, 0.8, 0.7, 0.5
# One slip in four letters.
ALIKE_FROM = 0.75
LEAST_FOR_A_SLIP = 4


def plain(text: str) -> str:
    """Small letters without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def fit(typed: str, label: str) -> float:
    """How well the typed words fit a label, in [0, 1]; 0 where they do not.

    >>> fit("Log", "Log a touchpoint"), fit("touch lo", "Log a touchpoint"), fit("lat", "Log a touchpoint")
    (1.0, 0.8, 0.7)
    >>> fit("touhcpoint", "Log a touchpoint"), fit("invoice", "Log a touchpoint"), fit("", "Log")
    (0.5, 0.0, 1.0)
    """
    wanted, words = plain(typed).split(), plain(label).replace("-", " ").split()
    if " ".join(words).startswith(" ".join(wanted)):
        return BEGINS
    if all(any(word.startswith(one) for word in words) for one in wanted):
        return IN_ORDER if _stand_in_order(wanted, words) else IN_ANY_ORDER
    if len(wanted) == 1 and len(wanted[0]) > 1 and "".join(word[0] for word in words).startswith(wanted[0]):
        return INITIALS
    return SLIPPED if all(_is_slip(one, words) for one in wanted) else 0.0


def _stand_in_order(wanted: list[str], words: list[str]) -> bool:
    rest = iter(words)
    return all(any(word.startswith(one) for word in rest) for one in wanted)


def _is_slip(typed: str, words: list[str]) -> bool:
    """Whether a word begins like what was typed, but for one letter in four."""
    if len(typed) < LEAST_FOR_A_SLIP:
        return any(word.startswith(typed) for word in words)
    return any(DamerauLevenshtein.normalized_similarity(typed, word[: len(typed)]) >= ALIKE_FROM for word in words)
