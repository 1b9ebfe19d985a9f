"""What does docs/reference/benchmarks.md say, given the last results?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.report import as_markdown, from_record
from benchmarks.sources import ROOT

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
HEAD = """# Benchmarks

<!-- Written by `python3 do.py bench` with `--page`, from bench/results.json; run it again, do not edit. -->

*For someone who wants to know how fast, how good and how steady it is, and to check that.*

`python3 do.py bench` measures all of this anew, in about {minutes} minutes, and keeps it in
`bench/results.json`; names after it choose benchmarks, `--quick` takes small samples. Peers are installed
into environments of their own under `bench/envs`, outside every lock; what cannot be installed is said. Real
messages may not be passed on with the project: they are read from the folder named in `HUIYIN_TEST_DATA`.
Where it is unset, the invented district of `examples/minghu` stands in, or the benchmark says that it did not
run.

Seconds are those of one run on the machine named below; what counts are ratios and qualities. In the column
*reached*, NO is a wish that was missed."""


def write_page(results: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the page. Raises ValueError where there are no results yet."""
    if not results:
        raise ValueError("there are no results yet: run `python3 do.py bench` first")
    PAGE.write_text(page(results), encoding="utf-8")


def page(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The page: the machine, then each benchmark with its tables."""
    minutes = round(sum(float(record["seconds"]) for record in results.values()) / 60)
    sections = [HEAD.format(minutes=max(minutes, 1)), _machine(next(iter(results.values()))["on"])]
    for name, record in results.items():
        parts = [as_markdown(from_record(part)) for part in record["parts"]]
        sections.append("\n\n".join([f"## {name}", f"Took {record['seconds']:,.0f} s.", *parts]))
    return "\n\n".join(sections) + "\n"


def _machine(facts: Mapping[str, Any]) -> str:
    held = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    machine = f"{facts['cores']} cores, {facts['system']} {facts['processor']}, Python {facts['python']}"
    return f"Measured on {machine}; {held}."
