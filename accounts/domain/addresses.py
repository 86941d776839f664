"""How web domains and e-mails are written down, so that equal ones are equal."""


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
