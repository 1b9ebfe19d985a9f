"""What does a plan say about a kind of activity: its fields, states, classifier and evidence?"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field as Limit

from huiyin.plan.terms import Key, PlanPart, Term, Terms


class FieldType(StrEnum):
    """What a field holds. The last ones name a row of the plan's own lists, or another record."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"
    WHOLE = "whole"  # a whole number
    DECIMAL = "decimal"
    DAY = "day"
    TIME = "time"  # of the day, 08:30
    YES_NO = "yes_no"
    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # several of `choices`
    LINK = "link"  # a web address
    CHECKS = "checks"  # the items of `checklist`, each yes, no or does not apply
    PERSON = "person"
    PEOPLE = "people"
    UNIT = "unit"
    UNITS = "units"
    CHANNEL = "channel"
    SCREEN = "screen"
    ASSET = "asset"
    AREA = "area"
    TARGET = "target"  # a community, project or firm that a leader keeps in touch with
    RECORD = "record"  # another activity, of the kind `of`


class Column(StrEnum):
    """The typed, indexed columns of a record that figures count on (`architecture.md`, history)."""

    NUMBER = "number"
    SECOND_NUMBER = "second_number"
    PERSON = "person"
    TARGET = "target"  # the key of a channel, screen, asset, target, unit or linked record
    LABEL = "label"  # a choice


class Choice(PlanPart):
    key: Key
    name: Term


class Field(PlanPart):
    """One field of a kind. `fills` says which typed column keeps its value, so that figures can count it.

    A `people` or `units` field fills a number column with how many it names. `minutes` is what filling it in
    costs a unit; without it the plan's burden table says it by type.
    """

    key: Key
    name: Term
    synonyms: Terms = Terms()  # other headings under which files have it
    type: FieldType
    help: Term | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    of: Key | None = None  # `record`: the kind; `unit`, `asset`, `target`: the kind of row, any when absent
    checklist: Key | None = None
    minimum: float | None = None
    maximum: float | None = None
    classifier: str = ""
    must_be: Literal["yes"] | None = None  # a yes_no that has to be yes, such as consent
    fills: Column | None = None
    minutes: float | None = Limit(default=None, ge=0)


class State(PlanPart):
    """A state of a kind. `done` tells what has happened from what is announced: the two are never added."""

    key: Key
    name: Term
    done: bool
    evidence: bool = False  # in this state evidence is wanted


class Kind(PlanPart):
    """A kind of activity; everything that is recorded, listed, imported and counted follows from it.

    The first state is what a new record has unless another is chosen. `part_of` makes it a part of records
    of another kind (an outcome of a visit). `same_when` names the fields that make two records the same:
    `unit`, `day`, `last_day`, `state`, `part_of` (the record it is part of), or keys of its own fields.
    """

    key: Key
    name: Term
    synonyms: Terms = Terms()
    group: Key | None = None  # heading under which it is offered, one of `kind_groups`
    classifier: str = Limit(min_length=1, max_length=4)
    states: tuple[State, ...] = Limit(min_length=1)
    fields: tuple[Field, ...] = ()
    day: Term | None = None  # what the event day is called, where "day" is too little
    spans_days: bool = False  # it has a last day too
    part_of: Key | None = None
    recorded_by: tuple[Literal["unit", "office"], ...] = ("unit", "office")
    same_when: tuple[Key, ...] = ("unit", "day")
    restricted: bool = False  # seen by those who recorded it and the head alone, such as one-to-one talks
    reports_nothing: bool = False  # the honest zero: a unit says that there was nothing in a week
    note: Term | None = None

    def field(self, key: str) -> Field | None:
        """The field with this key."""
        return next((field for field in self.fields if field.key == key), None)

    def state(self, key: str) -> State | None:
        """The state with this key."""
        return next((state for state in self.states if state.key == key), None)

    def filling(self, column: Column) -> Field | None:
        """The field that fills this column."""
        return next((field for field in self.fields if field.fills == column), None)


class ChecklistItem(PlanPart):
    key: Key
    name: Term


class Checklist(PlanPart):
    key: Key
    name: Term
    items: tuple[ChecklistItem, ...] = Limit(min_length=1)


class KindGroup(PlanPart):
    key: Key
    name: Term
