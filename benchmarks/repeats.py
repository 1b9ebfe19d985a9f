"""Does equal input give equal bytes, and do shuffled rows give the same groups?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.command import Triaged, read_table, triage
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Goal, NotRun, Part, Table, figure
from benchmarks.sources import (
    VARIABLE,
    Message,
    make_minghu,
    read_labelled,
    read_messages,
    sample_messages,
    write_messages,
)

NONE_DIFFERS = Goal(most=0)
NOT_COMPARED = ("seconds", "peak_memory_mb")  # of run.json
SEED = 3


def measure(bench: Bench) -> Iterator[Part]:
    """Messages in problem mode and short texts in topic mode, each twice and shuffled."""
    if bench.data is None:
        yield NotRun("repeats on public messages", f"{VARIABLE} is unset; the invented district stands in")
        yield _repeated(bench, "problem", make_minghu(bench.work).messages)
        return
    messages = sample_messages(read_messages(bench.data), (), bench.extent.messages)
    yield _repeated(bench, "problem", messages)
    texts = read_labelled(bench.data, "intents_en").sample(bench.extent.labelled).texts
    yield _repeated(bench, "topic", [Message(f"T{n}", "", "", "", text) for n, text in enumerate(texts)])


def _repeated(bench: Bench, mode: str, messages: Sequence[Message]) -> Table:
    shuffled = list(messages)
    Random(SEED).shuffle(shuffled)
    file = write_messages(bench.work / f"{mode}.csv", messages)
    other = write_messages(bench.work / f"{mode}_shuffled.csv", shuffled)
    first, second, mixed = (
        triage([path], bench.work / f"{mode}_{turn}", "--mode", mode)
        for turn, path in enumerate((file, file, other))
    )
    ids = [message.id for message in messages]
    pairs = {
        "group": zip(first.groups(ids), mixed.groups(ids), strict=True),
        "theme": zip(first.themes(ids), mixed.themes(ids), strict=True),
        "title of the group": zip(_titles(first, ids), _titles(mixed, ids), strict=True),
    }
    lines = [
        figure(
            "files that differ, same file twice",
            len(differing_files(first.folder, second.folder)),
            NONE_DIFFERS,
        )
    ]
    lines += [
        figure(f"opinions with another {what}, rows shuffled", sum(a != b for a, b in both), NONE_DIFFERS)
        for what, both in pairs.items()
    ]
    how = f"{len(messages):,} opinions in {mode} mode; seconds and memory in run.json are not compared"
    return Table(f"Repeats, {mode} mode", how, FIGURES, lines)


def _titles(triaged: Triaged, ids: Sequence[str]) -> list[str]:
    title = {line["group"]: line["title"] for line in read_table(triaged.folder / "problems.csv")}
    return [title[group] for group in triaged.groups(ids)]


def differing_files(first: Path, second: Path) -> list[str]:
    """The files of two result folders that are not equal byte for byte, or are in one alone."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(name for name in names if _content(first / name) != _content(second / name))


def _content(path: Path) -> object:
    if not path.is_file():
        return None
    if path.name != "run.json":
        return path.read_bytes()
    held = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in held.items() if key not in NOT_COMPARED}
