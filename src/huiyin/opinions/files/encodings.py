"""In which encoding was a text file written?"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from huiyin.opinions.files.tables import MEBIBYTE, Refusal, UnreadableFile


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """The numbers that decide between encodings.

    `everyday_share` was set from measurement: real messages have .998 of their non-ASCII characters in the
    set of everyday characters; the same bytes read wrongly have .16 (UTF-8 as GB18030), .52 (Big5 as
    GB18030) or 0 (Western European, Japanese). GB18030 read as UTF-8 is damaged by .80.
    """

    everyday_share: float = 0.75  # below it a text without a mark is taken for another encoding
    max_damaged_share: float = (
        0.01  # bytes that fit nothing, of all that is not ASCII: more is another encoding
    )
    judged_characters: int = MEBIBYTE  # characters from the start on which plausibility is judged


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, and whether some bytes of the file do not fit it (they appear as U+DC80 to U+DCFF)."""

    codec: str
    is_damaged: bool = False

    @property
    def label(self) -> str:
        """The name for people: "utf-8", "gb18030", "utf-16-le", …"""
        return "utf-8" if self.codec == "utf-8-sig" else self.codec


_CHUNK = MEBIBYTE
_MARKS = (
    (codecs.BOM_UTF32_LE, ""),  # not accepted; before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DAMAGE = re.compile("[\udc80-\udcff]")


def find_encoding(file: Path, *, settings: EncodingSettings | None = None) -> Encoding:
    """Which encoding fits every byte of this file, or all but a few of them?

    UTF-8, UTF-16 and GB18030 are accepted, with or without a byte order mark. A file whose bytes fit none of
    them is refused with the offset of the first byte that is no UTF-8 (or does not fit the mark).
    """
    rules = settings or EncodingSettings()
    with file.open("rb") as stream:
        head = stream.read(4)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return _marked(file, codec, rules)
    if _has_zero_bytes(file):
        for codec in ("utf-16-le", "utf-16-be"):
            if (
                first_misfit(file, codec) is None
                and _everyday_share(file, codec, rules) >= rules.everyday_share
            ):
                return Encoding(codec)
    misfit = first_misfit(file, "utf-8")
    if misfit is None:
        return Encoding("utf-8")
    return _unmarked(file, misfit, rules)


def _marked(file: Path, codec: str, rules: EncodingSettings) -> Encoding:
    if not codec:
        raise UnreadableFile(file.name, reason_code=Refusal.ENCODING, detail="0")
    misfit = first_misfit(file, codec)
    if misfit is None:
        return Encoding(codec)
    if codec == "utf-8-sig" and _damaged_share(file, codec) <= rules.max_damaged_share:
        return Encoding(codec, is_damaged=True)
    raise UnreadableFile(file.name, reason_code=Refusal.ENCODING, detail=str(misfit))


def _unmarked(file: Path, misfit: int, rules: EncodingSettings) -> Encoding:
    gb_misfit = first_misfit(file, "gb18030")
    is_chinese = _everyday_share(file, "gb18030", rules) >= rules.everyday_share
    if gb_misfit is None and is_chinese:
        return Encoding("gb18030")
    if _damaged_share(file, "utf-8") <= rules.max_damaged_share:
        return Encoding("utf-8", is_damaged=True)
    if is_chinese and _damaged_share(file, "gb18030") <= rules.max_damaged_share:
        return Encoding("gb18030", is_damaged=True)
    raise UnreadableFile(file.name, reason_code=Refusal.ENCODING, detail=str(misfit))


def has_byte_order_mark(head: bytes) -> bool:
    """Do these first bytes of a file say that it is Unicode text?"""
    return any(head.startswith(mark) for mark, _ in _MARKS)


def open_text(file: Path, encoding: Encoding) -> TextIO:
    """Open the file as text, line ends untouched, without its byte order mark."""
    errors = "surrogateescape" if encoding.is_damaged else "strict"
    stream = io.TextIOWrapper(file.open("rb"), encoding=encoding.codec, errors=errors, newline="")
    if encoding.codec.startswith("utf-16") and stream.read(1) != "\ufeff":
        stream.seek(0)
    return stream


def is_damaged_text(text: str) -> bool:
    """Does this text hold bytes that did not fit the encoding of its file?"""
    return _DAMAGE.search(text) is not None


def first_misfit(file: Path, codec: str) -> int | None:
    """At which byte does the file stop fitting the codec? None when all of it fits."""
    plain = "utf-8" if codec == "utf-8-sig" else codec  # the mark itself is good UTF-8, and bytes are counted
    decoder = codecs.getincrementaldecoder(plain)("strict")
    offset = 0
    for chunk in _chunks(file):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return offset - held + error.start
        offset += len(chunk)
    held = len(decoder.getstate()[0])
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return offset - held + error.start
    return None


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _has_zero_bytes(file: Path) -> bool:
    with file.open("rb") as stream:
        return b"\0" in stream.read(_CHUNK)


def _everyday_share(file: Path, codec: str, rules: EncodingSettings) -> float:
    """Of the characters that could betray a wrong encoding, how many are in everyday use?"""
    with file.open("rb") as stream:
        decoder = codecs.getincrementaldecoder(codec)("replace")
        text = decoder.decode(stream.read(rules.judged_characters))
    is_wide = codec.startswith("utf-16")
    judged = [c for c in text if is_wide or ord(c) > 0x7F]
    if not judged:
        return 0.0
    everyday = _everyday_characters()
    return sum(c in everyday or "\0" < c <= "\x7f" for c in judged) / len(judged)


def _damaged_share(file: Path, codec: str) -> float:
    """Of what is not ASCII, how much does not fit the codec? 1 when nothing but misfits is there."""
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape")
    damaged = other = 0
    for chunk in _chunks(file):
        beyond_ascii = [c for c in decoder.decode(chunk) if ord(c) > 0x7F]
        bad = sum("\udc80" <= c <= "\udcff" for c in beyond_ascii)
        damaged += bad
        other += len(beyond_ascii) - bad
    return damaged / (damaged + other) if damaged else 0.0


@lru_cache(maxsize=1)
def _everyday_characters() -> frozenset[str]:
    """The signs (rows 1-9) and the 3,755 most used characters (rows 16-55) of GB/T 2312-1980."""
    rows = (*range(0xA1, 0xAA), *range(0xB0, 0xD8))
    cells = range(0xA1, 0xFF)
    return frozenset("".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells))
