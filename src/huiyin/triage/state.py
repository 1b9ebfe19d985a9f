"""What must a run leave behind so that a later run can add new opinions to it with --onto?

`state/rows.jsonl` holds every row with its redacted words and its place, one JSON object a line;
`state/state.json` says what they are and carries their SHA-256; `state/person.key` (mode 0600) lets a later
run know a giver again. Givers are kept as marks, keyed BLAKE2b (RFC 7693) of their name: without the key and
without the first input files, from whose bytes it is made, a mark says nothing. Equal input, equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from huiyin.opinions.files.rows import Row, RowStatus
from huiyin.triage.result import Mode, Placement, Suggestion

FOLDER = "state"
FORMAT = "huiyin triage state"
VERSION = 1
_ROWS, _HEADER, _KEY = "rows.jsonl", "state.json", "person.key"
_MARK = re.compile(r"p:[0-9a-f]{32}")
_KEY_BYTES = 32
_BLOCK = 1 << 20  # bytes read at once
_ROW_FIELDS = tuple(each.name for each in fields(Row))
_PLACEMENT_FIELDS = tuple(each.name for each in fields(Placement))


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """The rows of an earlier run with their places, and what its next run must know."""

    rows: Sequence[Row]  # `person` is a mark or ""
    placements: Sequence[Placement]  # one for each row
    titles: Mapping[str, str]  # by group
    themes: Mapping[str, str]  # theme by group
    last_number: int  # highest group number ever used
    mode: Mode
    language: str
    settings: Mapping[str, object] = field(default_factory=dict)
    key: bytes | None = None  # None where somebody has deleted it: givers of new rows are then counted anew


class StateFault(StrEnum):
    """Why an earlier state cannot be used."""

    MISSING = "missing"
    CORRUPT = "corrupt"
    OTHER_VERSION = "other_version"


class StateUnusable(ValueError):
    """The folder holds no state that this version can go on from; nothing was changed."""

    def __init__(self, fault: StateFault, file: Path, *, found: str = "", expected: str = "") -> None:
        self.fault = fault
        self.file = file
        self.found = found
        self.expected = expected
        super().__init__(f"{file}: {fault}: found {found!r}, expected {expected!r}")


class PersonNotMarked(ValueError):
    """A row still bears a giver's name: it must not be written to a file."""


def person_key(files: Iterable[Path]) -> bytes:
    """The key for marks, made from the bytes of the first input files, in whatever order they are given.

    It can't be had from the SHA-256 in run.json: the files are hashed anew, with another function.
    """
    digests = []
    for path in files:
        digest = hashlib.blake2b(digest_size=_KEY_BYTES, person=b"huiyin file")
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
        digests.append(digest.digest())
    return hashlib.blake2b(b"".join(sorted(digests)), digest_size=_KEY_BYTES, person=b"huiyin key").digest()


def mark_people(rows: Iterable[Row], key: bytes) -> list[Row]:
    """The same rows with each giver's name replaced by its mark; marks and blanks stay as they are."""
    return [replace(row, person=_mark(row.person, key)) for row in rows]


