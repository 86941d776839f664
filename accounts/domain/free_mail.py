"""Domains at which anybody can have an address: an e-mail there says nothing about a company. They stand in a list."""

from pathlib import Path
from typing import Final

LIST = Path(__file__).with_name("free_mail.txt")


def _listed() -> frozenset[str]:
    lines = (line.split("#")[0].lower() for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(domain for line in lines for domain in line.split())


FREE_MAIL_DOMAINS: Final = _listed()


def is_free_mail(domain: str) -> bool:
    """Whether addresses at a domain are open to anybody, or the domain is one under which anybody registers.

    >>> is_free_mail("gmail.com"), is_free_mail("co.uk"), is_free_mail("acme.example")
    (True, True, False)
    """
    return domain in FREE_MAIL_DOMAINS


def company_domain(address: str) -> str:
    """Return the domain of an e-mail address where it is a company's, else an empty text.

    >>> company_domain("Ana@Alder.example"), company_domain("ana@gmail.com"), company_domain("nobody")
    ('alder.example', '', '')
    """
    _local, at, domain = address.strip().lower().rpartition("@")
    return domain if at and domain not in FREE_MAIL_DOMAINS else ""
