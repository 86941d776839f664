"""Names beside spots: none covers another where there is room, and all stay on the chart."""

from itertools import combinations

from stakeholders.domain.name_places import LEFT_EDGE, LETTER_WIDTH, RIGHT_EDGE, Spot, Written, write_names


def span(spot: Spot, written: Written) -> tuple[float, float]:
    width = LETTER_WIDTH * len(spot.name)
    left = written.text_x - {"start": 0.0, "middle": width / 2, "end": width}[written.anchor]
    return left, left + width


def test_four_neighbours_on_one_line_are_all_readable() -> None:
    spots = [Spot("Enrico Colombo", 10, 30), Spot("Chiara Lombardi", 15, 30), Spot("Giulia Lombardi", 19, 30)]
    written = write_names([*spots, Spot("Freya Hughes", 30, 30)])
    lines = [(one.text_y, *span(spot, one)) for spot, one in zip(spots, written, strict=False)]
    for (y, left, right), (other_y, other_left, other_right) in combinations(lines, 2):
        assert abs(y - other_y) >= 2 or right <= other_left or other_right <= left


def test_two_on_one_point_stand_beside_each_other() -> None:
    written = write_names([Spot("Ana", 50, 50), Spot("Ben", 50, 50), Spot("Cyd", 100, 50), Spot("Dan", 100, 50)])
    assert [round(one.x, 1) for one in written] == [50, 53.6, 100, 96.4]


def test_a_name_at_the_edge_stays_on_the_chart() -> None:
    spots = [Spot("Bartholomew of the Long Name", 0, 40), Spot("Bartholomew of the Long Name", 100, 60)]
    for spot, written in zip(spots, write_names(spots), strict=True):
        left, right = span(spot, written)
        assert left >= LEFT_EDGE
        assert right <= RIGHT_EDGE
