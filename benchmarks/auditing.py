"""How long does an outsider take to verify a long log, alone and with everything that it binds?

The export is written line by line as `huiyin export` writes it, with one content to each entry and every
tenth entry a correction; that the auditor's file finds nothing to accuse shows that it is one. pymerkle, a
Merkle tree of its own making, says which root and which proofs are right.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Any

from benchmarks.command import Cost, ProcessFailed, run_measured
from benchmarks.environments import PYMERKLE, Answer, CannotInstall, ask
from benchmarks.extent import Bench
from benchmarks.report import FIGURES, Goal, NotRun, Part, Table, figure
from huiyin.trail import audit
from huiyin.trail.checkpoints import Checkpoint, Head, SigningKey
from huiyin.trail.proofs import inclusion_proof, root_of
from huiyin.trail.rules import canonical, commitment, leaf_hash, node_hash, tree_hash

SEED = 20
BEGAN = datetime(2026, 9, 7, tzinfo=UTC)
KEY = SigningKey("minghu.example/benchmark", bytes(range(32)))
CORRECTED_AFTER, CORRECTION_EVERY = 5, 10  # entries
PROOFS = 1_000
LOG_ALONE, WITH_CONTENTS = Goal(most=5.0), Goal(most=20.0)
WORDS = ("垃圾分类", "防范诈骗", "消防安全", "普法宣传", "健康讲座", "邻里议事", "河道巡查", "助老服务")


@dataclass(frozen=True, slots=True)
class Export:
    """A written export and the root of its log."""

    folder: Path
    entries: int
    root: bytes

    @property
    def log(self) -> Path:
        """The entries, one a line."""
        return self.folder / "log.jsonl"


class Frontier:
    """The root over entries that come one by one, kept as the complete subtrees along the right edge."""

    def __init__(self) -> None:
        self._complete: list[bytes | None] = []

    def add(self, hash_: bytes) -> None:
        """One more leaf."""
        for level, left in enumerate(self._complete):
            if left is None:
                self._complete[level] = hash_
                return
            self._complete[level], hash_ = None, node_hash(left, hash_)
        self._complete.append(hash_)

    def root(self) -> bytes:
        """The root over the leaves so far, of which there is one at least."""
        edge = [hash_ for hash_ in self._complete if hash_ is not None]
        return reduce(lambda below, left: node_hash(left, below), edge)


def measure(bench: Bench) -> Iterator[Part]:
    """The auditor's file on a log of the length that is wanted, and pymerkle on the same log."""
    export = _written(bench.work / "export", bench.extent.audited)
    note = bench.work / "outside.checkpoint"
    note.write_text(KEY.sign(Checkpoint(KEY.name, Head(export.entries, export.root))), encoding="utf-8")
    alone = _audited(export, note, "--log-only")
    whole = _audited(export, note)
    yield _audit_table(bench, export, alone, whole)
    indexes = sorted(random.Random(SEED).sample(range(export.entries), min(PROOFS, export.entries)))
    request = {"log": str(export.log), "indexes": indexes}
    try:
        answer = ask(PYMERKLE, request, environments=bench.environments, work=bench.work)
    except (CannotInstall, ProcessFailed) as failure:
        yield NotRun("pymerkle on the same log", str(failure))
        return
    yield _peer_table(export, indexes, answer)


def _audited(export: Export, note: Path, *options: str) -> Cost:
    words = [sys.executable, "-I", str(export.folder / "audit.py"), "verify", str(export.folder)]
    return run_measured(
        [*words, "--checkpoint", str(note), "--key", KEY.verifier_text, "--lang", "en", *options]
    )


def _audit_table(bench: Bench, export: Export, alone: Cost, whole: Cost) -> Table:
    def megabytes(name: str) -> float:
        return (export.folder / name).stat().st_size / 1e6

    return Table(
        f"A log of {export.entries:,} entries by the auditor's file",
        "whole process of audit.py, which is Python's standard library alone, against a signed checkpoint; "
        "one content to each entry, every tenth entry a correction; nothing was accused",
        FIGURES,
        [
            figure("log alone, wall seconds", alone.seconds, LOG_ALONE if bench.is_full else None),
            figure(
                "with all contents, wall seconds", whole.seconds, WITH_CONTENTS if bench.is_full else None
            ),
            figure("size of the log, MB", megabytes("log.jsonl")),
            figure("size of the contents, MB", megabytes("contents.jsonl")),
        ],
    )


