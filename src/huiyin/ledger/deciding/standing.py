"""What stands in the ledger and on the board before a move, as the rules ask about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from huiyin.access.rules import Actor
from huiyin.activities.models import Activity, Evidence
from huiyin.activities.queries import pieces
from huiyin.activities.refusals import Conflict, NotFound
from huiyin.board.models import Group
from huiyin.board.rules import GroupState
from huiyin.ledger.deciding.facts import Brought, Case, Ground, PlaceFacts, ProblemFacts
from huiyin.ledger.deciding.parties import sees
from huiyin.ledger.models import Place, Problem, ProblemEvidence
from huiyin.ledger.moves import ProblemState
from huiyin.ledger.rules import Step
from huiyin.ledger.shown.episodes import VersionFacts
from huiyin.trail.models import NEVER

SHOWS_THE_WORK = (Step.WORK, Step.CLAIM)
_MADE_OTHERWISE = {"state", "co_units", "holds", "places", "evidence", "shown_by"}
_SAME_NAMES = tuple(name for name in ProblemFacts.__dataclass_fields__ if name not in _MADE_OTHERWISE)


def seen(actor: Actor, record: str, version: int | None = None) -> tuple[Problem, ProblemFacts]:
    """A problem that the actor may see, as a row and as facts.

    `version`: the one that they had before them. Raises `NotFound`, `Conflict` where somebody was first.
    """
    row = Problem.objects.filter(record=record, superseded=NEVER).first()
    if row is None:
        raise NotFound(record)
    [facts] = facts_of([row])
    if not sees(actor, facts):
        raise NotFound(record)
    if version is not None and row.version != version:
        raise Conflict(record, row.version)
    return row, facts


def facts_of(rows: Sequence[Problem]) -> list[ProblemFacts]:
    """What the rules ask about each of these, by two queries for every thousand."""
    places: dict[str, list[PlaceFacts]] = {}
    shown: dict[str, list[int]] = {}
    for piece in pieces([row.record for row in rows]):
        for place in Place.objects.filter(problem__in=piece, superseded=NEVER, is_withdrawn=False):
            places.setdefault(place.problem, []).append(PlaceFacts(place.record, place.group, place.is_done))
        files = ProblemEvidence.objects.filter(
            problem__in=piece, superseded=NEVER, is_withdrawn=False, step__in=SHOWS_THE_WORK
        )
        for problem, episode in files.values_list("problem", "episode"):
            shown.setdefault(problem, []).append(episode)
    return [
        bare_facts(row, tuple(places.get(row.record, ())), shown.get(row.record, []).count(row.episode))
        for row in rows
    ]


def bare_facts(row: Problem, places: tuple[PlaceFacts, ...] = (), evidence: int = 0) -> ProblemFacts:
    """What the rules ask about a version, with these places and so many files."""
    return ProblemFacts(
        **{name: getattr(row, name) for name in _SAME_NAMES},
        state=ProblemState(row.state),
        co_units=tuple(row.co_units),
        shown_by=tuple(row.shown_by),
        holds=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.holds),
        places=places,
        evidence=evidence,
    )


def case_of(problem: ProblemFacts, actor: Actor, brought: Brought, ground: Ground) -> Case:
    """A move as the rules decide it, with what it names elsewhere."""
    other = Problem.objects.filter(record=brought.into, superseded=NEVER).first() if brought.into else None
    waiting, taken = where_groups_are([brought.group] if brought.group else [])
    return Case(
        problem=problem,
        actor=actor,
        brought=brought,
        ground=ground,
        other=bare_facts(other) if other else None,
        shown_by=_shown_by(problem, brought.activities or problem.shown_by, ground),
        waiting=waiting,
        taken=taken,
    )


def where_groups_are(groups: Iterable[str]) -> tuple[frozenset[str], Mapping[str, int]]:
    """Those of these groups that wait on the board; and the number of the problem that each other is in."""
    waiting: set[str] = set()
    taken: dict[str, int] = {}
    for piece in pieces(sorted(set(groups))):
        on_board = Group.objects.filter(record__in=piece, superseded=NEVER, state=GroupState.WAITING)
        waiting |= set(on_board.values_list("record", flat=True))
        held = Place.objects.filter(group__in=piece, superseded=NEVER, is_withdrawn=False)
        places = dict(held.values_list("group", "problem"))
        newest = Problem.objects.filter(record__in=set(places.values()), superseded=NEVER)
        numbers = dict(newest.values_list("record", "number"))
        taken |= {group: numbers[problem] for group, problem in places.items()}
    return frozenset(waiting) - taken.keys(), taken


def waiting_groups_of(theme: str) -> list[str]:
    """Every group of a theme that waits on the board, the hottest first."""
    rows = Group.objects.filter(theme=theme, state=GroupState.WAITING, superseded=NEVER)
    return list(rows.order_by("-heat", "record").values_list("record", flat=True))


def _shown_by(problem: ProblemFacts, activities: Sequence[str], ground: Ground) -> frozenset[str]:
    """Those of these that are records of the owner unit and this episode, in force, with a file."""
    if not activities:
        return frozenset()
    units = ground.units_at(problem.owner_unit)
    records = Activity.objects.filter(
        record__in=set(activities), unit__in=units, superseded=NEVER, is_withdrawn=False
    )
    begun = problem.due_from if problem.episode > 1 else problem.opened_on
    records = records.filter(day__gte=begun) if begun else records
    held = set(records.values_list("record", flat=True))
    shown = Evidence.objects.filter(activity__in=held, superseded=NEVER, is_withdrawn=False)
    return frozenset(shown.values_list("activity", flat=True))


def version_facts(row: Problem) -> VersionFacts:
    """What counting by episodes asks of a version."""
    return VersionFacts(**{name: getattr(row, name) for name in VersionFacts.__dataclass_fields__})
