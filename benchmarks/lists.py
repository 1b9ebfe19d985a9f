"""How long does a page of a list take over 100,000 records of 100 units, and how many queries does it ask?

The pages are asked for over HTTP of the real server, `huiyin serve`, one after the other, on a database of
SQLite and on one of PostgreSQL; the queries are counted in a process of the same campaign.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.extent import Bench
from benchmarks.report import Goal, NotRun, Part, Table
from benchmarks.serving import Page, Timed, plan_of_units, postgresql, run_python, served, timed

UNITS = 100
P95, QUERIES = Goal(most=150.0), Goal(most=12)

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


def measure(bench: Bench) -> Iterator[Part]:
    """Both databases, every page of a list and those that sum records up."""
    plan = bench.work / "plan.yaml"
    plan.write_text(plan_of_units(UNITS, year=2020), encoding="utf-8")
    yield from _measured(bench, "SQLite", "", plan)
    try:
        with postgresql() as url:
            yield from _measured(bench, "PostgreSQL", url, plan)
    except ImportError as missing:
        yield NotRun("lists on PostgreSQL", f"the tests' server is not installed: {missing}")


def _measured(bench: Bench, database: str, url: str, plan: Path) -> Iterator[Part]:
    folder = bench.work / database.lower()
    folder.mkdir()
    run_python(BEGIN, str(folder), str(plan), url, str(bench.extent.listed))
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    asked = _pages(facts)
    with served(folder) as port:
        taken = {name: timed(port, page, folder, bench.extent.asked) for name, page in asked.items()}
    run_python(
        ASK, str(folder), json.dumps({name: (page.person, page.address) for name, page in asked.items()})
    )
    found = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    yield _page_table(bench, database, taken, found["queries"])
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
