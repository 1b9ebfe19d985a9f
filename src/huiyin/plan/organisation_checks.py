"""Do units, people, leaders, guidance groups and the things they look after agree with each other?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.plan.document import Plan
from huiyin.plan.faults import FaultCode, Finding, Path
from huiyin.plan.kinds import Column, Field, FieldType, Kind
from huiyin.plan.organisation import ContactRule, GuidanceGroup, Person, Role
from huiyin.plan.references import References, loops

LONGEST_PATH = 600  # characters of a unit's keys from the top, as the table of units holds them


def organisation_findings(plan: Plan, known: References) -> Iterator[Finding]:
    """What contradicts itself in the organisation."""
    yield from _units(plan, known)
    for index, person in enumerate(plan.people):
        yield from _posts(person, ("people", index, "posts"), known)
    for index, group in enumerate(plan.guidance_groups):
        yield from _group(group, ("guidance_groups", index), known)
    yield from _things(plan, known)
    for index, rule in enumerate(plan.contact_rules):
        yield from _contact_rule(rule, ("contact_rules", index), plan, known)


def _units(plan: Plan, known: References) -> Iterator[Finding]:
    place = {unit.key: index for index, unit in enumerate(plan.units)}
    above = {unit.key: (unit.within,) if unit.within else () for unit in plan.units}
    for index, unit in enumerate(plan.units):
        yield from known.missing(("units", index, "kind"), "unit_kinds", unit.kind)
        yield from known.missing(("units", index, "within"), "units", unit.within)
    rings = list(loops(above))
    for ring in rings:
        yield Finding(("units", place[ring[0]], "within"), FaultCode.LOOP, {"found": " → ".join(ring)})
    if not rings:
        yield from _too_deep(plan)


def _too_deep(plan: Plan) -> Iterator[Finding]:
    for index, unit in enumerate(plan.units):
        length, at = 0, plan.units_by_key.get(unit.key)
        while at is not None:
            length += len(at.key) + 1
            at = plan.units_by_key.get(at.within) if at.within else None
        if length > LONGEST_PATH:
            yield Finding(("units", index, "within"), FaultCode.TOO_DEEP, {"found": unit.key})


def _posts(person: Person, path: Path, known: References) -> Iterator[Finding]:
    for index, post in enumerate(person.posts):
        yield from known.missing((*path, index, "unit"), "units", post.unit)
        yield from known.missing((*path, index, "level"), "leader_levels", post.level)
        if post.level is not None and post.role is not Role.LEADER:
            told = {"part": "level", "why": f"role: {post.role}"}
            yield Finding((*path, index, "level"), FaultCode.NOT_HERE, told)


def _group(group: GuidanceGroup, path: Path, known: References) -> Iterator[Finding]:
    yield from known.missing((*path, "lead"), "people", group.lead)
    yield from known.missing_of((*path, "members"), "people", group.members)
    yield from known.missing_of((*path, "units"), "units", group.units)
    members = {group.lead, *group.members}
    for index, recusal in enumerate(group.recusals):
        at = (*path, "recusals", index)
        yield from known.missing((*at, "unit"), "units", recusal.unit)
        if recusal.person not in members:
            yield Finding((*at, "person"), FaultCode.NOT_A_MEMBER, {"group": group.key})


def _things(plan: Plan, known: References) -> Iterator[Finding]:
    for name in ("channels", "screens", "assets", "targets"):
        for index, entry in enumerate(getattr(plan, name)):
            yield from known.missing((name, index, "unit"), "units", entry.unit)
    for index, asset in enumerate(plan.assets):
        yield from known.missing(("assets", index, "kind"), "asset_kinds", asset.kind)
    for index, target in enumerate(plan.targets):
        yield from known.missing(("targets", index, "kind"), "target_kinds", target.kind)
    for index, area in enumerate(plan.areas):
        yield from known.missing(("areas", index, "lead"), "units", area.lead)


def _contact_rule(rule: ContactRule, path: Path, plan: Plan, known: References) -> Iterator[Finding]:
    yield from known.missing_of((*path, "levels"), "leader_levels", rule.levels)
    yield from known.missing((*path, "target_kind"), "target_kinds", rule.target_kind)
    yield from known.missing((*path, "records"), "kinds", rule.records)
    kind = plan.kinds_by_key.get(rule.records)
    if kind is None:
        return
    for column, type_ in ((Column.PERSON, FieldType.PERSON), (Column.TARGET, FieldType.TARGET)):
        if not _serves(kind.filling(column), type_, rule):
            yield Finding((*path, "records"), FaultCode.CONTACT_FIELD, _wanted(kind, column, rule))


def _serves(field: Field | None, type_: FieldType, rule: ContactRule) -> bool:
    """Does this field say which leader, or which target of the rule's kind?"""
    if field is None or field.type is not type_:
        return False
    return type_ is not FieldType.TARGET or field.of in (None, rule.target_kind)


def _wanted(kind: Kind, column: Column, rule: ContactRule) -> dict[str, str]:
    return {"kind": kind.key, "column": column.value, "target_kind": rule.target_kind}
