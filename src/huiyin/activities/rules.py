"""Is what was entered a record of its kind, and what does it say in columns that figures count?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from huiyin.activities.field_faults import FaultCode, FieldFault, Wrong
from huiyin.activities.field_values import is_empty, named, number_for_column, record_id, value_of
from huiyin.activities.names_in_plan import Named, NameList, PlanNames, names_of
from huiyin.activities.written_forms import day_of, folded
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Column, Field, FieldType, Kind, State
from huiyin.trail.rules import canonical

LATE_AFTER = "entry.late_after_days"
OUTSIDE_CAMPAIGN = "entry.outside_campaign_days"
TITLE_CHARACTERS = 300

Read = TypeVar("Read")


@dataclass(frozen=True)
class Entered:
    """A record as somebody gives it, in a form, a line of a table or JSON: strings or typed values.

    Kind, unit, state and rows of the plan are given by key or by name. Without a state it has the first one.
    """

    kind: str
    unit: str
    day: date | str
    last_day: date | str | None = None
    state: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    part_of: str = ""  # id of the record that it is a part of


@dataclass(frozen=True)
class Link:
    """A record that this one names: in which field, by which id, and of which kind it has to be."""

    field: str
    record: str
    kind: str | None


@dataclass(frozen=True)
class Fact:
    """What a record says, checked: keys, typed columns, values as JSON keeps them."""

    kind: str
    unit: str
    day: date
    last_day: date | None
    state: str
    is_done: bool
    part_of: str
    values: Mapping[str, Any]
    number: Decimal | None
    second_number: Decimal | None
    person: str
    target: str
    label: str
    title: str
    sameness: str  # SHA-256 over what makes two records the same, in hex
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Checked:
    """What came of checking: the fact, or None with the faults; and the values that could be read."""

    fact: Fact | None
    values: Mapping[str, Any]
    faults: tuple[FieldFault, ...]


@dataclass
class _Faults:
    """The faults found so far."""

    found: list[FieldFault] = field(default_factory=list)

    def unless_wrong(self, place: str, read: Callable[[], Read]) -> Read | None:
        """What `read` gives; None, with its fault noted, where it is wrong."""
        try:
            return read()
        except Wrong as wrong:
            self.found.append(wrong.at(place))
            return None


def checked(entered: Entered, plan: Plan, *, today: date | None = None) -> Checked:
    """Is this a record of its kind under this plan? Raises nothing: what is wrong stands in `faults`.

    `today`, the day in the campaign's time zone, lets it refuse a thing that is done in the future.
    """
    names, faults = names_of(plan), _Faults()
    row = faults.unless_wrong("kind", lambda: _given(names.kinds, entered.kind))
    if row is None:
        return Checked(None, {}, tuple(faults.found))
    kind = plan.kinds_by_key[row.key]
    unit = faults.unless_wrong("unit", lambda: _given(names.units, entered.unit))
    state = faults.unless_wrong("state", lambda: _state(entered.state, kind, names))
    day = faults.unless_wrong("day", lambda: _day(entered.day, plan, today))
    last_day = faults.unless_wrong("last_day", lambda: _last_day(entered, kind, plan, today))
    if state and state.done and today:
        faults.unless_wrong("last_day" if last_day else "day", lambda: _past(last_day or day, today))
    values = _values(entered.values, kind, names, faults)
    part_of = faults.unless_wrong("part_of", lambda: _part_of(entered.part_of, kind))
    if faults.found or unit is None or state is None or day is None:
        return Checked(None, values, tuple(faults.found))
    said = _Said(kind, unit.key, day, last_day, state, values, part_of or "")
    return Checked(_fact(said, plan), values, ())


def is_late(fact_day: date, entered: date, plan: Plan) -> bool:
    """Was a thing of this day told late, by the policy in force on the day of its entry?

    Both days in the campaign's time zone; calendar days are counted. Without such a policy nothing is late.
    """
    policy = plan.policy_on(LATE_AFTER, entered)
    return policy is not None and (entered - fact_day).days > policy.value


def _given(rows: NameList, given: str) -> Named:
    if is_empty(given):
        raise Wrong(FaultCode.MISSING)
    return named(rows, given)


def _state(given: str, kind: Kind, names: PlanNames) -> State:
    if is_empty(given):
        return kind.states[0]
    key = named(names.states[kind.key], given).key
    return next(state for state in kind.states if state.key == key)


def _day(given: date | str | None, plan: Plan, today: date | None) -> date:
    if is_empty(given):
        raise Wrong(FaultCode.MISSING)
    day = day_of(given)
    if day is None:
        raise Wrong(FaultCode.NOT_A_DAY, given=given)
    starts, ends = plan.campaign.starts, plan.campaign.ends
    policy = plan.policy_on(OUTSIDE_CAMPAIGN, today or starts)
    if max((starts - day).days, (day - ends).days) > (policy.value if policy else 0):
        raise Wrong(FaultCode.OUTSIDE_CAMPAIGN, day=day, starts=starts, ends=ends)
    return day


def _last_day(entered: Entered, kind: Kind, plan: Plan, today: date | None) -> date | None:
    if is_empty(entered.last_day):
        return None
    if not kind.spans_days:
        raise Wrong(FaultCode.NOT_SPANNING)
    last_day, day = _day(entered.last_day, plan, today), day_of(entered.day)
    if day is not None and last_day < day:
        raise Wrong(FaultCode.BEFORE_FIRST_DAY, day=day)
    # A thing of one day has no last day, so that it is the same however it was entered.
    return None if last_day == day else last_day


def _past(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise Wrong(FaultCode.IN_THE_FUTURE, day=day)


def _part_of(given: str, kind: Kind) -> str:
    if is_empty(given):
        if kind.part_of:
            raise Wrong(FaultCode.MISSING)
        return ""
    if not kind.part_of:
        raise Wrong(FaultCode.NOT_A_PART)
    return record_id(given)


def _values(given: Mapping[str, Any], kind: Kind, names: PlanNames, faults: _Faults) -> dict[str, Any]:
    """The values that are right, in the order of the kind's fields."""
    values = {}
    for of_kind in kind.fields:
        value = faults.unless_wrong(of_kind.key, partial(_value, of_kind, given.get(of_kind.key), names))
        if value is not None:
            values[of_kind.key] = value
    known = {of_kind.key for of_kind in kind.fields}
    strange = [key for key, value in given.items() if key not in known and not is_empty(value)]
    faults.found += [FieldFault(key, FaultCode.UNKNOWN_FIELD) for key in strange]
    return values


