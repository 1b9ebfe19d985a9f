"""How is a campaign filled whose lists are measured, and how many queries does each of its pages ask?

Called in a process of its own, after Django has been set up for the campaign's folder.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.access.actions import make_account
from huiyin.access.models import Account
from huiyin.access.queries import SYSTEM, actor_of
from huiyin.activities.actions import record_many
from huiyin.activities.filters import Filters, fitting
from huiyin.activities.list_places import in_order, place_of
from huiyin.activities.models import Activity, Evidence
from huiyin.activities.queries import page, visible
from huiyin.activities.rows import row_of
from huiyin.activities.rules import Entered
from huiyin.plan.queries import current_plan
from huiyin.trail.actions import Act, append
from huiyin.trail.models import NEVER

NOW = datetime(2020, 12, 20, 9, 0, tzinfo=UTC)
FIRST_DAY, DAYS = date(2020, 9, 7), 90
AT_ONCE = 1_000
SHOWN_BY_A_FILE = 3  # every third talk
PEOPLE = ("clerk", "liaison", "head")
WORDS = ("垃圾分类", "防范诈骗", "消防安全", "普法宣传", "健康讲座", "邻里议事", "河道巡查", "助老服务")
PLACES = ("东门广场", "图书馆", "文化站", "社区食堂", "小学礼堂", "河边步道", "老年活动室")


def fill(folder: Path, records: int) -> None:
    """Record so many activities of all units, with files for some, and give people accounts."""
    accounts = {
        person: make_account(actor=SYSTEM, now=NOW, person=person, plan_version=1) for person in PEOPLE
    }
    actor = actor_of(accounts["clerk"])
    entries = _entries(records, [unit.key for unit in current_plan().plan.units])
    while piece := list(islice(entries, AT_ONCE)):
        ids = record_many(actor=actor, now=NOW, entries=piece)
        shown = [
            id_
            for id_, entered in zip(ids, piece, strict=True)
            if entered.kind == "talk" and int(id_[:8], 16) % SHOWN_BY_A_FILE == 0
        ]
        rows = [_evidence(id_, actor.account) for id_ in shown]
        append(Act("evidence.add", shown[0], actor.account, "clerk", 1), rows, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (folder / "facts.json").write_text(json.dumps(_facts(records)), encoding="utf-8")


def _entries(records: int, units: list[str]) -> Iterator[Entered]:
    for number in range(records):
        unit = units[number % len(units)]
        day = FIRST_DAY + timedelta(days=number // len(units) * 7 % DAYS)  # every unit on every day
        title = f"{PLACES[number % 7]}{WORDS[number % 8]}第{number}场"
        if number % 10 < 7:
            yield Entered("talk", unit, day, None, "held", {"title": title, "audience": 10 + number % 90})
        elif number % 10 < 9:
            yield Entered(
                "everything",
                unit,
                day,
                None,
                "held",
                {"name": title, "story": f"在{title}，大家说了很久。", "consent": "yes", "hours": "1.5"},
            )
        else:
            yield Entered("one_to_one", unit, day, None, "held", {"topic": title})


def _evidence(record: str, account: str) -> Evidence:
    return Evidence(
        record=record[::-1],
        activity=record,
        name="现场.jpg",
        media_type="image/jpeg",
        sha256=record * 2,
        size=1,
        received_sha256=record * 2,
        received=NOW,
        account=account,
    )


def _facts(records: int) -> dict[str, str]:
    """What addresses need to know: one record, and where the list is half way through."""
    half = Activity.objects.filter(superseded=NEVER, is_withdrawn=False)
    row = in_order(half, None)[records // 2]
    return {"record": row.record, "after": str(place_of(row))}


def ask(folder: Path, addresses: Mapping[str, tuple[str, str]]) -> None:
    """Count the queries of each page; take the time of a list's rows alone, beside Django's paginator."""
    clients = {person: client_of(person) for person in PEOPLE}
    queries = {}
    for name, (person, address) in addresses.items():
        clients[person].get(address)  # what a process reads once in its life
        with CaptureQueriesContext(connection) as asked:
            status = clients[person].get(address).status_code
        if status != 200:
            raise RuntimeError(f"{address}: {status}")
        queries[name] = len(asked)
    found = {"queries": queries, "rows": list(_rows(json.loads((folder / "facts.json").read_text())))}
    (folder / "asked.json").write_text(json.dumps(found), encoding="utf-8")


def client_of(person: str) -> Client:
    """A browser in which this person is signed in."""
    client = Client(headers={"host": "127.0.0.1", "accept-language": "zh-CN"})
    client.force_login(
        Account.objects.get(person=person), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def sessions(folder: Path, people: Sequence[str] = PEOPLE) -> None:
    """Sign people in and keep their cookies."""
    cookies = {person: client_of(person).cookies["sessionid"].value for person in people}
    if not all(SessionStore().exists(cookie) for cookie in cookies.values()):
        raise RuntimeError("nobody is signed in")
    (folder / "cookies.json").write_text(json.dumps(cookies), encoding="utf-8")


TIMES = 15


def _rows(facts: Mapping[str, str]) -> Iterator[list[Any]]:
    """One page's rows by keyset, and by Django's paginator with its offset and count: milliseconds."""
    actor, plan = actor_of(Account.objects.get(person="clerk")), current_plan().plan
    for name, filters, after, number in (
        ("newest first", Filters(), "", 1),
        ("half way through", Filters(), facts["after"], None),
        ("one kind", Filters(kind="talk"), "", 1),
        ("a common word", Filters(words="垃圾分类"), "", 1),
    ):
        whole = in_order(fitting(visible(actor), filters, plan), None)

        def paginated(rows: Any = whole, place: int | None = number) -> None:
            paginator = Paginator(rows, 50)
            found = paginator.page(place or paginator.num_pages // 2).object_list
            for row in found:
                row_of(row, plan)

        def by_keyset(filters: Filters = filters, after: str = after) -> None:
            page(actor, filters, after=after)

        yield [name, _median(by_keyset), _median(paginated)]


def _median(deed: Callable[[], None]) -> float:
    found = []
    for _ in range(TIMES):
        started = time.perf_counter()
        deed()
        found.append((time.perf_counter() - started) * 1e3)
    return statistics.median(found)
