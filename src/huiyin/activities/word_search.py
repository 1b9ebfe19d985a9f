"""Which rows of a list have these words?"""

from __future__ import annotations

from django.db import connection
from django.db.models import F, Func, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.activities.models import Activity
from huiyin.activities.search_words import Phrase, asked

# With so few matches, SQLite reads each of them; with more, it walks the list and passes over the others.
FEW = 3_000

_SQLITE = "SELECT rowid FROM activity_words WHERE activity_words MATCH %s"
_SQLITE_NUMBER = f"SELECT COUNT(*) FROM ({_SQLITE} LIMIT {FEW + 1})"  # noqa: S608 -- of our own text
_POSTGRESQL = "SELECT rowid FROM activity_words WHERE tokens @@ %s::tsquery"
_FOLLOW = " AND (' ' || words || ' ') LIKE %s"


class _AsItStands(Func):
    """A column that SQLite shall not look up in an index."""

    template = "+%(expressions)s"
    arity = 1


def with_words(rows: QuerySet[Activity], question: str) -> QuerySet[Activity]:
    """Of these rows, those that have every word of the question; none where it has no word.

    On SQLite it asks how many versions have them, by one query: its planner does not know.
    """
    phrases = asked(question)
    if not phrases:
        return rows.none()
    if connection.vendor == "postgresql":
        return rows.filter(pk__in=_postgresql(phrases))
    match = " AND ".join(_fts5(phrase) for phrase in phrases)
    matches = RawSQL(_SQLITE, [match])  # noqa: S611 -- the question is a parameter
    if _are_few(match):
        return rows.filter(pk__in=matches)
    return rows.alias(own_key=_AsItStands(F("pk"))).filter(own_key__in=matches)


def _fts5(phrase: Phrase) -> str:
    """Tokens are letters and digits alone, so none ends the quotes."""
    return f'"{" ".join(phrase.tokens)}"' + (" *" if phrase.is_open else "")


def _are_few(match: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_NUMBER, [match])
        return bool(cursor.fetchone()[0] <= FEW)


def _postgresql(phrases: tuple[Phrase, ...]) -> RawSQL:
    """Which versions have the tokens, an index says; that they follow each other, the words themselves.

    Positions in a tsvector would not do: they end at 16,383, and at 255 of one token.
    """
    follows = [phrase for phrase in phrases if len(phrase.tokens) > 1]
    patterns = [f"% {' '.join(phrase.tokens)}{'' if phrase.is_open else ' '}%" for phrase in follows]
    question = _POSTGRESQL + _FOLLOW * len(follows)
    return RawSQL(question, [" & ".join(map(_tsquery, phrases)), *patterns])  # noqa: S611 -- as above


def _tsquery(phrase: Phrase) -> str:
    wanted = [f"'{token}'" for token in phrase.tokens]
    return " & ".join(wanted) + (":*" if phrase.is_open else "")
