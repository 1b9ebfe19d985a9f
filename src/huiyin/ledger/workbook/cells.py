"""What stands in a cell of the ledger as a table?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from huiyin.activities.field_texts import name_text
from huiyin.activities.imports.written_cells import Cell
from huiyin.activities.names_in_plan import NameList, names_of
from huiyin.ledger.answers.counts import AnswerCounts
from huiyin.ledger.shown.rows import Measure, ProblemRow
from huiyin.ledger.workbook.columns import columns, words
from huiyin.plan.document import Plan
from huiyin.plan.kinds import FieldType

BETWEEN_UNITS = {"zh": "、", "en": "; "}
_TEXTS = frozenset({"title", "finding", "cause", "goal", "closing_standard", "lasting_measure", "note"})
_NUMBERS = frozenset({"number", "version", "extensions", "hops", "episode"})
_ANSWERED = {
    "satisfied_yes": "yes",
    "satisfied_partly": "partly",
    "satisfied_no": "no",
    "satisfied_no_word": "no_word",
}


@dataclass(frozen=True)
class Line:
    """A problem with what an export tells beside it."""

    row: ProblemRow
    places: tuple[str, ...] = ()
    evidence: int = 0
    answers: AnswerCounts = field(default_factory=AnswerCounts)


class LedgerCells:
    """Writes the cells of one table: in one language, with the names of one plan."""

    def __init__(self, plan: Plan, language: str) -> None:
        self._language = language
        self._names = names_of(plan)

    def headings(self) -> list[Cell]:
        """The heading of each column."""
        return [column.name.said(self._language) for column in columns().values()]

    def cells(self, line: Line) -> list[Cell]:
        """The cells of a problem, one for each column."""
        return [self.cell(line, column) for column in columns()]

    def cell(self, line: Line, column: str) -> Cell:
        """One cell of it."""
        row = line.row
        if column in _TEXTS:
            return str(getattr(row, column))
        if column in _NUMBERS:
            return Decimal(getattr(row, column))
        if column in ("mode", "state"):
            return self._word(column, getattr(row, column))
        if column in ("owner_unit", "verifier_unit"):
            return self.name(FieldType.UNIT, getattr(row, column))
        if column in ("owner_person", "verifier_person", "lead_leader"):
            return self.name(FieldType.PERSON, getattr(row, column))
        if column in _COMPUTED:
            return self._computed(line, column)
        day: date | None = getattr(row, column)
        return day or ""

    def name(self, of: FieldType, key: str) -> str:
        """What something of the plan is called, by its key where the name does not lead back."""
        return self._in(self._names.lists[of], key) if key else ""

    def _computed(self, line: Line, column: str) -> Cell:
        row, answers = line.row, line.answers
        if column == "area":
            return self.name(FieldType.AREA, row.area)
        if column == "co_units":
            return BETWEEN_UNITS[self._language].join(self.name(FieldType.UNIT, u) for u in row.co_units)
        if column == "measures":
            return "\n".join(written_measures(row.measures))
        if column == "signed_by":
            return row.signed_by.said(self._language) if row.signed_by else ""
        if column == "places":
            return "\n".join(line.places)
        if column in _ANSWERED:
            return Decimal(answers.said[_ANSWERED[column]])
        if column == "light":
            return self._word("light", row.light.color)
        if column == "week_word":
            return self._word("week_word", row.beside.week_word)
        counts = {
            "voices": row.beside.voices,
            "evidence": line.evidence,
            "answered": answers.given + answers.posted,
            "not_reached": answers.not_reached,
        }
        return Decimal(counts[column])

    def _word(self, column: str, value: str) -> str:
        term = words()[column].get(value)
        return term.said(self._language) if term else value

    def _in(self, names: NameList, key: str) -> str:
        return name_text(names, key, self._language, divided=False)


_COMPUTED = frozenset(
    {
        *("area", "co_units", "measures", "signed_by", "places", "light", "week_word", "voices", "evidence"),
        *("answered", "not_reached", *_ANSWERED),
    }
)


def written_measures(measures: Iterable[Measure]) -> list[str]:
    """Each measure in a line, with its day in brackets."""
    return [
        " ".join(each.words.split()) + (f" [{each.due.isoformat()}]" if each.due else "") for each in measures
    ]
