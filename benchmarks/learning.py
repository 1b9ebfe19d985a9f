"""How good are the areas that --learn suggests, and is it as sure as it is right?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.command import triage
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, NotRun, Part, Table, figure
from benchmarks.sources import VARIABLE, read_areas, write_lines
from huiyin.opinions.files.intake import read_opinions
from huiyin.triage.calibration import Quality
from huiyin.triage.knowledge import read_knowledge
from huiyin.triage.routing import RoutingSettings, Target, learn_routes

FOLDS, SEED = 5, 11  # the seed differs from the product's own, so the folds do too
HEADINGS = ("id", "title", "detail")

Lines = Sequence[Mapping[str, str]]


def measure(bench: Bench) -> Iterator[Part]:
    """What the product says of itself, and what is true of messages that it has not seen."""
    if bench.data is None:
        yield NotRun("areas learnt from public messages", f"{VARIABLE} is unset")
        return
    lines = read_areas(bench.data)
    yield _as_it_says(bench, lines)
    yield _as_it_is(bench, lines)


def _as_it_says(bench: Bench, lines: Lines) -> Table:
    rows = read_opinions([_past(bench.work / "past.csv", lines)]).rows
    model = learn_routes(
        rows, target=Target.AREA, matters=read_knowledge().matters, settings=RoutingSettings()
    )
    return Table(
        "Areas: what --learn prints",
        f"{len(lines)} messages, its own {model.quality.folds}-fold cross-validation",
        FIGURES,
        [
            *_figures(model.quality),
            *(figure(f"F1 of {one.name} ({one.examples})", one.f1) for one in model.quality.classes),
        ],
    )


def _figures(quality: Quality) -> list[tuple[str | int | float | None, ...]]:
    return [
        figure("macro-F1", quality.macro_f1),
        figure("standard error of macro-F1", quality.macro_f1_error),
        figure("accuracy", quality.accuracy),
        figure("expected calibration error", quality.calibration_error),
        figure("Brier score", quality.brier),
        figure("threshold of unsure", quality.threshold),
        figure("share of messages not unsure", quality.coverage),
        figure("accuracy among them", quality.accepted_accuracy),
    ]


def _as_it_is(bench: Bench, lines: Lines) -> Table:
    areas = np.array([line["area"] for line in lines])
    suggested: dict[str, tuple[str, float]] = {}
    for fold, (past, new) in enumerate(
        StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(areas, areas)
    ):
        suggested |= _suggested(bench.work / str(fold), [lines[n] for n in past], [lines[n] for n in new])
    true = {line["id"]: line["area"] for line in lines}
    given = {name: said for name, said in suggested.items() if said[0]}
    right = [area == true[name] for name, (area, _) in given.items()]
    confidence = [confidence for _, confidence in given.values()]
    figures = [
        figure("share of messages not unsure", len(given) / len(lines)),
        figure("accuracy among them", float(np.mean(right)) if right else 0.0),
        figure("mean confidence among them", float(np.mean(confidence)) if confidence else 0.0),
    ]
    how = f"{FOLDS} folds of another seed: the command learns from four and suggests for the fifth"
    return Table("Areas: what is true of messages not seen", how, FIGURES, figures)


def _suggested(folder: Path, past: Lines, new: Lines) -> dict[str, tuple[str, float]]:
    """The area that the command suggests for each new message, "" where unsure, and its confidence."""
    folder.mkdir()
    learnt = _past(folder / "past.csv", past)
    file = write_lines(folder / "new.csv", HEADINGS, ([line[name] for name in HEADINGS] for line in new))
    triaged = triage([file], folder / "result", "--learn", str(learnt))
    return {line["id"]: (line["area"], float(line["area_confidence"] or 0)) for line in triaged.opinions}


def _past(path: Path, lines: Lines) -> Path:
    headings = (*HEADINGS, "area")
    return write_lines(path, headings, ([line[name] for name in headings] for line in lines))
