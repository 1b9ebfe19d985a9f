"""Which benchmarks are run, and where does what they measured go?

python3 do.py bench                 all of them
python3 do.py bench speed copies    these
python3 do.py bench --quick         all on small samples: does everything still work?
python3 do.py bench --page          write docs/reference/benchmarks.md from the last results
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version

from benchmarks import (
    auditing,
    copies,
    deadlines,
    groupings,
    importing,
    judged_pairs,
    learning,
    ledger_lists,
    lists,
    redaction,
    repeats,
    slices,
    speed,
    themes,
)
from benchmarks.command import ProcessFailed
from benchmarks.extent import FULL, QUICK, Bench, Extent
from benchmarks.page import write_page
from benchmarks.report import NotRun, Part, as_record, as_text, read_results, write_results
from benchmarks.sources import ROOT, data_folder

Measure = Callable[[Bench], Iterator[Part]]
BENCHMARKS: Mapping[str, Measure] = {
    "speed": speed.measure,
    "pairs": judged_pairs.measure,
    "groupings": groupings.measure,
    "themes": themes.measure,
    "learning": learning.measure,
    "copies": copies.measure,
    "redaction": redaction.measure,
    "slices": slices.measure,
    "repeats": repeats.measure,
    "deadlines": deadlines.measure,
    "importing": importing.measure,
    "lists": lists.measure,
    "ledger": ledger_lists.measure,
    "auditing": auditing.measure,
}
FOLDER = ROOT / "bench"
RESULTS = "results.json"
QUICK_RESULTS = "results-quick.json"
LIBRARIES = (
    "huiyin",
    "numpy",
    "scipy",
    "scikit-learn",
    "scikit-network",
    "rensa",
    "rjieba",
    "sparse-dot-topn",
)


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; the answer is the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    results = FOLDER / (QUICK_RESULTS if asked.quick else RESULTS)
    if asked.page:
        write_page(read_results(FOLDER / RESULTS))
        return 0
    failed = []
    for name in asked.names or BENCHMARKS:
        record, failures = _run(name, QUICK if asked.quick else FULL)
        held = {**read_results(results), name: record}
        write_results(results, {name: held[name] for name in BENCHMARKS if name in held})
        failed += failures
    print(f"\nWritten to {results.relative_to(ROOT)}.")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="do.py bench", description="Measure, each beside a peer in the same run."
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"all of these if none is named: {', '.join(BENCHMARKS)}"
    )
    parser.add_argument("--quick", action="store_true", help="small samples: minutes instead of an hour")
    parser.add_argument("--page", action="store_true", help="write docs/reference/benchmarks.md instead")
    return parser


def _run(name: str, extent: Extent) -> tuple[dict[str, object], list[NotRun]]:
    """One benchmark in a folder of its own, told as it goes: its record, and where the product failed."""
    work = FOLDER / "work" / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    print(f"\n{name}", flush=True)
    started = time.perf_counter()
    parts: list[Part] = []
    for part in _measured(name, Bench(data_folder(), work, FOLDER / "envs", extent)):
        parts.append(part)
        print(f"\n{as_text(part)}", flush=True)
    seconds = time.perf_counter() - started
    print(f"\n  {name} took {seconds:.0f} s", file=sys.stderr, flush=True)
    failures = [part for part in parts if isinstance(part, NotRun) and part.is_failure]
    record: dict[str, object] = {"parts": [as_record(part) for part in parts]}
    return {**record, "seconds": round(seconds, 1), "on": _machine()}, failures


def _measured(name: str, bench: Bench) -> Iterator[Part]:
    """What the benchmark says, and that it broke off where the command itself failed."""
    try:
        yield from BENCHMARKS[name](bench)
    except ProcessFailed as failure:
        print(failure.said, file=sys.stderr)
        yield NotRun(f"the rest of {name}", f"huiyin failed: {failure}", is_failure=True)


def _machine() -> dict[str, object]:
    """What a reader must know to compare seconds; nothing that names the machine."""
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
