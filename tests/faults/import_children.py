"""Takes files in by children that are killed at random moments, and says what is left. A program of its own.

    python -m tests.faults.import_children FOLDER KILLS SEED (whole|naive)

Django is set up once; each child is forked, works as a job of the pages does, and is killed unless it was
quicker. What was killed is begun again until it is done. `naive` saves row by row: it must be caught.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROWS = 150
FOLDER, KILLS, SEED, WAY = sys.argv[1:5]

os.environ["HUIYIN_DIR"] = FOLDER
os.environ.pop("HUIYIN_DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.settings"

Path(FOLDER).mkdir()
Path(FOLDER, "huiyin.toml").write_text('language = "zh"\n')

import django  # noqa: E402 -- settings are read when Django is set up

django.setup()

from django.core.management import call_command  # noqa: E402 -- as above
from django.db import connections  # noqa: E402 -- as above

from huiyin.access.queries import SYSTEM  # noqa: E402 -- as above
from huiyin.access.rules import Actor, Holding  # noqa: E402 -- as above
from huiyin.activities.actions import record  # noqa: E402 -- as above
from huiyin.activities.imports import actions  # noqa: E402 -- as above
from huiyin.activities.imports.actions import GivenIn  # noqa: E402 -- as above
from huiyin.activities.imports.queries import import_row  # noqa: E402 -- as above
from huiyin.activities.imports.states import ImportState  # noqa: E402 -- as above
from huiyin.activities.models import Activity  # noqa: E402 -- as above
from huiyin.activities.rules import Entered  # noqa: E402 -- as above
from huiyin.plan.actions import apply_plan  # noqa: E402 -- as above
from huiyin.trail.models import Entry, Node  # noqa: E402 -- as above
from huiyin.trail.queries import head  # noqa: E402 -- as above
from huiyin.trail.rules import commitment, leaf_hash, tree_hash  # noqa: E402 -- as above
from huiyin.web.imports.files import folder_of  # noqa: E402 -- as above
from huiyin.web.imports.job import work_off  # noqa: E402 -- as above
from huiyin.web.imports.work import Doing, now  # noqa: E402 -- as above

QUICK_SCRIPT = Actor("script", "", (Holding("clerk"),))
SMALL_PLAN = Path(__file__).parents[1] / "small_plan.yaml"
ACKNOWLEDGED = Path(FOLDER) / "acknowledged"


def give_in(number: int) -> str:
    """Another file; the id of its import."""
    public_id = actions.give_in(actor=SYSTEM, now=now(), given=GivenIn("talks.csv", "0" * 64, kind="talk"))
    lines = ["单位,日期,主题,听众人数"]
    lines += [f"柳塘街道,2026-09-10,第{number}批第{row}场,{row}" for row in range(ROWS)]
    folder = folder_of(public_id)
    folder.mkdir(parents=True)
    (folder / "given.csv").write_text("\n".join(lines), encoding="utf-8")
    return public_id


def whole(public_id: str) -> None:
    """Work as a job does: read, confirm, take in."""
    doing = Doing(SYSTEM)
    work_off(public_id, doing, "zh")
    if import_row(SYSTEM, public_id).state is ImportState.READ:
        actions.confirm(actor=SYSTEM, public_id=public_id, takes_corrections=False)
    work_off(public_id, doing, "zh")


def naive(public_id: str) -> None:
    """Save row by row, and begin again from the start: what a quick script would do."""
    lines = (folder_of(public_id) / "given.csv").read_text(encoding="utf-8").splitlines()[1:]
    for line in lines:
        unit, day, title, audience = line.split(",")
        values = {"title": f"{title} {os.getpid()}", "audience": audience}
        made = record(actor=QUICK_SCRIPT, now=now(), entered=Entered("talk", unit, day, values=values))
        Activity.objects.filter(record=made).update(import_batch=public_id)


def in_child(work: Callable[[str], None], public_id: str) -> int:
    """Start the work in a child; its process id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work(public_id)
        with ACKNOWLEDGED.open("a") as stream:
            stream.write(f"{public_id}\n")
            stream.flush()
            os.fsync(stream.fileno())
    finally:
        os._exit(0)


def is_acknowledged(public_id: str) -> bool:
    return ACKNOWLEDGED.exists() and public_id in ACKNOWLEDGED.read_text().split()


def main() -> dict[str, object]:
    call_command("migrate", verbosity=0)
    apply_plan(actor=SYSTEM, now=now(), text=SMALL_PLAN.read_text(encoding="utf-8"))
    chance = random.Random(int(SEED))
    work = whole if WAY == "whole" else naive
    began = time.monotonic()
    first = give_in(0)
    os.waitpid(in_child(work, first), 0)
    usual = time.monotonic() - began
    kills, number, waiting = 0, 0, ""
    while kills < int(KILLS) or waiting:
        if not waiting:
            number += 1
            waiting = give_in(number)
        child = in_child(work, waiting)
        if kills < int(KILLS):
            time.sleep(chance.uniform(0, usual))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            kills += os.WIFSIGNALED(status)
        else:
            os.waitpid(child, 0)
        if is_acknowledged(waiting):
            waiting = ""
    return {"kills": kills, "files": number + 1, **left()}


def left() -> dict[str, object]:
    """What is in the database afterwards."""
    acknowledged = ACKNOWLEDGED.read_text().split()
    rows = Counter(Activity.objects.exclude(import_batch="").values_list("import_batch", flat=True))
    entries = list(Entry.objects.order_by("sequence"))
    leaves = [leaf_hash(bytes(entry.body)) for entry in entries]
    kept = Node.objects.filter(level=0).order_by("index").values_list("hash", flat=True)
    return {
        "lost": sum(rows[public_id] < ROWS for public_id in acknowledged),
        "half": sum(count not in (0, ROWS) for count in rows.values()),
        "rows": sum(rows.values()),
        "entries_wrong": sum(not is_bound(entry) for entry in entries if b"activity." in bytes(entry.body)),
        "leaves_agree": leaves == [bytes(leaf) for leaf in kept],
        "root_agrees": head().root == tree_hash([bytes(entry.body) for entry in entries]),
    }


def is_bound(entry: Entry) -> bool:
    """Does the entry bind the rows that stand in the table?"""
    body = json.loads(bytes(entry.body))
    rows = Activity.objects.filter(sequence=entry.sequence).order_by("position")
    commitments = [commitment(bytes(row.salt), row.written()) for row in rows]
    return bool(body["count"] == len(commitments) and body["contents"] == tree_hash(commitments).hex())


if __name__ == "__main__":
    print(json.dumps(main()))
