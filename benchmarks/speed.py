"""How long does a triage take from file to files, and how much memory, at the sizes an office meets?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import Triaged, triage
from benchmarks.edits import resampled_messages, resampled_texts
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.sources import (
    VARIABLE,
    Message,
    make_minghu,
    read_labelled,
    read_messages,
    write_messages,
    write_texts,
)

SEED = 20
HOW = (
    "whole process, from one CSV file to the complete result folder; the first {real:,} are real, the others "
    "copies with 5 to 15 % of their {units} changed{more}"
)
OF_MESSAGES = (
    ", other regions in all, the end of another message's title in 3 of 10 and of its detail in 1 of 2"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most wall seconds and megabytes that are wanted of one triage; None where nothing is asked."""

    seconds: Goal | None = None
    megabytes: Goal | None = None


MESSAGES = Limits(Goal(most=12.0), Goal(most=1_000.0))
SHORT_TEXTS = Limits(Goal(most=30.0), Goal(most=1_500.0))
NONE = Limits()


def measure(bench: Bench) -> Iterator[Part]:
    """Real-length messages in problem mode, short texts in both modes."""
    messages, texts = _material(bench)
    if bench.data is None:
        yield NotRun("speed on public messages", f"{VARIABLE} is unset; the invented district stands in")
    many = resampled_messages(messages, bench.extent.resampled_messages, seed=SEED)
    length = sum(len(one.title) + len(one.detail) for one in many) / len(many)
    file = write_messages(bench.work / "messages.csv", many)
    limits = MESSAGES if bench.is_full else NONE
    how = HOW.format(real=min(len(messages), len(many)), units="characters", more=OF_MESSAGES)
    yield _table(
        f"{len(many):,} messages of {length:.0f} characters on average, problem mode",
        how,
        triage([file], bench.work / "messages", "--mode", "problem"),
        limits,
    )
    yield from _short_texts(bench, texts)


def _material(bench: Bench) -> tuple[list[Message], list[str]]:
    """Messages and short texts to begin with."""
    if bench.data is None:
        messages = list(make_minghu(bench.work).messages)
        return messages, [one.title or one.detail[:30] for one in messages]
    sets = [read_labelled(bench.data, name) for name in ("intents_en", "paraphrase_groups")]
    return read_messages(bench.data), [text for held in sets for text in held.texts]


def _short_texts(bench: Bench, texts: list[str]) -> Iterator[Part]:
    many = resampled_texts(texts, bench.extent.resampled_texts, seed=SEED)
    file = write_texts(bench.work / "texts.csv", many)
    how = HOW.format(
        real=min(len(texts), len(many)), units="words (English) or characters (Chinese)", more=""
    )
    for mode, limits in (("topic", SHORT_TEXTS), ("problem", NONE)):
        yield _table(
            f"{len(many):,} short texts, {mode} mode",
            how,
            triage([file], bench.work / mode, "--mode", mode),
            limits if bench.is_full else NONE,
        )


def _table(title: str, how: str, triaged: Triaged, limits: Limits) -> Table:
    steps: dict[str, float] = triaged.run["seconds"]
    groups = _groups(triaged.folder)
    lines: list[tuple[Cell, ...]] = [
        figure("wall seconds", triaged.cost.seconds, limits.seconds),
        figure("peak memory, MB", triaged.cost.peak_mb, limits.megabytes),
        *(figure(f"of the seconds: {name}", float(seconds)) for name, seconds in steps.items()),
        figure("opinions kept", triaged.count("kept")),
        figure("duplicates", triaged.count("duplicate")),
        figure("groups", groups),
    ]
    return Table(title, how, FIGURES, lines)


def _groups(folder: Path) -> int:
    return (folder / "problems.csv").read_text(encoding="utf-8").count("\n") - 1
