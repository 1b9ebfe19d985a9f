"""Are two messages put together when a reader says that they are one problem, and kept apart otherwise?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from benchmarks.command import triage
from benchmarks.extent import Bench
from benchmarks.invented_names import NamingSettings, with_names
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.scores import Agreement, pair_agreement
from benchmarks.sources import (
    VARIABLE,
    JudgedPair,
    Message,
    read_messages,
    read_pairs,
    sample_messages,
    write_messages,
)

F1, PRECISION = Goal(least=0.89), Goal(least=0.87)
MOST_LOST_BY_NAMES = Goal(most=0.03)
RESAMPLES, INTERVAL = 2_000, (2.5, 97.5)

Counts = npt.NDArray[np.int64]


def measure(bench: Bench) -> Iterator[Part]:
    """All messages triaged together by the command, as they are and with names for codes."""
    if bench.data is None:
        yield NotRun("judged pairs of public messages", f"{VARIABLE} is unset")
        return
    pairs = read_pairs(bench.data)
    messages = sample_messages(read_messages(bench.data), pairs, bench.extent.messages)
    held = {message.id for message in messages}
    pairs = [pair for pair in pairs if {pair.first, pair.second} <= held]
    groups = groups_of(bench, "as_they_are", messages)
    yield _quality(pairs, groups, len(messages))
    yield _with_names(bench, messages, pairs, judged(pairs, groups))


def groups_of(bench: Bench, name: str, messages: Sequence[Message]) -> dict[str, str]:
    """The group of each message by its id, as the command finds it."""
    file = write_messages(bench.work / f"{name}.csv", messages)
    triaged = triage([file], bench.work / name)
    ids = [message.id for message in messages]
    return dict(zip(ids, triaged.groups(ids), strict=True))


def judged(pairs: Sequence[JudgedPair], groups: Mapping[str, str]) -> Agreement:
    """How well the groups agree with the reader."""
    return pair_agreement(_together(pairs, groups), [pair.is_same for pair in pairs])


def _together(pairs: Sequence[JudgedPair], groups: Mapping[str, str]) -> list[bool]:
    return [groups[pair.first] == groups[pair.second] for pair in pairs]


def _quality(pairs: Sequence[JudgedPair], groups: Mapping[str, str], count: int) -> Table:
    lines: list[tuple[Cell, ...]] = []
    easy = [pair for pair in pairs if not pair.is_hard]
    for name, chosen in ((f"all {len(pairs)} pairs", pairs), (f"the {len(easy)} not marked hard", easy)):
        agreement = judged(chosen, groups)
        low, high = interval(chosen, _together(chosen, groups))
        lines += [
            figure(f"{name}: F1", agreement.f1, F1),
            figure(f"{name}: 95 % interval of F1", f"{low:.3f} to {high:.3f}"),
            figure(f"{name}: precision", agreement.precision, PRECISION),
            figure(f"{name}: recall", agreement.recall),
        ]
    lines.append(figure("groups", len(set(groups.values()))))
    how = (
        f"{count:,} messages triaged together by the command with the shipped weights, which were fitted on "
        "these pairs among others (cross-fitted figures stand in docs/why/grouping.md); interval by "
        f"{RESAMPLES:,} resamples of the connected components of the pairs"
    )
    return Table("Judged pairs of messages", how, FIGURES, lines)


def interval(pairs: Sequence[JudgedPair], together: Sequence[bool]) -> tuple[float, float]:
    """Between which values F1 lies when other connected components of pairs had been judged."""
    found, same = np.array(together, dtype=bool), np.array([pair.is_same for pair in pairs], dtype=bool)
    component = components(pairs)
    counts = np.stack(
        [np.bincount(component, weights=kind) for kind in (found & same, found & ~same, ~found & same)],
        axis=1,
    )
    drawn = np.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
    right, wrong, missed = counts[drawn].sum(axis=1).T
    low, high = np.percentile(2 * right / np.maximum(2 * right + wrong + missed, 1), INTERVAL)
    return float(low), float(high)


def components(pairs: Sequence[JudgedPair]) -> Counts:
    """The connected component of each pair, where pairs that share a message are connected."""
    known: dict[str, int] = {}
    first = [known.setdefault(pair.first, len(known)) for pair in pairs]
    second = [known.setdefault(pair.second, len(known)) for pair in pairs]
    graph = sparse.coo_array((np.ones(len(pairs)), (first, second)), shape=(len(known), len(known)))
    return np.asarray(connected_components(graph)[1], dtype=np.int64)[first]


def _with_names(
    bench: Bench, messages: Sequence[Message], pairs: Sequence[JudgedPair], plain: Agreement
) -> Table:
    lines: list[tuple[Cell, ...]] = []
    scores = []
    for seed in range(1, bench.extent.draws + 1):
        named = with_names(messages, NamingSettings(seed))
        scores.append(judged(pairs, groups_of(bench, f"named_{seed}", named)))
        lines.append(figure(f"draw {seed}: F1", scores[-1].f1))
    lines += [
        figure("mean F1", float(np.mean([score.f1 for score in scores]))),
        figure("mean precision", float(np.mean([score.precision for score in scores]))),
        figure("lost by the worst draw", plain.f1 - min(score.f1 for score in scores), MOST_LOST_BY_NAMES),
    ]
    how = (
        "every anonymous code replaced by one invented name (A3区 by 云岭区), the word for district or "
        "county left out in a quarter of the mentions; the same pairs"
    )
    return Table("The same with invented names", how, FIGURES, lines)
