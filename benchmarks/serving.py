"""How is a campaign served for a benchmark, asked over HTTP, and on which database?"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.command import ENDING, ProcessFailed
from benchmarks.sources import ROOT

SMALL_PLAN = ROOT / "tests" / "small_plan.yaml"
SLOWEST = 0.95  # of the answers are at least as fast as p95
STARTING = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is asked for: by whom, and at which address."""

    person: str
    address: str


@dataclass(frozen=True, slots=True)
class Timed:
    """What the answers to one page took, in milliseconds, and how large one is, in kilobytes."""

    p50: float
    p95: float
    kilobytes: float


def timed(port: int, page: Page, folder: Path, times: int) -> Timed:
    """Ask so often over one connection, twice more before it counts."""
    cookies = json.loads((folder / "cookies.json").read_text(encoding="utf-8"))
    headers = {"Cookie": f"sessionid={cookies[page.person]}", "Accept-Language": "zh-CN"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    taken, body = [], b""
    for _ in range(times + 2):
        started = time.perf_counter()
        connection.request("GET", page.address, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - started) * 1e3)
        if answer.status != 200:
            raise ProcessFailed(f"{page.address} answers {answer.status}")
    connection.close()
    counted = sorted(taken[2:])
    return Timed(statistics.median(counted), counted[int(SLOWEST * (len(counted) - 1))], len(body) / 1e3)


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port at which the campaign is served."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    words = [sys.executable, "-m", "huiyin", "serve", "--dir", str(folder), "--port", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and served.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ProcessFailed("huiyin serve does not answer")


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of the database that the tests run on too, with all that makes it durable."""
    from tests.databases.postgresql import start  # noqa: PLC0415  its programs need not be installed

    url, stop = start(settings=())
    try:
        yield url
    finally:
        stop()


def run_python(source: str, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", source, *words],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_D")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProcessFailed(done.stderr[-ENDING:])


def plan_of_units(units: int, *, year: int) -> str:
    """The tests' small plan in that year, with communities up to so many units."""
    text = SMALL_PLAN.read_text(encoding="utf-8").replace("2026-", f"{year}-")
    there = len(re.findall(r"^  - \{key: .*, kind: \w+(?:\}|, within)", text, re.MULTILINE))
    return text.replace("leader_levels:\n", "".join(map(_unit, range(units - there))) + "leader_levels:\n", 1)


def _unit(number: int) -> str:
    key, name = f"unit-{number:03}", f"{{zh: 第{number}社区, en: Community {number}}}"
    above, members = ("liutang", "shigu")[number % 2], number % 40 + 5
    return f"  - {{key: {key}, name: {name}, kind: community, within: {above}, members: {members}}}\n"
