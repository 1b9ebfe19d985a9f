"""What is a whole campaign file?"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from pydantic import Field as Limit

from huiyin.plan.calendar import WorkingCalendar
from huiyin.plan.figure_definitions import FigureDefinition
from huiyin.plan.kinds import Checklist, Kind, KindGroup
from huiyin.plan.organisation import (
    Area,
    Asset,
    Channel,
    ContactRule,
    GuidanceGroup,
    LeaderLevel,
    NamedKind,
    OpinionChannel,
    Person,
    Screen,
    Target,
    Unit,
    UnitKind,
)
from huiyin.plan.terms import Key, Language, PlanPart, Term
from huiyin.plan.work import Burden, Goal, Measure, PaperPlan, Phase, Policy, Requirement, Task


class Campaign(PlanPart):
    """Whose campaign it is, when, and in which languages; the first language is that of its papers."""

    key: Key
    name: Term
    office: Term
    languages: tuple[Language, ...] = Limit(default=("zh", "en"), min_length=1)
    time_zone: str = "Asia/Shanghai"
    starts: date
    ends: date
    synthetic: bool = False  # an example: its pages and papers say so
    note: Term | None = None


def _as_number(given: Any) -> Any:
    """The file's text `1` as the number that it means."""
    return int(given) if isinstance(given, str) and given.isdecimal() else given


class Plan(PlanPart):
    """A campaign, whole. One file; its versions are kept."""

    huiyin: Annotated[Literal[1], BeforeValidator(_as_number)]  # version of this format
    campaign: Campaign
    phases: tuple[Phase, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    goals: tuple[Goal, ...] = ()
    measures: tuple[Measure, ...] = ()
    tasks: tuple[Task, ...] = ()
    unit_kinds: tuple[UnitKind, ...] = Limit(min_length=1)
    units: tuple[Unit, ...] = Limit(min_length=1)
    leader_levels: tuple[LeaderLevel, ...] = ()
    people: tuple[Person, ...] = Limit(min_length=1)
    guidance_groups: tuple[GuidanceGroup, ...] = ()
    channels: tuple[Channel, ...] = ()
    opinion_channels: tuple[OpinionChannel, ...] = ()
    screens: tuple[Screen, ...] = ()
    asset_kinds: tuple[NamedKind, ...] = ()
    assets: tuple[Asset, ...] = ()
    target_kinds: tuple[NamedKind, ...] = ()
    targets: tuple[Target, ...] = ()
    contact_rules: tuple[ContactRule, ...] = ()
    areas: tuple[Area, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    kind_groups: tuple[KindGroup, ...] = ()
    kinds: tuple[Kind, ...] = Limit(min_length=1)
    figures: tuple[FigureDefinition, ...] = ()
    policy: tuple[Policy, ...] = ()
    burden: Burden = Burden()
    calendar: WorkingCalendar = WorkingCalendar()
    papers: tuple[PaperPlan, ...] = ()

    @cached_property
    def kinds_by_key(self) -> dict[str, Kind]:
        """The kinds of activity by key."""
        return {kind.key: kind for kind in self.kinds}

    @cached_property
    def units_by_key(self) -> dict[str, Unit]:
        """The units by key."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def people_by_key(self) -> dict[str, Person]:
        """The people by key."""
        return {person.key: person for person in self.people}

    def policy_on(self, key: str, day: date) -> Policy | None:
        """The policy number in force on a day: the newest that began by then."""
        begun = [policy for policy in self.policy if policy.key == key and policy.since <= day]
        return max(begun, key=lambda policy: policy.since, default=None)
