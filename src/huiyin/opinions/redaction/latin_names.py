"""Which parts of a text in Latin letters are names of persons, by what stands around them?

A person in office (Mayor Hughes, Mr Secretary) is not taken: the office is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = r"[A-Z][A-Za-z'’\-]+"
_NAME = rf"{_WORD}(?:\s(?:[A-Z]\.?\s)?{_WORD}){{0,2}}"
_NO_OFFICE = (
    r"(?!(?:Mayor|Secretary|Director|President|Chair\w*|Minister|Speaker|Governor|Judge|Commissioner"
    r"|Principal|Editor|And|Or)\b)"
)
_FIELDS = (
    r"\b(?:[Ff]ull |[Ff]irst |[Ll]ast )?[Nn]ame|\b[Cc]ontact(?: person)?|\b[Cc]omplainant|\b[Aa]pplicant"
    r"|\b[Pp]atient|联系人|姓名"
)
_CALLED = r"[Mm]y (?:full |first |last )?name(?:'s| is| was)|[Nn]amed|I am called|I'm called"
_CLOSINGS = r"[Ss]incerely|[Rr]egards|[Yy]ours(?: truly| faithfully)?|[Tt]hank you|[Tt]hanks"
_WAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:Mrs?|Ms|Miss|Mx|MR|MS|MRS)\.?\s({_NO_OFFICE}{_NAME})",
        rf"\b(?:{_CALLED})[: ]\s*({_NO_OFFICE}{_NAME})",
        r"\bmy (?:full |first |last )?name is ([a-z]{2,15}(?: [a-z]{2,15})?)(?=[,.;!]| and (?:i|my)\b|\Z)",
        rf"\b(?:I am|I'm|This is) ({_NO_OFFICE}{_WORD} {_WORD})(?=[,.;!\n]| (?:from|and I|of|who)\b|\Z)",
        rf"(?:{_FIELDS})\s?[:：]\s?({_NAME})",
        rf"(?:{_CLOSINGS})[,.!]?\s*\n\s*({_NAME})\s*\Z",
    )
)
# "My name is not on the list" names nobody.
_NO_NAMES = frozenset(
    ("not", "on", "in", "the", "a", "an", "wrong", "misspelled", "missing", "incorrect", "there")
)


def latin_name_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where does the text hold names in Latin letters? Offsets of non-empty spans."""
    for way in _WAYS:
        for match in way.finditer(text):
            if match.group(1).split()[0] not in _NO_NAMES:
                yield match.span(1)
