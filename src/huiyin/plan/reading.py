"""Is this text a plan, and if not, what is wrong with it, on which line?"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from huiyin.plan import shapes
from huiyin.plan.checking import findings_of
from huiyin.plan.document import Plan
from huiyin.plan.faults import Fault, FaultCode, Finding, Path, PlanFaults, place_of
from huiyin.plan.written import Written, written

__all__ = ["Fault", "PlanFaults", "plan_text", "read_plan", "read_plan_file"]

# Faults of these stand at the key itself, not at what follows it.
_AT_THE_KEY = frozenset({FaultCode.UNKNOWN_KEY})


def read_plan(text: str) -> Plan:
    """The plan that a text of YAML is. Raises `PlanFaults` with every fault that was found."""
    given = written(text)
    try:
        plan = Plan.model_validate(given.values)
    except ValidationError as error:
        told = [*shapes.findings(error), *_beside(given, error)]
        raise PlanFaults(_joined(given.faults, _faults(given, told))) from error
    faults = [*given.faults, *_faults(given, findings_of(plan))]
    if faults:
        raise PlanFaults(faults)
    return plan


def read_plan_file(file: File) -> Plan:
    """The plan of a file. Raises `PlanFaults`, or `OSError` when the file cannot be opened."""
    return read_plan(plan_text(file.read_bytes()))


def plan_text(content: bytes) -> str:
    """The text of a file that any editor saved: UTF-8, UTF-16 or GB18030. Raises `PlanFaults`."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PlanFaults([Fault(1, 1, "", FaultCode.NOT_TEXT)])


@dataclass(frozen=True)
class _LeftOut:
    """Entries that were left out because of their shape: references to them are no fault."""

    keys: frozenset[str]
    lists: frozenset[str]  # with an entry whose own key cannot be told

    def explains(self, finding: Finding) -> bool:
        """Would this likely be no fault, were they there?"""
        if finding.code is not FaultCode.NO_SUCH:
            return False
        return finding.facts["found"] in self.keys or finding.facts["where"] in self.lists


def _beside(given: Written, error: ValidationError) -> list[Finding]:
    """What is wrong beside the entries with a wrong shape: they are left out, and the rest is checked."""
    if not isinstance(given.values, dict):
        return []
    wrong = {tuple(detail["loc"][:2]) for detail in error.errors(include_url=False, include_input=False)}
    lists = {name: part for name, part in given.values.items() if isinstance(part, list)}
    places = {
        name: [index for index in range(len(part)) if (name, index) not in wrong]
        for name, part in lists.items()
    }
    kept = {name: [part[index] for index in places[name]] for name, part in lists.items()}
    try:
        rest = Plan.model_validate({**given.values, **kept})
    except ValidationError:
        return []
    left_out = _left_out(lists, wrong)
    return [
        Finding(_as_written(finding.path, places), finding.code, finding.facts)
        for finding in findings_of(rest)
        if not left_out.explains(finding)
    ]


def _left_out(lists: Mapping[str, list[Any]], wrong: set[tuple[Any, ...]]) -> _LeftOut:
    entries = [
        (name, entry)
        for name, part in lists.items()
        for index, entry in enumerate(part)
        if (name, index) in wrong
    ]
    told = [(name, entry.get("key") if isinstance(entry, dict) else None) for name, entry in entries]
    return _LeftOut(
        keys=frozenset(str(key) for _, key in told if key is not None),
        lists=frozenset(name for name, key in told if key is None),
    )


def _as_written(path: Path, places: Mapping[str, list[int]]) -> Path:
    """The path in the file of what was found in the plan without what was left out."""
    if len(path) < 2 or not isinstance(path[1], int):
        return path
    return (path[0], places[str(path[0])][path[1]], *path[2:])


def _joined(spelling: list[Fault], further: list[Fault]) -> list[Fault]:
    """All faults; what cannot be read is not told a second time as missing."""
    unread = {fault.place for fault in spelling}
    return [*spelling, *(fault for fault in further if fault.place not in unread)]


def _faults(given: Written, findings: Iterable[Finding]) -> list[Fault]:
    return [_fault(given, finding) for finding in findings]


def _fault(given: Written, finding: Finding) -> Fault:
    at_key = finding.code in _AT_THE_KEY
    at = given.key_position(finding.path) if at_key else given.position(finding.path)
    code, facts = finding.code, dict(finding.facts)
    if code is FaultCode.WRONG_SHAPE and given.looks_full_width(finding.path):
        code = FaultCode.FULL_WIDTH
    if "found" not in facts and code is not FaultCode.MISSING:
        facts["found"] = str(finding.path[-1]) if at_key else given.excerpt(finding.path)
    return Fault(at.line, at.column, place_of(finding.path), code, facts)
