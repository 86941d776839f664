"""One worker of the recompute: says that it is ready, waits for a line, judges whatever is due beside the others."""

import sys

from tests.benchmarks import server  # noqa: F401 (sets Django up)
from tests.benchmarks.databases import use_portfolio
from tests.benchmarks.measuring import say


def main() -> None:
    use_portfolio()
    from stakeholders.services.conclusions import conclude_due, count_due

    count_due()
    say("ready")
    sys.stdin.readline()
    while conclude_due():
        pass


if __name__ == "__main__":
    main()
