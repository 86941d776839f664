"""Ids as other systems write them, made one spelling each."""

import re
from enum import StrEnum

from accounts.domain.importing.values import Misread

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SALESFORCE = re.compile(r"[0-9A-Za-z]{15}(?:[A-Za-z0-5]{3})?", re.ASCII)
ROUNDED = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)


class IdStyle(StrEnum):
    """How a system writes its ids."""

    PLAIN = "plain"
    SALESFORCE = "salesforce"
    NUMBER = "number"


def canonical_id(word: str, style: IdStyle) -> str:
    """The one spelling of an id.

    Parameters
    ----------
    word : an id, or something else (an e-mail, a name), which stays as it is.
    style : how the system writes ids. Salesforce's 15 characters tell capital and small letters apart; the three more
        of its long form say which are capital, should a program have made all alike. Numbers may have been given
        decimals on the way.

    Raises
    ------
    Misread
        `rounded_id` for a number that a spreadsheet has rounded, which means nobody any more.

    Examples
    --------
    >>> canonical_id("0013000000abcde", IdStyle.SALESFORCE)
    '0013000000abcdeAAA'
    >>> canonical_id("8712.0", IdStyle.NUMBER)
    '8712'
    """
    if style is IdStyle.SALESFORCE and SALESFORCE.fullmatch(word) and word[0].isdigit():
        is_intact = len(word) == 15 or word[:15] not in (word[:15].upper(), word[:15].lower())
        return long_id(word[:15]) if is_intact else _with_case(word)
    if style is IdStyle.NUMBER:
        if ROUNDED.fullmatch(word):
            raise Misread("rounded_id", found=word)
        return re.sub(r"(?<=\d)[.,]0+$", "", word) if re.fullmatch(r"\d+[.,]0+", word) else word
    return word


def long_id(short: str) -> str:
    """The 18 characters of a Salesforce id of 15: each of the last three tells which of five are capital."""
    parts = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(LETTERS[sum(1 << at for at, sign in enumerate(part) if sign.isupper())] for part in parts)


def _with_case(long: str) -> str:
    """A long id whose letters may have lost their case on the way: the last three characters bring it back."""
    signs = []
    suffix = long[15:].upper()
    for at, sign in enumerate(long[:15]):
        is_upper = LETTERS.index(suffix[at // 5]) >> at % 5 & 1
        signs.append(sign.upper() if is_upper else sign.lower())
    return "".join(signs) + suffix


def key_prefix(word: str) -> str:
    """The three characters by which a Salesforce id names its object; "" for anything else."""
    word = word.strip()
    return word[:3] if SALESFORCE.fullmatch(word) and word[0].isdigit() else ""