def _peer_table(export: Export, indexes: list[int], answer: Answer) -> Table:
    bodies = export.log.read_bytes().splitlines()
    started = time.perf_counter()
    levels = _levels(bodies)
    root = root_of(len(bodies), lambda level, index: levels[level][index])
    of_tree = time.perf_counter() - started
    started = time.perf_counter()
    proofs = [inclusion_proof(index, len(bodies), lambda level, at: levels[level][at]) for index in indexes]
    seconds = time.perf_counter() - started
    ours = [hashlib.sha256(b"".join(proof)).hexdigest() for proof in proofs]
    equal = sum(one == other for one, other in zip(ours, answer.found["proofs"], strict=True))
    of_root, of_proofs = float(answer.found["root_seconds"]), float(answer.found["proof_seconds"])
    is_equal = "yes" if answer.found["root"] == root.hex() == export.root.hex() else "NO"
    return Table(
        "The same log by pymerkle",
        f"pymerkle {answer.found['version']}, its tree in memory, imports left out on both sides; "
        "proofs of inclusion (RFC 9162 2.1.3) of entries drawn at random, compared hash by hash",
        ("what", "huiyin", "pymerkle", "pymerkle takes, times"),
        [
            ("tree and root of all entries, seconds", of_tree, of_root, of_root / of_tree),
            (f"{len(indexes):,} proofs of inclusion, seconds", seconds, of_proofs, of_proofs / seconds),
            ("the same root", is_equal, is_equal, None),
            ("the same proofs", equal, len(indexes), None),
        ],
    )


def _levels(bodies: list[bytes]) -> list[list[bytes]]:
    """The hashes of all complete subtrees, leaves first."""
    levels = [[leaf_hash(body) for body in bodies]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
    return levels


def _written(folder: Path, entries: int) -> Export:
    """Write an export of so many entries."""
    (folder / "files").mkdir(parents=True)
    frontier = Frontier()
    with (folder / "log.jsonl").open("wb") as log, (folder / "contents.jsonl").open("wb") as contents:
        for sequence in range(entries):
            line, body = _entry(sequence, entries)
            frontier.add(leaf_hash(body))
            log.write(body + b"\n")
            contents.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    shutil.copyfile(audit.__file__, folder / "audit.py")
    return Export(folder, entries, frontier.root())


def _entry(sequence: int, entries: int) -> tuple[dict[str, Any], bytes]:
    """The line of a content, and the body of the entry that binds it."""
    is_correction = sequence % CORRECTION_EVERY == CORRECTION_EVERY - 1
    record = sequence - CORRECTED_AFTER if is_correction else sequence
    next_version = sequence + CORRECTED_AFTER
    is_corrected = next_version % CORRECTION_EVERY == CORRECTION_EVERY - 1 and next_version < entries
    written = canonical(_content(record, sequence, 2 if is_correction else 1))
    salt = hashlib.sha256(sequence.to_bytes(8, "big")).digest()
    line = {
        "sequence": sequence,
        "position": 0,
        "table": "activity",
        "salt": salt.hex(),
        "superseded": next_version if is_corrected and not is_correction else None,
        "content": written.decode(),
    }
    body = {
        "sequence": sequence,
        "time": (BEGAN + timedelta(seconds=sequence)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "action": "activity.correct" if is_correction else "activity.record",
        "subject": _id(record),
        "actor": _id(-1 - record % 100),
        "role": "liaison",
        "plan": 1,
        "count": 1,
        "contents": tree_hash([commitment(salt, written)]).hex(),
    }
    return line, canonical(body)


def _content(record: int, sequence: int, version: int) -> dict[str, Any]:
    """A talk as its record says it, with every column."""
    day = (BEGAN + timedelta(days=record % 90)).date().isoformat()
    title = f"{WORDS[record % len(WORDS)]}第{record}场"
    return {
        "table": "activity",
        "record": _id(record),
        "version": version,
        "kind": "talk",
        "unit": f"unit-{record % 100:03}",
        "day": day,
        "last_day": None,
        "state": "held",
        "entered": (BEGAN + timedelta(seconds=sequence)).isoformat(timespec="microseconds"),
        "is_late": False,
        "is_withdrawn": False,
        "reason": "漏计听众" if version > 1 else "",
        "part_of": "",
        "number": str(20 + record % 80),
        "second_number": None,
        "person": "",
        "target": "",
        "label": "",
        "title": title,
        "values": {"title": title, "audience": 20 + record % 80 + version},
        "sameness": hashlib.sha256(title.encode()).hexdigest(),
        "plan_version": 1,
        "account": _id(-1 - record % 100),
        "import_batch": "",
    }


def _id(number: int) -> str:
    """128 bits that stand for a number."""
    return base64.b16encode(hashlib.sha256(str(number).encode()).digest()[:16]).decode().lower()
