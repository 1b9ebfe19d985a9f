"""Does the database still hold what its log says? The office's own look, before the auditor's."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from huiyin.trail.checkpoints import Head
from huiyin.trail.models import NEVER, Bound, Entry, Node
from huiyin.trail.queries import bound_models
from huiyin.trail.rules import commitment, leaf_hash, node_hash, tree_hash

ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Disagreement:
    """Something that does not agree: what (a code), at which entry, in which table and record."""

    code: str
    sequence: int | None = None
    table: str = ""
    record: str = ""


@dataclass(frozen=True)
class Verified:
    """What was looked at and what did not agree."""

    head: Head
    contents: int
    disagreements: tuple[Disagreement, ...]
    is_covered: bool  # a checkpoint was given, and the log still begins with what it signed


def verify(
    files: Path, checkpoint: Head | None = None, progress: Callable[[int], None] = lambda _: None
) -> Verified:
    """Hold log, hashes, records and evidence against each other, and the log against a checkpoint."""
    found: list[Disagreement] = []
    tree = _Tree(checkpoint)
    contents = 0
    bound = _by_entry()
    ahead = next(bound, None)
    for entry in Entry.objects.order_by("sequence").iterator(ROWS_AT_ONCE):
        body = bytes(entry.body)
        if entry.sequence != tree.size:
            found.append(Disagreement("entry.missing", tree.size))
            break
        tree.add(leaf_hash(body))
        while ahead is not None and ahead[0] < entry.sequence:
            found += [Disagreement("content.unbound", ahead[0], row.table, _record(row)) for row in ahead[1]]
            ahead = next(bound, None)
        rows = ahead[1] if ahead is not None and ahead[0] == entry.sequence else []
        ahead = next(bound, None) if rows else ahead
        contents += len(rows)
        found += _held_against(entry.sequence, body, rows)
        if entry.sequence % ROWS_AT_ONCE == 0:
            progress(entry.sequence)
    while ahead is not None:
        found += [Disagreement("content.unbound", ahead[0], row.table, _record(row)) for row in ahead[1]]
        ahead = next(bound, None)
    found += _wrong_nodes(tree)
    found += _wrong_versions()
    found += _wrong_files(files)
    if checkpoint is not None and not tree.is_covered:
        found.append(Disagreement("checkpoint.other", checkpoint.size))
    return Verified(Head(tree.size, tree.root()), contents, tuple(found), tree.is_covered)


class _Tree:
    """The tree as the bodies make it, built without keeping them; notes whether it passed the checkpoint."""

    def __init__(self, checkpoint: Head | None) -> None:
        self.size = 0
        self.complete: list[bytes | None] = []  # per level, the subtree that waits for its right neighbour
        self.checkpoint = checkpoint
        self.is_covered = checkpoint is not None and checkpoint.size == 0
        self.digest = hashlib.sha256()  # over all leaves, to hold the stored ones against

    def add(self, leaf: bytes) -> None:
        self.digest.update(leaf)
        level, hash_ = 0, leaf
        while level < len(self.complete) and (left := self.complete[level]) is not None:
            self.complete[level] = None
            hash_ = node_hash(left, hash_)
            level += 1
        if level == len(self.complete):
            self.complete.append(None)
        self.complete[level] = hash_
        self.size += 1
        if self.checkpoint is not None and self.size == self.checkpoint.size:
            self.is_covered = self.root() == self.checkpoint.root

    def root(self) -> bytes:
        """The root over all that was added."""
        found: bytes | None = None
        for hash_ in self.complete:
            if hash_ is not None:
                found = hash_ if found is None else node_hash(hash_, found)
        return tree_hash(()) if found is None else found


def _by_entry() -> Iterator[tuple[int, list[Any]]]:
    streams = [
        iter(model._default_manager.order_by("sequence", "position").iterator(ROWS_AT_ONCE))
        for model in bound_models()
    ]
    merged = heapq.merge(*streams, key=lambda row: (row.sequence, row.position))
    for sequence, rows in groupby(merged, lambda row: int(row.sequence)):
        yield sequence, list(rows)


def _held_against(sequence: int, body: bytes, rows: list[Any]) -> list[Disagreement]:
    try:
        said = json.loads(body)
        bound = (said["count"], said["contents"])
        commitments = [commitment(bytes(row.salt), row.written()) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        # Somebody wrote what the product never writes; that is a change, not a fault of the look.
        return [Disagreement("content.changed", sequence)]
    found = []
    if [row.position for row in rows] != list(range(bound[0])):
        found.append(Disagreement("contents.number", sequence))
    if tree_hash(commitments).hex() != bound[1]:
        whose = rows[0] if len(rows) == 1 else None
        found.append(
            Disagreement(
                "content.changed", sequence, whose.table if whose else "", _record(whose) if whose else ""
            )
        )
    return found


def _wrong_nodes(tree: _Tree) -> list[Disagreement]:
    """The stored hashes against those that the bodies make: every leaf, and every complete subtree above."""
    leaves = hashlib.sha256()
    below: list[bytes] = []
    stored = Node.objects.filter(level=0).order_by("index").values_list("index", "hash")
    for place, (index, hash_) in enumerate(stored.iterator(ROWS_AT_ONCE)):
        if index != place:
            return [Disagreement("hash.missing", place)]
        below.append(bytes(hash_))
        leaves.update(below[-1])
    if len(below) != tree.size or leaves.digest() != tree.digest.digest():
        return [Disagreement("hash.changed")]
    level = 0
    while len(below) > 1:
        level += 1
        above = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        held = Node.objects.filter(level=level).order_by("index").values_list("hash", flat=True)
        if [bytes(hash_) for hash_ in held.iterator(ROWS_AT_ONCE)] != above:
            return [Disagreement("hash.changed")]
        below = above
    return []


def _wrong_versions() -> list[Disagreement]:
    """Rows whose `superseded` is not the sequence of the next version of their record."""
    found = []
    for model in bound_models():
        newer: dict[str, int] = {}
        fields = {field.name for field in model._meta.get_fields()}
        rows = model._default_manager.order_by("-sequence", "-position")
        name = "record" if "record" in fields else "table"
        columns = ("sequence", "superseded", *((name,) if name == "record" else ()))
        for sequence, superseded, *record in rows.values_list(*columns).iterator(ROWS_AT_ONCE):
            whose = str(record[0]) if record else model.table
            if superseded != newer.get(whose, NEVER):
                found.append(Disagreement("superseded.wrong", sequence, model.table, whose))
            newer[whose] = sequence
    return found


def _wrong_files(files: Path) -> list[Disagreement]:
    """Evidence files that are missing or hold other bytes than their name says."""
    found = []
    for model in bound_models():
        if "sha256" not in {field.name for field in model._meta.get_fields()}:
            continue
        rows: Any = model._default_manager.order_by("sequence", "position")
        for row in rows.iterator(ROWS_AT_ONCE):
            path = files / row.sha256[:2] / row.sha256
            if not path.is_file():
                found.append(Disagreement("file.missing", row.sequence, model.table, row.record))
            elif _sha256(path) != row.sha256:
                found.append(Disagreement("file.changed", row.sequence, model.table, row.record))
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(row: Bound) -> str:
    return str(row.content().get("record", ""))
