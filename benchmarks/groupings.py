"""How do groupings compare with those of peers on the same texts: seconds, quality, the same again?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans

from benchmarks.command import ProcessFailed, triage
from benchmarks.environments import BERTOPIC_STEPS, KOUCHOU, CannotInstall, Peer, ask
from benchmarks.extent import Bench
from benchmarks.repeats import differing_files
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.scores import (
    accuracy,
    b_cubed,
    each_alone,
    mutual_information,
    pair_agreement,
    rand_agreement,
)
from benchmarks.sources import (
    VARIABLE,
    LabelledTexts,
    ids_of_texts,
    make_minghu,
    read_labelled,
    read_messages,
    read_pairs,
    sample_messages,
    write_messages,
    write_texts,
)
from benchmarks.vectors import Vectorised, vectorise

OUTLIER = -1
DETAIL = 300  # characters of a message's detail that peers see, as Huiyin compares them
# The best cells of a grid on the same sets, each of another setting; one automatic setting is asked for here.
BEST_CELLS = {
    "intents_en": {"accuracy": 0.600, "NMI": 0.796, "B-cubed F1": 0.525},
    "paraphrase_groups": {"accuracy": 0.301, "NMI": 0.803, "B-cubed F1": 0.418},
}

Labels = Sequence[Hashable]


@dataclass(frozen=True, slots=True)
class Grouped:
    """What one method made of the texts, in as many runs as it had."""

    method: str
    seconds: float
    peak_mb: float | None
    runs: Sequence[Labels]
    again: str = ""  # how the runs agree, where that is said better than by a number
    mode: str = ""  # the mode that the command chose

    @property
    def agreement(self) -> Cell:
        """How the first two runs agree."""
        return self.again or (rand_agreement(*self.runs[:2]) if len(self.runs) > 1 else None)


@dataclass(frozen=True, slots=True)
class Task:
    """Texts to be grouped, the file that the command reads, and the scores of any grouping."""

    name: str
    file: Path
    ids: Sequence[str]
    texts: Sequence[str]
    scores: Callable[[Labels], dict[str, float]]
    deciding: str  # the score that ratios of quality are taken of
    kinds: int | None  # the true number of groups, where it is known


def measure(bench: Bench) -> Iterator[Part]:
    """Every set of texts by the command and by each peer that can be installed."""
    if bench.data is None:
        yield NotRun("public texts beside peers", f"{VARIABLE} is unset; the invented district stands in")
    for task in _tasks(bench):
        yield from _measured(bench, task)


def _tasks(bench: Bench) -> Iterator[Task]:
    if bench.data is None:
        yield _labelled(bench, make_minghu(bench.work).problems)
        return
    for name in BEST_CELLS:
        yield _labelled(bench, read_labelled(bench.data, name))
    yield _messages(bench, bench.data)


def _labelled(bench: Bench, texts: LabelledTexts) -> Task:
    held = texts.sample(bench.extent.labelled)

    def scores(labels: Labels) -> dict[str, float]:
        return {
            "accuracy": accuracy(labels, held.labels),
            "NMI": mutual_information(labels, held.labels),
            "B-cubed F1": b_cubed(labels, held.labels).f1,
        }

    return Task(
        name=held.name,
        file=write_texts(bench.work / f"{held.name}.csv", held.texts),
        ids=ids_of_texts(held.texts),
        texts=held.texts,
        scores=scores,
        deciding="B-cubed F1",
        kinds=len(set(held.labels)),
    )


def _messages(bench: Bench, data: Path) -> Task:
    pairs = read_pairs(data)
    messages = sample_messages(read_messages(data), pairs, bench.extent.messages)
    place = {message.id: number for number, message in enumerate(messages)}
    judged = [pair for pair in pairs if pair.first in place and pair.second in place]

    def scores(labels: Labels) -> dict[str, float]:
        together = [labels[place[pair.first]] == labels[place[pair.second]] for pair in judged]
        found = pair_agreement(together, [pair.is_same for pair in judged])
        return {"pair precision": found.precision, "pair recall": found.recall, "pair F1": found.f1}

    return Task(
        name="messages",
        file=write_messages(bench.work / "messages.csv", messages),
        ids=[message.id for message in messages],
        texts=[f"{one.title} {one.title} {one.detail[:DETAIL]}" for one in messages],
        scores=scores,
        deciding="pair F1",
        kinds=None,
    )


def _measured(bench: Bench, task: Task) -> Iterator[Part]:
    own = _own(bench, task)
    vectorised = vectorise(task.texts)
    vectors = bench.work / f"{task.name}.npy"
    np.save(vectors, vectorised.vectors)
    methods = [own]
    for peer, request, read in (
        (BERTOPIC_STEPS, {}, _bertopic),
        (KOUCHOU, {"count": len(set(own.runs[0]))}, _kouchou),
    ):
        asked = {"vectors": str(vectors), "runs": bench.extent.peer_runs, **request}
        try:
            methods += read(peer, bench, asked)
        except (CannotInstall, ProcessFailed) as failure:
            yield NotRun(f"{peer.script} on {task.name}", str(failure))
    if task.kinds is not None:
        methods.append(_k_means(vectorised, task.kinds, bench.extent.peer_runs))
    yield _table(task, methods, vectorised.seconds)
    if bench.is_full and task.name in BEST_CELLS:
        best = BEST_CELLS[task.name]
        lines = [
            figure(name, score, Goal(least=best[name])) for name, score in task.scores(own.runs[0]).items()
        ]
        yield Table(
            f"Topics: {task.name}",
            "the command in the mode it chooses itself; wanted are the best cells of a grid of settings",
            FIGURES,
            [*lines, figure("mode that it chose", own.mode)],
        )


def _own(bench: Bench, task: Task) -> Grouped:
    first, second = (triage([task.file], bench.work / f"{task.name}_{turn}") for turn in (1, 2))
    differing = differing_files(first.folder, second.folder)
    return Grouped(
        "huiyin, file to files",
        min(first.cost.seconds, second.cost.seconds),
        first.cost.peak_mb,
        [run.groups(task.ids) for run in (first, second)],
        again=f"{', '.join(differing)} differ" if differing else "equal bytes",
        mode=first.run["mode"],
    )


def _bertopic(peer: Peer, bench: Bench, asked: dict[str, object]) -> Iterator[Grouped]:
    answer = ask(peer, asked, environments=bench.environments, work=bench.work)
    for way, told in (("own", "as BERTopic sets them"), ("small", "groups of two allowed")):
        runs = [run[way] for run in answer.found["runs"]]
        yield Grouped(
            f"UMAP, HDBSCAN, {told}",
            min(run["seconds"] for run in runs),
            answer.cost.peak_mb,
            [each_alone(run["labels"], OUTLIER) for run in runs],
        )


def _kouchou(peer: Peer, bench: Bench, asked: dict[str, object]) -> Iterator[Grouped]:
    answer = ask(peer, asked, environments=bench.environments, work=bench.work)
    runs: list[dict[str, Any]] = answer.found["runs"]
    for level, count in enumerate(answer.found["counts"]):
        told = "its own number" if count == answer.found["recommended"] else "as many groups as huiyin"
        yield Grouped(
            f"kouchou-ai step, {told}",
            min(run["seconds"] for run in runs),
            answer.cost.peak_mb,
            [run["labels"][level] for run in runs],
        )


def _k_means(vectorised: Vectorised, kinds: int, runs: int) -> Grouped:
    """k-means that is told the true number of groups, which nobody knows beforehand."""
    found = [
        KMeans(kinds, n_init=1, random_state=seed).fit_predict(vectorised.vectors) for seed in range(runs)
    ]
    return Grouped("k-means, told the true number", 0.0, None, [labels.tolist() for labels in found])


def _table(task: Task, methods: Sequence[Grouped], vectorising: float) -> Table:
    own = methods[0]
    best = task.scores(own.runs[0])
    lines: list[list[Cell]] = []
    for one in methods:
        scores = [task.scores(labels) for labels in one.runs]
        mean = {name: float(np.mean([score[name] for score in scores])) for name in best}
        lines.append(
            [
                one.method,
                one.seconds or None,
                one.seconds / own.seconds or None,
                one.peak_mb,
                len(set(one.runs[0])),
                *mean.values(),
                mean[task.deciding] / best[task.deciding] if best[task.deciding] else None,
                one.agreement,
            ]
        )
    how = (
        f"{len(task.texts):,} texts. Huiyin: the whole process. Peers: grouping alone, compiled beforehand, "
        f"on the same unit vectors (TF-IDF of words, SVD), made in {vectorising:.1f} s. Seconds are of the "
        "faster run, scores means over runs; an outlier counts as a group of its own; run to run is their ARI"
    )
    columns = (
        "method",
        "seconds",
        "times as long",
        "MB",
        "groups",
        *best,
        "quality to huiyin's",
        "run to run",
    )
    return Table(f"Groupings: {task.name}", how, columns, lines)
