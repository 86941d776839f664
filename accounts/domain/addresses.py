"""How web domains and e-mails are written down, so that equal ones are equal."""

import re

HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_HOST = 253


def is_host(text: str) -> bool:
    """Whether a normalised domain is one.

    >>> is_host("example.com"), is_host("not a domain at all"), is_host("example")
    (True, False, False)
    """
    return len(text) <= LONGEST_HOST and HOST.fullmatch(text) is not None


def normalised_domain(typed: str) -> str:
    """Return the bare host of what somebody typed or pasted: lower case, no scheme, path, port or leading www.

    >>> normalised_domain(" https://WWW.Example.com:443/about?x=1 ")
    'example.com'
    >>> normalised_domain("")
    ''
    """
    host = typed.strip().lower()
    host = host.split("://", 1)[-1]
    for end in "/?#":
        host = host.split(end, 1)[0]
    host = host.rsplit("@", 1)[-1].split(":", 1)[0].strip(".")
    return host.removeprefix("www.")


def normalised_email(typed: str) -> str:
    """Return an e-mail without spaces around it, in lower case.

    >>> normalised_email(" Ana@Example.COM ")
    'ana@example.com'
    """
    return typed.strip().lower()
