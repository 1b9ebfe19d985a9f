"""How do the words of a problem come into the table that lists are searched by?"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from huiyin.ledger.models import Problem
from huiyin.ledger.shown.words import INDEX, words_of_problem
from huiyin.plan.document import Plan


def write_words(sequence: int, rows: Sequence[Problem], plan: Plan) -> None:
    """Keep the words of these versions, which the entry `sequence` has just written; in its transaction."""
    if not rows:
        return
    keys = dict(Problem.objects.filter(sequence=sequence).values_list("position", "pk"))
    words = [(keys[row.position], words_of_problem(row, plan)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {INDEX} (rowid, words) VALUES (%s, %s)", words)  # noqa: S608 -- our name
