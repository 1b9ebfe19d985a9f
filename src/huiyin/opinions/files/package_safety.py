"""Is a zipped office file safe to open: not a bomb, not locked, no entities?"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from huiyin.opinions.files.tables import MEBIBYTE, ReadingLimits, Refusal, UnreadableFile

_CHUNK = MEBIBYTE
_DOCUMENT_TYPE = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _DOCUMENT_TYPE))  # bytes kept of the chunk before, so that no mark is cut in two
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument: it tells which parts are encrypted
_ENCRYPTED = b"encryption-data"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def check_package(file: Path, *, limits: ReadingLimits, max_unzipped_bytes: int) -> None:
    """Raise `UnreadableFile` when opening this package would be unsafe; unpacks it once, keeping nothing.

    The unpacked size is counted, not taken from the headers, which a bomb can forge. A part that declares
    a document type is refused, so no entity can ever expand.
    """
    try:
        with zipfile.ZipFile(file) as package:
            _check_parts(file, package, limits, max_unzipped_bytes)
    except RuntimeError as error:  # what zipfile raises for a locked part
        raise UnreadableFile(file.name, reason_code=Refusal.PASSWORD) from error
    except _DAMAGE as error:
        raise UnreadableFile(file.name, reason_code=Refusal.CORRUPT, detail=str(error)) from error


def package_parts(file: Path) -> frozenset[str]:
    """Which parts does a zip package list? Empty when it is no zip package."""
    try:
        with zipfile.ZipFile(file) as package:
            return frozenset(package.namelist())
    except _DAMAGE:
        return frozenset()


def package_type(file: Path) -> str:
    """What does the package call itself in its part `mimetype` (OpenDocument)? "" when it has none."""
    try:
        with zipfile.ZipFile(file) as package, package.open("mimetype") as stream:
            return stream.read(_CHUNK).decode("ascii", "replace").strip()
    except (*_DAMAGE, KeyError, RuntimeError):
        return ""


def _check_parts(file: Path, package: zipfile.ZipFile, limits: ReadingLimits, max_bytes: int) -> None:
    parts = package.infolist()
    if len(parts) > limits.max_parts:
        raise _too_large(file, "max_parts", limits.max_parts)
    unpacked = 0
    for part in parts:
        tail = b""
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > max_bytes:
                    raise _too_large(file, "max_unzipped_bytes", max_bytes)
                _check_xml(file, part.filename, tail + chunk)
                tail = chunk[-_OVERLAP:]


def _check_xml(file: Path, part: str, window: bytes) -> None:
    if part.lower().endswith((".xml", ".rels")) and any(mark in window for mark in _DOCUMENT_TYPE):
        raise UnreadableFile(file.name, reason_code=Refusal.XML_ENTITIES, detail=part)
    if part == _MANIFEST and _ENCRYPTED in window:
        raise UnreadableFile(file.name, reason_code=Refusal.PASSWORD)


def _too_large(file: Path, limit: str, value: int) -> UnreadableFile:
    return UnreadableFile(file.name, reason_code=Refusal.TOO_LARGE, detail=f"{limit}={value}")
