"""Where do the bytes of evidence lie, and how do they get there whole or not at all?"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

DRAFT_SUFFIX = (
    ".part"  # of a file that is being written; one that is left behind belongs to a writer that died
)

_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_full(error: OSError) -> bool:
    """Is this what a disk says, or a quota, that has no room left?"""
    return error.errno in _FULL


def place_of(sha256: str, *, files: Path) -> Path:
    """Where the bytes with this fingerprint lie: `files`/ab/abcd…; raises `ValueError` for no fingerprint."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(sha256)
    return files / sha256[:2] / sha256


def fingerprint(source: Path) -> str:
    """The SHA-256 of a file's bytes, in lower-case hexadecimal, read in pieces."""
    with source.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_away(source: Path, *, sha256: str, files: Path) -> Path:
    """Keep the bytes of `source` under their fingerprint and answer where; equal bytes lie there once.

    When this returns, the bytes outlive a power cut: the file, its name and its folder are on the disk. Until
    then nothing stands under the name. Raises `NotTaken(NO_ROOM)` when the disk is full.
    """
    place = place_of(sha256, files=files)
    try:
        if not _is_kept(place, size=source.stat().st_size):
            _write_through(source, place)
    except OSError as error:
        if is_full(error):
            raise NotTaken(EvidenceRefusal.NO_ROOM) from error
        raise
    return place


def read_back(sha256: str, *, files: Path) -> Iterator[bytes]:
    """The kept bytes in pieces of at most a mebibyte; raises `FileNotFoundError` when there are none.

    It does not check them: whoever must be sure compares the fingerprint.
    """
    with place_of(sha256, files=files).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _is_kept(place: Path, *, size: int) -> bool:
    """A file of another size cannot have this fingerprint: it was damaged and is written anew."""
    try:
        return place.stat().st_size == size
    except FileNotFoundError:
        return False


def _write_through(source: Path, place: Path) -> None:
    _make_folder(place.parent)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=DRAFT_SUFFIX, dir=place.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as written, source.open("rb") as read:
            _copy(read, written)
            written.flush()
            os.fsync(written.fileno())
        draft.replace(place)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(place.parent)


def _copy(read: IO[bytes], written: IO[bytes]) -> None:
    while chunk := read.read(_CHUNK):
        written.write(chunk)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk. Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