def _value(of_kind: Field, given: Any, names: PlanNames) -> Any:
    value = None if is_empty(given) else value_of(of_kind, given, names)
    if not is_empty(value):
        return value
    if of_kind.must_be:
        raise Wrong(FaultCode.MUST_BE_YES)
    if of_kind.required:
        raise Wrong(FaultCode.MISSING)
    return None


@dataclass(frozen=True)
class _Said:
    """What was said, read and right."""

    kind: Kind
    unit: str
    day: date
    last_day: date | None
    state: State
    values: Mapping[str, Any]
    part_of: str


def _fact(said: _Said, plan: Plan) -> Fact:
    return Fact(
        kind=said.kind.key,
        unit=said.unit,
        day=said.day,
        last_day=said.last_day,
        state=said.state.key,
        is_done=said.state.done,
        part_of=said.part_of,
        values=said.values,
        number=number_for_column(_filling(said, Column.NUMBER)),
        second_number=number_for_column(_filling(said, Column.SECOND_NUMBER)),
        person=_key(_filling(said, Column.PERSON)),
        target=_key(_filling(said, Column.TARGET)),
        label=_key(_filling(said, Column.LABEL)),
        title=_title(said, plan),
        sameness=_sameness(said),
        links=_links(said),
    )


def _filling(said: _Said, column: Column) -> Any:
    of_kind = said.kind.filling(column)
    return None if of_kind is None else said.values.get(of_kind.key)


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _title(said: _Said, plan: Plan) -> str:
    texts = (said.values.get(of.key) for of in said.kind.fields if of.type is FieldType.TEXT)
    first = next((text for text in texts if text), None)
    return (first or said.kind.name.said(plan.campaign.languages[0]))[:TITLE_CHARACTERS]


def _sameness(said: _Said) -> str:
    """What the kind says makes two records the same; for the honest zero, the unit and the ISO 8601 week."""
    if said.kind.reports_nothing:
        year, week, _ = said.day.isocalendar()
        parts: list[Any] = [said.kind.key, said.unit, f"{year}-W{week:02}"]
    else:
        parts = [
            said.kind.key,
            *(_compared(said, key) for key in said.kind.same_when or _everything(said.kind)),
        ]
    return hashlib.sha256(canonical(parts)).hexdigest()


def _everything(kind: Kind) -> tuple[str, ...]:
    return ("unit", "day", "last_day", "state", "part_of", *(of_kind.key for of_kind in kind.fields))


def _compared(said: _Said, key: str) -> Any:
    """A part of sameness: spelling and order make no two records different."""
    columns = {
        "unit": said.unit,
        "day": said.day.isoformat(),
        "last_day": said.last_day.isoformat() if said.last_day else None,
        "state": said.state.key,
        "part_of": said.part_of,
    }
    value = columns[key] if key in columns else said.values.get(key)
    if isinstance(value, list):
        return sorted(value)
    return folded(value) if isinstance(value, str) else value


def _links(said: _Said) -> tuple[Link, ...]:
    named_in_fields = [
        Link(of.key, said.values[of.key], of.of)
        for of in said.kind.fields
        if of.type is FieldType.RECORD and of.key in said.values
    ]
    above = [Link("part_of", said.part_of, said.kind.part_of)] if said.part_of else []
    return (*above, *named_in_fields)
