"""How much work is a page of the ledger, and what runs over all of it?

Called in a process of its own, after Django has been set up for the campaign's folder.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.ledger_data import LedgerSize, fill_ledger
from benchmarks.listing import client_of, sessions
from huiyin.access.actions import make_account
from huiyin.access.queries import SYSTEM, actor_of_person
from huiyin.activities.list_places import place_of as day_place
from huiyin.board.filters import BoardFilters
from huiyin.board.list_places import in_order as groups_in_order
from huiyin.board.list_places import place_of as group_place
from huiyin.board.models import Group, Placement
from huiyin.board.queries import accounts as board_accounts
from huiyin.board.rules import GroupState, Only
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.models import Answer, Place, Problem
from huiyin.ledger.shown.accounts import accounts
from huiyin.ledger.shown.list_places import Order, in_order, place_of
from huiyin.ledger.shown.moved_deadlines import deadlines_moved
from huiyin.ledger.shown.waiting import of_unit, waiting_for
from huiyin.opinions.models import Opinion
from huiyin.plan.actions import apply_plan
from huiyin.plan.queries import current_plan, plan_of_version
from huiyin.trail.models import NEVER

PEOPLE = ("clerk", "head", "liaison", "community", "guide")
TIMES = 15
OFF_AFTER = timedelta(days=5)  # so soon is the day off that a new plan has


def fill(folder: Path, opinions: int) -> None:
    """A ledger over so many opinions, accounts and sessions, and a second plan with one more day off."""
    now = datetime.now(UTC)
    begun = time.perf_counter()
    for person in PEOPLE:
        make_account(actor=SYSTEM, now=now, person=person, plan_version=1)
    fill_ledger(LedgerSize(opinions), current_plan().plan, now)
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    apply_plan(actor=SYSTEM, now=now, text=text + _day_off(now.date() + OFF_AFTER), reason="放假一天")
    sessions(folder, PEOPLE)
    facts = _facts() | {"seconds": time.perf_counter() - begun}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


def _day_off(day: date) -> str:
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return f"calendar:\n  days:\n  - {{day: {day}, works: false, name: {{zh: 检修日, en: Repairs}}}}\n"


def _facts() -> dict[str, Any]:
    """What addresses need to know: single rows, and where lists are half way through."""
    problems = Problem.objects.filter(superseded=NEVER)
    half = problems.count() // 2
    opinions = Opinion.objects.filter(superseded=NEVER).order_by("-day", "-sequence", "-position")
    waiting = Group.objects.filter(superseded=NEVER, state=GroupState.WAITING, voices__gt=0)
    answers = Answer.objects.filter(superseded=NEVER).order_by("record")
    largest = waiting.order_by("-voices")[0]
    deep = groups_in_order(waiting, Only.ALL, "")[waiting.count() // 2]
    place = Place.objects.order_by("pk")[0]
    counts = {
        "opinions": opinions.count(),
        "problems": problems.count(),
        "versions": Problem.objects.count(),
        "answers": answers.count(),
        "groups": waiting.count(),
    }
    return {
        "counts": counts,
        "problem": place.problem,
        "opened": place.group,
        "group": largest.record,
        "theme": largest.theme,
        "opinion": Placement.objects.filter(group=place.group).order_by("pk")[0].record,
        "after number": str(place_of(in_order(problems, Order.NUMBER, None)[half])),
        "after due": str(place_of(in_order(problems, Order.DUE, None)[half])),
        "after day": str(day_place(opinions[opinions.count() // 2])),
        "after heat": group_place(deep, BoardFilters().queue),
        "after answer": answers[answers.count() // 2].record,
    }


def ask(folder: Path, addresses: Mapping[str, tuple[str, str]]) -> None:
    """Count the queries of each page, and the time that this process works for it."""
    clients = {person: client_of(person) for person in PEOPLE}
    pages = {}
    for name, (person, address) in addresses.items():
        pages[name] = _page(clients[person], address)
    (folder / "asked.json").write_text(json.dumps({"pages": pages, "deeds": _deeds()}), encoding="utf-8")


def _page(client: Any, address: str) -> dict[str, float]:
    client.get(address)  # what a process reads once in its life
    with CaptureQueriesContext(connection) as asked:
        status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address}: {status}")
    return {"queries": len(asked), **_taken(lambda: client.get(address))}


def _deeds() -> list[list[Any]]:
    """Sums over the whole ledger, and its due work: wall and processor time in milliseconds, queries."""
    clerk, liaison = actor_of_person("clerk"), actor_of_person("liaison")
    today = datetime.now(UTC).date()
    before, after = plan_of_version(1), current_plan().plan

    def work() -> None:
        run_due_work(actor=SYSTEM, now=datetime.now(UTC))

    many: list[tuple[str, Callable[[], Any]]] = [
        ("where every opinion is, by the ledger", lambda: accounts(clerk)),
        ("where every opinion is, by the board", board_accounts),
        ("what waits for a clerk", lambda: waiting_for(clerk, today)),
        ("what waits for a liaison", lambda: waiting_for(liaison, today)),
        ("the problems of a street", lambda: of_unit(clerk, "liutang", today=today)),
        ("due days that a calendar moves", lambda: deadlines_moved(clerk, before, after, today=today)),
    ]
    found = [[name, *_counted(deed).values()] for name, deed in many]
    due_work = ("due work, first", "due work, again")
    return [*found, *([name, *_counted(work, times=1).values()] for name in due_work)]


def _counted(deed: Callable[[], Any], times: int = TIMES) -> dict[str, float]:
    with CaptureQueriesContext(connection) as asked:
        taken = _taken(deed, times) if times == 1 else {}
        if not taken:
            deed()
    return {**(taken or _taken(deed, times)), "queries": len(asked)}


def _taken(deed: Callable[[], Any], times: int = TIMES) -> dict[str, float]:
    """The median wall time, and the median time of this process alone, in milliseconds."""
    walls, works = [], []
    for _ in range(times):
        wall, work = time.perf_counter(), time.process_time()
        deed()
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    return {"wall": sorted(walls)[times // 2] * 1e3, "cpu": sorted(works)[times // 2] * 1e3}
