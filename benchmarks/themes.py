"""Are themes few, full and steady, and do they agree with the areas that people gave?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
from sklearn.cluster import KMeans

from benchmarks.command import Triaged, triage
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.scores import purity, rand_agreement
from benchmarks.sources import (
    VARIABLE,
    Message,
    read_areas,
    read_messages,
    sample_messages,
    write_lines,
    write_messages,
)
from benchmarks.vectors import Vectors, vectorise
from huiyin.opinions.files.intake import read_opinions
from huiyin.triage.constraints import Constraints
from huiyin.triage.continuation import seed_labels
from huiyin.triage.enforcement import on_items
from huiyin.triage.grouping import Settled, group_items
from huiyin.triage.items import distinct_items
from huiyin.triage.knowledge import read_knowledge
from huiyin.triage.result import OTHER, Mode
from huiyin.triage.theme_evidence import Grouped, see_groups

COUNT, HELD, LARGEST = Goal(least=30, most=90), Goal(least=0.85), Goal(most=0.10)
STEADY = Goal(least=0.90)
WANTED = (12, 30, 60)  # numbers of themes that an office may ask for
WANTED_OF_AREAS = (7, 15, 30)
MORE_ROWS = 0.10
STARTS = 10  # of k-means, the best of which is taken


def measure(bench: Bench) -> Iterator[Part]:
    """Counts, shares and steadiness on the public messages; purity on those with areas."""
    if bench.data is None:
        yield NotRun("themes of public messages", f"{VARIABLE} is unset")
        return
    messages = sample_messages(read_messages(bench.data), (), bench.extent.messages)
    yield _shape(bench, messages)
    yield _steadiness(bench, messages)
    yield from _purity(bench, read_areas(bench.data))


def _shape(bench: Bench, messages: Sequence[Message]) -> Table:
    file = write_messages(bench.work / "all.csv", messages)
    default = triage([file], bench.work / "default")
    held = theme_sizes(default)
    kept = sum(held.values())
    named = {theme: size for theme, size in held.items() if theme != OTHER}
    lines = [
        figure("themes by default", len(named), COUNT),
        figure("share of kept opinions in them", sum(named.values()) / kept, HELD),
        figure("share of the largest", max(named.values(), default=0) / kept, LARGEST),
    ]
    for number in WANTED:
        asked = triage([file], bench.work / f"themes_{number}", "--themes", str(number))
        found = len(set(theme_sizes(asked)) - {OTHER})
        lines.append(figure(f"themes with --themes {number}", found, Goal(number, number)))
    how = f"{len(messages):,} messages by the command; other, where it is needed, is not counted as a theme"
    return Table("Themes of public messages", how, FIGURES, lines)


def theme_sizes(triaged: Triaged) -> Mapping[str, int]:
    """How many kept opinions does each theme hold?"""
    kept = [line["id"] for line in triaged.opinions if line["status"] == "kept"]
    return Counter(triaged.themes(kept))


def _steadiness(bench: Bench, messages: Sequence[Message]) -> Table:
    lines: list[tuple[Cell, ...]] = []
    agreements = []
    everything = triage([_all_of(bench)], bench.work / "everything")
    for seed in range(1, bench.extent.draws + 1):
        old = Random(seed).sample(messages, round(len(messages) / (1 + MORE_ROWS)))
        file = write_messages(bench.work / f"old_{seed}.csv", old)
        before = triage([file], bench.work / f"old_{seed}")
        ids = [message.id for message in old]
        agreements.append(rand_agreement(before.themes(ids), everything.themes(ids)))
        lines.append(figure(f"draw {seed}: ARI", agreements[-1]))
    lines += [
        figure("mean ARI", float(np.mean(agreements)), STEADY),
        figure("least ARI", min(agreements), STEADY),
    ]
    how = (
        "themes of a random ten elevenths of the messages against the themes that the same messages get when "
        "all are triaged, each from nothing; other counts as a theme"
    )
    return Table("Themes after 10 % more rows", how, FIGURES, lines)


def _all_of(bench: Bench) -> Path:
    return bench.work / "all.csv"


def _purity(bench: Bench, lines: Sequence[Mapping[str, str]]) -> Iterator[Part]:
    areas = [line["area"] for line in lines]
    ids = [line["id"] for line in lines]
    rows = ((line["id"], line["title"], line["detail"]) for line in lines)
    file = write_lines(bench.work / "areas.csv", ("id", "title", "detail"), rows)
    features = _features(file, ids)
    features["TF-IDF and SVD"] = vectorise(
        [f"{line['title']} {line['title']} {line['detail']}" for line in lines]
    ).vectors
    found: list[list[Cell]] = []
    for wanted in (None, *WANTED_OF_AREAS):
        options = () if wanted is None else ("--themes", str(wanted))
        themes = triage([file], bench.work / f"areas_{wanted}", *options).themes(ids)
        count = len(set(themes))
        own = purity(themes, areas)
        name = "by default" if wanted is None else f"--themes {wanted}"
        peers = [_k_means(vectors, count, areas, bench.extent.draws) for vectors in features.values()]
        found.append([name, count, own, *peers, "yes" if own > max(peers) else "NO"])
    how = (
        f"{len(lines)} messages in {len(set(areas))} areas; share of messages in the commonest area "
        "of their theme, other counted as one more; k-means with as many clusters, best of ten starts, mean "
        "over seeds, on the unit vectors of place-free words that themes are made from, on the same with the "
        "matters that each message names, and on the vectors of the other peers"
    )
    columns = ("themes", "clusters", "huiyin", *(f"k-means, {name}" for name in features), "ahead of all")
    yield Table("Purity of themes against areas", how, columns, found)


def _features(file: Path, ids: Sequence[str]) -> dict[str, Vectors]:
    """What themes see of each opinion, standing alone: its words, and its words and matters."""
    rows = read_opinions([file]).rows
    constraints = Constraints()
    items = distinct_items(rows, constraints, earlier=0)
    knowledge = read_knowledge()
    settled = Settled(seed_labels(items.ids, {}), on_items(constraints, items.ids, {}))
    space = group_items(items, Mode.PROBLEM, settled, knowledge).space
    alone = Grouped(space, np.arange(items.count), items.titles, items.compared_texts)
    rules = knowledge.themes
    seen = see_groups(alone, rules.lexicon, rules.settings.evidence)
    item_of_id = {row.id: int(item) for row, item in zip(rows, items.item_of_row, strict=True)}
    place = [item_of_id[name] for name in ids]
    words = seen.words.toarray()[place]
    return {"words": _turned(words), "words and matters": _turned(np.hstack([words, seen.named[place]]))}


def _turned(vectors: Vectors) -> Vectors:
    """The same points on no more axes than there are points: k-means sees the same distances."""
    left, stretch, _ = np.linalg.svd(vectors, full_matrices=False)
    return np.asarray(left * stretch, dtype=np.float32)


def _k_means(vectors: Vectors, count: int, areas: Sequence[str], seeds: int) -> float:
    """The mean purity of k-means over seeds."""
    machines = (KMeans(count, n_init=STARTS, random_state=seed) for seed in range(seeds))
    found = (machine.fit_predict(vectors) for machine in machines)
    return float(np.mean([purity(labels.tolist(), areas) for labels in found]))
