"""Do opinions that come week by week end in the groups that they would have made all at once?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.command import Triaged, triage
from benchmarks.edits import in_slices, moment, stressed
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.scores import b_cubed, together_agreement
from benchmarks.sources import (
    VARIABLE,
    Message,
    make_minghu,
    read_messages,
    read_pairs,
    sample_messages,
    write_messages,
)

F1 = Goal(least=0.90)
SEED = 15


def measure(bench: Bench) -> Iterator[Part]:
    """Messages in the order of their time, and issues of fifteen and more in random order."""
    if bench.data is None:
        yield NotRun("slices of public messages", f"{VARIABLE} is unset; the invented district stands in")
        by_time = sorted(make_minghu(bench.work).messages, key=moment)
        yield _compared(bench, "the invented district, by time", by_time)
        return
    pairs = read_pairs(bench.data)
    messages = sample_messages(read_messages(bench.data), pairs, bench.extent.messages)
    yield _compared(bench, "public messages, by time", sorted(messages, key=moment))
    chosen = frozenset(name for pair in pairs if pair.is_same for name in (pair.first, pair.second))
    dense = stressed(messages, chosen, copies=bench.extent.stress_copies, seed=SEED)
    yield _compared(bench, "stress set, at random", dense)


def _compared(bench: Bench, name: str, messages: Sequence[Message]) -> Table:
    slices = in_slices(messages, bench.extent.slices)
    folder = bench.work / name.split(",")[0].replace(" ", "_")
    folder.mkdir()
    batch = triage([write_messages(folder / "all.csv", messages)], folder / "batch", "--mode", "problem")
    steps: list[Triaged] = []
    for number, one in enumerate(slices):
        onto = ("--onto", str(steps[-1].folder)) if steps else ("--mode", "problem")
        file = write_messages(folder / f"{number}.csv", one)
        steps.append(triage([file], folder / f"after_{number}", *onto))
    how = (
        f"{len(messages):,} messages in {len(slices)} slices, each added by --onto to the result of those "
        "before, against all at once; over all pairs of opinions: are they in the same group?"
    )
    costs = [
        figure("seconds of one batch", batch.cost.seconds),
        figure("seconds of the last slice", steps[-1].cost.seconds),
    ]
    return Table(f"Slices: {name}", how, FIGURES, [*_agreements(messages, batch, steps[-1]), *costs])


def _agreements(messages: Sequence[Message], batch: Triaged, sliced: Triaged) -> list[tuple[Cell, ...]]:
    ids = [message.id for message in messages]
    status = [{line["id"]: line["status"] for line in run.opinions} for run in (batch, sliced)]
    kept = [name for name in ids if all(one[name] == "kept" for one in status)]
    lines: list[tuple[Cell, ...]] = []
    for what, chosen, goal in (("all opinions", ids, F1), ("kept in both", kept, None)):
        together = together_agreement(sliced.groups(chosen), batch.groups(chosen))
        lines += [
            figure(f"{what}: pairwise F1", together.f1, goal),
            figure(f"{what}: pairwise precision", together.precision),
            figure(f"{what}: pairwise recall", together.recall),
            figure(f"{what}: B-cubed F1", b_cubed(sliced.groups(chosen), batch.groups(chosen)).f1),
        ]
    return [*lines, figure("opinions in groups of two or more, all at once", batch.count("grouped"))]
