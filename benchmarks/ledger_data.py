"""Which problems, follow-ups and answers fill a campaign whose ledger is measured?

Problems go through the moves that lead to where they stand, each round of moves under one entry. Opinions and
groups are those of `board_data`. Everything is invented and drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from benchmarks.board_data import BoardSize, fill_board
from huiyin.board.models import Group, Placement
from huiyin.board.rules import GroupState
from huiyin.ledger.actions.word_index import write_words
from huiyin.ledger.models import Answer, FollowUp, Place, Problem
from huiyin.ledger.moves import MOVES, WITH_THE_UNIT, ProblemState
from huiyin.ledger.rules import AnswerState, Outcome, Way, Word
from huiyin.ledger.shown.follow_up_weeks import WEEK, monday_of
from huiyin.opinions.models import Giver, Opinion
from huiyin.plan.document import Plan
from huiyin.plan.working_days import calendar_of
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import NEVER, Versioned

S = ProblemState
ACCOUNT = "bench"
OPENED_OVER = 190  # days
WEEKS_SAID = 6
BULK, UNSORTED, REACHABLE = 0.1, 0.02, 3  # shares of opinions beside the board's; every third has a contact
_DRAFT = ("open", "describe")
_HANDED = (*_DRAFT, "describe", "assign")
_WORKED_ON = (*_HANDED, "receive", "describe")
_CLAIMED = (*_WORKED_ON, "claim")
_CHECKED = (*_CLAIMED, "check")
# In which states problems stand: how many of a hundred, and by which moves they came there.
STANDING: Mapping[ProblemState, tuple[int, tuple[str, ...]]] = {
    S.DRAFT: (4, _DRAFT),
    S.ASSIGNED: (8, _HANDED),
    S.RETURNED: (2, (*_HANDED, "return")),
    S.IN_PROGRESS: (20, _WORKED_ON),
    S.ON_HOLD: (4, (*_WORKED_ON, "hold")),
    S.STANDING: (5, (*_WORKED_ON, "make_standing")),
    S.CLAIMED: (6, _CLAIMED),
    S.CHECKED: (3, _CHECKED),
    S.ON_NOTICE: (2, (*_CHECKED, "sign")),
    S.CLOSED: (40, (*_CHECKED, "sign")),
    S.MERGED: (3, (*_DRAFT, "merge")),
    S.NOT_ACCEPTED: (3, (*_DRAFT, "not_accept")),
}
_ANSWERED_WITH = {S.CLOSED: Outcome.SOLVED, S.STANDING: Outcome.STANDING, S.NOT_ACCEPTED: Outcome.NOTED}
_DAYS_OF: Mapping[str, tuple[str, ...]] = {
    "assign": ("assigned_on", "due_from"),
    "receive": ("received_on",),
    "hold": ("held_since",),
    "claim": ("claimed_on",),
    "check": ("checked_on",),
    "sign": ("signed_on", "closed_on"),
}
_OWN = frozenset({"id", "sequence", "position", "salt", "superseded", "ticket"})


@dataclass(frozen=True)
class LedgerSize:
    """How many opinions stand on the board; of the rest there is in proportion."""

    opinions: int = 50_000

    @property
    def problems(self) -> int:
        """A problem for every fifth opinion."""
        return self.opinions // 5

    @property
    def answers(self) -> int:
        """How many givers were told something already, or are to be."""
        return self.opinions * 2 // 5


def fill_ledger(size: LedgerSize, plan: Plan, now: datetime, *, seed: int = 7) -> None:
    """Write a ledger as it stands at that moment under this plan, and all that it stands on."""
    _Filling(size, plan, now, Random(seed)).fill()


class _Filling:
    """One filling, table by table."""

    def __init__(self, size: LedgerSize, plan: Plan, now: datetime, chance: Random) -> None:
        self._size, self._plan, self._now, self._chance = size, plan, now, chance
        self._today, self._calendar = now.date(), calendar_of(plan.calendar)
        self._units = tuple(unit.key for unit in plan.units)
        self._areas = tuple(area.key for area in plan.areas)

    def fill(self) -> None:
        self._board()
        problems = self._problems()
        self._places(problems)
        self._follow_ups(problems)
        self._answers()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _board(self) -> None:
        heard = self._size.opinions
        fill_board(
            BoardSize(
                opinions=heard,
                groups=heard * 3 // 5,
                opened=self._size.problems,
                units=self._units,
                areas=self._areas,
                since=self._today - timedelta(days=200),
            )
        )
        others = [self._opinion("walks", goes_to_board=False) for _ in range(int(heard * BULK))]
        others += [self._opinion("form", goes_to_board=True) for _ in range(int(heard * UNSORTED))]
        self._write("opinion.take_in", others)
        records = Opinion.objects.order_by("pk").values_list("record", flat=True)[::REACHABLE]
        Giver.objects.bulk_create(
            [Giver(opinion=record, sealed=b"sealed", has_contact=True) for record in records],
            batch_size=2_000,
        )

    def _opinion(self, channel: str, *, goes_to_board: bool) -> Opinion:
        return Opinion(
            **self._begun(),
            channel=channel,
            day=self._today - timedelta(days=self._chance.randrange(200)),
            words="楼道里堆着旧家具，请帮忙清一清。",
            goes_to_board=goes_to_board,
            plan_version=1,
        )

    def _problems(self) -> list[Problem]:
        """The newest versions. The rounds of moves are written one after the other."""
        shares = [state for state, (share, _) in STANDING.items() for _ in range(share)]
        ends = [self._chance.choice(shares) for _ in range(self._size.problems)]
        paths = [STANDING[state][1] for state in ends]
        newest = [self._begun_as(number, state) for number, state in enumerate(ends, start=1)]
        for at in range(max(map(len, paths))):
            moving = [place for place, path in enumerate(paths) if at < len(path)]
            for place in moving:
                newest[place] = self._moved(newest[place], paths[place][at], at + 1)
                if at + 1 == len(paths[place]):
                    self._ended(newest[place], ends[place], newest[0].record)
            rows = [newest[place] for place in moving]
            write_words(self._write("problem.move", rows), rows, self._plan)
        return newest

    def _begun_as(self, number: int, end: ProblemState) -> Problem:
        """A problem before its first move; `end` is the state that it will come to."""
        opened = self._today - timedelta(days=OPENED_OVER - number * (OPENED_OVER - 2) // self._size.problems)
        unit, chance = self._chance.choice(self._units), self._chance
        matter = chance.choice(("路灯不亮", "垃圾清运", "停车秩序", "噪声扰民", "电梯维修", "下水疏通"))
        return Problem(
            **self._begun(),
            number=number,
            title=f"{matter}第{number}处待整改",
            finding=f"{matter}已有多人反映，现场核实属实。",
            area=chance.choice(self._areas),
            goal="恢复正常",
            closing_standard="现场查看正常，连续七天无人再反映",
            measures=[{"words": "现场查看并安排维修", "due": (opened + timedelta(days=20)).isoformat()}],
            mode="long_term" if end is S.STANDING else chance.choice(("at_once", "by_date")),
            owner_unit=unit,
            owner_person="liaison",
            co_units=[chance.choice(self._units)] if number % 30 == 0 else [],
            grew_into=[f"{chance.getrandbits(128):032x}"] if number % 50 == 0 else [],
            verifier_unit="office" if number % 5 == 0 else "",
            state=S.DRAFT,
            opened_on=opened,
            plan_version=1,
        )

    def _moved(self, before: Problem, move: str, version: int) -> Problem:
        """The next version, after this move."""
        names = [field.attname for field in Problem._meta.concrete_fields if field.attname not in _OWN]
        row = Problem(**{name: getattr(before, name) for name in names})
        row.version, row.state = version, MOVES[move].target or before.state
        row.move, row.rule, row.role, row.person = move, MOVES[move].rule, "clerk", "clerk"
        row.day = min(row.opened_on + timedelta(days=version * 2), self._today)
        row.reason = "经核实后办理"
        for column in _DAYS_OF.get(move, ()):
            setattr(row, column, row.day)
        if move == "assign" and row.mode == "long_term":
            row.next_review = self._today + timedelta(days=row.number % 120 - 20)
        elif move == "assign":
            days = self._chance.randrange(10, 60)
            row.due_days = days if row.number % 2 else None
            row.due_original = row.due_current = self._calendar.after(row.day, days)
        return row

    def _ended(self, row: Problem, state: ProblemState, other: str) -> None:
        """The last move led to this state."""
        row.state = state
        row.merged_into = other if state is S.MERGED else ""
        if state is S.ON_NOTICE:
            row.closed_on, row.notice_until = None, self._today + timedelta(days=row.number % 9 - 1)

    def _places(self, problems: Sequence[Problem]) -> None:
        """Every group that was opened is a place; the hottest nine of ten problems have one or several."""
        opened = Group.objects.filter(superseded=NEVER, state=GroupState.OPENED).order_by("-voices", "record")
        having = max(1, len(problems) * 9 // 10)
        rows = [
            Place(
                **self._begun(),
                problem=problems[at % having].record,
                group=group,
                name=f"第{at}处",
                is_done=at % 3 == 0,
            )
            for at, group in enumerate(opened.values_list("record", flat=True))
        ]
        self._write("problem.add_place", rows)

    def _follow_ups(self, problems: Sequence[Problem]) -> None:
        words = (Word.CHANGED, Word.UNCHANGED, Word.BLOCKED)
        this = monday_of(self._today)
        rows = [
            FollowUp(
                **self._begun(),
                problem=row.record,
                unit=row.owner_unit,
                week=this - WEEK * back,
                word=self._chance.choice(words),
                person="liaison",
            )
            for row in problems
            if row.state in WITH_THE_UNIT and row.assigned_on is not None
            for back in range(WEEKS_SAID)
            if this - WEEK * back >= monday_of(row.assigned_on) and self._chance.random() < 0.7
        ]
        self._write("problem.follow_up", rows)

    def _answers(self) -> None:
        told = self._told()
        rows = [row for row, _ in zip(told, range(self._size.answers), strict=False)]
        self._write("answer.fall_due", rows)

    def _told(self) -> Iterator[Answer]:
        """Answers to those whose problem has ended, and to others that it is in hand."""
        problem_of = dict(Place.objects.values_list("group", "problem"))
        stands = {
            record: (state, episode)
            for record, state, episode in Problem.objects.filter(superseded=NEVER).values_list(
                "record", "state", "episode"
            )
        }
        opened = Group.objects.filter(superseded=NEVER, state=GroupState.OPENED)
        placed = Placement.objects.filter(superseded=NEVER, group__in=opened.values("record"))
        for record, group in placed.order_by("pk").values_list("record", "group"):
            problem = problem_of[group]
            state, episode = stands[problem]
            outcome = _ANSWERED_WITH.get(S(state))
            if outcome is None and self._chance.random() < 0.8:
                continue
            told = self._chance.choices(list(AnswerState), (45, 45, 10))[0]
            yield Answer(
                **self._begun(record),
                problem=problem,
                episode=episode,
                group=group,
                outcome=outcome or Outcome.IN_HAND,
                words="",
                way=Way.PHONE if told is AnswerState.GIVEN else "",
                state=told,
                day=self._today if told is not AnswerState.DUE else None,
            )

    def _begun(self, record: str = "") -> dict[str, Any]:
        name = record or f"{self._chance.getrandbits(128):032x}"
        return {"record": name, "version": 1, "entered": self._now, "account": ACCOUNT}

    def _write(self, action: str, rows: Sequence[Versioned]) -> int:
        return append_versions(Act(action, "", ACCOUNT, "clerk", 1), rows, now=self._now)
