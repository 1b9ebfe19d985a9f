"""How long does it take to take in a spreadsheet of 50,000 records, and to find them all again?"""

from __future__ import annotations

import csv
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import xlsxwriter

from benchmarks.command import Cost, ProcessFailed, run_measured
from benchmarks.environments import IMPORT_EXPORT, Answer, CannotInstall, ask
from benchmarks.extent import Bench
from benchmarks.report import Cell, Goal, NotRun, Part, Table
from benchmarks.sources import ROOT

SEED = 50
PLAN = ROOT / "tests" / "small_plan.yaml"
UNITS = ("柳塘街道", "石鼓街道", "柳塘东社区", "区试办")
HEADINGS = ("单位", "日期", "主题", "听众人数", "状态")
LIMIT = Goal(most=20.0)
COLUMNS = ("what", "format", "rows", "wall seconds", "rows added", "wanted", "reached", "times Huiyin")
HOW = (
    "whole processes on one SQLite file: read the file, judge every row, record the new ones in one "
    "transaction with their entry in the log; then the same file again. django-import-export with tablib "
    "reads the same CSV file into one table of its own, skips unchanged rows by a natural key, and keeps no "
    "log and no versions; its seconds are without the start of its process"
)


def measure(bench: Bench) -> Iterator[Part]:
    """Both formats, twice each, beside django-import-export."""
    rows = list(_rows(bench.extent.imported))
    lines: list[tuple[Cell, ...]] = []
    files = {"csv": _csv(bench.work / "talks.csv", rows), "xlsx": _xlsx(bench.work / "talks.xlsx", rows)}
    for name, file in files.items():
        folder = bench.work / name
        _found(folder)
        for turn in ("first time", "second time"):
            cost, added = _import(file, folder)
            told = (f"huiyin import, {turn}", name, len(rows), cost.seconds, added)
            lines.append((*told, *_judged(cost.seconds, is_full=bench.is_full), 1.0))
    peer = _peer(bench, files["csv"])
    if isinstance(peer, Answer):
        for turn, ours in (("first", lines[0]), ("second", lines[1])):
            seconds = float(peer.found[f"{turn}_seconds"])
            what = f"django-import-export {peer.found['version']}, {turn} time"
            ratio = seconds / float(str(ours[3]))
            lines.append((what, "csv", len(rows), seconds, peer.found[f"{turn}_added"], None, None, ratio))
    yield Table(f"{len(rows):,} records of talks taken in, twice", HOW, COLUMNS, lines)
    if isinstance(peer, NotRun):
        yield peer


def _judged(seconds: float, *, is_full: bool) -> tuple[Cell, Cell]:
    if not is_full:
        return None, None
    return str(LIMIT), "yes" if LIMIT.is_reached_by(seconds) else "NO"


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    """Invented talks, no two the same."""
    chance = random.Random(SEED)
    for number in range(count):
        day = f"2026-09-{chance.randrange(7, 31):02}"
        yield (
            chance.choice(UNITS),
            day,
            f"第{number}场宣讲：安全用电与邻里互助",
            str(chance.randrange(5, 400)),
            "已举办",
        )


def _csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, *rows])
    return path


def _xlsx(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([HEADINGS, *rows]):
        page.write_row(number, 0, row)
    book.close()
    return path


def _found(folder: Path) -> None:
    _huiyin("init", str(folder), "--plan", str(PLAN))


def _import(file: Path, folder: Path) -> tuple[Cost, int]:
    """What one import took, and how many records it added."""
    before = _records(folder)
    words = ("import", "activities", str(file), "--kind", "talk", "--dir", str(folder), "--yes")
    cost = run_measured([sys.executable, "-m", "huiyin", *words])
    return cost, _records(folder) - before


def _records(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "huiyin.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM activity").fetchone()[0])


def _huiyin(*words: str) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", *words], env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ProcessFailed(done.stderr)


def _peer(bench: Bench, file: Path) -> Answer | NotRun:
    try:
        return ask(
            IMPORT_EXPORT,
            {"file": str(file), "database": str(bench.work / "peer.sqlite3")},
            environments=bench.environments,
            work=bench.work,
        )
    except CannotInstall as failure:
        return NotRun("django-import-export", str(failure))
