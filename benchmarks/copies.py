"""How many near copies are found, beside datasketch on the same texts, and is a form letter taken for one?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean
from time import perf_counter

import numpy as np
from scipy import sparse

from benchmarks.command import ProcessFailed, triage
from benchmarks.environments import DATASKETCH, CannotInstall, ask
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Cell, Goal, NotRun, Part, Table, figure
from benchmarks.scores import Agreement, together_agreement
from benchmarks.sources import VARIABLE, ids_of_texts, read_messages, write_lines, write_texts
from huiyin.triage.characters import normalise
from huiyin.triage.copies import near_copies
from tests.sets.copies import Letters, form_letters, messages, noisy_copies, numbered_letters

NOISE = (0.0, 0.03, 0.08, 0.15)  # share of characters, as in the study
ASKED_NOISE = 0.08
RECALL, PRECISION = Goal(least=0.99), Goal(least=0.98)
WRONG_DUPLICATES = Goal(most=0.01)
OWN = "huiyin"
LIKENESS = 0.4  # Jaccard of runs of three characters from which two originals count as alike
SEED = 7
LETTERS, SENDERS = 100, 6
WITH_TITLES, WITHOUT_TITLES = "with titles", "without titles"  # how texts stand in the file
WAYS = (WITH_TITLES, WITHOUT_TITLES)

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs that one method took for copies, and its seconds."""

    method: str
    seconds: float
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Score:
    """How well and how fast one method finds planted copies."""

    recall: float
    precision: float
    seconds: float


Finder = Callable[[Sequence[str]], list[Found]]


def measure(bench: Bench) -> Iterator[Part]:
    """Noisy copies with the peer, then the command on copies and on form letters."""
    originals = _originals(bench)
    if bench.data is None:
        yield NotRun("copies of public messages", f"{VARIABLE} is unset; invented messages stand in")
    yield from _beside_datasketch(bench, originals)
    yield _by_the_command(bench, originals)


def _originals(bench: Bench) -> list[str]:
    """Messages of which no two are alike."""
    count = bench.extent.copied
    if bench.data is None:
        texts = messages(seed=SEED, count=count, long=8)
    else:
        texts = [f"{one.title}\n{one.detail}" for one in read_messages(bench.data)[:count]]
    return without_alike(texts)


def without_alike(texts: Sequence[str]) -> list[str]:
    """The texts without those that share too many runs of three characters with an earlier one."""
    shingles = [{text[place : place + 3] for place in range(max(len(text) - 2, 1))} for text in texts]
    known: dict[str, int] = {}
    columns = [known.setdefault(sign, len(known)) for held in shingles for sign in sorted(held)]
    rows = np.repeat(np.arange(len(texts)), [len(held) for held in shingles])
    signs = sparse.csr_array((np.ones(len(columns)), (rows, columns)))
    shared = (signs @ signs.T).tocoo()
    size = np.array([len(held) for held in shingles])
    alike = shared.data / (size[shared.row] + size[shared.col] - shared.data) >= LIKENESS
    later = set(shared.row[alike & (shared.row > shared.col)].tolist())
    return [text for place, text in enumerate(texts) if place not in later]


def _beside_datasketch(bench: Bench, originals: list[str]) -> Iterator[Part]:
    finders: list[Finder] = [_own]
    try:
        _datasketch(bench, originals[:2])
        finders.append(partial(_datasketch, bench))
    except (CannotInstall, ProcessFailed) as failure:
        yield NotRun("datasketch", str(failure))
    means = {share: _means(bench, finders, originals, share) for share in NOISE}
    lines = [
        (f"{share:.0%}", method, one.recall, one.precision, one.seconds, one.seconds / of_all[OWN].seconds)
        for share, of_all in means.items()
        for method, one in of_all.items()
    ]
    how = (
        f"{len(originals):,} messages of which no two are alike, each with one copy in which that share of "
        "the characters is replaced, left out, doubled or swapped; both with 128 permutations over runs of "
        f"three characters; means over {bench.extent.draws} draws of the noise, seconds for finding alone"
    )
    columns = ("noise", "method", "recall", "precision", "seconds", "times as long")
    yield Table("Near copies", how, columns, lines)
    own = means[ASKED_NOISE][OWN]
    wanted = [figure("recall", own.recall, RECALL), figure("precision", own.precision, PRECISION)]
    yield Table(f"Near copies at {ASKED_NOISE:.0%} noise", "huiyin, from the table above", FIGURES, wanted)


def _means(
    bench: Bench, finders: Sequence[Finder], originals: Sequence[str], share: float
) -> dict[str, Score]:
    """How each method does on average over draws of the noise."""
    drawn: dict[str, list[Score]] = {}
    for draw in range(bench.extent.draws):
        letters = noisy_copies(originals, seed=SEED + draw, share=share)
        for method, score in _scored(finders, letters).items():
            drawn.setdefault(method, []).append(score)
    return {
        method: Score(
            mean(one.recall for one in scores),
            mean(one.precision for one in scores),
            mean(one.seconds for one in scores),
        )
        for method, scores in drawn.items()
    }


