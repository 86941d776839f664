"""The countries whose public holidays are known, by ISO 3166 code."""

import re
from functools import lru_cache
from typing import Final

import holidays
from holidays.registry import COUNTRIES

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=1)
def working_countries() -> list[tuple[str, str]]:
    """Code and English name of each, by name.

    >>> dict(working_countries())["US"]
    'United States'
    """
    known = holidays.list_supported_countries()
    names = {entry[1]: CAMEL.sub(" ", entry[0]) for entry in COUNTRIES.values() if entry[1] in known}
    return sorted(names.items(), key=lambda item: item[1])


def country_code(text: str) -> str | None:
    """The code of a country given by code or English name; None for none of these.

    >>> country_code("pt"), country_code("Portugal"), country_code("Atlantis")
    ('PT', 'PT', None)
    """
    wanted = text.strip().casefold()
    return next((code for code, name in working_countries() if wanted in (code.casefold(), name.casefold())), None)
