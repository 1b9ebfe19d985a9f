"""Are the labels of a plan terms, not sentences?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.terms import Term, Terms

WIDEST = 80  # columns: 40 Chinese characters, or 80 letters
# A label stands in tables, buttons and papers; these may be sentences.
FREE = frozenset({"help", "note", "reason"})
_SENTENCE = re.compile(r"[。；！？!?;\n]|\.$")


def label_findings(part: BaseModel, path: Path = ()) -> Iterator[Finding]:
    """Labels that are too long for a table, or that end or divide like a sentence."""
    for name in type(part).model_fields:
        if name not in FREE:
            yield from _within(getattr(part, name), (*path, name))


def _within(value: Any, path: Path) -> Iterator[Finding]:
    if isinstance(value, Term):
        yield from _term(value, path)
    elif isinstance(value, Terms):
        for language in ("zh", "en"):
            for index, word in enumerate(getattr(value, language)):
                yield from _label(word, (*path, language, index))
    elif isinstance(value, BaseModel):
        yield from label_findings(value, path)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _within(entry, (*path, index))


def _term(term: Term, path: Path) -> Iterator[Finding]:
    yield from _label(term.zh, (*path, "zh"))
    if term.en != term.zh:
        yield from _label(term.en, (*path, "en"))


def _label(label: str, path: Path) -> Iterator[Finding]:
    if width(label) > WIDEST:
        yield Finding(path, FaultCode.LONG_LABEL, {"found": label})
    if mark := _SENTENCE.search(label):
        yield Finding(path, FaultCode.SENTENCE, {"found": label, "mark": mark[0].replace("\n", "⏎")})


def width(label: str) -> int:
    """How many columns a label takes; a Chinese character takes two (Unicode annex 11)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
