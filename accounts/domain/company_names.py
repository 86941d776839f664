"""Names of companies without what the law adds to them, so that Acme GmbH is Acme, Inc."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Legal forms as they end (or begin) names, in small letters without dots; several words in one string belong together.
LEGAL_FORMS: Final = (
    "gmbh & co kgaa", "gmbh & co kg", "gmbh & co ohg", "ag & co kgaa", "ag & co kg", "se & co kgaa", "se & co kg",
    "ug haftungsbeschrankt", "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "eg", "sarl", "gesmbh",
    "limited liability company", "limited", "ltd", "llc", "llp", "lp", "plc", "incorporated", "inc", "corporation",
    "corp", "company", "co", "pty ltd", "pty", "pvt ltd", "pvt", "private limited", "public limited company", "pbc",
    "sa de cv", "s de rl de cv", "sapi de cv", "sa", "sas", "sasu", "eurl", "snc", "sci", "scop", "cie", "et cie",
    "spa", "srl", "srls", "sapa", "sl", "slu", "sau", "slp", "scl", "lda", "ltda", "unipessoal lda", "eireli", "me",
    "bv", "nv", "vof", "bvba", "cvba", "cv", "comm v", "ab", "as", "asa", "aps", "a/s", "is", "oy", "oyj", "ehf", "hf",
    "sp z oo", "spzoo", "sp z o o", "spolka z oo", "spolka akcyjna", "sp k", "sp j", "sro", "s r o", "as", "kft",
    "zrt", "nyrt", "doo", "d o o", "dd", "ad", "eood", "ood", "sia", "uab", "ou", "oo", "zao", "pao", "ooo", "oao",
    "se", "scs", "sca", "kk", "kabushiki kaisha", "gk", "yk", "co ltd", "pte ltd", "pte", "sdn bhd", "bhd", "tbk",
    "pt", "jsc", "pjsc", "fzco", "fz llc", "fze", "wll", "anonim sirketi", "as ve tic", "a s", "holding", "holdings",
    "group", "gruppe", "groupe", "grupo", "gruppo", "ооо", "оао", "зао", "пао", "ао",
)  # fmt: skip
FORMS: Final = tuple(sorted({tuple(form.split()) for form in LEGAL_FORMS}, key=len, reverse=True))
FIRST_FORMS: Final = frozenset({"as", "pt", "ooo", "oao", "zao", "pao", "ao", "ооо", "оао", "зао", "пао", "ао"})
FILLERS: Final = frozenset(
    {"the", "and", "und", "et", "y", "e", "of", "&", "die", "der", "das", "la", "le", "el", "il"}
)


@lru_cache(maxsize=65536)
def company_words(name: str) -> tuple[str, ...]:
    """The words of a company's name: small, without accents, legal forms and filling words.

    >>> company_words("The Müller & Söhne GmbH & Co. KG"), company_words("Société Générale S.A.")
    (('muller', 'sohne'), ('societe', 'generale'))
    >>> company_words("A.S. Roma"), company_words("Holding AG")
    (('roma',), ('holding',))
    """
    words = _split(name)
    stripped = _without_forms(words)
    kept = [word for word in stripped if word not in FILLERS]
    return tuple(kept or stripped or words)


def _split(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("ł", "l").replace("ø", "o")
    undotted = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", re.sub(r"['’`\"]", "", plain)).replace(".", " ")
    return [word for word in re.split(r"[^\w&/]+", undotted) if word]


def _without_forms(words: list[str]) -> list[str]:
    """Take legal forms from the end and the beginning as long as a name is left."""
    left = list(words)
    while (form := _form_at(left)) is not None:
        left = left[: -len(form)] if tuple(left[-len(form) :]) == form else left[len(form) :]
    return left


def _form_at(words: list[str]) -> tuple[str, ...] | None:
    for form in FORMS:
        size = len(form)
        if size < len(words) and tuple(words[-size:]) == form:
            return form
    return (words[0],) if len(words) > 1 and words[0] in FIRST_FORMS else None
