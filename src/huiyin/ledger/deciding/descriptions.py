"""What does the office say of a problem, and is it right?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from huiyin.activities.field_faults import FaultCode, FieldFault
from huiyin.activities.written_forms import clean_line, clean_lines
from huiyin.ledger.deciding.facts import Brought, Case, ProblemFacts
from huiyin.ledger.deciding.faults import MoveFault
from huiyin.ledger.deciding.handing_over import named_verifier_is_right, person_is_of
from huiyin.ledger.deciding.said import fault, missing, not_too_long
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.rules import Mode

TITLE_CHARACTERS = 300
TEXT_CHARACTERS = 5_000
MEASURES = 50
_LONG = ("finding", "cause", "goal", "closing_standard", "lasting_measure", "note")
_OPEN_TO_ALL = frozenset({ProblemState.DRAFT, ProblemState.RETURNED})  # nobody works on it
_SET_AT_HAND_OVER = ("owner_unit", "mode")


@dataclass(frozen=True)
class Measure:
    """One thing that is done about a problem, and by when."""

    words: str
    due: date | None = None


@dataclass(frozen=True)
class Description:
    """What a problem says from now on; None leaves what it says."""

    title: str | None = None
    finding: str | None = None
    cause: str | None = None
    area: str | None = None
    goal: str | None = None
    closing_standard: str | None = None
    measures: tuple[Measure, ...] | None = None
    mode: str | None = None
    owner_unit: str | None = None
    owner_person: str | None = None
    co_units: tuple[str, ...] | None = None
    lead_leader: str | None = None
    verifier_unit: str | None = None
    verifier_person: str | None = None
    lasting_measure: str | None = None
    note: str | None = None


def columns_of(description: Description) -> dict[str, Any]:
    """The columns that it sets, as they are kept: spaces trimmed, lists each once."""
    return {
        of.name: _kept(of.name, getattr(description, of.name))
        for of in fields(Description)
        if getattr(description, of.name) is not None
    }


def _kept(name: str, value: Any) -> Any:
    if name == "measures":
        return [
            {"words": clean_lines(each.words), "due": each.due.isoformat() if each.due else None}
            for each in value
        ]
    if name == "co_units":
        return list(dict.fromkeys(value))
    return clean_lines(value) if name in _LONG else clean_line(value)


def description_faults(description: Description, before: Case) -> list[FieldFault]:
    """What is not right about it; `before` is the problem as it stands."""
    said = columns_of(description)
    known = {name: said[name] for name in said if name in ProblemFacts.__dataclass_fields__}
    if "co_units" in known:
        known["co_units"] = tuple(known["co_units"])
    after = replace(before, problem=replace(before.problem, **known), brought=Brought())
    return [
        *_texts(said),
        *_names(said, before),
        *_fixed(said, before.problem),
        *_people(said, after),
    ]


def _texts(said: dict[str, Any]) -> Iterator[FieldFault]:
    if "title" in said:
        yield from missing(said["title"], "title")
        yield from not_too_long(said["title"], "title", TITLE_CHARACTERS)
    for name in _LONG:
        yield from not_too_long(said.get(name, ""), name, TEXT_CHARACTERS)
    measures = said.get("measures", [])
    if len(measures) > MEASURES:
        yield fault(FaultCode.TOO_LARGE, "measures", given=len(measures), limit=MEASURES)
    for at, measure in enumerate(measures):
        yield from missing(measure["words"], f"measures.{at}")
        yield from not_too_long(measure["words"], f"measures.{at}", TEXT_CHARACTERS)


def _names(said: dict[str, Any], case: Case) -> Iterator[FieldFault]:
    plan = case.ground.plan
    known = {
        "area": {area.key for area in plan.areas},
        "owner_unit": plan.units_by_key.keys(),
        "lead_leader": plan.people_by_key.keys(),
        "mode": {mode.value for mode in Mode},
    }
    for name, keys in known.items():
        if said.get(name) and said[name] not in keys:
            yield fault(FaultCode.NO_SUCH_NAME, name, given=said[name])
    for unit in said.get("co_units", []):
        if unit not in plan.units_by_key:
            yield fault(FaultCode.NO_SUCH_NAME, "co_units", given=unit)
    if said.get("mode") == "":
        yield FieldFault("mode", FaultCode.MISSING)


def _fixed(said: dict[str, Any], problem: ProblemFacts) -> Iterator[FieldFault]:
    """What was set at the hand-over stays: another owner is a return and a new hand-over."""
    if problem.state in _OPEN_TO_ALL:
        return
    for name in _SET_AT_HAND_OVER:
        if name in said and said[name] != getattr(problem, name):
            yield fault(MoveFault.FIXED, name)
    for name in ("owner_person", "title", "finding", "goal", "closing_standard"):
        yield from missing(said.get(name, "-"), name)


def _people(said: dict[str, Any], after: Case) -> Iterator[FieldFault]:
    problem, plan = after.problem, after.ground.plan
    if problem.owner_unit not in plan.units_by_key:
        return
    if {"owner_unit", "owner_person"} & said.keys() and problem.owner_person:
        yield from person_is_of(problem.owner_person, problem.owner_unit, after.ground, "owner_person")
    if problem.owner_unit in problem.co_units:
        yield fault(MoveFault.OF_THE_OWNER, "co_units", unit=problem.owner_unit)
    verifying = {"owner_unit", "co_units", "verifier_unit", "verifier_person"} & said.keys()
    if verifying and problem.verifier_unit:
        yield from named_verifier_is_right(after, problem.verifier_unit, problem.verifier_person)
    elif verifying and problem.verifier_person:
        yield FieldFault("verifier_unit", FaultCode.MISSING)
