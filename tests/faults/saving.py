"""What does a process do that saves records until somebody kills it?

`main` obeys lines on its standard input. `save` and `careless` start a child, tell its number and wait for
its end; the child saves until it is killed and tells each id once it is saved, a careless one before that.
`look` tells as JSON what the database holds then.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from django.db import connection, connections, transaction

from huiyin.access.queries import actor_of_person
from huiyin.activities.actions import correct, record, record_many
from huiyin.activities.models import Activity
from huiyin.activities.rules import Entered
from huiyin.trail.verification import verify
from tests.campaign import NOW

AT_ONCE = 20


def main(folder: Path) -> None:
    """Obey until there is no line any more."""
    for line in sys.stdin:
        if line.strip() == "look":
            tell(json.dumps(looked(folder)))
            continue
        connections.close_all()
        child = os.fork()
        if not child:
            {"save": save, "careless": careless}[line.strip()]()
        tell(f"child {child}")
        os.waitpid(child, 0)
        tell("end")


def tell(line: str) -> None:
    """Write one line at once: the reader sees all of it or nothing."""
    os.write(1, f"{line}\n".encode())


def saved(*ids: str) -> None:
    """Tell that these are saved."""
    tell("saved " + " ".join(ids))


def titles() -> Iterator[str]:
    """Titles that no other process gives."""
    return (f"第{os.getpid()}组第{number}场" for number in count(1))


def talk(title: str) -> Entered:
    """A record of the small plan."""
    return Entered("talk", "liutang", "2026-09-20", None, "held", {"title": title, "audience": 30})


def save() -> None:
    """Record one, correct it, record twenty at once, and so on."""
    actor, title = actor_of_person("clerk"), titles()
    while True:
        id_ = record(actor=actor, now=NOW, entered=talk(next(title)), ticket=os.urandom(16).hex())
        saved(id_)
        correct(actor=actor, now=NOW, record=id_, version=1, entered=talk(next(title)), reason="改题目")
        saved(*record_many(actor=actor, now=NOW, entries=[talk(next(title)) for _ in range(AT_ONCE)]))


def careless() -> None:
    """Tell that it is saved, and save it later, with others."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    actor, title = actor_of_person("clerk"), titles()
    while True:
        with transaction.atomic():
            for _ in range(AT_ONCE):
                saved(record(actor=actor, now=NOW, entered=talk(next(title))))


def looked(folder: Path) -> dict[str, object]:
    """Which records are there, whether the log agrees with them, and whether the file is whole."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        [whole] = cursor.fetchone()
        cursor.execute("PRAGMA synchronous")
        [synchronous] = cursor.fetchone()
    return {
        "records": sorted(Activity.objects.values_list("record", flat=True).distinct()),
        "disagreements": [str(each) for each in verify(folder / "files").disagreements],
        "file": whole,
        "synchronous": synchronous,
    }
