"""Which opinions are measured on: the development data, or the project's own invented district?

The development data may not be passed on with the project. They lie in the folder that HUIYIN_TEST_DATA
names; where it names none, the invented opinions of examples/minghu stand in and say less of real messages.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.command import read_table

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "HUIYIN_TEST_DATA"
SENDERS_OWN = "own"  # the sort of Minghu's opinions that are said in one's own words


@dataclass(frozen=True, slots=True)
class Message:
    """One opinion with a title."""

    id: str
    person: str
    time: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two messages, and whether a reader took them for one problem; `is_hard` where the reader hesitated."""

    first: str
    second: str
    is_same: bool
    is_hard: bool


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Short texts, and the group that each belongs to."""

    name: str
    texts: Sequence[str]
    labels: Sequence[str]

    def sample(self, count: int | None) -> LabelledTexts:
        """About so many of the texts, in whole groups drawn by a fixed seed; all where no number is given."""
        if count is None or count >= len(self.texts):
            return self
        groups = sorted(set(self.labels))
        Random(0).shuffle(groups)
        held: set[str] = set()
        while sum(label in held for label in self.labels) < count:
            held.add(groups.pop())
        kept = [place for place, label in enumerate(self.labels) if label in held]
        return LabelledTexts(
            self.name, [self.texts[place] for place in kept], [self.labels[place] for place in kept]
        )


def data_folder() -> Path | None:
    """The folder with the development data; None where the variable is unset."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named else None


def read_messages(folder: Path) -> list[Message]:
    """The 2,777 public messages, without the answers of the offices."""
    return [
        Message(line["id"], line["user"], line["time"], line["title"], line["detail"])
        for line in read_table(folder / "messages.csv")
    ]


def read_pairs(folder: Path) -> list[JudgedPair]:
    """The judged pairs of those messages."""
    return [
        JudgedPair(line["a"], line["b"], line["same"] == "1", line["hard"] == "1")
        for line in read_table(folder / "same_problem_pairs.csv")
    ]


def sample_messages(
    messages: Sequence[Message], pairs: Sequence[JudgedPair], count: int | None
) -> list[Message]:
    """So many messages in their order, those of judged pairs first; all where no number is given."""
    if count is None or count >= len(messages):
        return list(messages)
    judged = {name for pair in pairs for name in (pair.first, pair.second)}
    ranked = sorted(messages, key=lambda message: message.id not in judged)
    held = {message.id for message in ranked[:count]}
    return [message for message in messages if message.id in held]


def read_areas(folder: Path) -> list[dict[str, str]]:
    """The 495 messages with their area: id, title, detail, area. Ids are new, as some are given twice."""
    lines = read_table(folder / "areas.csv")
    return [{**line, "id": str(place)} for place, line in enumerate(lines, start=1)]


def read_labelled(folder: Path, name: str) -> LabelledTexts:
    """A set of short texts with their groups: `intents_en` or `paraphrase_groups`."""
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return LabelledTexts(name, [line["text"] for line in lines], [line["group"] for line in lines])


@dataclass(frozen=True, slots=True)
class Minghu:
    """The invented district's opinions, and the problem of each that somebody said in their own words."""

    messages: Sequence[Message]
    problems: LabelledTexts


def make_minghu(folder: Path) -> Minghu:
    """Have the example write its opinions into the folder, and read them."""
    opinions, truth = folder / "minghu.csv", folder / "minghu_truth.csv"
    maker = ROOT / "examples" / "minghu" / "make.py"
    subprocess.run([sys.executable, str(maker), "--out", str(opinions), "--truth", str(truth)], check=True)
    with opinions.open(encoding="utf-8-sig", newline="") as opened:
        next(opened)  # the title over the headings
        messages = [
            Message(line["编号"], line["留言人"], line["留言时间"], line["留言主题"], line["留言详情"])
            for line in csv.DictReader(opened)
            if line["留言详情"]
        ]
    problem = {line["id"]: line["problem"] for line in read_table(truth) if line["sort"] == SENDERS_OWN}
    own = [message for message in messages if problem.get(message.id)]
    texts = [f"{message.title}\n{message.detail}" for message in own]
    return Minghu(messages, LabelledTexts("minghu", texts, [problem[message.id] for message in own]))


def write_messages(path: Path, messages: Iterable[Message]) -> Path:
    """The messages as a file that the command reads."""
    lines = ((one.id, one.person, one.time, one.title, one.detail) for one in messages)
    return write_lines(path, ("id", "user", "time", "title", "detail"), lines)


def write_texts(path: Path, texts: Sequence[str]) -> Path:
    """Short texts as a file that the command reads; their ids are their places from 1 on."""
    return write_lines(
        path, ("id", "text"), ((str(place), text) for place, text in enumerate(texts, start=1))
    )


def write_lines(path: Path, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> Path:
    """A CSV file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(headings)
        table.writerows(lines)
    return path


def ids_of_texts(texts: Sequence[str]) -> list[str]:
    """The ids that `write_texts` gives."""
    return [str(place) for place in range(1, len(texts) + 1)]
