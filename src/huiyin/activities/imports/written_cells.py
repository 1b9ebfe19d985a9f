"""Which cell does an export write for a value: words, a number to count, a day to sort by?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from huiyin.activities.field_texts import cell_text, name_text
from huiyin.activities.names_in_plan import Named, NameList, PlanNames
from huiyin.plan.kinds import Field, FieldType, Kind

Cell: TypeAlias = str | Decimal | date

REMEMBERED: Final = 20_000  # few different names stand in many cells
_ANSWER: Final = Field.model_validate({"key": "answer", "name": "answer", "type": "yes_no"})
_OF_ITSELF: Final = frozenset(
    (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.LINK, FieldType.TIME, FieldType.RECORD)
)


class CellWriter:
    """Writes the cells of one export: in one language, with the names of one plan."""

    def __init__(self, names: PlanNames, language: str) -> None:
        self._names = names
        self._language = language
        self._remembered: dict[tuple[str, str, str], str] = {}
        self._states: dict[str, NameList] = {}

    def cell(self, kind: Kind, field: Field, value: Any) -> Cell:
        """The cell for a field's value; "" where it has none."""
        if value is None:
            return ""
        if field.type in _OF_ITSELF:
            return str(value)
        if field.type in (FieldType.WHOLE, FieldType.DECIMAL):
            return Decimal(str(value))
        if field.type is FieldType.DAY:
            return date.fromisoformat(str(value))
        return self._in_names(kind, field, value)

    def kind(self, key: str) -> str:
        """A kind by its name, by its key where the name does not lead back."""
        return name_text(self._names.kinds, key, self._language, divided=False)

    def unit(self, key: str) -> str:
        """A unit by its name, by its key where the name does not lead back."""
        return name_text(self._names.units, key, self._language, divided=False)

    def state(self, kind: Kind, key: str) -> str:
        """A state by its name, by its key where the name does not lead back."""
        if kind.key not in self._states:
            self._states[kind.key] = NameList.over(Named(state.key, state.name) for state in kind.states)
        return name_text(self._states[kind.key], key, self._language, divided=False)

    def yes_no(self, *, answer: bool) -> str:
        """是 or 否, yes or no."""
        return cell_text(_ANSWER, answer, self._names, self._language)

    def _in_names(self, kind: Kind, field: Field, value: Any) -> str:
        place = (kind.key, field.key, repr(value))
        said = self._remembered.get(place)
        if said is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            said = self._remembered[place] = cell_text(field, value, self._names, self._language)
        return said
