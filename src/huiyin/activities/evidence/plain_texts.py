"""Is this file plain text in UTF-8 that calls nothing when a spreadsheet opens it?"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from huiyin.activities.evidence.refusals import EvidenceRefusal, NotTaken

# A spreadsheet starts a program for name|'topic'!item (DDE), and these functions fetch from the network.
CALLS_OUTSIDE = re.compile(
    r"[\w.]\s*\|\s*'[^'\n]{0,500}'\s*!|\b(?:WEBSERVICE|RTD|_xlfn\.IMAGE)\s*\(", re.IGNORECASE
)

_CHUNK = 1 << 16
_OVERLAP = 600  # characters of the chunk before, longer than any match that counts
_LONGEST_TOLD = 80  # characters of a call in a refusal
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def copy_text(source: Path, destination: Path) -> None:
    """Copy the file as it is once it is known to be text; raises `NotTaken`, and then half a copy is left."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    tail = ""
    with source.open("rb") as read, destination.open("wb") as written:
        while chunk := read.read(_CHUNK):
            tail = _checked(tail, _decoded(decoder, chunk))
            written.write(chunk)
        _decoded(decoder, b"", is_last=True)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> str:
    try:
        return decoder.decode(chunk, is_last)
    except UnicodeDecodeError as error:
        raise NotTaken(EvidenceRefusal.NOT_UTF8) from error


def _checked(tail: str, text: str) -> str:
    """Raise `NotTaken` where the text is none or calls something; answers what the next chunk must see."""
    if _NO_TEXT.search(text):
        raise NotTaken(EvidenceRefusal.UNKNOWN_SORT)
    window = tail + text
    if call := CALLS_OUTSIDE.search(window):
        raise NotTaken(EvidenceRefusal.OUTSIDE_CONTENT, part=call[0][:_LONGEST_TOLD])
    return window[-_OVERLAP:]
