"""Which words is a problem found by in the lists?"""

from __future__ import annotations

from typing import Protocol

from huiyin.activities.names_in_plan import PlanNames, names_of
from huiyin.activities.search_words import RECORD_CHARACTERS, written
from huiyin.plan.document import Plan

INDEX = "problem_words"  # its table, see `activities.word_search.with_words`


class HasWords(Protocol):
    """One version of a problem, as far as it is searched: what every one of its readers may read."""

    number: int
    title: str
    finding: str
    owner_unit: str
    verifier_unit: str
    co_units: list[str]


def words_of_problem(row: HasWords, plan: Plan) -> str:
    """The words of a version as a database keeps them: number, title, finding, and the units' names.

    Words that are for the office alone stand in none of them, so that nobody finds a problem by them.
    """
    texts = [str(row.number), row.title, row.finding]
    names = names_of(plan)
    for unit in dict.fromkeys((row.owner_unit, *row.co_units, row.verifier_unit)):
        texts += _names_of_unit(names, unit)
    return written(_shortened(texts))


def _names_of_unit(names: PlanNames, unit: str) -> list[str]:
    if not unit:
        return []
    name = names.units.called(unit)
    return list(dict.fromkeys((name.zh, name.en)))


def _shortened(texts: list[str]) -> list[str]:
    left, kept = RECORD_CHARACTERS, []
    for text in texts:
        kept.append(text[:left])
        left = max(0, left - len(text))
    return kept