def _scored(finders: Sequence[Finder], letters: Letters) -> dict[str, Score]:
    """How each method does on one draw."""
    texts = [normalise(text) for text in letters.texts]
    scores = {}
    for found in (found for find in finders for found in find(texts)):
        agreement = _right(found.pairs, letters)
        scores[found.method] = Score(agreement.recall, agreement.precision, found.seconds)
    return scores


def _own(texts: Sequence[str]) -> list[Found]:
    started = perf_counter()
    pairs = near_copies(texts)
    seconds = perf_counter() - started
    return [Found(OWN, seconds, set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)))]


def _datasketch(bench: Bench, texts: Sequence[str]) -> list[Found]:
    """Its pairs before and after a look at the true likeness. Raises CannotInstall or ProcessFailed."""
    found = ask(DATASKETCH, {"texts": texts}, environments=bench.environments, work=bench.work).found
    name = f"datasketch {found['versions']['datasketch']}"
    return [
        Found(f"{name}, as it comes", found["seconds"], {(a, b) for a, b in found["pairs"]}),
        Found(
            f"{name}, true likeness looked at",
            found["verified_seconds"],
            {(a, b) for a, b in found["verified_pairs"]},
        ),
    ]


def _right(pairs: Pairs, letters: Letters) -> Agreement:
    """How many pairs are of one subject, and how many of the planted ones were found?"""
    first = {subject: place for place, subject in reversed(list(enumerate(letters.subject)))}
    planted = {
        (first[subject], place) for place, subject in enumerate(letters.subject) if first[subject] < place
    }
    right = sum(letters.subject[a] == letters.subject[b] for a, b in pairs)
    return Agreement(right / len(pairs) if pairs else 1.0, len(planted & pairs) / len(planted))


def _by_the_command(bench: Bench, originals: list[str]) -> Table:
    copies = noisy_copies(originals, seed=SEED + 1, share=ASKED_NOISE)
    count = LETTERS if bench.is_full else LETTERS // 10
    exchanged = {
        "place": form_letters(seed=SEED, letters=count, senders=SENDERS),
        "number": numbered_letters(seed=SEED, letters=count, senders=SENDERS),
    }
    lines: list[tuple[Cell, ...]] = []
    for way in WAYS:
        duplicates, groups = _duplicates(bench, f"copies {way}", copies)
        right = sum(copies.subject[a] == copies.subject[b] for a, b in duplicates.items())
        together = together_agreement(groups, copies.subject)
        lines += [
            figure(f"copies at 8 % noise, {way}: called a duplicate", right / len(originals), RECALL),
            figure(f"copies at 8 % noise, {way}: in one group with theirs", together.recall),
            figure(
                f"duplicates that copy what they are said to, {way}", _share(right, duplicates), PRECISION
            ),
        ]
    for name, letters in exchanged.items():
        called, _ = _duplicates(bench, f"{name} {WITH_TITLES}", letters)
        wrong = sum(letters.subject[a] != letters.subject[b] for a, b in called.items())
        what = f"form letters with the {name} exchanged, called a duplicate"
        lines.append(figure(what, wrong / len(letters.texts), WRONG_DUPLICATES))
    how = (
        f"status and duplicate_of in opinions.csv; {count} letters of {SENDERS} senders each for places and "
        "for numbers (bus line, phase, building, school, road number); noise falls on names and numbers too, "
        "and a copy that names another one is no duplicate"
    )
    return Table("Duplicates by the command", how, FIGURES, lines)


def _share(right: int, duplicates: Mapping[int, int]) -> float:
    return right / len(duplicates) if duplicates else 1.0


def _duplicates(bench: Bench, name: str, letters: Letters) -> tuple[dict[int, int], list[str]]:
    """The text that each duplicate copies, as the command says, and the group of every text."""
    ids = ids_of_texts(letters.texts)
    folder = bench.work / name.replace(" ", "_")
    file = folder.with_suffix(".csv")
    if name.endswith(WITH_TITLES):
        parts = [text.rpartition("\n") for text in letters.texts]
        titled = zip(ids, (part[0] for part in parts), (part[2] for part in parts), strict=True)
        write_lines(file, ("id", "title", "detail"), titled)
    else:
        write_texts(file, letters.texts)
    triaged = triage([file], folder, "--mode", "problem")
    place = {id_: number for number, id_ in enumerate(ids)}
    by_row = {line["row"]: line["id"] for line in triaged.opinions}
    copied = {
        place[line["id"]]: place[by_row[line["duplicate_of"]]]
        for line in triaged.opinions
        if line["status"] == "duplicate"
    }
    return copied, triaged.groups(ids)
