"""Does any sequence of moves, by whoever and with whatever, lead a problem to a state that must not be?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huiyin.access.queries import SYSTEM, actor_of_person
from huiyin.access.rules import Actor, Forbidden, Holding
from huiyin.activities.refusals import Conflict, NotFound, NotRight
from huiyin.board.models import Group
from huiyin.board.rules import GroupState
from huiyin.ledger.actions.describing import describe
from huiyin.ledger.actions.due_work import run_due_work
from huiyin.ledger.actions.follow_ups import follow_up
from huiyin.ledger.actions.moving import make
from huiyin.ledger.deciding.descriptions import Description
from huiyin.ledger.deciding.drafts import desk_of
from huiyin.ledger.deciding.facts import Brought
from huiyin.ledger.deciding.guards import allowed_moves
from huiyin.ledger.deciding.standing import facts_of, version_facts
from huiyin.ledger.models import Place, Problem
from huiyin.ledger.moves import ENDED, MOVES, ProblemState
from huiyin.ledger.shown.episodes import counts, episodes_of
from huiyin.plan.actions import apply_plan
from huiyin.trail.models import NEVER, Entry
from tests.campaign import NOW, TestCampaign
from tests.problems import Ledger
from tests.small_plans import changed

# Beside the people of the small plan: a second guide, one person who is liaison and guide, one who is liaison
# and head, and a second head. Two working days of notice, so that problems close within a run.
MORE_PEOPLE = """
  - {key: guide-2, name: 指导员二, posts: [{role: guide}]}
  - {key: both, name: 两职者, posts: [{role: liaison, unit: liutang}, {role: guide}]}
  - {key: head-liaison, name: 兼职者, posts: [{role: head, unit: office}, {role: liaison, unit: liutang}]}
  - {key: head-2, name: 副主任, posts: [{role: head, unit: office}]}
"""
PLAN = (
    changed("guidance_groups:\n", f"{MORE_PEOPLE.lstrip(chr(10))}guidance_groups:\n")
    .replace("members: [guide]", "members: [guide, guide-2, both]", 1)
    .replace("units: [liutang, liutang-east]", "units: [liutang, liutang-east, shigu]", 1)
    .replace(
        "policy:\n",
        "policy:\n"
        "  - {key: ledger.notice_days, value: 2, since: 2026-09-07, source: 试}\n"
        "  - {key: ledger.at_once_days, value: 3, since: 2026-09-07, source: 试}\n",
        1,
    )
)
EVERYBODY = (
    *("clerk", "head", "liaison", "other-liaison", "leader", "guide", "auditor"),
    *("guide-2", "both", "head-liaison", "head-2"),
)
REFUSALS = (Forbidden, NotFound, NotRight, Conflict)
GROUPS = 6
KINDS = ("open", "describe", "try", "week", "days", *["move"] * 5)
FORWARD = frozenset(
    {
        *("assign", "receive", "place_done", "claim", "check", "sign"),
        *("resume", "grant_extension", "end_standing", "reopen", "effect_fails"),
    }
)
anybody = st.sampled_from(EVERYBODY)
number = st.integers(0, 10_000)


def wrong_people(row: Problem, actors: Mapping[str, Actor]) -> list[str]:
    """What is wrong with who claimed, checked and signed a problem as it stands."""
    state = ProblemState(row.state)
    is_signed = state in (ProblemState.CLOSED, ProblemState.ON_NOTICE)
    if not is_signed and state not in (ProblemState.CLAIMED, ProblemState.CHECKED):
        return []
    did = [row.claimed_by, row.checked_by, row.signed_by]
    there = [person for person in did if person]
    wrong = [] if len(set(there)) == len(there) else ["one person did two of it"]
    if not row.claimed_by or row.owner_unit not in units_of(actors[row.claimed_by]):
        wrong.append("claimed elsewhere")
    if is_signed and (not row.signed_by or "head" not in actors[row.signed_by].roles):
        wrong.append("not signed by a head")
    if (is_signed and not row.waiver and not row.checked_by) or (row.waiver and row.checked_by):
        wrong.append("neither checked nor waived")
    if row.checked_by and row.owner_unit in units_of(actors[row.checked_by]):
        wrong.append("checked by the owner's side")
    return wrong


def units_of(actor: Actor) -> set[str]:
    """The units that somebody's posts are in, with those below."""
    return {unit for holding in actor.holdings for unit in holding.own}


