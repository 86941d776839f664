"""Calendars written down for tests: events with what a test says of them, the rest as most calendars have it."""

from collections.abc import Iterable

ANA, BO, EVE = "ana@acme.example", "bo@acme.example", "eve@acme.example"
CLEO, CARL = "cleo@ours.example", "carl@ours.example"


def attendee(email: str, name: str = "", **parameters: str) -> str:
    """The line of somebody invited; a list of parameters by keyword, such as PARTSTAT."""
    said = {**({"CN": f'"{name}"'} if name else {}), **parameters}
    return f"ATTENDEE{''.join(f';{key}={value}' for key, value in said.items())}:mailto:{email}"


def event(uid: str, start: str = "20260302T100000Z", *lines: str, people: Iterable[str] = (CLEO, ANA)) -> str:
    """One event; `people` are e-mails or whole lines."""
    invited = [one if ":" in one else attendee(one) for one in people]
    begins = f"DTSTART{start}" if start.startswith((";", ":")) else f"DTSTART:{start}"
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", begins, "SUMMARY:Weekly call", *lines, *invited, "END:VEVENT", ""]
    )


def calendar(*parts: str, method: str = "PUBLISH", zone: str = "") -> str:
    """A calendar of such events, or of zones before them."""
    named = f"X-WR-TIMEZONE:{zone}\r\n" if zone else ""
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nMETHOD:{method}\r\n{named}"
    return head + "".join(parts) + "END:VCALENDAR\r\n"
