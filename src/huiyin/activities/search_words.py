"""Which words does a record have for those who search, and which does a person ask for?

Signs of scripts without spaces between words (Chinese, Japanese, Korean) stand as overlapping pairs, the last
of a run alone: 走访商户 is 走访 访商 商户 户. So every run of such signs, from one sign on, is found wherever
it stands, as by looking through the text. Other words stand whole and are found by how they begin. Widths of
signs, large and small letters make no difference, nor do punctuation and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huiyin.activities.names_in_plan import PlanNames
from huiyin.plan.kinds import Field, FieldType, Kind

WORDS_LOOKED_FOR = 6
WORD_CHARACTERS = 100  # of a word in a question
TOKEN_CHARACTERS = 60  # a longer word is known by its beginning; PostgreSQL takes 2,046 bytes
RECORD_CHARACTERS = 50_000  # PostgreSQL keeps the words of one record in at most a megabyte
BETWEEN_TEXTS = " ¶ "  # no question has it, so that none is answered across two fields

# Han, kana and Hangul begin at U+2E80; the first half is every other letter or digit.
_RUN = re.compile(r"[^\W_\u2e80-\U0010ffff]+|[^\W\u0000-\u2e7f]+")
_WRITTEN_TOGETHER = "\u2e80"
_TEXTS = frozenset({FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINK})


@dataclass(frozen=True)
class Phrase:
    """Tokens that stand one after the other; the last one may go on where the phrase is open."""

    tokens: tuple[str, ...]
    is_open: bool


def tokens(text: str) -> list[str]:
    """The words of a text, in its order."""
    found: list[str] = []
    for match in _RUN.finditer(_folded(text)):
        run = match[0]
        if run[0] >= _WRITTEN_TOGETHER:
            found += [run[at : at + 2] for at in range(len(run))]
        else:
            found.append(run[:TOKEN_CHARACTERS])
    return found


def written(texts: Iterable[str]) -> str:
    """The words of these texts as a database keeps them: tokens with spaces between them."""
    return BETWEEN_TEXTS.join(filter(None, (_written(text) for text in texts)))


def asked(question: str) -> tuple[Phrase, ...]:
    """What a question looks for: each of its words that is more than a sign of punctuation."""
    words = question.split()[:WORDS_LOOKED_FOR]
    return tuple(phrase for phrase in (_phrase(word[:WORD_CHARACTERS]) for word in words) if phrase.tokens)


def _phrase(word: str) -> Phrase:
    found = tokens(word)
    is_end_of_run = len(found) > 1 and len(found[-2]) > len(found[-1]) == 1 and found[-2][-1] == found[-1]
    if is_end_of_run and found[-1] >= _WRITTEN_TOGETHER:
        # In a text the run may go on, so that its last sign stands in the pair before it alone.
        return Phrase(tuple(found[:-1]), is_open=False)
    return Phrase(tuple(found), is_open=True)


def words_of(kind: Kind | None, unit: str, title: str, values: Mapping[str, Any], names: PlanNames) -> str:
    """The words of a record as a database keeps them: its title, its texts, and the names of its unit and of
    the rows of the plan that it names, in both languages.

    Keys, numbers and days are no words. `kind`: of the plan at hand; None where that has it no longer.
    """
    texts = [*_names(names.units.called(unit).zh, names.units.called(unit).en)]
    texts += _texts(kind.fields, values, names) if kind else filter(_is_text, values.values())
    if title and not any(text.startswith(title) for text in texts):
        texts.append(title)
    return written(_shortened(texts))


def _texts(fields: Iterable[Field], values: Mapping[str, Any], names: PlanNames) -> Iterator[str]:
    for field in fields:
        value = values.get(field.key)
        if value is None:
            continue
        if field.type in _TEXTS:
            yield value
        elif field.type is not FieldType.CHECKS and (rows := names.rows_of(field)) is not None:
            for key in value if isinstance(value, list) else (value,):
                name = rows.called(str(key))
                yield from _names(name.zh, name.en)


def _names(chinese: str, english: str) -> tuple[str, ...]:
    return (chinese, english) if chinese != english else (chinese,)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _shortened(texts: Iterable[str]) -> Iterator[str]:
    left = RECORD_CHARACTERS
    for text in texts:
        yield text[:left]
        left = max(0, left - len(text))


def _written(text: str) -> str:
    return _written_name(text) if len(text) <= TOKEN_CHARACTERS else " ".join(tokens(text))


@lru_cache(maxsize=4_096)
def _written_name(name: str) -> str:
    """As `_written`; names of the plan come with every record."""
    return " ".join(tokens(name))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
