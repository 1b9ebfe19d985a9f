"""What does a reader see of a problem, with the plan's names beside its keys?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.activities.names_in_plan import NameList, names_of
from huiyin.ledger.models import FollowUp, Problem, ProblemEvidence
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.shown.lights import Light, Standing, Watch
from huiyin.ledger.shown.sight import Sight
from huiyin.plan.terms import Term


@dataclass(frozen=True)
class Measure:
    """What the unit means to do, and by when."""

    words: str
    due: date | None


@dataclass(frozen=True)
class Beside:
    """What a list shows of a problem that stands in other tables."""

    week_word: str = ""  # ledger.rules.Word of this week, "" where nothing was said
    places: int = 0
    places_done: int = 0
    voices: int = 0  # of its groups, with copies


@dataclass(frozen=True)
class ProblemRow:
    """A problem as it stands now, or as one of its versions stood, for one reader. Names are of the plan.

    What the reader may not know is "" or None: see `ledger.sight`.
    """

    record: str
    version: int
    sequence: int  # of the entry that wrote this version
    entered: datetime
    number: int
    title: str
    finding: str
    cause: str
    area: str
    area_name: Term | None
    goal: str
    closing_standard: str
    measures: tuple[Measure, ...]
    mode: str
    owner_unit: str
    owner_unit_name: Term | None
    owner_person: str
    owner_person_name: Term | None
    co_units: tuple[str, ...]
    co_unit_names: tuple[Term, ...]
    lead_leader: str
    lead_leader_name: Term | None
    verifier_unit: str
    verifier_unit_name: Term | None
    verifier_person: str
    verifier_person_name: Term | None
    state: str
    episode: int
    hops: int
    proposed_unit: str
    proposed_unit_name: Term | None
    opened_on: date
    assigned_on: date | None
    received_on: date | None
    due_original: date | None
    due_current: date | None
    due_days: int | None
    due_from: date | None
    next_review: date | None
    extension_wanted: date | None
    extension_reason: str
    extensions: int
    held_since: date | None
    holds: tuple[tuple[date, date], ...]
    acceptance: Mapping[str, str]
    shown_by: tuple[str, ...]  # activities of the unit that show it done
    claimed_on: date | None
    claimed_by: Term | None
    checked_on: date | None
    checked_by: Term | None
    waiver: str
    signed_on: date | None
    signed_by: Term | None
    notice_until: date | None
    closed_on: date | None
    effect_due: date | None
    effect_checked_on: date | None
    lasting_measure: str
    merged_into: str
    split_from: str
    grew_into: tuple[str, ...]
    note: str
    move: str
    rule: str
    day: date
    light: Light
    days_left: int | None  # working days to the day it is due, or reviewed; below 0: past
    beside: Beside = field(default_factory=Beside)

    @property
    def is_reopened(self) -> bool:
        """Was it closed before, and opened again?"""
        return self.episode > 1


@dataclass(frozen=True)
class Reading:
    """Who reads, and on which day."""

    sight: Sight
    watch: Watch


def row_of(problem: Problem, reading: Reading, beside: Beside | None = None) -> ProblemRow:
    """A version as this reader sees it."""
    sight = reading.sight
    light = reading.watch.light(standing_of(problem))
    plain = {name: getattr(problem, name) for name in _AS_THEY_STAND}
    return ProblemRow(
        **plain,
        **_people(problem, sight),
        **_units(problem, sight),
        measures=tuple(_measure(each) for each in problem.measures),
        holds=tuple((_day(first), _day(last)) for first, last in problem.holds),
        acceptance=dict(problem.acceptance),
        grew_into=tuple(problem.grew_into),
        shown_by=tuple(problem.shown_by),
        note=sight.note(problem.note),
        light=light,
        days_left=reading.watch.days_left(_runs_to(problem)),
        beside=beside or Beside(),
    )


_AS_THEY_STAND = (
    *("record", "version", "sequence", "entered", "number", "title", "finding", "cause", "area", "goal"),
    *("closing_standard", "mode", "owner_unit", "verifier_unit", "state", "episode", "hops"),
    *("proposed_unit", "opened_on", "assigned_on", "received_on", "due_original", "due_current", "due_days"),
    *("due_from", "next_review", "extension_wanted", "extension_reason", "extensions", "held_since"),
    *("claimed_on", "checked_on", "waiver", "signed_on", "notice_until", "closed_on", "effect_due"),
    *("effect_checked_on", "lasting_measure", "merged_into", "split_from", "move", "rule", "day"),
)
_WITH_A_DAY = frozenset({ProblemState.ASSIGNED, ProblemState.IN_PROGRESS})


def standing_of(problem: Problem) -> Standing:
    """A version as far as its light goes."""
    return Standing(
        state=ProblemState(problem.state),
        begun=problem.due_from or problem.assigned_on or problem.opened_on,
        due=problem.due_current,
        due_original=problem.due_original,
        assigned=problem.assigned_on,
        held_since=problem.held_since,
        claimed=problem.claimed_on,
        checked=problem.checked_on,
        notice_until=problem.notice_until,
        next_review=problem.next_review,
        closed=problem.closed_on,
        is_extension_asked=problem.extension_wanted is not None,
        extensions=problem.extensions,
    )


def _runs_to(problem: Problem) -> date | None:
    if problem.state == ProblemState.STANDING:
        return problem.next_review
    return problem.due_current if problem.state in _WITH_A_DAY else None


def _people(problem: Problem, sight: Sight) -> dict[str, Any]:
    return {
        "owner_person": sight.person_key(problem.owner_person),
        "owner_person_name": sight.person_name(problem.owner_person),
        "lead_leader": problem.lead_leader,
        "lead_leader_name": _called(names_of(sight.plan).people, problem.lead_leader),
        "verifier_person": sight.person_key(problem.verifier_person),
        "verifier_person_name": sight.person_name(problem.verifier_person),
        "claimed_by": sight.person_name(problem.claimed_by),
        "checked_by": sight.person_name(problem.checked_by),
        "signed_by": sight.person_name(problem.signed_by),
    }


def _units(problem: Problem, sight: Sight) -> dict[str, Any]:
    names = names_of(sight.plan)
    return {
        "area_name": area_name(sight, problem.area),
        "owner_unit_name": _called(names.units, problem.owner_unit),
        "co_units": tuple(problem.co_units),
        "co_unit_names": tuple(names.units.called(unit) for unit in problem.co_units),
        "verifier_unit_name": _called(names.units, problem.verifier_unit),
        "proposed_unit_name": _called(names.units, problem.proposed_unit),
    }


def area_name(sight: Sight, area: str) -> Term | None:
    """The name of an area of the plan; its key where the plan has it no longer."""
    if not area:
        return None
    found = next((row.name for row in sight.plan.areas if row.key == area), None)
    return found or Term(zh=area, en=area)


def _called(names: NameList, key: str) -> Term | None:
    return names.called(key) if key else None


def _measure(each: Mapping[str, Any]) -> Measure:
    due = each.get("due")
    return Measure(str(each.get("words", "")), _day(due) if due else None)


def _day(given: Any) -> date:
    return given if isinstance(given, date) else date.fromisoformat(str(given))


@dataclass(frozen=True)
class PlaceRow:
    """A group of opinions that a problem puts right, as one place of it. `group`: for the office alone."""

    id: str
    name: str
    is_done: bool
    done_on: date | None
    group: str
    voices: int


@dataclass(frozen=True)
class FollowUpRow:
    """What a unit said of a problem in one week, or what was recorded of it."""

    problem: str
    unit: str
    unit_name: Term | None
    week: date  # its Monday
    word: str  # ledger.rules.Word
    is_derived: bool
    words: str
    by: Term | None


@dataclass(frozen=True)
class EvidenceRow:
    """A file that shows how a problem stood, was put right, or was checked."""

    id: str
    problem: str
    version: int
    episode: int
    step: str
    name: str
    media_type: str
    size: int  # bytes
    sha256: str
    received: datetime
    is_withdrawn: bool
    reason: str
    by: Term | None


def follow_up_row(said: FollowUp, sight: Sight) -> FollowUpRow:
    """A unit's word as this reader sees it."""
    return FollowUpRow(
        said.problem,
        said.unit,
        _called(names_of(sight.plan).units, said.unit),
        said.week,
        said.word,
        said.is_derived,
        said.words,
        sight.person_name(said.person),
    )


def evidence_row(file: ProblemEvidence, sight: Sight) -> EvidenceRow:
    """A file as this reader sees it."""
    return EvidenceRow(
        id=file.record,
        problem=file.problem,
        version=file.version,
        episode=file.episode,
        step=file.step,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        received=file.entered,
        is_withdrawn=file.is_withdrawn,
        reason=file.reason,
        by=sight.person_name(file.person),
    )
