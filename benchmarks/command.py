"""How long does `huiyin triage` take as a whole process, how large does it grow, and what does it say?

Seconds are wall seconds from the start of the process to its end. Memory is the resident peak of the largest
process of its tree, as the operating system counts it (wait4).
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ENDING = 2_000  # characters of what a failed process said last


class ProcessFailed(RuntimeError):
    """A process that was measured ended badly; the message is the last line of what it `said`."""

    def __init__(self, said: str) -> None:
        lines = [line for line in said.splitlines() if line.strip()]
        super().__init__(lines[-1] if lines else "it said nothing")
        self.said = said


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True)
class Triaged:
    """A result folder and what it cost to write it."""

    folder: Path
    cost: Cost

    @cached_property
    def opinions(self) -> list[dict[str, str]]:
        """The lines of opinions.csv."""
        return read_table(self.folder / "opinions.csv")

    @cached_property
    def run(self) -> Mapping[str, Any]:
        """run.json."""
        held: Mapping[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return held

    def groups(self, ids: Sequence[str]) -> list[str]:
        """The group of each of these opinions."""
        of_id = {line["id"]: line["group"] for line in self.opinions}
        return [of_id[name] for name in ids]

    def themes(self, ids: Sequence[str]) -> list[str]:
        """The theme of each of these opinions."""
        of_group = {line["group"]: line["theme"] for line in read_table(self.folder / "problems.csv")}
        return [of_group[group] for group in self.groups(ids)]

    def count(self, name: str) -> int:
        """One of the counts of run.json: read, kept, duplicate, single, …"""
        return int(self.run["counts"][name])


def read_table(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file with headings."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def triage(files: Sequence[Path], out: Path, *options: str) -> Triaged:
    """Call the command on these files as a clerk does. Raises ProcessFailed."""
    words = [sys.executable, "-m", "huiyin", "triage", *map(str, files), "--out", str(out), *options]
    return Triaged(out, run_measured(words))


def run_measured(words: Sequence[str]) -> Cost:
    """Run a command to its end and measure it. Raises ProcessFailed."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(words, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise ProcessFailed(said.read().decode(errors="replace")[-ENDING:])
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Cost(seconds, usage.ru_maxrss * unit / 1e6)