class LedgerMachine(RuleBasedStateMachine):
    """People move problems; the model beside it counts what they did."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        apply_plan(actor=SYSTEM, now=NOW, text=PLAN, reason="更多的人")
        self.ledger = Ledger(TestCampaign())
        self.actors = {person: actor_of_person(person) for person in EVERYBODY}
        self.problems: list[str] = []
        self.happened: Counter[str] = Counter()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(claimer=st.sampled_from(["liaison", "both", "head-liaison"]))
    def begin(self, claimer: str) -> None:
        """A draft, one that is worked on, and one that somebody of the unit says is done."""
        self.groups = self.ledger.groups(GROUPS)
        for at, moves in enumerate(("", "assign receive", "assign receive place_done claim")):
            self.problems.append(self._open(self.groups[at : at + 1]))
            for move in moves.split():
                row = self._some(at)
                if move == "claim":
                    self.ledger.show(row.record)
                fitting = replace(self._fitting(row, 8), owner_unit="", owner_person="liaison")
                self._make(row, move, "clerk" if move == "assign" else claimer, fitting)
            assert self._some(at).move == (moves or "open").split()[-1]

    @rule(
        kind=st.sampled_from(KINDS), person=anybody, at=number, seeds=st.lists(number, min_size=3, max_size=9)
    )
    def something_happens(self, kind: str, person: str, at: int, seeds: list[int]) -> None:
        """One rule for all, so that no run goes without the moves that lead far."""
        first, second, third = seeds[:3]
        match kind:
            case "open":
                self.open(person, first, second)
            case "describe":
                self.say_otherwise(person, at, ("liutang", "shigu", "moon")[first % 3])
            case "try":
                self.try_anything(
                    at, person, sorted(MOVES)[first % len(MOVES)], Brought() if third % 3 else None
                )
            case "week":
                self.say_of_the_week(at, person, ("changed", "blocked", "soon")[first % 3], second % 5 - 1)
            case "days":
                self.days_go_by(1 + first % 9)
            case _:
                self.move_on(at, seeds)

    def open(self, person: str, first: int, last: int) -> None:
        chosen = self.groups[first % GROUPS : last % GROUPS + 1]
        with self._refused_or_written():
            self.problems.append(self._open(chosen, by=person))

    def say_otherwise(self, person: str, at: int, unit: str) -> None:
        row = self._some(at)
        said = Description(cause=f"原因{at}", owner_unit=unit)
        with self._refused_or_written():
            self.ledger.now += timedelta(seconds=1)
            describe(
                actor=self.actors[person],
                now=self.ledger.now,
                problem=row.record,
                version=row.version,
                description=said,
                reason="改",
            )

    def move_on(self, at: int, seeds: list[int]) -> None:
        """Moves that somebody is offered, with all that they want; most of them towards the end."""
        for seed in seeds:
            row = self._some(at)
            if row.state == ProblemState.ON_NOTICE and seed % 4:
                self.days_go_by(4)
                continue
            offered = self._offered(row)
            forward = [(move, person) for move, person in offered if move in FORWARD]
            chosen = forward if forward and seed % 4 else offered
            if not chosen:
                return
            move, person = chosen[seed % len(chosen)]
            if move == "claim":
                self.ledger.show(row.record, row.episode)
            self._make(row, move, person, self._fitting(row, seed))

    def try_anything(self, at: int, person: str, move: str, brought: Brought | None) -> None:
        row = self._some(at)
        self._make(row, move, person, brought or self._fitting(row, at))

    def say_of_the_week(self, at: int, person: str, word: str, back: int) -> None:
        week = self._today() - timedelta(days=7 * back)
        with self._refused_or_written():
            follow_up(
                actor=self.actors[person],
                now=self.ledger.now,
                problem=self._some(at).record,
                week=week,
                word=word,
            )

    def days_go_by(self, days: int) -> None:
        self.ledger.later(days)
        before = {row.record: row.state for row in self._rows()}
        run_due_work(actor=SYSTEM, now=self.ledger.now)
        for row in self._rows():
            self._note(before[row.record], row)
        again = Entry.objects.count()
        run_due_work(actor=SYSTEM, now=self.ledger.now)
        assert Entry.objects.count() == again, "due work does nothing twice"

    @invariant()
    def closed_means_three_people_of_the_right_places(self) -> None:
        for row in self._rows():
            assert wrong_people(row, self.actors) == []

    @invariant()
    def versions_are_gapless_and_follow_the_table(self) -> None:
        promised: dict[tuple[str, int], date] = {}
        before: Problem | None = None
        for row in Problem.objects.order_by("number", "version"):
            if before is None or before.record != row.record:
                assert (row.version, row.move, row.state) == (1, "open", ProblemState.DRAFT)
            else:
                self._follows(before, row)
            if row.due_original is not None:
                assert promised.setdefault((row.record, row.episode), row.due_original) == row.due_original
            before = row

    @invariant()
    def a_group_is_in_at_most_one_problem_and_the_board_agrees(self) -> None:
        held = list(
            Place.objects.filter(superseded=NEVER, is_withdrawn=False).values_list("group", "problem")
        )
        assert len({group for group, _ in held}) == len(held)
        merged = {row.record for row in self._rows() if row.state == ProblemState.MERGED}
        assert not merged & {problem for _, problem in held}
        opened = Group.objects.filter(superseded=NEVER, state=GroupState.OPENED)
        assert set(opened.values_list("record", flat=True)) == {group for group, _ in held}

    @invariant()
    def episodes_of_the_log_are_those_that_happened(self) -> None:
        counted = counts(
            episodes_of(version_facts(row) for row in Problem.objects.all()), date(2026, 1, 1), self._today()
        )
        happened = self.happened
        assert counted.opened == happened["opened"] - happened["merged"]
        assert (counted.closed, counted.reopened) == (happened["closed"], happened["reopened"])
        assert (counted.merged, counted.not_accepted) == (happened["merged"], happened["not_accepted"])
        in_time = counted.on_original + counted.within_extended + counted.late + counted.no_day
        assert in_time == counted.closed
        assert counted.open == sum(row.state not in ENDED for row in self._rows())

    def _follows(self, before: Problem, row: Problem) -> None:
        move = MOVES[row.move]
        assert row.version == before.version + 1
        assert row.rule == move.rule
        assert before.state in move.sources
        assert row.state in {move.target or before.state, move.by_way_of or move.target or before.state}
        assert row.episode == before.episode + (row.move in ("reopen", "effect_fails"))
        assert bool(row.person) != (row.role == "machine")

    def _make(self, row: Problem, move: str, person: str, brought: Brought) -> None:
        with self._refused_or_written():
            make(
                actor=self.actors[person],
                now=self.ledger.now,
                problem=row.record,
                version=row.version,
                move=move,
                brought=brought,
            )
            self._note(row.state, self.ledger.row(row.record))
            if move == "split_off":
                self.happened["opened"] += 1
                new = Problem.objects.filter(split_from=row.record).latest("number")
                self.problems.append(new.record)

    def _note(self, state: str, row: Problem) -> None:
        if row.state != state and row.state in ENDED:
            self.happened[row.state] += 1
        if state == ProblemState.CLOSED and row.state == ProblemState.IN_PROGRESS:
            self.happened["reopened"] += 1

    @contextmanager
    def _refused_or_written(self) -> Iterator[None]:
        """Whatever is refused leaves the log as it was."""
        size = Entry.objects.count()
        try:
            yield
        except REFUSALS:
            assert Entry.objects.count() == size

    def _open(self, groups: list[str], by: str = "clerk") -> str:
        problem = self.ledger.open(groups, actor=self.actors[by])
        self.happened["opened"] += 1
        return problem

    def _some(self, at: int) -> Problem:
        return self.ledger.row(self.problems[at % len(self.problems)])

    def _rows(self) -> list[Problem]:
        return list(Problem.objects.filter(superseded=NEVER))

    def _today(self) -> date:
        return desk_of(SYSTEM, self.ledger.now).today

    def _offered(self, row: Problem) -> list[tuple[str, str]]:
        [facts], ground = facts_of([row]), desk_of(SYSTEM, self.ledger.now).ground
        return [
            (move.name, person)
            for person, actor in self.actors.items()
            for move in allowed_moves(facts, actor, ground)
            if move.name != "describe"
        ]

    def _fitting(self, row: Problem, seed: int) -> Brought:
        """What would do for most moves of this problem."""
        places = list(Place.objects.filter(problem=row.record, superseded=NEVER, is_withdrawn=False))
        left = [place for place in places if not place.is_done] or places
        due = row.due_current or self._today()
        some: dict[str, Any] = {
            "place": left[seed % len(left)].record if left else "",
            "groups": (places[0].group,) if len(places) > 1 else (),
        }
        return Brought(
            reason="说明原因",
            words="看到的情况",
            title="分出的一件",
            day=max(due, self._today()) + timedelta(days=1 + seed % 3),
            proposed_unit=("shigu", "liutang")[seed % 2],
            owner_unit=("", "liutang", "", "shigu")[seed % 4],
            owner_person=("liaison", "liaison", "", "other-liaison")[seed % 4],
            mode=("by_date", "at_once", "", "", "", "", "long_term")[seed % 7],
            verifier_unit=("", "shigu", "liutang")[seed % 5 % 3],
            group=self.groups[seed % GROUPS],
            into=self.problems[seed % len(self.problems)],
            acceptance=self.ledger.answers(("yes", "na", "no")[0 if seed % 5 else 2]),
            **some,
        )


@pytest.mark.usefixtures("campaign")
def test_no_sequence_of_moves_leads_to_a_forbidden_state() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"signed_by": "unit"}, ["one person did two of it", "not signed by a head"]),
        ({"claimed_by": "guide", "checked_by": "elsewhere"}, ["claimed elsewhere"]),
        ({"checked_by": ""}, ["neither checked nor waived"]),
        ({"checked_by": "neighbour"}, ["checked by the owner's side"]),
        ({"signed_by": ""}, ["not signed by a head"]),
        ({"checked_by": "", "waiver": "急"}, []),
        ({}, []),
    ],
)
def test_a_forbidden_state_would_be_seen(said: dict[str, str], wrong: list[str]) -> None:
    own = frozenset({"liutang"})
    actors = {
        "unit": Actor("1", "unit", (Holding("liaison", own=own),)),
        "neighbour": Actor("2", "neighbour", (Holding("liaison", own=own), Holding("guide"))),
        "guide": Actor("3", "guide", (Holding("guide", guided=own),)),
        "elsewhere": Actor("4", "elsewhere", (Holding("guide", guided=own),)),
        "chief": Actor("5", "chief", (Holding("head"),)),
    }
    right = {"claimed_by": "unit", "checked_by": "guide", "signed_by": "chief"}
    row = Problem(state="closed", owner_unit="liutang", **(right | said))

    assert wrong_people(row, actors) == wrong
