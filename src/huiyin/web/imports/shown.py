"""How does a page say what would become of the rows of a file?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.activities.field_texts import cell_text, name_text
from huiyin.activities.imports.headings import FIXED, fixed_columns
from huiyin.activities.names_in_plan import Named, NameList, names_of
from huiyin.opinions.files.tables import Refusal
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Kind
from huiyin.web.imports.job import UNFORESEEN
from huiyin.web.imports.words import shown_faults

_FAILURES: Final[Mapping[str, Promise]] = {
    UNFORESEEN: _(
        "The file could not be worked on, for a reason that is not known. Nothing of it was taken in. Please "
        "give it in anew; if it fails again, tell the administrator."
    ),
    Refusal.MISSING: _("The file is no longer kept. Please give it in anew."),
    Refusal.NOTHING_IN_IT: _("There is no table in the file."),
    Refusal.UNKNOWN_FORMAT: _("This format is not read. Please save the table as xlsx or csv."),
    Refusal.MISNAMED: _("The content of the file is not what its name says. Please save it as xlsx or csv."),
    Refusal.PASSWORD: _("The file is locked with a password. Please save a copy without one."),
    Refusal.CORRUPT: _("The file is damaged. Please open it, save it again and give it in anew."),
    Refusal.TOO_LARGE: _("The file unpacks to more than is opened. Please divide it."),
    Refusal.XML_ENTITIES: _("The file defines entities, as attacks do. It is not opened."),
    Refusal.ENCODING: _("The characters of the file cannot be read. Please save it as UTF-8."),
}


_FIXED: Final = tuple(f"{FIXED}{name}" for name in ("unit", "day", "last_day", "state", "part_of"))


@dataclass(frozen=True)
class ShownRow:
    """A row as it would be recorded: its line, and what it says, a name and a text each."""

    line: int
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownKind:
    """The first rows of one kind, under the names of what they say."""

    kind: str
    names: tuple[str, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class ShownRefusal:
    """A refused row: its line, and what is wrong with it."""

    line: int
    faults: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class ShownCorrection:
    """A row that would correct a record: what it says now and would say then."""

    line: int
    record: str
    changes: tuple[tuple[str, str, str], ...]


def failure_sentence(shown: Mapping[str, Any]) -> str:
    """Why a file could not be read."""
    return str(_FAILURES.get(shown.get("failure", ""), _("The file cannot be read.")))


def first_rows(shown: Mapping[str, Any], plan: Plan, language: str) -> list[ShownKind]:
    """The first new rows, as they would be recorded, by kind."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for fact in shown.get("first", ()):
        if "kind" in fact:
            by_kind.setdefault(fact["kind"], []).append(fact)
    return [_shown(plan.kinds_by_key.get(key), key, facts, language, plan) for key, facts in by_kind.items()]


def refusals(shown: Mapping[str, Any], language: str) -> list[ShownRefusal]:
    """The first refused rows."""
    return [ShownRefusal(row["line"], shown_faults(row, language)) for row in shown.get("refused", ())]


def corrections(shown: Mapping[str, Any], plan: Plan, language: str) -> list[ShownCorrection]:
    """The first rows that would correct a record."""
    return [
        ShownCorrection(
            row["line"],
            row["record"],
            tuple(
                _change(change, plan.kinds_by_key.get(row["kind"]), plan, language)
                for change in row["changes"]
            ),
        )
        for row in shown.get("corrected", ())
        if "changes" in row
    ]


def _change(change: Mapping[str, Any], kind: Kind | None, plan: Plan, language: str) -> tuple[str, str, str]:
    column = change["field"]
    before, after = (_said(column, change[when], kind, plan, language) for when in ("before", "after"))
    return _name(column, kind, language), before, after


def _shown(
    kind: Kind | None, key: str, facts: Sequence[Mapping[str, Any]], language: str, plan: Plan
) -> ShownKind:
    told = [
        {**{column: fact[column.removeprefix(FIXED)] for column in _FIXED}, **fact["values"]}
        for fact in facts
    ]
    columns = list(dict.fromkeys(column for row in told for column, value in row.items() if value != ""))
    names = tuple(_name(column, kind, language) for column in columns)
    rows = tuple(
        ShownRow(
            fact["line"],
            tuple(
                (name, _said(column, row.get(column, ""), kind, plan, language))
                for name, column in zip(names, columns, strict=True)
            ),
        )
        for fact, row in zip(facts, told, strict=True)
    )
    return ShownKind(kind.name.said(language) if kind else key, names, rows)


def _name(column: str, kind: Kind | None, language: str) -> str:
    fixed = fixed_columns().get(column)
    if fixed:
        return fixed.name.said(language)
    field = kind.field(column) if kind else None
    return field.name.said(language) if field else column


def _said(column: str, value: Any, kind: Kind | None, plan: Plan, language: str) -> str:
    names = names_of(plan)
    if column == f"{FIXED}unit":
        return name_text(names.units, str(value), language, divided=False)
    if column == f"{FIXED}state" and kind:
        states = NameList.over(Named(state.key, state.name) for state in kind.states)
        return name_text(states, str(value), language, divided=False)
    field = kind.field(column) if kind else None
    return cell_text(field, value, names, language) if field and value != "" else str(value or "")
