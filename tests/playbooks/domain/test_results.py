"""What ended plays did, by hand-computed answers."""

from playbooks.domain.results import Ended, Moved, results


def test_shares_medians_and_changes_over_what_is_known_at_both_ends() -> None:
    found = results(
        [
            Ended(
                "exited",
                10,
                {"threads": 0, "score": 40.0, "survival": 30.0},
                {"threads": 2, "score": 50.0, "survival": 80.0},
            ),
            Ended("exited", 20, {"threads": 1, "score": 60.0}, {"threads": 2, "score": None}),
            Ended("completed", 40, {"threads": 1}, {"threads": 1, "score": 10.0}),
            Ended("cancelled", 2, {"threads": True}, {}),
        ]
    )
    assert (found.reached, found.completed, found.cancelled, found.ended) == (2, 1, 1, 4)
    assert (found.share_reached, found.median_days) == (0.5, 15.0)
    assert found.moved == (
        Moved("threads", 1.0, 2.0, 1.0, 3),
        Moved("score", 40.0, 50.0, 10.0, 1),
        Moved("survival", 30.0, 80.0, 50.0, 1),
    )


def test_nothing_ended_says_nothing() -> None:
    found = results([])
    assert (found.ended, found.share_reached, found.median_days, found.moved) == (0, None, None, ())
