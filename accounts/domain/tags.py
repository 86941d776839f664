"""Tags: free words on accounts and people, so spelled that one word is one tag."""

import re

LONGEST = 40
MOST = 50
SEPARATORS = ",;|\n\r\t"


class BadTag(ValueError):
    """Words that cannot be a tag."""


def clean_tag(words: str) -> str:
    """A tag as it is kept: white space made one space. *Raises* BadTag where it is empty, too long or a list.

    >>> clean_tag("  at   risk ")
    'at risk'
    """
    tag = " ".join(words.split())
    if not tag or len(tag) > LONGEST or "\0" in tag or any(sign in words.strip() for sign in SEPARATORS):
        raise BadTag(words)
    return tag


def split_tags(words: str) -> list[str]:
    """The tags of a list of them, each once, capitals aside. *Raises* BadTag.

    >>> split_tags("Pilot; EMEA,pilot | ")
    ['Pilot', 'EMEA']
    """
    found: dict[str, str] = {}
    for part in re.split(f"[{SEPARATORS}]", words):
        if part.strip():
            tag = clean_tag(part)
            found.setdefault(tag.casefold(), tag)
    return list(found.values())
