"""What a file leaves to be asked once its rows are in the records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Questions:
    """How many people a file lacks, to be asked about, and how many of those asked about before it names again."""

    missing: int = 0
    named_again: int = 0