def write_state(folder: Path, earlier: EarlierRows) -> None:
    """Write the state into `folder`/state. Raises PersonNotMarked before anything is written."""
    for row in earlier.rows:
        if row.person and not _MARK.fullmatch(row.person):
            raise PersonNotMarked(f"row {row.number}")
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    digest = _write_rows(place / _ROWS, earlier)
    if earlier.key is not None:
        _write_secret(place / _KEY, earlier.key.hex().encode() + b"\n")
    header = {
        "format": FORMAT,
        "version": VERSION,
        "rows": len(earlier.rows),
        "sha256": digest,
        "last_number": earlier.last_number,
        "mode": earlier.mode,
        "language": earlier.language,
        "settings": dict(earlier.settings),
        "titles": dict(earlier.titles),
        "themes": dict(earlier.themes),
    }
    text = json.dumps(header, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (place / _HEADER).write_bytes(text.encode())


def read_state(folder: Path) -> EarlierRows:
    """The state that stands in `folder`/state. Raises StateUnusable when it is missing, broken or of another
    version."""
    place = folder / FOLDER
    header = _header(place / _HEADER)
    content = _bytes(place / _ROWS)
    digest = hashlib.sha256(content).hexdigest()
    if digest != header["sha256"] or content.count(b"\n") != header["rows"]:
        raise StateUnusable(StateFault.CORRUPT, place / _ROWS, found=digest, expected=str(header["sha256"]))
    try:
        records = [_record(json.loads(line)) for line in content.splitlines()]
        return EarlierRows(
            rows=tuple(row for row, _ in records),
            placements=tuple(placement for _, placement in records),
            titles=dict(header["titles"]),
            themes=dict(header["themes"]),
            last_number=int(header["last_number"]),
            mode=Mode(header["mode"]),
            language=str(header["language"]),
            settings=dict(header["settings"]),
            key=_key(place / _KEY),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise StateUnusable(StateFault.CORRUPT, place, found=repr(fault)) from fault


def _mark(person: str, key: bytes) -> str:
    name = " ".join(unicodedata.normalize("NFKC", person).split())
    if not name or _MARK.fullmatch(name):
        return name
    return "p:" + hashlib.blake2b(name.encode(), key=key, digest_size=16).hexdigest()


def _write_rows(file: Path, earlier: EarlierRows) -> str:
    digest = hashlib.sha256()
    with file.open("wb") as stream:
        for line in _lines(earlier):
            digest.update(line)
            stream.write(line)
    return digest.hexdigest()


def _lines(earlier: EarlierRows) -> Iterator[bytes]:
    for row, placement in zip(earlier.rows, earlier.placements, strict=True):
        words = {name: getattr(row, name) for name in _ROW_FIELDS}
        words["time"] = row.time.isoformat() if row.time else None
        place = {name: getattr(placement, name) for name in _PLACEMENT_FIELDS}
        place["area"] = (placement.area.name, placement.area.confidence)
        place["unit"] = (placement.unit.name, placement.unit.confidence)
        line = json.dumps({"row": words, "placement": place}, ensure_ascii=False, separators=(",", ":"))
        yield line.encode(errors="surrogatepass") + b"\n"


def _write_secret(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(content)
    file.chmod(0o600)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise StateUnusable(StateFault.MISSING, file) from fault


def _header(file: Path) -> Mapping[str, Any]:
    content = _bytes(file)
    try:
        header = json.loads(content)
        kind, version = header["format"], header["version"]
    except (KeyError, TypeError, ValueError) as fault:
        raise StateUnusable(StateFault.CORRUPT, file, found=repr(fault), expected=FORMAT) from fault
    if (kind, version) != (FORMAT, VERSION):
        raise StateUnusable(
            StateFault.OTHER_VERSION, file, found=f"{kind} {version}", expected=f"{FORMAT} {VERSION}"
        )
    missing = {"sha256", "rows", "last_number", "mode", "language", "settings", "titles", "themes"} - set(
        header
    )
    if missing:
        raise StateUnusable(StateFault.CORRUPT, file, expected=", ".join(sorted(missing)))
    return dict(header)


def _key(file: Path) -> bytes | None:
    if not file.exists():
        return None
    return bytes.fromhex(file.read_text(encoding="ascii"))


def _record(held: Mapping[str, Any]) -> tuple[Row, Placement]:
    words, place = dict(held["row"]), dict(held["placement"])
    words["status"] = RowStatus(words["status"])
    words["time"] = datetime.fromisoformat(words["time"]) if words["time"] else None
    place["area"], place["unit"] = Suggestion(*place["area"]), Suggestion(*place["unit"])
    return Row(**words), Placement(**place)
