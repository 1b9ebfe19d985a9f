"""In which language do most opinions speak?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from huiyin.languages import CHINESE, ENGLISH
from huiyin.opinions.files.rows import Row, RowStatus

# Unified ideographs with their extensions A and B to H (The Unicode Standard, chapter 18).
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_LATIN_WORD = re.compile("[A-Za-z]+")


def language_of(rows: Iterable[Row]) -> str:
    """Chinese or English, whichever more opinions are written in; Chinese where they are equally many.

    An opinion is Chinese that holds at least as many Chinese characters as Latin words; one without either
    has no say.
    """
    balance = 0
    for row in rows:
        if row.status is RowStatus.KEPT:
            text = f"{row.title} {row.text}"
            han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
            if han or words:
                balance += 1 if han >= words else -1
    return ENGLISH if balance < 0 else CHINESE
