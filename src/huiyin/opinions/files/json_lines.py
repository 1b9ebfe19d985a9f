"""Which table does a file of one JSON value a line make?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from huiyin.opinions.files.encodings import Encoding, find_encoding, is_damaged_text, open_text
from huiyin.opinions.files.tables import Fault, ReadingLimits, Record, Table

PLAIN_VALUE = "text"  # the column of a line that is a bare string, not an object


def json_lines_table(file: Path, *, limits: ReadingLimits) -> Table:
    """Read a jsonl file: the keys of its objects are the columns."""
    encoding = find_encoding(file)
    names = _column_names(file, encoding)
    return Table(
        file=file.name,
        sheet="",
        format="jsonl",
        records=partial(_records, file, encoding, names, limits),
        encoding=encoding.label,
        names=names,
    )


def _column_names(file: Path, encoding: Encoding) -> tuple[str, ...]:
    """All keys by their mean place in the objects: which object comes first does not matter."""
    places: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with open_text(file, encoding) as stream:
        for line in stream:
            for place, key in enumerate(_object(line) or ()):
                seen = places[key]
                seen[0] += place
                seen[1] += 1
    return tuple(sorted(places, key=lambda key: (places[key][0] / places[key][1], key)))


def _records(
    file: Path, encoding: Encoding, names: tuple[str, ...], limits: ReadingLimits
) -> Iterator[Record]:
    with open_text(file, encoding) as stream:
        for line in stream:
            yield _record(line, names, limits)


def _record(line: str, names: tuple[str, ...], limits: ReadingLimits) -> Record:
    bare = line.strip().replace("\0", "")
    if not bare:
        return Record([])
    if len(bare) > limits.max_field_characters:
        return Record([bare], Fault.FIELD_TOO_LONG)
    if is_damaged_text(bare):
        return Record([bare], Fault.BAD_BYTES)
    values = _object(line)
    if values is None:
        return Record([bare], Fault.BAD_JSON)
    return Record([_text_of(values.get(name)) for name in names])


def _object(line: str) -> dict[str, Any] | None:
    """The line's object; a bare string as the only value of one. None when it is neither."""
    try:
        value = json.loads(line.replace("\0", ""))
    except (ValueError, RecursionError):
        return None
    if isinstance(value, str):
        return {PLAIN_VALUE: value}
    return value if isinstance(value, dict) else None


def _text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return json.dumps(value, ensure_ascii=False)
