"""How long does a page of a list take over 100,000 records of 100 units, and how many queries does it ask?

The pages are asked for over HTTP of the real server, `huiyin serve`, one after the other, on a database of
SQLite and on one of PostgreSQL; the queries are counted in a process of the same campaign.
"""

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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.command import ENDING, ProcessFailed
from benchmarks.extent import Bench
from benchmarks.report import Goal, NotRun, Part, Table
from benchmarks.sources import ROOT

SMALL_PLAN = ROOT / "tests" / "small_plan.yaml"
UNITS = 100
P95, QUERIES = Goal(most=150.0), Goal(most=12)
SLOWEST = 0.95  # of the answers are at least as fast as p95
STARTING = 60.0  # seconds

BEGIN = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.plan.init import begin
folder = Path(sys.argv[1])
campaign = CampaignFolder(folder, secret_key="of a benchmark", database_url=sys.argv[3])
begin(campaign, Path(sys.argv[2]), now=datetime(2020, 9, 1, tzinfo=timezone.utc))
from benchmarks import listing
listing.fill(folder, int(sys.argv[4]))
listing.sessions(folder)
"""
ASK = """
import json, sys
from pathlib import Path
from huiyin.cli.campaign import wake_django
folder = Path(sys.argv[1])
wake_django(folder)
from benchmarks import listing
listing.ask(folder, json.loads(sys.argv[2]))
"""


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


def measure(bench: Bench) -> Iterator[Part]:
    """Both databases, every page of a list and those that sum records up."""
    plan = bench.work / "plan.yaml"
    plan.write_text(_plan(), encoding="utf-8")
    yield from _measured(bench, "SQLite", "", plan)
    try:
        with _postgresql() as url:
            yield from _measured(bench, "PostgreSQL", url, plan)
    except ImportError as missing:
        yield NotRun("lists on PostgreSQL", f"the tests' server is not installed: {missing}")


def _measured(bench: Bench, database: str, url: str, plan: Path) -> Iterator[Part]:
    folder = bench.work / database.lower()
    folder.mkdir()
    _run(BEGIN, str(folder), str(plan), url, str(bench.extent.listed))
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    asked = _pages(facts)
    with _served(folder) as port:
        timed = {name: _timed(port, page, folder, bench.extent.asked) for name, page in asked.items()}
    _run(ASK, str(folder), json.dumps({name: (page.person, page.address) for name, page in asked.items()}))
    found = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    yield _page_table(bench, database, timed, found["queries"])
    yield Table(
        f"The rows of a list alone, {database}",
        f"in one process, median of 15: {bench.extent.listed:,} records by Huiyin's keyset, with a count up "
        "to 10,000 and the number of files of each row; and by Django's Paginator, with its offset and count",
        ("rows of", "Huiyin, ms", "Paginator, ms", "Paginator takes, times"),
        [[*line, line[2] / line[1]] for line in found["rows"]],
    )


def _page_table(bench: Bench, database: str, timed: Mapping[str, Timed], queries: Mapping[str, int]) -> Table:
    def reached(name: str) -> str | None:
        if not bench.is_full:
            return None
        good = P95.is_reached_by(timed[name].p95) and QUERIES.is_reached_by(queries[name])
        return "yes" if good else "NO"

    return Table(
        f"Pages over {bench.extent.listed:,} records of {UNITS} units, {database}",
        f"`huiyin serve` asked over HTTP by one reader, {bench.extent.asked} times each after the first two; "
        f"wanted are a p95 of {P95} ms and {QUERIES} queries",
        ("page", "p50, ms", "p95, ms", "queries", "kB", "reached"),
        [
            (name, each.p50, each.p95, queries[name], each.kilobytes, reached(name))
            for name, each in timed.items()
        ],
    )


def _pages(facts: Mapping[str, Any]) -> dict[str, Page]:
    """The pages by what they are called in the table."""
    common, rare = quote("垃圾分类"), quote("第777场")
    return {
        "list, newest first": Page("clerk", "/activities/"),
        "list, half way through": Page("clerk", f"/activities/?after={quote(facts['after'])}"),
        "list of one kind": Page("clerk", "/activities/?kind=talk"),
        "list of one unit": Page("clerk", "/activities/?unit=unit-007"),
        "list of a unit with those below": Page("clerk", "/activities/?unit=liutang"),
        "list of a kind, a state and a month": Page(
            "clerk", "/activities/?kind=talk&state=held&since=2020-10-01&until=2020-10-31"
        ),
        "list, a word of every eighth title": Page("clerk", f"/activities/?words={common}"),
        "list, a word of one title": Page("clerk", f"/activities/?words={rare}"),
        "list, two words": Page("clerk", f"/activities/?words={common}+{quote('图书馆')}"),
        "list of what still wants a file": Page("clerk", "/activities/?unshown=on"),
        "list of a liaison": Page("liaison", "/activities/"),
        "list of a liaison, a word": Page("liaison", f"/activities/?words={common}"),
        "one record": Page("clerk", f"/activities/{facts['record']}/"),
        "this week, clerk": Page("clerk", "/"),
        "this week, liaison": Page("liaison", "/"),
        "plan": Page("head", "/plan/"),
        "calendar": Page("clerk", "/calendar/"),
        "contact points": Page("clerk", "/contact-points/"),
        "units": Page("clerk", "/units/"),
        "one unit": Page("clerk", "/units/unit-007/"),
        "log": Page("clerk", "/log/"),
        "imports": Page("clerk", "/imports/"),
    }


def _timed(port: int, page: Page, folder: Path, times: int) -> Timed:
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
def _served(folder: Path) -> Iterator[int]:
    """The port at which the campaign is served."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    words = [sys.executable, "-m", "huiyin", "serve", "--dir", str(folder), "--port", str(port)]
    served = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, served)
        yield port
    finally:
        served.terminate()
        served.wait(30)


def _wait_for(port: int, served: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and served.poll() is None:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ProcessFailed("huiyin serve does not answer")


@contextmanager
def _postgresql() -> Iterator[str]:
    """The address of the database that the tests run on too, with all that makes it durable."""
    from tests.databases.postgresql import start  # noqa: PLC0415  its programs need not be installed

    url, stop = start(settings=())
    try:
        yield url
    finally:
        stop()


def _run(source: str, *words: str) -> None:
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


def _plan() -> str:
    """The tests' small plan in a year that is over, with communities up to so many units."""
    text = SMALL_PLAN.read_text(encoding="utf-8").replace("2026-", "2020-")
    there = len(re.findall(r"^  - \{key: .*, kind: \w+(?:\}|, within)", text, re.MULTILINE))
    return text.replace("leader_levels:\n", "".join(map(_unit, range(UNITS - there))) + "leader_levels:\n", 1)


def _unit(number: int) -> str:
    key, name = f"unit-{number:03}", f"{{zh: 第{number}社区, en: Community {number}}}"
    above, members = ("liutang", "shigu")[number % 2], number % 40 + 5
    return f"  - {{key: {key}, name: {name}, kind: community, within: {above}, members: {members}}}\n"
