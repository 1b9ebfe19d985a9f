"""Can each figure be counted: do its kinds, fields, states and parts fit its law?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pydantic import BaseModel

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.figure_definitions import FigureDefinition, Law, Source
from huiyin.plan.kinds import Column, Field, FieldType, Kind
from huiyin.plan.organisation import Area, Asset, Channel, GuidanceGroup, Screen, Unit
from huiyin.plan.references import References, loops, no_such

_NUMBERS = frozenset({Column.NUMBER, Column.SECOND_NUMBER})
_ADDING = frozenset({Law.SUM, Law.LAST, Law.MAXIMUM})
# Columns that every record has and that can be counted or chosen by, whatever its kind.
OF_EVERY_RECORD = ("unit", "day", "part_of")
# The columns of the plan's own lists. Those of registers that the plan does not hold are not known here.
REGISTERS: Mapping[Source, frozenset[str]] = MappingProxyType(
    {
        source: frozenset(row.model_fields)
        for source, row in {
            Source.UNITS: Unit,
            Source.SCREENS: Screen,
            Source.CHANNELS: Channel,
            Source.ASSETS: Asset,
            Source.AREAS: Area,
            Source.GUIDANCE_GROUPS: GuidanceGroup,
        }.items()
        if issubclass(row, BaseModel)
    }
    | {Source.PEOPLE: frozenset({"key", "name", "role", "unit", "level"})}
)
# The list in which a field's values are looked up; those of a choice stand in the field itself.
VALUES_IN: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.PERSON: "people",
        FieldType.CHANNEL: "channels",
        FieldType.SCREEN: "screens",
        FieldType.ASSET: "assets",
        FieldType.TARGET: "targets",
        FieldType.UNIT: "units",
    }
)


def figure_findings(plan: Plan, known: References) -> Iterator[Finding]:
    """What contradicts itself in the definitions of figures."""
    for index, figure in enumerate(plan.figures):
        yield from _figure(figure, ("figures", index), plan, known)
    place = {figure.key: index for index, figure in enumerate(plan.figures)}
    parts = {
        figure.key: tuple(part for part in (figure.top, figure.over) if part is not None)
        for figure in plan.figures
    }
    for ring in loops(parts):
        yield Finding(("figures", place[ring[0]], "top"), FaultCode.LOOP, {"found": " → ".join(ring)})


def _figure(figure: FigureDefinition, path: Path, plan: Plan, known: References) -> Iterator[Finding]:
    yield from known.missing((*path, "owner"), "units", figure.owner)
    yield from known.missing_of((*path, "kinds"), "kinds", figure.kinds)
    yield from known.missing((*path, "top"), "figures", figure.top)
    yield from known.missing((*path, "over"), "figures", figure.over)
    if figure.starts is not None and figure.ends is not None and figure.ends < figure.starts:
        yield Finding((*path, "ends"), FaultCode.ENDS_FIRST, {"starts": str(figure.starts)})
    yield from _parts_of_law(figure, path)
    if figure.law is Law.RATIO:
        return
    if figure.source is not Source.ACTIVITIES:
        yield from _register(figure, path)
        return
    for key in figure.kinds:
        if kind := plan.kinds_by_key.get(key):
            yield from _of_kind(figure, kind, path, known)


def _parts_of_law(figure: FigureDefinition, path: Path) -> Iterator[Finding]:
    """Each law needs some parts, and others mean nothing to it."""
    law = figure.law
    is_counted = law is not Law.RATIO
    of_activities = is_counted and figure.source is Source.ACTIVITIES
    needed = {
        "top": law is Law.RATIO,
        "over": law is Law.RATIO,
        "of": law in _ADDING or law is Law.DISTINCT,
        "every": law is Law.REGULARITY,
        "kinds": of_activities,
    }
    allowed = {
        **needed,
        "of": law in (*_ADDING, Law.DISTINCT, Law.COVERAGE),
        "states": of_activities,
        "where": is_counted,
    }
    why = f"law: {law}" if of_activities or not is_counted else f"source: {figure.source}"
    for part, is_allowed in allowed.items():
        given = bool(getattr(figure, part))
        if given and not is_allowed:
            yield Finding((*path, part), FaultCode.NOT_HERE, {"part": part, "why": why})
        elif not given and needed.get(part, False):
            yield Finding(path, FaultCode.NEEDED, {"part": part, "why": why})


def _register(figure: FigureDefinition, path: Path) -> Iterator[Finding]:
    columns = REGISTERS.get(figure.source)
    if columns is None:
        return
    for key in figure.where:
        if key not in columns:
            yield no_such((*path, "where", key), key, figure.source.value, sorted(columns))
    if figure.of is not None and figure.of not in columns:
        yield no_such((*path, "of"), figure.of, figure.source.value, sorted(columns))


def _of_kind(figure: FigureDefinition, kind: Kind, path: Path, known: References) -> Iterator[Finding]:
    if figure.law is Law.COUNT and figure.classifier != kind.classifier:
        yield _other_classifier(path, figure, kind.key, kind.classifier)
    states = [state.key for state in kind.states]
    for index, state in enumerate(figure.states):
        if state not in states:
            yield no_such((*path, "states", index), state, f"{kind.key}.states", states)
    if figure.of is not None:
        yield from _counted(figure, kind, path)
    for key, values in figure.where.items():
        yield from _chosen_by(key, values, kind, (*path, "where", key), known)


def _other_classifier(path: Path, figure: FigureDefinition, where: str, classifier: str) -> Finding:
    told = {"found": figure.classifier, "where": where, "expected": classifier}
    return Finding((*path, "classifier"), FaultCode.OTHER_CLASSIFIER, told)


def _counted(figure: FigureDefinition, kind: Kind, path: Path) -> Iterator[Finding]:
    """What a figure adds up, or whose different values it counts."""
    key, at = str(figure.of), (*path, "of")
    field = kind.field(key)
    if field is None:
        if figure.law in _ADDING or key not in OF_EVERY_RECORD:
            yield no_such(at, key, f"{kind.key}.fields", [field.key for field in kind.fields])
        return
    if field.fills is None:
        yield Finding(at, FaultCode.FILLS_NOTHING, {"found": f"{kind.key}.{key}"})
    elif figure.law in _ADDING and field.fills not in _NUMBERS:
        yield Finding(at, FaultCode.NOT_NUMERIC, {"found": f"{kind.key}.{key}"})
    elif figure.law in _ADDING and field.classifier not in ("", figure.classifier):
        yield _other_classifier(path, figure, f"{kind.key}.{key}", field.classifier)


def _chosen_by(
    key: str, values: tuple[str, ...], kind: Kind, path: Path, known: References
) -> Iterator[Finding]:
    """The field by which a figure chooses its records, and the values that fit."""
    if key in OF_EVERY_RECORD and kind.field(key) is None:
        if key == "unit":
            yield from known.missing_of(path, "units", values)
        return
    field = kind.field(key)
    if field is None:
        yield no_such(path, key, f"{kind.key}.fields", [field.key for field in kind.fields])
    elif field.fills is None:
        yield Finding(path, FaultCode.FILLS_NOTHING, {"found": f"{kind.key}.{key}"})
    else:
        yield from _values(field, values, path, known)


def _values(field: Field, values: tuple[str, ...], path: Path, known: References) -> Iterator[Finding]:
    if field.type is FieldType.CHOICE:
        choices = [choice.key for choice in field.choices]
        for index, value in enumerate(values):
            if value not in choices:
                yield no_such((*path, index), value, f"{field.key}.choices", choices)
    elif field.type in VALUES_IN:
        yield from known.missing_of(path, VALUES_IN[field.type], values)
