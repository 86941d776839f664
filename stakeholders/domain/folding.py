"""Names as one types them: without accents and capitals, so that Joao finds João."""

import unicodedata
from typing import Final

# What stays one letter when its accent is taken away; the database folds names by the same two lines of letters.
ACCENTED: Final = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıķĺľłñńňòóôõöøōőŕřśšşťùúûüūůűųýÿžźż"
PLAIN: Final = "aaaaaaaaacccddeeeeeeeegiiiiiiiklllnnnoooooooorrssstuuuuuuuuyyzzz"
BOTH_CASES: Final = (ACCENTED + ACCENTED.upper(), PLAIN + PLAIN)
# What parts the words of names and e-mails; in the index each is a space, so that ana@ac finds ana.silva@acme.example.
SIGNS: Final = "@._+-'’"
INDEXED: Final = (BOTH_CASES[0] + SIGNS, BOTH_CASES[1] + " " * len(SIGNS))
_TABLE: Final = str.maketrans(*BOTH_CASES)


def folded(text: str) -> str:
    """The text in lower case without accents.

    >>> folded("João Müller-Ångström")
    'joao muller-angstrom'
    """
    return unicodedata.normalize("NFC", text).translate(_TABLE).lower()


def flat(text: str) -> str:
    """The folded text letter for letter, so that what is found in it stands at the same place in the text.

    >>> flat("Über João")
    'uber joao'
    """
    return "".join(letter if len(letter) == 1 else sign for sign in text if (letter := folded(sign)))


def search_words(text: str) -> str:
    """What is looked for in the index, parted as the index parts it.

    >>> search_words("Ana.Sílva@acme")
    'ana silva acme'
    """
    return folded(text).translate(str.maketrans(SIGNS, " " * len(SIGNS)))
