"""What is known when a move is decided: of the problem, of what is brought along, and of the plan?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from huiyin.access.rules import Actor
from huiyin.ledger.deciding import policies
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.rules import Mode, Policy
from huiyin.plan.document import Plan
from huiyin.plan.working_days import Calendar, calendar_of


@dataclass(frozen=True)
class PlaceFacts:
    """One place of a problem: its id, its group, and whether it is put right."""

    record: str
    group: str
    is_done: bool = False


@dataclass(frozen=True)
class ProblemFacts:
    """A problem as the rules see it. `evidence`: how many files of this episode show the work."""

    record: str
    number: int
    state: ProblemState
    title: str = ""
    finding: str = ""
    goal: str = ""
    closing_standard: str = ""
    mode: str = Mode.BY_DATE
    owner_unit: str = ""
    owner_person: str = ""
    co_units: tuple[str, ...] = ()
    lead_leader: str = ""
    verifier_unit: str = ""
    verifier_person: str = ""
    episode: int = 1
    hops: int = 0
    extensions: int = 0
    opened_on: date | None = None
    assigned_on: date | None = None
    due_original: date | None = None
    due_current: date | None = None
    due_days: int | None = None
    due_from: date | None = None
    holds: tuple[tuple[date, date], ...] = ()
    held_since: date | None = None
    extension_wanted: date | None = None
    shown_by: tuple[str, ...] = ()  # activities that the claim named
    effect_due: date | None = None
    claimed_on: date | None = None
    claimed_by: str = ""
    checked_by: str = ""
    notice_until: date | None = None
    places: tuple[PlaceFacts, ...] = ()
    evidence: int = 0


@dataclass(frozen=True)
class Brought:
    """What somebody brings along with a move; a move takes what it wants of it.

    `place`, `places`: ids of places; with a claim, those that are put right now too. `group`, `groups`: ids
    of groups of the board. `into`: id of the other problem.
    `activities`: ids of records that show it done, or, to `link`, all that it grew into. `place_names`: what
    the places of groups are called in sight of a unit, never in the words of those who spoke.
    """

    reason: str = ""
    words: str = ""
    title: str = ""
    day: date | None = None
    days: int | None = None
    owner_unit: str = ""
    owner_person: str = ""
    verifier_unit: str = ""
    verifier_person: str = ""
    mode: str = ""
    proposed_unit: str = ""
    place: str = ""
    places: tuple[str, ...] = ()
    group: str = ""
    groups: tuple[str, ...] = ()
    place_names: Mapping[str, str] = field(default_factory=dict)
    into: str = ""
    acceptance: Mapping[str, str] = field(default_factory=dict)
    activities: tuple[str, ...] = ()
    lasting_measure: str = ""

    @property
    def all_places(self) -> tuple[str, ...]:
        """The places that it is about, each once."""
        return tuple(dict.fromkeys(each for each in (self.place, *self.places) if each))


@dataclass(frozen=True)
class Ground:
    """The plan by which it is decided, and the day in the campaign's time zone."""

    plan: Plan
    today: date

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the office."""
        return calendar_of(self.plan.calendar)

    def number(self, key: Policy) -> int:
        """The number that decides today."""
        return policies.number(self.plan, key, self.today)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """What is asked before a problem closes: keys of the check-list."""
        return tuple(item.key for item in policies.acceptance(self.plan).items)

    def units_at(self, unit: str) -> frozenset[str]:
        """A unit with those below it."""
        found, newest = {unit}, {unit}
        while newest:
            newest = {each.key for each in self.plan.units if each.within in newest} - found
            found |= newest
        return frozenset(found)

    def units_above(self, unit: str) -> frozenset[str]:
        """The units that a unit stands within, up to the top."""
        found: set[str] = set()
        within = self.plan.units_by_key[unit].within if unit in self.plan.units_by_key else None
        while within and within not in found:
            found.add(within)
            within = self.plan.units_by_key[within].within if within in self.plan.units_by_key else None
        return frozenset(found)

    def posts_of(self, person: str) -> frozenset[str]:
        """The units in which a person of the plan has a post."""
        of_plan = self.plan.people_by_key.get(person)
        return frozenset(post.unit for post in of_plan.posts if post.unit) if of_plan else frozenset()


@dataclass(frozen=True)
class Case:
    """A move that somebody wants to make: of which problem, with what, and on which ground.

    `other`: the problem that takes this one in. `shown_by`: those of the brought activities that are records
    of the owner unit with evidence. `waiting`: those of the brought groups that wait on the board, each under
    the title it has there; `taken`: the numbers of the problems that hold the others.
    """

    problem: ProblemFacts
    actor: Actor
    brought: Brought
    ground: Ground
    other: ProblemFacts | None = None
    shown_by: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    taken: Mapping[str, int] = field(default_factory=dict)

    @property
    def owner_unit(self) -> str:
        """The owner unit as it is after the move."""
        return self.brought.owner_unit or self.problem.owner_unit

    @property
    def mode(self) -> str:
        """How the problem is put right after the move."""
        return self.brought.mode or self.problem.mode
