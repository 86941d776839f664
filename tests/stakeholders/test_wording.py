"""Shares as a reader sees them."""

import pytest

from stakeholders.selectors.wording import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "–"), (0.0, "0 %"), (0.004, "< 1 %"), (0.005, "< 1 %"), (0.126, "13 %"), (0.996, "> 99 %"), (1.0, "100 %")],
)
def test_almost_certain_never_reads_as_certain(share: float | None, said: str) -> None:
    assert percent(share) == said
