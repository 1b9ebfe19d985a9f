"""Does each kind of activity hold together: its fields, states, columns, and what makes records the same?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.kinds import Column, Field, FieldType, Kind
from huiyin.plan.references import References, loops, no_such, twice

_T = FieldType
_COUNTED = frozenset({_T.WHOLE, _T.DECIMAL, _T.PEOPLE, _T.UNITS})

# Which types can fill which column: one number, one person, one row of a list, or one choice.
FILLING: Mapping[Column, frozenset[FieldType]] = MappingProxyType(
    {
        Column.NUMBER: _COUNTED,
        Column.SECOND_NUMBER: _COUNTED,
        Column.PERSON: frozenset({_T.PERSON}),
        Column.TARGET: frozenset({_T.CHANNEL, _T.SCREEN, _T.ASSET, _T.TARGET, _T.UNIT, _T.RECORD}),
        Column.LABEL: frozenset({_T.CHOICE}),
    }
)
# What a part of a field is for; elsewhere it means nothing.
MEANT_FOR: Mapping[str, frozenset[FieldType]] = MappingProxyType(
    {
        "choices": frozenset({_T.CHOICE, _T.CHOICES}),
        "checklist": frozenset({_T.CHECKS}),
        "of": frozenset({_T.RECORD, _T.UNIT, _T.UNITS, _T.ASSET, _T.TARGET}),
        "minimum": frozenset({_T.WHOLE, _T.DECIMAL}),
        "maximum": frozenset({_T.WHOLE, _T.DECIMAL}),
        "classifier": _COUNTED,
        "must_be": frozenset({_T.YES_NO}),
    }
)
NEEDED_FOR: Mapping[FieldType, str] = MappingProxyType(
    {_T.CHOICE: "choices", _T.CHOICES: "choices", _T.CHECKS: "checklist", _T.RECORD: "of"}
)
# The list in which `of` is looked up.
OF_LIST: Mapping[FieldType, str] = MappingProxyType(
    {
        _T.RECORD: "kinds",
        _T.UNIT: "unit_kinds",
        _T.UNITS: "unit_kinds",
        _T.ASSET: "asset_kinds",
        _T.TARGET: "target_kinds",
    }
)
# What every record has beside the fields of its kind.
OF_EVERY_RECORD = ("unit", "day", "last_day", "state", "part_of")


def kind_findings(plan: Plan, known: References) -> Iterator[Finding]:
    """What contradicts itself in the kinds of activity."""
    for index, kind in enumerate(plan.kinds):
        yield from _kind(kind, ("kinds", index), known)
    place = {kind.key: index for index, kind in enumerate(plan.kinds)}
    above = {kind.key: (kind.part_of,) if kind.part_of else () for kind in plan.kinds}
    for ring in loops(above):
        yield Finding(("kinds", place[ring[0]], "part_of"), FaultCode.LOOP, {"found": " → ".join(ring)})


def _kind(kind: Kind, path: Path, known: References) -> Iterator[Finding]:
    yield from known.missing((*path, "group"), "kind_groups", kind.group)
    yield from known.missing((*path, "part_of"), "kinds", kind.part_of)
    yield from twice((*path, "states"), (state.key for state in kind.states))
    yield from twice((*path, "fields"), (field.key for field in kind.fields))
    for index, field in enumerate(kind.fields):
        yield from _field(field, (*path, "fields", index), known)
    yield from _columns(kind, path)
    yield from _sameness(kind, path)


def _field(field: Field, path: Path, known: References) -> Iterator[Finding]:
    if field.key in OF_EVERY_RECORD:
        yield Finding((*path, "key"), FaultCode.RESERVED)
    why = f"type: {field.type}"
    for part, meant_for in MEANT_FOR.items():
        if getattr(field, part) not in (None, "", ()) and field.type not in meant_for:
            yield Finding((*path, part), FaultCode.NOT_HERE, {"part": part, "why": why})
    needed = NEEDED_FOR.get(field.type)
    if needed and not getattr(field, needed):
        yield Finding(path, FaultCode.NEEDED, {"part": needed, "why": why})
    yield from twice((*path, "choices"), (choice.key for choice in field.choices))
    yield from known.missing((*path, "checklist"), "checklists", field.checklist)
    if field.type in OF_LIST:
        yield from known.missing((*path, "of"), OF_LIST[field.type], field.of)
    if field.fills is not None and field.type not in FILLING[field.fills]:
        types = ", ".join(sorted(FILLING[field.fills]))
        yield Finding((*path, "fills"), FaultCode.CANNOT_FILL, {"type": field.type.value, "known": types})
    if field.minimum is not None and field.maximum is not None and field.maximum < field.minimum:
        yield Finding((*path, "maximum"), FaultCode.TOO_SMALL, {"limit": f"≥ {field.minimum:g}"})


def _columns(kind: Kind, path: Path) -> Iterator[Finding]:
    """Two fields of a kind cannot fill the same column."""
    first: dict[Column, str] = {}
    for index, field in enumerate(kind.fields):
        if field.fills in first:
            told = {"first": first[field.fills]}
            yield Finding((*path, "fields", index, "fills"), FaultCode.COLUMN_TWICE, told)
        elif field.fills is not None:
            first[field.fills] = field.key


def _sameness(kind: Kind, path: Path) -> Iterator[Finding]:
    allowed = [
        "unit",
        "day",
        "state",
        *(["last_day"] if kind.spans_days else []),
        *(["part_of"] if kind.part_of else []),
        *(field.key for field in kind.fields),
    ]
    if not kind.same_when:
        yield Finding((*path, "same_when"), FaultCode.EMPTY, {"expected": "list"})
    for index, key in enumerate(kind.same_when):
        if key not in allowed:
            yield no_such((*path, "same_when", index), key, f"{kind.key}.fields", allowed)
