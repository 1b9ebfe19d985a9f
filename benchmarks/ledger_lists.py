"""How long do the pages of opinions, board, ledger and answers take in a large campaign?

50,000 opinions of 100 units, 10,000 problems in all states with their versions, places, weeks, answers. Pages
are asked for over HTTP of the real server, `huiyin serve`, one after the other, on a database of SQLite
and on one of PostgreSQL; queries and processor time are taken in a process of the same campaign.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.extent import Bench
from benchmarks.report import Goal, NotRun, Part, Table
from benchmarks.serving import Page, Timed, plan_of_units, postgresql, run_python, served, timed

UNITS, GUIDED = 100, 30
P95, P95_OF_BOARD, QUERIES = Goal(most=150.0), Goal(most=300.0), Goal(most=12)
OF_BOARD = "board"  # how the names of its pages begin

BEGIN = """
import sys
from datetime import datetime
from pathlib import Path
from huiyin.campaign_folder import CampaignFolder
from huiyin.cli.plan.init import begin
folder = Path(sys.argv[1])
campaign = CampaignFolder(folder, secret_key="of a benchmark", database_url=sys.argv[3])
begin(campaign, Path(sys.argv[2]), now=datetime.fromisoformat(sys.argv[5]))
from benchmarks import ledger_asking
ledger_asking.fill(folder, int(sys.argv[4]))
"""
ASK = """
import json, sys
from pathlib import Path
from huiyin.cli.campaign import wake_django
folder = Path(sys.argv[1])
wake_django(folder)
from benchmarks import ledger_asking
ledger_asking.ask(folder, json.loads(sys.argv[2]))
"""
AREAS = "".join(
    f"  - {{key: {key}, name: {{zh: {zh}, en: {en}}}, lead: office, "
    f"synonyms: {{zh: [{zh}问题], en: [{en} matters]}}}}\n"
    for key, zh, en in (
        ("roads", "道路照明", "Roads"),
        ("homes", "物业管理", "Homes"),
        ("traffic", "交通停车", "Traffic"),
        ("offices", "窗口服务", "Counters"),
    )
)


def measure(bench: Bench) -> Iterator[Part]:
    """Both databases, every list of the ledger and what it stands on."""
    now = datetime.now(UTC)
    plan = bench.work / "plan.yaml"
    plan.write_text(_plan(now.year), encoding="utf-8")
    yield from _measured(bench, "SQLite", "", plan)
    try:
        with postgresql() as url:
            yield from _measured(bench, "PostgreSQL", url, plan)
    except ImportError as missing:
        yield NotRun("the ledger on PostgreSQL", f"the tests' server is not installed: {missing}")


def _measured(bench: Bench, database: str, url: str, plan: Path) -> Iterator[Part]:
    folder = bench.work / database.lower()
    folder.mkdir()
    begun = datetime.now(UTC) - timedelta(days=200)
    run_python(BEGIN, str(folder), str(plan), url, str(bench.extent.heard), begun.isoformat())
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    pages = _pages(facts)
    with served(folder) as port:
        taken = {name: timed(port, page, folder, bench.extent.asked) for name, page in pages.items()}
    asked = {name: (page.person, page.address) for name, page in pages.items()}
    run_python(ASK, str(folder), json.dumps(asked))
    found = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    yield _page_table(bench, database, taken, found["pages"], facts)
    yield Table(
        f"What is summed up over the whole ledger, {database}",
        "in one process, median of 15, due work once; it first moves deadlines to the calendar of a plan "
        "with one more day off, ends notices, derives weeks and lets answers fall due",
        ("what", "wall, ms", "processor, ms", "queries"),
        found["deeds"],
    )


def _page_table(
    bench: Bench,
    database: str,
    taken: Mapping[str, Timed],
    asked: Mapping[str, Mapping[str, float]],
    facts: Mapping[str, Any],
) -> Table:
    def reached(name: str) -> str | None:
        if not bench.is_full:
            return None
        goal = P95_OF_BOARD if name.startswith(OF_BOARD) else P95
        good = goal.is_reached_by(taken[name].p95) and QUERIES.is_reached_by(asked[name]["queries"])
        return "yes" if good else "NO"

    counts = ", ".join(f"{number:,} {what}" for what, number in facts["counts"].items())
    return Table(
        f"Pages of a ledger over {bench.extent.heard:,} opinions of {UNITS} units, {database}",
        f"{counts} (groups: those that wait); `huiyin serve` asked over HTTP by one reader, "
        f"{bench.extent.asked} times each after the first two; the processor's time is that of Python alone; "
        f"wanted are a p95 of {P95} ms, of the board {P95_OF_BOARD} ms, and {QUERIES} queries",
        ("page", "p50, ms", "p95, ms", "processor, ms", "queries", "kB", "reached"),
        [
            (
                name,
                each.p50,
                each.p95,
                asked[name]["cpu"],
                int(asked[name]["queries"]),
                each.kilobytes,
                reached(name),
            )
            for name, each in taken.items()
        ],
    )


def _pages(facts: Mapping[str, Any]) -> dict[str, Page]:
    """The pages by what they are called in the table."""
    return {**_of_opinions(facts), **_of_board(facts), **_of_problems(facts), **_others(facts)}


def _of_opinions(facts: Mapping[str, Any]) -> dict[str, Page]:
    asked = {
        "newest first": "",
        "half way through": f"after={facts['after day']}",
        "one channel": "channel=form",
        "one unit": "unit=unit-007",
        "a street": "unit=liutang",
        "an area": "area=roads",
        "since and until": f"since={_ago(60)}&until={_ago(30)}",
        "a common word": f"words={quote('电梯')}",
        "two words": f"words={quote('电梯')}+{quote('柳塘')}",
        "on the board": "standing=placed",
        "waiting to be sorted": "standing=not-placed",
        "with those withdrawn": "withdrawn=on",
    }
    pages = {f"opinions, {name}": Page("clerk", f"/opinions/?{text}") for name, text in asked.items()}
    return {**pages, "one opinion": Page("clerk", f"/opinions/{facts['opinion']}/")}


def _of_board(facts: Mapping[str, Any]) -> dict[str, Page]:
    asked = {
        "hottest first": "",
        "half way through": f"after={facts['after heat']}",
        "a theme": f"theme={facts['theme']}",
        "opened ones": "state=opened",
        "something new": "only=fresh",
        "shakiest first": "only=shaky",
        "of one": "only=single",
        "of several": "only=several",
        "an area": "area=roads",
        "one unit": "unit=unit-007",
        "a street": "unit=liutang",
        "a week": f"since={_ago(7)}",
        "a common word": f"words={quote('电梯')}",
        "two words": f"words={quote('电梯')}+{quote('柳塘')}",
    }
    pages = {f"{OF_BOARD}, {name}": Page("clerk", f"/board/?{text}") for name, text in asked.items()}
    return {
        **pages,
        f"{OF_BOARD}, one group": Page("clerk", f"/board/groups/{facts['group']}/"),
        f"{OF_BOARD}, the largest group": Page("clerk", f"/board/groups/{facts['opened']}/"),
        f"{OF_BOARD}, decisions": Page("clerk", "/board/decisions/"),
        f"{OF_BOARD}, sorting": Page("clerk", "/board/sort/"),
    }


def _of_problems(facts: Mapping[str, Any]) -> dict[str, Page]:
    asked = {
        "newest first": "",
        "half way through": f"after={facts['after number']}",
        "by due day": "order=due",
        "by due day, half way": f"order=due&after={facts['after due']}",
        "any that is open": "state=open",
        "at work": "state=in_progress",
        "closed": "state=closed",
        "one unit": "unit=unit-007",
        "a street": "unit=liutang",
        "an area": "area=roads",
        "late": "light=late",
        "soon": "light=soon",
        "on course": "light=on_course",
        "waiting": "light=waiting",
        "late, by due day": "light=late&order=due",
        "a common word": f"words={quote('电梯')}",
        "two words": f"words={quote('电梯')}+{quote('第7社区')}",
        "a number": "words=4711" if facts["counts"]["problems"] > 4711 else "words=47",
        "the owner's turn": "waits_for=owner",
        "the verifier's turn": "waits_for=verifier",
        "without a word": "wants=word",
        "to review": "wants=review",
        "one verifier": "verifier=office",
        "several": f"state=open&unit=liutang&area=roads&since={_ago(90)}",
    }
    clerk = {f"problems, {name}": Page("clerk", f"/problems/?{text}") for name, text in asked.items()}
    liaison = {
        f"problems of a liaison, {name}": Page("liaison", f"/problems/?{asked[name]}")
        for name in ("newest first", "by due day", "late", "a common word")
    }
    guide = {
        f"problems of a guide, {name}": Page("guide", f"/problems/?{asked[name]}")
        for name in ("newest first", "by due day", "late", "a common word")
    }
    return {**clerk, **liaison, **guide}


def _others(facts: Mapping[str, Any]) -> dict[str, Page]:
    problem = f"/problems/{facts['problem']}/"
    return {
        "one problem": Page("clerk", problem),
        "answers of one problem": Page("clerk", f"{problem}answers/"),
        "the week of a community": Page("community", "/problems/week/"),
        "the week of a street": Page("liaison", "/problems/week/"),
        "answers": Page("clerk", "/answers/"),
        "answers, half way through": Page("clerk", f"/answers/?after={facts['after answer']}"),
        "answers, due": Page("clerk", "/answers/?state=due"),
        "answers, not reached": Page("clerk", "/answers/?state=not_reached"),
        "answers, solved": Page("clerk", "/answers/?outcome=solved"),
        "this week, clerk": Page("clerk", "/"),
        "this week, head": Page("head", "/"),
        "this week, liaison": Page("liaison", "/"),
        "one unit": Page("clerk", "/units/unit-007/"),
        "a street": Page("clerk", "/units/liutang/"),
        "calendar, with moved deadlines": Page("clerk", "/calendar/"),
    }


def _ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()


def _plan(year: int) -> str:
    """100 units, five areas, a liaison of one community, and a group that guides 30 units."""
    text = plan_of_units(UNITS, year=year)
    guided = ", ".join(["liutang", "liutang-east", *(f"unit-{number:03}" for number in range(GUIDED))])
    text = text.replace("units: [liutang, liutang-east]", f"units: [{guided}]", 1)
    community = (
        "{key: community, name: {zh: 联络员癸, en: Liaison K}, posts: [{role: liaison, unit: unit-007}]}"
    )
    text = text.replace("guidance_groups:\n", f"  - {community}\nguidance_groups:\n", 1)
    return re.sub(r"(\nareas:\n)", lambda found: found[0] + AREAS, text, count=1)
