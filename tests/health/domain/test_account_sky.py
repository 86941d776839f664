"""Where accounts stand in the sky of accounts, and columns in a chart."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from health.domain import account_sky, columns, forecasts
from health.domain.account_sky import HEIGHT, LARGEST, SMALLEST, WIDTH, Seen, place_accounts


def test_examples_of_the_docstrings_hold() -> None:
    for module in (account_sky, columns, forecasts):
        found = doctest.testmod(module)
        assert found.attempted
        assert not found.failed


def test_area_is_revenue_and_height_is_health() -> None:
    large, small, unknown = place_accounts(
        [Seen(1, "Small", 100, 20.0, 25.0), Seen(2, "Large", 200, 90.0, 100.0), Seen(3, "Unknown", 300, None, 1.0)]
    )
    assert (large.id, large.radius, small.radius) == (2, LARGEST, LARGEST / 2)
    assert large.y < small.y < unknown.y
    assert large.x > small.x


def test_a_name_that_would_cover_another_account_is_left_out() -> None:
    near = [Seen(1, "A very long name of a company", 100, 50.0, 100.0), Seen(2, "Beside", 130, 50.0, 90.0)]
    first, second = place_accounts(near)
    assert first.label_x is None
    assert second.label_x is not None


def test_a_name_at_the_right_edge_stands_left_of_its_star() -> None:
    [star] = place_accounts([Seen(1, "At the very end", 365, 50.0, 100.0)])
    assert star.label_x is not None
    assert star.label_x < star.x


seen = st.builds(
    Seen,
    st.integers(1, 10**6),
    st.text("abc ", min_size=1, max_size=30),
    st.integers(0, 800),
    st.none() | st.floats(0, 100),
    st.floats(1, 10**7),
)


@given(st.lists(seen, max_size=40, unique_by=lambda one: one.id))
def test_every_account_stands_inside_and_the_largest_are_drawn_first(accounts: list[Seen]) -> None:
    placed = place_accounts(accounts)
    assert sorted(star.id for star in placed) == sorted(one.id for one in accounts)
    assert all(0 <= star.x <= WIDTH and 0 <= star.y <= HEIGHT for star in placed)
    assert all(SMALLEST <= star.radius <= LARGEST for star in placed)
    radii = [star.radius for star in placed]
    assert radii == sorted(radii, reverse=True)
