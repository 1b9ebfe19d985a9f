"""Which rows of a list have these words?"""

from __future__ import annotations

from typing import TypeVar, cast

from django.db import connection
from django.db.models import F, Func, Model, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.activities.search_words import Phrase, asked

# With so few matches, SQLite reads each of them; with more, it walks the list and passes over the others.
FEW = 3_000

# The tables of words that migrations made, each with the name of the table whose rows it serves.
INDEXES = ("activity_words", "opinion_words", "problem_words")
_SQLITE = {index: f"SELECT rowid FROM {index} WHERE {index} MATCH %s" for index in INDEXES}  # noqa: S608 -- our names
_POSTGRESQL = {index: f"SELECT rowid FROM {index} WHERE tokens @@ %s::tsquery" for index in INDEXES}  # noqa: S608
_NUMBER = "SELECT COUNT(*) FROM ({} LIMIT {})"
Row = TypeVar("Row", bound=Model)
_FOLLOW = " AND (' ' || words || ' ') LIKE %s"


class _AsItStands(Func):
    """A column that SQLite shall not look up in an index."""

    template = "+%(expressions)s"
    arity = 1


def with_words(rows: QuerySet[Row], question: str, index: str = "activity_words") -> QuerySet[Row]:
    """Of these rows, those that have every word of the question; none where it has no word.

    `index` is one of `INDEXES`. On SQLite it asks how many versions have them, by one query, which its
    planner does not know.
    """
    phrases = asked(question)
    if not phrases:
        return rows.none()
    if connection.vendor == "postgresql":
        return rows.filter(pk__in=_postgresql(phrases, index))
    match = " AND ".join(_fts5(phrase) for phrase in phrases)
    matches = RawSQL(_SQLITE[index], [match])  # noqa: S611 -- the question is a parameter
    if _are_few(match, index):
        return rows.filter(pk__in=matches)
    walked = rows.alias(own_key=_AsItStands(F("pk"))).filter(own_key__in=matches)
    return cast("QuerySet[Row]", walked)


def _fts5(phrase: Phrase) -> str:
    """Tokens are letters and digits alone, so none ends the quotes."""
    return f'"{" ".join(phrase.tokens)}"' + (" *" if phrase.is_open else "")


def _are_few(match: str, index: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER.format(_SQLITE[index], FEW + 1), [match])
        return bool(cursor.fetchone()[0] <= FEW)


def _postgresql(phrases: tuple[Phrase, ...], index: str) -> RawSQL:
    """Which versions have the tokens, an index says; that they follow each other, the words themselves.

    Positions in a tsvector would not do: they end at 16,383, and at 255 of one token.
    """
    follows = [phrase for phrase in phrases if len(phrase.tokens) > 1]
    patterns = [f"% {' '.join(phrase.tokens)}{'' if phrase.is_open else ' '}%" for phrase in follows]
    question = _POSTGRESQL[index] + _FOLLOW * len(follows)
    return RawSQL(question, [" & ".join(map(_tsquery, phrases)), *patterns])  # noqa: S611 -- as above


def _tsquery(phrase: Phrase) -> str:
    wanted = [f"'{token}'" for token in phrase.tokens]
    return " & ".join(wanted) + (":*" if phrase.is_open else "")
