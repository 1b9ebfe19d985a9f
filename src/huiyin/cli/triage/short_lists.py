"""How does a long list stand within one sentence?"""

from __future__ import annotations

from collections.abc import Sequence

from huiyin.languages import joined, sentences
from huiyin.publishing.triage_words import number

SHOWN = 10  # names in one sentence; what is more is counted


def first_few(names: Sequence[str], language: str) -> str:
    """The first names, and how many there are more."""
    _ = sentences(language)
    shown = joined(names[:SHOWN], language)
    if len(names) <= SHOWN:
        return shown
    return _("{names} and {more} more").format(names=shown, more=number(len(names) - SHOWN))
