"""Where is every opinion now? Each stands in exactly one place, and the places add up to all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.access.rules import Actor, Forbidden, Permission
from huiyin.board.models import Group, Placement
from huiyin.board.rules import ANSWERED, GroupState
from huiyin.ledger.models import Place, Problem
from huiyin.opinions.models import Opinion
from huiyin.trail.models import NEVER

ASTRAY = "astray"  # on the board in a place that does not count; there are none unless something is wrong


@dataclass(frozen=True)
class Accounts:
    """How many opinions stand where. `in_problems`: by the problem's state; `answered`: by the answer."""

    total: int
    withdrawn: int
    in_bulk_linked: int  # of a programme that is counted in bulk; it grew into a record
    in_bulk_unlinked: int
    not_sorted: int
    waiting: int  # in a group on the board that nobody has decided about
    answered: Mapping[str, int]
    in_problems: Mapping[str, int]
    astray: int

    @property
    def counted(self) -> int:
        """All places together."""
        bulk = self.in_bulk_linked + self.in_bulk_unlinked
        board = self.not_sorted + self.waiting + sum(self.answered.values()) + self.astray
        return self.withdrawn + bulk + board + sum(self.in_problems.values())


def accounts(actor: Actor, since: date | None = None, until: date | None = None) -> Accounts:
    """Where the opinions of these days are; for whoever sees problems everywhere. Seven queries."""
    actor.must(Permission.SEE_PROBLEMS)
    if not actor.reach(Permission.SEE_PROBLEMS).everywhere:
        raise Forbidden(Permission.SEE_PROBLEMS)
    days = Q(day__gte=since) if since else Q()
    days &= Q(day__lte=until) if until else Q()
    opinions = Opinion.objects.filter(days, superseded=NEVER)
    counting = opinions.filter(is_withdrawn=False, goes_to_board=True)
    places = _places_of(counting)
    placed = Placement.objects.filter(record=OuterRef("record"), superseded=NEVER)
    apart = opinions.aggregate(
        total=Count("pk"),
        withdrawn=Count("pk", filter=Q(is_withdrawn=True)),
        in_bulk_linked=Count("pk", filter=Q(is_withdrawn=False, goes_to_board=False) & ~Q(grew_into="")),
        in_bulk_unlinked=Count("pk", filter=Q(is_withdrawn=False, goes_to_board=False, grew_into="")),
    )
    return Accounts(
        **apart,
        not_sorted=counting.filter(~Exists(placed)).count(),
        waiting=places[GroupState.WAITING],
        answered={state.value: places[state] for state in sorted(ANSWERED)},
        in_problems={
            state.removeprefix(_OF_PROBLEM): count
            for state, count in sorted(places.items())
            if state.startswith(_OF_PROBLEM)
        },
        astray=places[ASTRAY],
    )


_OF_PROBLEM = "problem."


def _places_of(opinions: QuerySet[Opinion]) -> Counter[str]:
    """How many of these opinions stand on the board in which state, or in problems of which state."""
    rows = Placement.objects.filter(superseded=NEVER, record__in=opinions.values("record"))
    groups = dict(rows.order_by().values_list("group").annotate(count=Count("pk")))
    states = dict(Group.objects.filter(superseded=NEVER).values_list("record", "state"))
    places = Place.objects.filter(superseded=NEVER, is_withdrawn=False)
    problems = dict(places.values_list("group", "problem"))
    of_problem = dict(Problem.objects.filter(superseded=NEVER).values_list("record", "state"))
    found: Counter[str] = Counter()
    for group, count in groups.items():
        found[_where(group, states, problems, of_problem)] += count
    return found


def _where(
    group: str, states: Mapping[str, str], problems: Mapping[str, str], of_problem: Mapping[str, str]
) -> str:
    problem, state = problems.get(group, ""), states.get(group, "")
    if problem in of_problem and state == GroupState.OPENED:
        return _OF_PROBLEM + of_problem[problem]
    if not problem and (state == GroupState.WAITING or state in ANSWERED):
        return state
    return ASTRAY
