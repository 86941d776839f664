"""The mark by which templates are found for translation; the domain itself knows no language but English."""


def gettext_noop(template: str) -> str:
    """Mark a template for extraction and return it unchanged.

    >>> gettext_noop("%(name)s joined.")
    '%(name)s joined.'
    """
    return template
