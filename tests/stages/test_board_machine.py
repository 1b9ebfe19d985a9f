"""Whatever is decided in whatever order: does every opinion stand in one place, and do the counts agree?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.activities.refusals import NotRight
from huiyin.board import actions, drafts, queries
from huiyin.board.counting import recount_themes
from huiyin.board.models import Decision, Group, Placement, Theme
from huiyin.board.rules import GroupState
from huiyin.board.standing import standing_board
from huiyin.opinions.models import Opinion
from huiyin.trail.actions import Act, append_versions
from huiyin.trail.models import NEVER
from tests.board_room import ALONE, FORMS, MEETINGS, by, counted_by_hand, counted_columns, hear, take_back
from tests.campaign import NOW, TestCampaign

SAID = (*FORMS, *MEETINGS, *ALONE, FORMS[0])
KINDS = (
    *("merge", "split", "move", "alone", "rename", "pin", "answer", "back", "open", "release"),
    *("undo", "withdraw", "restore", "hear", "sort", "theme", "rerun"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=9
)
WHY = "试一试"


class Room:
    """A board on which things are tried; a number names whatever is there, so every step means something."""

    def __init__(self, campaign: TestCampaign) -> None:
        self.who: dict[str, Any] = by(campaign)
        hear(SAID, giver="p:1")
        actions.sort_new(**self.who)

    def group(self, number: int) -> Group:
        found = Group.objects.filter(superseded=NEVER).exclude(state=GroupState.EMPTY).order_by("record")
        return list(found)[number % found.count()]

    def placement(self, number: int) -> Placement:
        found = Placement.objects.filter(superseded=NEVER).order_by("record")
        return list(found)[number % found.count()]

    def try_to(self, kind: str, one: int, other: int) -> None:
        """One step; what is refused changes nothing."""
        before = self._everything()
        try:
            with transaction.atomic():
                self._step(kind, one, other)
        except NotRight:
            assert self._everything() == before

    def _everything(self) -> list[object]:
        return [
            list(model._default_manager.filter(superseded=NEVER).order_by("record").values())
            for model in (Placement, Group, Theme, Decision)
        ]

    def _step(self, kind: str, one: int, other: int) -> None:
        who, group, placement = self.who, self.group(one), self.placement(other)
        steps: dict[str, Callable[[], object]] = {
            "merge": lambda: actions.merge(
                **who, groups=[group.record, self.group(other).record], reason=WHY
            ),
            "split": lambda: actions.split(
                **who, group=placement.group, sides=[[placement.record]], reason=WHY
            ),
            "move": lambda: actions.move(**who, opinion=placement.record, to=group.record, reason=WHY),
            "alone": lambda: actions.move(**who, opinion=placement.record, to="", reason=WHY),
            "rename": lambda: actions.rename(**who, group=group.record, title=f"名称{other}"),
            "pin": lambda: actions.pin(**who, group=group.record),
            "answer": lambda: actions.answer_on_board(
                **who, groups=[group.record], state="noted", words="已知悉。", reason=WHY
            ),
            "back": lambda: actions.back_to_board(**who, group=group.record, reason=WHY),
            "open": lambda: self._append(drafts.opened([group], now=NOW, account="test")),
            "release": lambda: self._append(drafts.released([group], now=NOW, account="test")),
            "undo": lambda: self._undo(one),
            "withdraw": lambda: self._turn(placement.record, is_withdrawn=True),
            "restore": lambda: self._turn(placement.record, is_withdrawn=False),
            "hear": lambda: hear([SAID[one % len(SAID)]]),
            "sort": lambda: actions.sort_new(**who),
            "theme": lambda: actions.rename_theme(**who, theme=group.theme, title=f"主题{other}"),
            "rerun": self._rerun,
        }
        steps[kind]()

    def _append(self, rows: list[Group]) -> None:
        append_versions(Act("problem.test", "test", "test", "clerk", 1), rows, now=NOW)
        recount_themes([row.record for row in rows])

    def _undo(self, number: int) -> None:
        found = list(Decision.objects.filter(superseded=NEVER).order_by("sequence", "position"))
        if found:
            actions.undo(**self.who, decision=found[-1 - number % len(found)].record, reason=WHY)

    def _turn(self, opinion: str, *, is_withdrawn: bool) -> None:
        row = Opinion.objects.get(record=opinion, superseded=NEVER)
        if row.is_withdrawn != is_withdrawn:
            take_back(opinion, is_withdrawn=is_withdrawn)
        actions.count_again(opinions=[opinion])

    def _rerun(self) -> None:
        settled = {
            row.record: row.group
            for row in Placement.objects.filter(superseded=NEVER)
            if Group.objects.get(record=row.group, superseded=NEVER).state != GroupState.WAITING
        }
        demands = standing_board().demands
        rerun = actions.propose_rerun(**self.who)
        actions.accept_rerun(**self.who, rerun=rerun, reason=WHY)
        assert demands.broken(standing_board().group_of) == 0
        now = dict(Placement.objects.filter(superseded=NEVER).values_list("record", "group"))
        assert settled.items() <= now.items()

    def must_hold(self) -> None:
        """Each opinion in one place, copies beside originals, counts true, no decision broken."""
        placements = list(Placement.objects.filter(superseded=NEVER))
        group_of = {row.record: row.group for row in placements}
        assert len(placements) == len(group_of)
        groups = {row.record: row for row in Group.objects.filter(superseded=NEVER)}
        assert all(groups[group].state != GroupState.EMPTY for group in group_of.values())
        assert all(group_of[row.copy_of] == row.group for row in placements if row.copy_of)
        assert not {row.copy_of for row in placements} & {row.record for row in placements if row.copy_of}
        assert counted_columns() == counted_by_hand()
        accounts = queries.accounts()
        assert accounts.adds_up
        board = standing_board()
        assert board.demands.broken(board.group_of) == 0


@pytest.mark.parametrize("seed", [1, 2])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_no_sequence_of_decisions_loses_an_opinion_or_a_count(
    campaign: TestCampaign, seed: int, steps: list[tuple[str, int, int]]
) -> None:
    savepoint = transaction.savepoint()
    try:
        room = Room(campaign)
        for kind, one, other in steps:
            room.try_to(kind, one, other + seed)
            room.must_hold()
    finally:
        transaction.savepoint_rollback(savepoint)
