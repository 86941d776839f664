"""Plain text as a page shows it."""

import pytest

from csm.foundation.templatetags.writing import as_written


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        (None, ""),
        ("One\nTwo\n\nThree", "<p>One<br>Two</p><p>Three</p>"),
        ("Ask:\n- budget\n* time", "<p>Ask:</p><ul><li>budget</li><li>time</li></ul>"),
        ("1. first\r\n2) second", "<ol><li>first</li><li>second</li></ol>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
        ("https://a.example/x?y=1&z=2", '<p><a href="https://a.example/x?y=1&amp;z=2" rel="nofollow">'),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("- <b onclick=x>bold</b>", "<ul><li>&lt;b onclick=x&gt;bold&lt;/b&gt;</li></ul>"),
        ('"><script>alert(1)</script>', "<p>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_lists_and_links_are_shown_and_nothing_typed_is_markup(typed: str | None, shown: str) -> None:
    assert as_written(typed).startswith(shown)
    assert as_written(typed).count("<script") == 0
