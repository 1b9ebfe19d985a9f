"""How do the files of a result come into their folder, all of them or none?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from huiyin.publishing.ledger_workbook import write_ledger_workbook
from huiyin.publishing.summary_page import summary_page
from huiyin.triage.result import Result
from huiyin.triage.starter import is_untouched
from huiyin.triage.state import FOLDER as STATE_FOLDER
from huiyin.triage.state import EarlierRows, write_state
from huiyin.triage.tables import (
    OPINIONS_FILE,
    PROBLEMS_FILE,
    RUN_FILE,
    THEMES_FILE,
    RunFacts,
    run_record,
    write_opinions,
    write_problems,
    write_themes,
)

LEDGER_FILE = "ledger.xlsx"
SUMMARY_FILE = "summary.html"
DECISIONS_FILE = "decisions.yaml"
# In the order in which a person wants them.
RESULT_FILES = (
    SUMMARY_FILE,
    LEDGER_FILE,
    DECISIONS_FILE,
    OPINIONS_FILE,
    PROBLEMS_FILE,
    THEMES_FILE,
    RUN_FILE,
)
_KEY_SUFFIX = ".key"
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # file managers' own, in any folder


class Refusal(StrEnum):
    """Why a folder is not written."""

    NOT_A_FOLDER = "not_a_folder"
    FOREIGN_FILES = "foreign_files"  # it holds files that are no result
    CHANGED_FILES = "changed_files"  # a person has changed files of the earlier result
    MOUNT_POINT = "mount_point"  # it cannot be exchanged as a whole
    STOOD_IN = "stood_in"  # the command runs inside it


class FolderRefused(Exception):
    """The folder is left as it is; `names` are the files in it that stand in the way."""

    def __init__(self, folder: Path, reason: Refusal, names: Sequence[str] = ()) -> None:
        super().__init__(folder, str(reason), tuple(names))
        self.folder = folder
        self.reason = reason
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a result folder is written from."""

    result: Result
    facts: RunFacts
    decisions: bytes  # decisions.yaml: as a person gave it, else the starter file
    state: EarlierRows  # what a later run needs to go on from here, givers marked already
    decisions_read: Path | None = None  # where those decisions were read, when a person gave them


def may_be_written(folder: Path, *, decisions_read: Path | None = None) -> None:
    """May a result be written there? Raises FolderRefused; worth asking before the long work begins.

    A new or empty folder may, and one that holds an earlier result as it was written. Nothing of a
    person's is ever replaced: not a foreign file, not a ledger with notes in it, not decisions that this run
    does not obey.
    """
    folder = folder.resolve()
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FolderRefused(folder, Refusal.NOT_A_FOLDER)
    if folder.is_mount():
        raise FolderRefused(folder, Refusal.MOUNT_POINT)
    if folder == Path.cwd() or folder in Path.cwd().parents:
        raise FolderRefused(folder, Refusal.STOOD_IN)
    held = [path for path in folder.iterdir() if path.name not in _LEFT_BY_SYSTEMS]
    foreign = sorted(path.name for path in held if not _is_of_a_result(path))
    if foreign:
        raise FolderRefused(folder, Refusal.FOREIGN_FILES, foreign)
    changed = sorted(_changed(folder, decisions_read))
    if changed:
        raise FolderRefused(folder, Refusal.CHANGED_FILES, changed)


def write_result_folder(folder: Path, contents: Contents) -> Sequence[Path]:
    """Write all files of a result and exchange the folder as a whole; the answer names them in order.

    They are written into a hidden folder beside it and reach the disk before they are shown. When anything
    goes wrong, or somebody interrupts, an earlier result stays as it was. Raises FolderRefused or OSError.
    """
    may_be_written(folder, decisions_read=contents.decisions_read)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.parent / f".{folder.name}.draft-{os.getpid()}"
    draft.mkdir()
    try:
        _write_files(draft, contents)
        _exchange(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [folder / name for name in RESULT_FILES]


def _write_files(draft: Path, contents: Contents) -> None:
    result, facts = contents.result, contents.facts
    tables: Mapping[str, Callable[[Result, TextIO], None]] = {
        OPINIONS_FILE: write_opinions,
        PROBLEMS_FILE: write_problems,
        THEMES_FILE: write_themes,
    }
    for name, write in tables.items():
        # A lone surrogate, which no file can hold, becomes a question mark.
        with (draft / name).open("w", encoding="utf-8", errors="replace", newline="") as stream:
            write(result, stream)
    write_ledger_workbook(draft / LEDGER_FILE, result, facts)
    page = summary_page(result, facts, [name for name in RESULT_FILES if name != SUMMARY_FILE])
    (draft / SUMMARY_FILE).write_bytes(page.encode("utf-8", errors="replace"))
    (draft / DECISIONS_FILE).write_bytes(contents.decisions)
    write_state(draft, contents.state)
    digests = {name: _digest(path) for name, path in _witnessed(draft).items()}
    (draft / RUN_FILE).write_bytes(run_record(result, facts, digests).encode("utf-8", errors="replace"))
    for path in (*draft.rglob("*"), draft):
        _sync(path)


def _exchange(draft: Path, folder: Path) -> None:
    """Put `draft` where `folder` is; at no time are the files of both mixed."""
    if not folder.exists():
        draft.rename(folder)
        return
    replaced = folder.parent / f".{folder.name}.replaced-{os.getpid()}"
    try:
        folder.rename(replaced)
        draft.rename(folder)
    except BaseException:
        if replaced.exists() and not folder.exists():
            replaced.rename(folder)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _is_of_a_result(path: Path) -> bool:
    return path.is_dir() if path.name == STATE_FOLDER else path.name in RESULT_FILES and path.is_file()


def _witnessed(folder: Path) -> Mapping[str, Path]:
    """The files whose digests run.json gives; it cannot give its own, and a key is nobody's business."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != _KEY_SUFFIX)
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path for name, path in named.items() if path.name not in (RUN_FILE, *_LEFT_BY_SYSTEMS)}


def _changed(folder: Path, decisions_read: Path | None) -> Sequence[str]:
    """Which of the files in an earlier result are not as a run wrote them?"""
    written = _written_digests(folder / RUN_FILE)
    changed = []
    for name, path in _witnessed(folder).items():
        if name == DECISIONS_FILE:
            # A person's, also where an earlier run obeyed it: a run that does not may not replace it.
            is_obeyed = decisions_read is not None and decisions_read.resolve() == path
            is_as_written = is_obeyed or is_untouched(path.read_bytes())
        else:
            is_as_written = _digest(path) == written.get(name)
        if not is_as_written:
            changed.append(name)
    return changed


def _written_digests(record: Path) -> Mapping[str, str]:
    """The digests that run.json gives; none when it is missing or is not ours."""
    if not record.exists():
        return {}
    try:
        files = json.loads(record.read_text(encoding="utf-8"))["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Make the system write this file or folder to the disk now."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
