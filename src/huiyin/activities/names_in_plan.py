"""Which row of the plan does a key, a name or a synonym mean?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from huiyin.activities.written_forms import folded
from huiyin.plan.document import Plan
from huiyin.plan.kinds import Checklist, ChecklistItem, Choice, Field, FieldType, State
from huiyin.plan.terms import Term, Terms

_NO_SYNONYMS = Terms()


class NoSuchName(LookupError):
    """Nothing in the plan is called so."""


class AmbiguousName(LookupError):
    """Several rows are called so; `keys` tells them apart."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(keys)
        self.keys = keys


@dataclass(frozen=True)
class Named:
    """A row of the plan: its key, what it is called, and its sort where rows have one (a kind of unit)."""

    key: str
    name: Term
    synonyms: Terms = _NO_SYNONYMS
    sort: str = ""


@dataclass(frozen=True)
class NameList:
    """The rows of one list of a plan, found by key, else by name or synonym in either language."""

    rows: Mapping[str, Named]
    by_name: Mapping[str, tuple[str, ...]]

    @classmethod
    def over(cls, rows: Iterable[Named]) -> NameList:
        """The list of these rows, in the plan's order."""
        by_key = {row.key: row for row in rows}
        by_name: dict[str, tuple[str, ...]] = {}
        for row in by_key.values():
            for name in {
                folded(name) for name in (row.name.zh, row.name.en, *row.synonyms.zh, *row.synonyms.en)
            }:
                if name:
                    by_name[name] = (*by_name.get(name, ()), row.key)
        return cls(by_key, by_name)

    def find(self, given: str) -> Named:
        """The row that is meant. Raises `NoSuchName`, or `AmbiguousName` for a name that several have."""
        exact = self.rows.get(given.strip())
        if exact is not None:
            return exact
        keys = self.by_name.get(folded(given), ())
        if not keys:
            raise NoSuchName(given)
        if len(keys) > 1:
            raise AmbiguousName(keys)
        return self.rows[keys[0]]

    def called(self, key: str) -> Term:
        """The name of a row; its key where the plan has it no longer."""
        row = self.rows.get(key)
        return row.name if row else Term(zh=key, en=key)


@dataclass(frozen=True)
class PlanNames:
    """All lists of a plan whose rows a record may name."""

    kinds: NameList
    states: Mapping[str, NameList]  # by kind
    lists: Mapping[FieldType, NameList]
    checklists: Mapping[str, Checklist]
    choices: Mapping[int, NameList]  # by identity of the plan's field, which lives as long as the plan

    @property
    def units(self) -> NameList:
        """The units of the plan."""
        return self.lists[FieldType.UNIT]

    @property
    def people(self) -> NameList:
        """The people of the plan."""
        return self.lists[FieldType.PERSON]

    def rows_of(self, field: Field) -> NameList | None:
        """The rows that a field of this plan may name; None for one that names none."""
        if field.type in (FieldType.CHOICE, FieldType.CHOICES):
            return self.choices.get(id(field)) or _named_alike(field.choices)
        if field.type is FieldType.CHECKS:
            checklist = self.checklists.get(field.checklist or "")
            return _named_alike(checklist.items) if checklist else None
        return self.lists.get(field.type)


class _SamePlan:
    """A plan, compared by identity: a plan never changes, and comparing two whole ones would take long."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __hash__(self) -> int:
        return id(self.plan)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SamePlan) and other.plan is self.plan


def names_of(plan: Plan) -> PlanNames:
    """The lists of this plan; made once for each plan at hand."""
    return _made_once(_SamePlan(plan))


@lru_cache(maxsize=4)
def _made_once(same: _SamePlan) -> PlanNames:
    plan = same.plan
    units = NameList.over(Named(row.key, row.name, row.synonyms, row.kind) for row in plan.units)
    people = NameList.over(Named(row.key, row.name) for row in plan.people)
    lists = {
        FieldType.UNIT: units,
        FieldType.UNITS: units,
        FieldType.PERSON: people,
        FieldType.PEOPLE: people,
        FieldType.CHANNEL: NameList.over(Named(row.key, row.name) for row in plan.channels),
        FieldType.SCREEN: NameList.over(Named(row.key, row.name) for row in plan.screens),
        FieldType.ASSET: NameList.over(Named(row.key, row.name, sort=row.kind) for row in plan.assets),
        FieldType.AREA: NameList.over(Named(row.key, row.name, row.synonyms) for row in plan.areas),
        FieldType.TARGET: NameList.over(Named(row.key, row.name, sort=row.kind) for row in plan.targets),
    }
    return PlanNames(
        states={kind.key: _named_alike(kind.states) for kind in plan.kinds},
        choices={id(field): _named_alike(field.choices) for kind in plan.kinds for field in kind.fields},
        kinds=NameList.over(Named(row.key, row.name, row.synonyms) for row in plan.kinds),
        lists=lists,
        checklists={checklist.key: checklist for checklist in plan.checklists},
    )


def _named_alike(rows: Iterable[Choice | State | ChecklistItem]) -> NameList:
    return NameList.over(Named(row.key, row.name) for row in rows)
