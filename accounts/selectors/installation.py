"""What an installation knows of the company that runs it."""

from accounts.models import Installation


def installation() -> Installation:
    """Our own company; an empty row that is not saved yet where nobody has said anything of it."""
    return Installation.objects.filter(pk=1).first() or Installation(pk=1)


def our_domains() -> frozenset[str]:
    """The web domains whose e-mail addresses are ours, in small letters."""
    return frozenset(installation().domains)
