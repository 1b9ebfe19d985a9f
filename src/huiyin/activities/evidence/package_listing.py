"""What does a zip package hold, once nothing it says of itself is believed?"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from huiyin.activities.evidence.limits import MEBIBYTE, EvidenceLimits
from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

_CHUNK = 1 << 16
_LONGEST_TOLD = 80  # characters of a part's name in a refusal
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what ISO/IEC 29500-2 permits
_LOCAL_HEADER = struct.Struct("<26xHH")  # lengths of name and extra field: APPNOTE.TXT 4.3.7


def told(part: str) -> str:
    """A part's name as a refusal may repeat it."""
    return "".join(sign if sign.isprintable() else "?" for sign in part[:_LONGEST_TOLD])


def checked_parts(
    package: zipfile.ZipFile, stream: IO[bytes], limits: EvidenceLimits
) -> list[zipfile.ZipInfo]:
    """The entries in their order, folders left out.

    Raises `NotTaken` for too many of them, for links, names that lead elsewhere, names that stand twice,
    locked entries and entries that share bytes, which is how a bomb of many parts is made small.
    """
    entries = package.infolist()
    if len(entries) > limits.max_parts:
        raise NotTaken(EvidenceRefusal.TOO_MANY_PARTS, limit=limits.max_parts)
    seen: set[str] = set()
    for entry in entries:
        _check_entry(entry, seen)
        seen.add(entry.filename.lower())
    _check_overlap(entries, stream, package.start_dir)
    return [entry for entry in entries if not entry.is_dir()]


class Unpacking:
    """Reads the parts of one package and counts what they truly unpack to."""

    def __init__(self, package: zipfile.ZipFile, packed_bytes: int, limits: EvidenceLimits) -> None:
        self._package = package
        self._packed = packed_bytes
        self._limits = limits
        self._unpacked = 0

    def content(self, part: zipfile.ZipInfo) -> bytes:
        """All bytes of one part; raises `NotTaken` when the whole is too large, or other than said."""
        content = b"".join(self._chunks(part))
        if len(content) != part.file_size:
            raise NotTaken(EvidenceRefusal.DAMAGED)
        return content

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._count(len(chunk))
                yield chunk

    def _count(self, size: int) -> None:
        limits = self._limits
        self._unpacked += size
        if self._unpacked > limits.max_unpacked_bytes:
            raise NotTaken(EvidenceRefusal.UNPACKS_TOO_LARGE, limit=limits.max_unpacked_bytes // MEBIBYTE)
        if self._unpacked > max(limits.ratio_counts_from, limits.max_ratio * self._packed):
            raise NotTaken(EvidenceRefusal.PACKED_TOO_TIGHT, limit=limits.max_ratio)


def _check_entry(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    name = entry.filename
    mode = entry.external_attr >> 16
    leads_away = name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0")
    is_special = stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}
    if leads_away or is_special or name.lower() in seen or not name.isprintable():
        raise NotTaken(EvidenceRefusal.UNSAFE_PACKAGE, part=told(name))
    if entry.flag_bits & 1:
        raise NotTaken(EvidenceRefusal.LOCKED)
    if entry.compress_type not in _METHODS:
        raise NotTaken(EvidenceRefusal.UNSAFE_PACKAGE, part=told(name))


def _check_overlap(entries: list[zipfile.ZipInfo], stream: IO[bytes], directory: int) -> None:
    """Raise when one entry begins before the one in front of it has ended."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        stream.seek(entry.header_offset)
        header = stream.read(_LOCAL_HEADER.size)
        if entry.header_offset < free or len(header) < _LOCAL_HEADER.size:
            raise NotTaken(EvidenceRefusal.UNSAFE_PACKAGE, part=told(entry.filename))
        free = (
            entry.header_offset + _LOCAL_HEADER.size + sum(_LOCAL_HEADER.unpack(header)) + entry.compress_size
        )
    if free > directory:
        raise NotTaken(EvidenceRefusal.UNSAFE_PACKAGE, part="")
