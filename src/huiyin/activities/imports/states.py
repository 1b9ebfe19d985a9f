"""How far is an import?"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ImportState(StrEnum):
    """What has become of a file that somebody gave in."""

    UPLOADED = "uploaded"  # nobody has looked into it yet
    READ = "read"  # it was shown what would become of its rows
    RUNNING = "running"  # confirmed; being taken in
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"  # it could not be read


# Something works on it, or should: a job that was killed here can be started again.
AT_WORK: Final = frozenset((ImportState.UPLOADED, ImportState.RUNNING, ImportState.UNDOING))
