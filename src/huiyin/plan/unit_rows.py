"""Which units and liaisons does a list name, row by row, and what in it cannot be understood?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError

from huiyin.plan.document import Plan
from huiyin.plan.terms import Key, Term

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "unit": ("unit", "key", "unit key", "单位代码", "代码", "编号"),
        "name": ("name", "unit name", "单位", "名称", "单位名称"),
        "name_en": ("english name", "name in english", "英文名称", "英文名"),
        "kind": ("kind", "kind of unit", "类别", "单位类别", "单位类型"),
        "within": ("within", "unit above", "上级单位", "所属单位", "上级"),
        "members": ("members", "人数", "职工人数", "成员数"),
        "liaison": ("liaison", "liaison name", "联络员", "联络员姓名", "联系人"),
    }
)
LOOKED_AT = 20  # lines in which the headings are sought, below titles and notes
_KEY: TypeAdapter[str] = TypeAdapter(Key)


class RowFaultCode(StrEnum):
    """Why a row, or the list as a whole, cannot be taken in."""

    NO_HEADINGS = "no_headings"
    HEADING_TWICE = "heading_twice"
    NO_NAME = "no_name"
    NOT_A_KEY = "not_a_key"
    KEY_TWICE = "key_twice"
    NO_KIND = "no_kind"
    NO_SUCH_KIND = "no_such_kind"
    NO_SUCH_UNIT = "no_such_unit"
    TWO_UNITS = "two_units"  # a name that several units have
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one line of the list, counted from 1 with the headings; 0 for the whole list."""

    line: int
    code: RowFaultCode
    found: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the list; "" and None where the list says nothing."""

    line: int
    key: str
    name: str = ""
    name_en: str = ""
    kind: str = ""
    within: str = ""
    members: int | None = None
    liaison: str = ""


@dataclass(slots=True)
class UnitList:
    """All units of a list, and every fault in it."""

    rows: list[UnitRow] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def unit_list(lines: Iterable[Sequence[str]], plan: Plan) -> UnitList:
    """The units that the lines of a table name, in words of this plan; headings may be Chinese or English.

    A unit is known by its key, or by its name where the list has no keys. Kinds and units above are named by
    key or by name.
    """
    numbered = [(number, [cell.strip() for cell in line]) for number, line in enumerate(lines, 1)]
    found = UnitList()
    for place, (number, cells) in enumerate(numbered[:LOOKED_AT]):
        columns = _columns(cells)
        if "name" in columns or "unit" in columns:
            if doubled := _doubled(cells):
                found.faults.append(RowFault(number, RowFaultCode.HEADING_TWICE, doubled))
            reader = _Reader(plan, columns, found)
            reader.read([line for line in numbered[place + 1 :] if any(line[1])])
            return found
    found.faults.append(RowFault(0, RowFaultCode.NO_HEADINGS))
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    said = [" ".join(cell.casefold().split()) for cell in cells]
    places = {name: [said.index(word) for word in words if word in said] for name, words in HEADINGS.items()}
    return {name: found[0] for name, found in places.items() if found}


def _doubled(cells: Sequence[str]) -> str:
    known = {word for words in HEADINGS.values() for word in words}
    seen: set[str] = set()
    for cell in cells:
        if cell.casefold() in seen & known:
            return cell
        seen.add(cell.casefold())
    return ""


class _Reader:
    """Reads line by line; what is wrong is gathered, so that a person mends the list once."""

    def __init__(self, plan: Plan, columns: Mapping[str, int], found: UnitList) -> None:
        self._columns, self._found = columns, found
        self._units = _by_name((unit.key, unit.name, unit.synonyms.zh) for unit in plan.units)
        self._kinds = _by_name((kind.key, kind.name, ()) for kind in plan.unit_kinds)
        self._known = set(plan.units_by_key)
        self._taken = set(plan.units_by_key)

    def read(self, lines: Sequence[tuple[int, Sequence[str]]]) -> None:
        keyed = [(line, cells, self._key(line, cells)) for line, cells in lines]
        seen: set[str] = set()
        for line, cells, key in keyed:
            if key and key in seen:
                self._fault(line, RowFaultCode.KEY_TWICE, key)
            elif key:
                seen.add(key)
                self._found.rows.append(self._row(line, cells, key))

    def _row(self, line: int, cells: Sequence[str], key: str) -> UnitRow:
        name, kind = self._cell(cells, "name"), self._cell(cells, "kind")
        if key not in self._known:
            if not name:
                self._fault(line, RowFaultCode.NO_NAME, key)
            if not kind:
                self._fault(line, RowFaultCode.NO_KIND, key)
        return UnitRow(
            line=line,
            key=key,
            name=name,
            name_en=self._cell(cells, "name_en"),
            kind=self._named(line, kind, self._kinds, RowFaultCode.NO_SUCH_KIND),
            within=self._named(line, self._cell(cells, "within"), self._units, RowFaultCode.NO_SUCH_UNIT),
            members=self._members(line, self._cell(cells, "members")),
            liaison=self._cell(cells, "liaison"),
        )

    def _key(self, line: int, cells: Sequence[str]) -> str:
        """The key of the line's unit; a new unit of a list without keys is numbered."""
        given, name = self._cell(cells, "unit"), self._cell(cells, "name")
        key = given
        if given:
            try:
                _KEY.validate_python(given)
            except ValidationError:
                self._fault(line, RowFaultCode.NOT_A_KEY, given)
                return ""
        elif name in self._units:
            key = self._named(line, name, self._units, RowFaultCode.NO_SUCH_UNIT)
        elif name:
            key = _free_key("u", self._taken)
        else:
            self._fault(line, RowFaultCode.NO_NAME)
        if key:
            self._taken.add(key)
            self._units.setdefault(key, {key})
            self._units.setdefault(name, set()).add(key)
        return key

    def _named(self, line: int, said: str, known: Mapping[str, set[str]], otherwise: RowFaultCode) -> str:
        """The key of what is said by key or by name."""
        keys = known.get(said, set()) if said else set()
        if said in keys or len(keys) == 1:
            return said if said in keys else next(iter(keys))
        if said:
            self._fault(line, RowFaultCode.TWO_UNITS if keys else otherwise, said)
        return ""

    def _members(self, line: int, said: str) -> int | None:
        if not said:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", said):
            self._fault(line, RowFaultCode.NOT_A_NUMBER, said)
            return None
        return int(said)

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def _fault(self, line: int, code: RowFaultCode, found: str = "") -> None:
        self._found.faults.append(RowFault(line, code, found))


def _by_name(entries: Iterable[tuple[str, Term, Iterable[str]]]) -> dict[str, set[str]]:
    """The keys that a word may mean."""
    found: dict[str, set[str]] = {}
    for key, name, synonyms in entries:
        for word in (key, *filter(None, (name.zh, name.en)), *synonyms):
            found.setdefault(word, set()).add(key)
    return found


def _free_key(begin: str, taken: set[str]) -> str:
    return next(key for key in _numbered(begin) if key not in taken)


def _numbered(begin: str) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"{begin}{number:03}"
