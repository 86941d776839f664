"""Domains at which anybody can have an address: an e-mail there says nothing about a company."""

from typing import Final

# fmt: off
FREE_MAIL_DOMAINS: Final = frozenset(
    (
        "126.com", "163.com", "alice.it", "aol.com", "arcor.de", "bigpond.com", "bluewin.ch", "bol.com.br",
        "btinternet.com", "centrum.cz", "comcast.net", "cox.net", "daum.net", "fastmail.com", "free.fr", "freenet.de",
        "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.com",
        "hotmail.co.uk", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "icloud.com",
        "inbox.lv", "interia.pl", "laposte.net", "libero.it", "live.com", "live.co.uk", "live.fr", "live.nl",
        "mac.com", "mail.com", "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com", "o2.pl", "online.de",
        "onet.pl", "orange.fr", "outlook.com", "outlook.de", "outlook.es", "outlook.fr", "outlook.pt", "posteo.de",
        "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "sapo.pt", "sbcglobal.net",
        "seznam.cz", "sfr.fr", "sky.com", "skynet.be", "t-online.de", "telenet.be", "terra.com.br", "tin.it",
        "tiscali.it", "tuta.com", "tutanota.com", "ukr.net", "uol.com.br", "verizon.net", "virgilio.it",
        "virginmedia.com", "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br",
        "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "ziggo.nl",
        "zoho.com",
    )
)
# fmt: on


def company_domain(address: str) -> str:
    """Return the domain of an e-mail address where it is a company's, else an empty text.

    >>> company_domain("Ana@Alder.example"), company_domain("ana@gmail.com"), company_domain("nobody")
    ('alder.example', '', '')
    """
    _local, at, domain = address.strip().lower().rpartition("@")
    return domain if at and domain not in FREE_MAIL_DOMAINS else ""
