"""How does a benchmark say what it measured, to people and to programs?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from huiyin.publishing.text_width import pad, pad_left, text_width, wrap

Cell = str | int | float | None

WIDTH = 100  # of the sentences under a table
FIGURES = ("what", "measured", "wanted", "reached")


@dataclass(frozen=True, slots=True)
class Table:
    """Measurements beside one another; `how` says in a sentence or two how they were made."""

    title: str
    how: str
    columns: Sequence[str]
    lines: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class NotRun:
    """Something that was not measured, and why."""

    what: str
    why: str
    is_failure: bool = False  # of the product; False where something was merely not to be had


Part = Table | NotRun


@dataclass(frozen=True, slots=True)
class Goal:
    """Between which values a figure is wanted; None where there is no bound."""

    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        if self.least is not None and self.most is not None:
            return f"{_short(self.least)} to {_short(self.most)}"
        return f"at least {_short(self.least)}" if self.least is not None else f"at most {_short(self.most)}"

    def is_reached_by(self, value: float) -> bool:
        """Does the value lie within the bounds, the bounds included?"""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def figure(what: str, measured: Cell, goal: Goal | None = None) -> tuple[Cell, ...]:
    """A line of a table of FIGURES, with what is wanted and whether it is reached."""
    if goal is None or not isinstance(measured, int | float):
        return (what, measured, None, None)
    return (what, measured, str(goal), "yes" if goal.is_reached_by(measured) else "NO")


def shown(cell: Cell) -> str:
    """A cell for people: three digits or so, thousands apart, a dash for what does not apply."""
    if cell is None:
        return "–"
    if isinstance(cell, float):
        digits = 3 if abs(cell) <= 1 else 2 if abs(cell) < 10 else 1 if abs(cell) < 100 else 0
        return f"{cell:,.{digits}f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def as_text(part: Part) -> str:
    """The part for a terminal."""
    if isinstance(part, NotRun):
        return f"  not run: {part.what}: {part.why}"
    grid = [list(part.columns), *[[shown(cell) for cell in line] for line in part.lines]]
    widths = [max(text_width(line[place]) for line in grid) for place in range(len(part.columns))]
    is_word = [any(isinstance(line[place], str) for line in part.lines) for place in range(len(widths))]
    lines = [
        "  " + "  ".join(_set(*cell) for cell in zip(line, widths, is_word, strict=True)) for line in grid
    ]
    lines.insert(1, "  " + "  ".join("-" * width for width in widths))
    how = [f"  {line}" for line in wrap(f"({part.how})", WIDTH)]
    return "\n".join([f"  {part.title}", *[line.rstrip() for line in lines], *how])


def as_markdown(part: Part) -> str:
    """The part for a page."""
    if isinstance(part, NotRun):
        return f"Not run: {part.what}: {part.why}"
    grid = [list(part.columns), ["---"] * len(part.columns)]
    grid += [[shown(cell) for cell in line] for line in part.lines]
    lines = ["| " + " | ".join(line) + " |" for line in grid]
    return "\n".join([f"### {part.title}", "", f"{part.how[:1].upper()}{part.how[1:]}.", "", *lines])


def as_record(part: Part) -> dict[str, object]:
    """The part for programs."""
    if isinstance(part, NotRun):
        return {"not_run": part.what, "why": part.why, "is_failure": part.is_failure}
    return asdict(part)


def from_record(record: Mapping[str, object]) -> Part:
    """The part that such a record was made from."""
    if "not_run" in record:
        return NotRun(str(record["not_run"]), str(record["why"]), is_failure=bool(record["is_failure"]))
    return Table(**record)  # type: ignore[arg-type]  # as_record wrote these fields


def read_results(path: Path) -> dict[str, dict[str, object]]:
    """What earlier runs measured, by benchmark; nothing where there is no such file."""
    if not path.is_file():
        return {}
    held: dict[str, dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    return held


def write_results(path: Path, results: Mapping[str, Mapping[str, object]]) -> None:
    """Write what was measured, by benchmark."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def ratios(values: Iterable[float], to: float) -> list[float | None]:
    """Each value as a multiple of another one; None where that is 0."""
    return [value / to if to else None for value in values]


def _short(bound: float | None) -> str:
    return f"{bound:,g}" if bound is not None else ""


def _set(cell: str, width: int, is_word: bool) -> str:  # noqa: FBT001  given by position from a list
    return pad(cell, width) if is_word else pad_left(cell, width)
