"""How much is measured, and where do the files of a run lie?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Extent:
    """How many opinions each benchmark takes; None takes all there are."""

    messages: int | None = None  # of the public ones
    resampled_messages: int = 10_000
    resampled_texts: int = 100_000
    labelled: int | None = None  # of each set of short texts with groups
    copied: int = 2_500  # originals that get a noisy copy
    redacted: int = 4_000  # generated messages with personal data, and as many without
    stress_copies: int = 15  # of each message of a pair that is one problem
    imported: int = 50_000  # records of a spreadsheet
    audited: int = 1_000_000  # entries of a log
    listed: int = 100_000  # records of which a list shows a page
    heard: int = 50_000  # opinions of a ledger with a fifth as many problems
    asked: int = 40  # times that a page is asked for
    slices: int = 10
    draws: int = 5  # of every random choice that a figure is averaged over
    peer_runs: int = 2


FULL = Extent()
QUICK = Extent(
    messages=700,
    resampled_messages=1_200,
    resampled_texts=3_000,
    labelled=500,
    copied=300,
    redacted=300,
    stress_copies=4,
    imported=2_000,
    audited=50_000,
    listed=3_000,
    heard=2_000,
    asked=8,
    slices=3,
    draws=2,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every benchmark is given."""

    data: Path | None  # the development data, where there are any
    work: Path  # a folder of this benchmark's own, empty at first
    environments: Path  # where the peers are installed
    extent: Extent

    @property
    def is_full(self) -> bool:
        """Are the sizes those that targets speak of?"""
        return self.extent == FULL
